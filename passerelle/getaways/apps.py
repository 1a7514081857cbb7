"""The room as Django knows it."""

from django.apps import AppConfig


class Getaways(AppConfig):
    """Label and name of the room."""

    name = "passerelle.getaways"
    label = "getaways"
