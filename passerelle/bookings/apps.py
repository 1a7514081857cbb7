"""The room as Django knows it."""

from django.apps import AppConfig


class Bookings(AppConfig):
    """Label and name of the room."""

    name = "passerelle.bookings"
    label = "bookings"
