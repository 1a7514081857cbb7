"""The room as Django knows it."""

from django.apps import AppConfig


class Care(AppConfig):
    """Label and name of the room."""

    name = "passerelle.care"
    label = "care"
