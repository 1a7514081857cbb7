"""The room as Django knows it."""

from django.apps import AppConfig


class Settlement(AppConfig):
    """Label and name of the room."""

    name = "passerelle.settlement"
    label = "settlement"
