"""The room as Django knows it."""

from django.apps import AppConfig


class Logbook(AppConfig):
    """Label and name of the room."""

    name = "passerelle.logbook"
    label = "logbook"
