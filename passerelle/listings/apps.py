"""The room as Django knows it."""

from django.apps import AppConfig


class Listings(AppConfig):
    """Label and name of the room."""

    name = "passerelle.listings"
    label = "listings"
