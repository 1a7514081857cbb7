"""The room as Django knows it."""

from django.apps import AppConfig


class Presence(AppConfig):
    """Label and name of the room."""

    name = "passerelle.presence"
    label = "presence"
