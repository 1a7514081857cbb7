"""The usual request of Ana's to Birch, made through its page or beside it, and the addresses of its pages."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client

from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.access import Link, sealed
from passerelle.visits.actions import Asking, ask_for_a_visit
from passerelle.visits.models import Visit

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2027, 1, day) for day in (18, 19, 20, 21))
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"
Browser = Callable[[Person | None], Client]


def asked(ana: Person, alder: Space, birch: Space, visa: Network, *days: date, **facts: Any) -> Visit:
    """Ana asks Birch for days, by default for a Monday and a Tuesday in two weeks."""
    return ask_for_a_visit(Asking(alder, birch, days or (MONDAY, TUESDAY), **facts), by=ana)


def page_of(visit: Visit) -> str:
    return f"/visits/{visit.reference}/"


def answer_page(visit: Visit) -> str:
    return f"/answer/{sealed(visit, Link.ANSWER)}/"


def vouch_page(visit: Visit) -> str:
    return f"/vouch/{sealed(visit, Link.VOUCH)}/"


def words(response: Any) -> str:
    """What a page says, its no-break spaces as blanks."""
    return str(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")
