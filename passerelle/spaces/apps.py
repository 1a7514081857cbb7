"""The room as Django knows it."""

from django.apps import AppConfig


class Spaces(AppConfig):
    """Label and name of the room."""

    name = "passerelle.spaces"
    label = "spaces"
