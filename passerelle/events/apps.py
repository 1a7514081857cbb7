"""The room as Django knows it."""

from django.apps import AppConfig


class Events(AppConfig):
    """Label and name of the room."""

    name = "passerelle.events"
    label = "events"
