"""The room as Django knows it."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """Label and name of the room."""

    name = "passerelle.ledger"
    label = "ledger"
