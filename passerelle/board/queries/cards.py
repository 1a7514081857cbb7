"""What stands on the board of a space now: one list, which the page, the wall, the sheet and the letter all read.

Each source reads one kind of thing where it lives. Nothing is copied: what has ended or was withdrawn is simply not
found any more. A new source is one more function in `SOURCES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.utils.translation import override

from passerelle.board import wording
from passerelle.board.models import Consent, Notice
from passerelle.board.rules import (
    MOST_OPENINGS,
    OPENING_STAYS,
    VISITOR_AHEAD,
    Kind,
    Readers,
    State,
    in_order,
    last_day,
)
from passerelle.kit import clock
from passerelle.networks.queries import affiliations_on
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from passerelle.visits.rules import EXPECTED


@dataclass(frozen=True)
class Card:
    """One card, in the words of its reader's language.

    `since` is when it came to the board, `until` the local day on which it is gone (None: nobody knows). `by` is the
    name under it, `link` the whole address that its code leads to, `picture` the path of its picture, each empty where
    there is none. `key` names the thing itself and never changes; `about` is the person it is of, as the cellar names
    people; `is_public` says whether everybody may read it where the board is open to everybody.
    """

    key: str
    kind: Kind
    title: str
    lines: tuple[str, ...]
    since: datetime
    until: date | None
    by: str = ""
    link: str = ""
    picture: str = ""
    about: str = ""
    is_public: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day on which it stands, as people write it."""
        return last_day(self.until)


def cards_of(space: Space, language: str, *, outside: bool = False) -> list[Card]:
    """What stands on the board now, most important first: the newest of each kind, then the second of each, and so on.

    Somebody `outside` the house reads only what its writers let everybody read. A query for each of `SOURCES`.
    """
    today = today_at(space)
    with override(language):
        found = [card for source in SOURCES for card in source(space, today) if card.is_public or not outside]
    return in_order(found, lambda card: card.kind, lambda card: card.since)


def board_version(space: Space) -> str:
    """A short text that changes whenever what is shown changes, at midnight too: made of the cards themselves."""
    return sha256(repr(cards_of(space, space.language)).encode()).hexdigest()[:16]


def _notices(space: Space, today: date) -> list[Card]:
    """What members and the team have written, shown and not over."""
    rows = Notice.objects.filter(space=space, state=State.SHOWN, until__gt=today).values_list(
        "reference", "kind", "title", "text", "stood_at", "until", "signed", "person__name", "picture__reference",
        "person_id", "readers",
    )  # fmt: skip
    return [
        Card(
            key=f"notice:{reference}",
            kind=Kind(kind),
            title=title,
            lines=tuple(line.strip() for line in text.splitlines() if line.strip()),
            since=since,
            until=until,
            by=name if signed else "",
            link=f"{settings.SITE_URL}/spaces/{space.slug}/board/{reference}/",
            picture=f"/board/pictures/{picture}.jpg" if picture else "",
            about=f"person:{person}",
            is_public=readers == Readers.EVERYBODY,
        )
        for reference, kind, title, text, since, until, signed, name, picture, person, readers in rows
    ]


def _newcomers(space: Space, today: date) -> list[Card]:
    """Members who agreed to be announced, as long as they are at home there."""
    at_home = Q(membership__until=None) | Q(membership__until__gt=today)
    found = Consent.objects.filter(at_home, membership__space=space, membership__since__lte=today, until__gt=today)
    rows = found.values_list("membership_id", "name", "trade", "seeks", "given_at", "until", "person_id", "readers")
    return [
        Card(
            key=f"membership:{key}",
            kind=Kind.ARRIVAL,
            title=wording.newcomer(name),
            lines=_said(trade, wording.looks_for(seeks)),
            since=since,
            until=until,
            about=f"person:{person}",
            is_public=readers == Readers.EVERYBODY,
        )
        for key, name, trade, seeks, since, until, person, readers in rows
    ]


def _visitors(space: Space, today: date) -> list[Card]:
    """Visitors who agreed to be announced, from a week before they come until their visit ends."""
    agreed = Consent.objects.filter(visit__host=space, visit__state__in=[state.value for state in EXPECTED])
    rows = agreed.filter(visit__last_day__gte=today, visit__first_day__lte=today + VISITOR_AHEAD).values_list(
        "visit__reference", "name", "trade", "seeks", "given_at", "visit__first_day", "visit__last_day",
        "visit__home__town", "person_id", "readers",
    )  # fmt: skip
    return [
        Card(
            key=f"visit:{reference}",
            kind=Kind.ARRIVAL,
            title=wording.visitor(name, town or ""),
            lines=_said(trade, wording.looks_for(seeks), wording.here(first, last, today)),
            since=since,
            until=date.fromordinal(last.toordinal() + 1),
            about=f"person:{person}",
            is_public=readers == Readers.EVERYBODY,
        )
        for reference, name, trade, seeks, since, first, last, town, person, readers in rows
    ]


def _openings(space: Space, today: date) -> list[Card]:
    """The spaces that are newest in one of its networks; public, as the directory is."""
    ours = affiliations_on(today).filter(space=space).values("network")
    new = affiliations_on(today).filter(network__in=ours, since__gt=today - OPENING_STAYS, space__joined_into=None)
    rows = new.exclude(space=space).order_by("-since", "-id").values_list(*_OF_AN_OPENING)
    return [
        Card(
            key=f"affiliation:{key}",
            kind=Kind.OPENING,
            title=wording.opening(name, network),
            lines=_said(wording.place(town)),
            since=clock.midnight(since, space.time_zone),
            until=since + OPENING_STAYS,
            link=f"{settings.SITE_URL}/spaces/{slug}/",
            is_public=True,
        )
        for key, name, town, slug, network, since in rows[:MOST_OPENINGS]
    ]


_OF_AN_OPENING = ("pk", "space__name", "space__town", "space__slug", "network__name", "since")


def _said(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


Source = Callable[[Space, date], list[Card]]
SOURCES: tuple[Source, ...] = (_notices, _newcomers, _visitors, _openings)
"""Where cards come from: each reads one kind of thing, on a local day, in the active language, in one query. The next
events of the calendar will be one more, with `Kind.EVENT`."""
