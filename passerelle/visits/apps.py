"""The room as Django knows it."""

from django.apps import AppConfig


class Visits(AppConfig):
    """Label and name of the room."""

    name = "passerelle.visits"
    label = "visits"
