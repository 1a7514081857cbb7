"""The room as Django knows it."""

from django.apps import AppConfig


class Asks(AppConfig):
    """Label and name of the room."""

    name = "passerelle.asks"
    label = "asks"
