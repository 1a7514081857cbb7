"""The room as Django knows it."""

from django.apps import AppConfig


class Sales(AppConfig):
    """Label and name of the room."""

    name = "passerelle.sales"
    label = "sales"
