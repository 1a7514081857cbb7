"""The pages of whoever sells: each is found at a network, for its treasurers, and at a space, for its managers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from passerelle.networks.access import may_keep_books_of
from passerelle.networks.queries import Network, Seller
from passerelle.web.audience import for_officers, for_staff
from passerelle.web.ways import url


def of_sellers(address: str, page: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """The page at this address below a network and below the keeping of a space; it is given whichever it is."""
    of_a_network, of_a_space = for_officers(may_keep_books_of)(page), for_staff(may_keep_books_of)(page)
    return [
        path(f"networks/<slug:slug>/{address}", of_a_network, name=f"network_{name}"),
        path(f"manage/<slug:slug>/{address}", of_a_space, name=f"space_{name}"),
    ]


def ways_at(seller: Seller) -> Callable[..., str]:
    """Where this seller's own pages are: `at("payment", reference=…)`."""

    def at(page: str, **which: Any) -> str:
        return url(f"{_kind(seller)}_{page}", slug=seller.slug, **which)

    return at


def back_to(seller: Seller, page: str, **which: Any) -> HttpResponse:
    """Go on to one of the seller's own pages."""
    return HttpResponseRedirect(ways_at(seller)(page, **which))


def framed(seller: Seller, here: str) -> dict[str, Any]:
    """What `money/frame.html` needs: whose money it is, which of its pages this is, and where the others are."""
    return {"seller": seller, _kind(seller): seller, "here": here, "at": ways_at(seller)}


def _kind(seller: Seller) -> str:
    return "network" if isinstance(seller, Network) else "space"
