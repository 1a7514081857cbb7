"""The room as Django knows it."""

from django.apps import AppConfig


class Credentials(AppConfig):
    """Label and name of the room."""

    name = "passerelle.credentials"
    label = "credentials"
