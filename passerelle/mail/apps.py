"""The room as Django knows it."""

from django.apps import AppConfig


class Mail(AppConfig):
    """Label and name of the room."""

    name = "passerelle.mail"
    label = "mail"
