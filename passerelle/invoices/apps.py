"""The room as Django knows it."""

from django.apps import AppConfig


class Invoices(AppConfig):
    """Label and name of the room."""

    name = "passerelle.invoices"
    label = "invoices"
