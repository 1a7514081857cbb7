"""The room as Django knows it."""

from django.apps import AppConfig


class Welcome(AppConfig):
    """Label and name of the room."""

    name = "passerelle.welcome"
    label = "welcome"
