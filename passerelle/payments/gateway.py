"""The card gateway of this instance, found by the name in the settings: it stands above this room."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from passerelle.payments.rules.cards import CardGateway


def card_gateway() -> CardGateway:
    """Whoever takes cards here. Without keys there is one all the same, and it takes none."""
    return cast(CardGateway, import_string(settings.CARD_GATEWAY)(settings.STRIPE))
