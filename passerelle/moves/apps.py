"""The room as Django knows it."""

from django.apps import AppConfig


class Moves(AppConfig):
    """Label and name of the room."""

    name = "passerelle.moves"
    label = "moves"
