"""The gateway as Django knows it."""

from django.apps import AppConfig


class RatesGateway(AppConfig):
    """Label and name of the gateway."""

    name = "passerelle.gateways.rates"
    label = "rates_gateway"
