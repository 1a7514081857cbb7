"""The room as Django knows it."""

from django.apps import AppConfig


class Board(AppConfig):
    """Label and name of the room."""

    name = "passerelle.board"
    label = "board"
