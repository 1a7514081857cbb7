"""The door as Django knows it."""

from django.apps import AppConfig


class Backstage(AppConfig):
    """Label and name of the door."""

    name = "passerelle.backstage"
    label = "backstage"
