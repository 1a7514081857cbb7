"""The room as Django knows it."""

from django.apps import AppConfig


class Networks(AppConfig):
    """Label and name of the room."""

    name = "passerelle.networks"
    label = "networks"
