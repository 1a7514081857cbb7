"""What stands around every page: the ways on, who is signed in, and the bar of the demonstration."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from passerelle.kit import clock
from passerelle.listings.queries import lists_were_taken_in
from passerelle.spaces.queries import acts_for_a_space
from passerelle.web.ways import way

if TYPE_CHECKING:
    from passerelle.people.models import Person


@dataclass(frozen=True)
class Entry:
    """One way on: its word, its address, and whether the page shown lies behind it."""

    word: str
    address: str
    here: bool


@dataclass(frozen=True)
class Chrome:
    """The frame of a page. `person` is None for a stranger; `shown_at` is set in a demonstration only.

    `on_lists` says that places of a demonstration come from lists: they exist or did, and nobody there knows of it.
    """

    entries: tuple[Entry, ...]
    person: "Person | None"
    shown_at: datetime | None
    on_lists: bool = False


def chrome(request: HttpRequest | None) -> Chrome:
    """The frame for whoever asks: no query for a stranger, one for somebody signed in; in a demonstration, one more.

    An error page is drawn without a request when everything else has failed; it gets the stranger's frame.
    """
    person = _person_of(request)
    path = request.path if request else ""
    ways = [(_("Spaces"), way("spaces")), (_("Networks"), way("networks"))] + (_ways_of(person) if person else [])
    entries = tuple(Entry(word, address, path.startswith(address)) for word, address in ways if address)
    if not settings.DEMO:
        return Chrome(entries, person, None)
    return Chrome(entries, person, clock.now(), request is not None and lists_were_taken_in())


def _person_of(request: HttpRequest | None) -> "Person | None":
    person = getattr(request, "user", None)
    return person if person is not None and person.is_authenticated else None


def _ways_of(person: "Person") -> list[tuple[str, str]]:
    ways = [(_("People"), way("people")), (_("Asks and offers"), way("asks")), (_("My visits"), way("my_visits"))]
    if acts_for_a_space(person):
        ways.append((_("My spaces"), way("my_spaces")))
    return ways
