"""The card gateway of a seller, found by the name in the settings: it stands above this room."""

from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from passerelle.networks.models import Network, Seller
from passerelle.payments.rules.cards import CardGateway


def keys_of(seller: Seller) -> Any:
    """The keys by which cards are taken for this seller; a space without its own has empty ones."""
    return settings.STRIPE if isinstance(seller, Network) else settings.STRIPE.of_space(seller.slug)


def card_gateway(seller: Seller) -> CardGateway:
    """Whoever takes cards for this seller. Without keys there is one all the same, and it takes none."""
    return cast(CardGateway, import_string(settings.CARD_GATEWAY)(keys_of(seller)))


def takes_cards(seller: Seller, currency: str = "") -> bool:
    """Whether this seller takes cards, in its own currency or in another. Asks nobody."""
    return card_gateway(seller).takes_cards_for(seller.slug, currency or seller.currency)
