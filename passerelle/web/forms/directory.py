"""What one may ask of the directory beside a text, as a form that is sent by address.

Django's own fields would be drawn through templates of their own, which takes longer than the rest of the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.directory.rules import THERE, Order, Search
from passerelle.networks.rules import Way
from passerelle.spaces.rules import Kind
from passerelle.web.words import FEATURES, INCLUDED, KINDS, WAYS, listed_choices

MORE = ((1, _("one or more")), (2, _("two or more")), (3, _("three or more")), (5, _("five or more")))
ORDERS = ((Order.DISTANCE, _("the nearest first")), (Order.NAME, _("by name")))
ANY = ("", _("any"))


@dataclass(frozen=True)
class Filter:
    """One thing to ask for: the name of its parameter, its words, the choices, and which of them are set."""

    name: str
    label: Any
    choices: Sequence[tuple[Any, Any]]
    chosen: tuple[Any, ...]


@dataclass(frozen=True)
class Filters:
    """All that may be asked for beside a text, as it is set. Nothing of it is ever refused."""

    kind: Filter
    network: Filter
    free_days: Filter
    way: Filter
    there: Filter
    order: Filter


def filters_of(search: Search, networks: Iterable[tuple[str, str]]) -> Filters:
    """The filters of a search, with the networks (name in the address, name) to choose from."""
    days = max((days for days, _more in MORE if days <= search.free_days), default="")
    things = [(thing, FEATURES.get(thing) or INCLUDED[thing]) for thing in THERE]
    return Filters(
        Filter("kind", _("What sort of place"), listed_choices(KINDS, Kind), search.kinds),
        Filter("network", _("Network"), [ANY, *networks], (search.network,)),
        Filter("free_days", _("Free days"), [ANY, *MORE], (days,)),
        Filter("way", _("How to come"), listed_choices(WAYS, Way), search.ways),
        Filter("there", _("What is there"), things, search.there),
        Filter("order", _("In which order"), [("", _("as it fits")), *ORDERS], (search.order or "",)),
    )
