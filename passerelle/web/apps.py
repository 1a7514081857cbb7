"""The door as Django knows it."""

from django.apps import AppConfig


class Web(AppConfig):
    """Label and name of the door."""

    name = "passerelle.web"
    label = "web"
