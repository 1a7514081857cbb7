"""The room as Django knows it."""

from django.apps import AppConfig


class Provisions(AppConfig):
    """Label and name of the room."""

    name = "passerelle.provisions"
    label = "provisions"
