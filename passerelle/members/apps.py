"""The room as Django knows it."""

from django.apps import AppConfig


class Members(AppConfig):
    """Label and name of the room."""

    name = "passerelle.members"
    label = "members"
