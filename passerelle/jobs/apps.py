"""The room as Django knows it."""

from django.apps import AppConfig


class Jobs(AppConfig):
    """Label and name of the room."""

    name = "passerelle.jobs"
    label = "jobs"
