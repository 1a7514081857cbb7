"""The room as Django knows it."""

from django.apps import AppConfig


class Walls(AppConfig):
    """Label and name of the room."""

    name = "passerelle.walls"
    label = "walls"
