"""The room as Django knows it."""

from django.apps import AppConfig


class People(AppConfig):
    """Label and name of the room."""

    name = "passerelle.people"
    label = "people"
