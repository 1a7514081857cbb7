"""The room as Django knows it."""

from django.apps import AppConfig


class Rates(AppConfig):
    """Label and name of the room."""

    name = "passerelle.rates"
    label = "rates"
