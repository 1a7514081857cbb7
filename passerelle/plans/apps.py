"""The room as Django knows it."""

from django.apps import AppConfig


class Plans(AppConfig):
    """Label and name of the room."""

    name = "passerelle.plans"
    label = "plans"
