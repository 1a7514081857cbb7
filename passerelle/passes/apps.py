"""The room as Django knows it."""

from django.apps import AppConfig


class Passes(AppConfig):
    """Label and name of the room."""

    name = "passerelle.passes"
    label = "passes"
