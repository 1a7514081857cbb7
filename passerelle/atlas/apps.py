"""The room as Django knows it."""

from django.apps import AppConfig


class Atlas(AppConfig):
    """Label and name of the room."""

    name = "passerelle.atlas"
    label = "atlas"
