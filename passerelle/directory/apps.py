"""The room as Django knows it."""

from django.apps import AppConfig


class Directory(AppConfig):
    """Label and name of the room."""

    name = "passerelle.directory"
    label = "directory"
