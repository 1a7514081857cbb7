"""The room as Django knows it."""

from django.apps import AppConfig


class Payments(AppConfig):
    """Label and name of the room."""

    name = "passerelle.payments"
    label = "payments"
