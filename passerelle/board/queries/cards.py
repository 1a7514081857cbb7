"""What stands on the board of a space now: one list, which the page, the wall, the sheet and the letter all read.

Each source reads one kind of thing where it lives. Nothing is copied: what has ended or was withdrawn is simply not
found any more. A new source is one more function in `SOURCES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from textwrap import shorten

from django.conf import settings
from django.db.models import BigIntegerField, CharField, Q, Value
from django.utils.translation import override

from passerelle.asks.queries import asks_on_the_board_of
from passerelle.asks.rules import Side
from passerelle.board import wording
from passerelle.board.models import Consent, Notice
from passerelle.board.rules import (
    EVENTS_AHEAD,
    LONGEST_TITLE,
    MOST_ASKS,
    MOST_EVENTS,
    MOST_OPENINGS,
    OPENING_STAYS,
    VISITOR_AHEAD,
    Kind,
    Readers,
    State,
    in_order,
    last_day,
)
from passerelle.events.models import Occurrence
from passerelle.events.queries import page_of_date
from passerelle.events.rules import ForWhom
from passerelle.kit import clock
from passerelle.networks.queries import affiliations_on
from passerelle.people.rules import Circle
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from passerelle.visits.rules import EXPECTED


@dataclass(frozen=True)
class Card:
    """One card, in the words of its reader's language.

    `tag` is the word of its kind; a visitor and a new member have one each. `since` is when it came to the board,
    `until` the local day on which it is gone (None: nobody knows). `by` is the name under it, `link` the whole address
    that its code leads to, `picture` the path of its picture, each empty where there is none. `key` names the thing
    itself and never changes; `about` is the person it is of, as the cellar names people; `is_public` says whether
    everybody may read it where the board is open to everybody.
    """

    key: str
    kind: Kind
    tag: str
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
    def has_an_end(self) -> bool:
        """Whether its last day is worth saying: nobody asks when an announcement goes."""
        return self.key.startswith("notice:")

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
            tag=wording.kind_said(kind),
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
        if since is not None  # as the database sees to
    ]


def _people(space: Space, today: date) -> list[Card]:
    """Members who agreed, as long as they are at home there, until the day they agreed to; and visitors who agreed,
    from a week before they come until their visit ends.
    """
    at_home = Q(membership__until=None) | Q(membership__until__gt=today)
    members = at_home & Q(membership__space=space, membership__since__lte=today, until__gt=today)
    comes = Q(visit__state__in=[state.value for state in EXPECTED], visit__last_day__gte=today)
    visitors = comes & Q(visit__host=space, visit__first_day__lte=today + VISITOR_AHEAD)
    found = Consent.objects.filter(members | visitors).select_related("visit__home")
    return [_arrival(one, today) for one in found.order_by("given_at", "id")]


def _arrival(consent: Consent, today: date) -> Card:
    visit, said = consent.visit, [consent.trade, wording.looks_for(consent.seeks)]
    if visit is not None:
        said.append(wording.here(visit.first_day, visit.last_day, today))
        title = wording.visitor(consent.name, visit.home.town if visit.home else "")
    else:
        title = wording.newcomer(consent.name)
    return Card(
        key=f"visit:{consent.visit_id}" if visit else f"membership:{consent.membership_id}",
        kind=Kind.ARRIVAL,
        tag=wording.on_a_visit() if visit else wording.welcome(),
        title=title,
        lines=tuple(line for line in said if line),
        since=consent.given_at,
        until=visit.last_day + timedelta(days=1) if visit else consent.until,
        about=f"person:{consent.person_id}",
        is_public=consent.readers == Readers.EVERYBODY,
    )


def _openings(space: Space, today: date) -> list[Card]:
    """The spaces that are newest in one of its networks; public, as the directory is."""
    ours = affiliations_on(today).filter(space=space).values("network")
    new = affiliations_on(today).filter(network__in=ours, since__gt=today - OPENING_STAYS, space__joined_into=None)
    rows = new.exclude(space=space).order_by("-since", "-id").values_list(*_OF_AN_OPENING)
    return [
        Card(
            key=f"affiliation:{key}",
            kind=Kind.OPENING,
            tag=wording.kind_said(Kind.OPENING),
            title=wording.opening(name, town),
            lines=(wording.door(network),),
            since=clock.midnight(since, space.time_zone),
            until=since + OPENING_STAYS,
            link=f"{settings.SITE_URL}/spaces/{slug}/",
            is_public=True,
        )
        for key, name, town, slug, network, since in rows[:MOST_OPENINGS]
    ]


def _coming_and_sought(space: Space, today: date) -> list[Card]:
    """The next dates of its calendar; and what people who stand in it look for or give, where they want it there,
    without a name. Asked in one go, which is why both are cut short here.
    """
    now = clock.now()
    dates = Occurrence.objects.filter(space=space, called_off_at=None, begins_at__range=(now, now + EVENTS_AHEAD))
    of_dates = (
        Value("", CharField()),
        "reference",
        "title",
        "begins_at",
        "day",
        "for_whom",
        Value(0, BigIntegerField()),
    )
    of_asks = ("side", "reference", "text", "written_at", "until", "shown_to", "person_id")
    asks = asks_on_the_board_of(space, today).order_by().values_list(*of_asks)
    found = list(dates.order_by().values_list(*of_dates).union(asks, all=True))
    coming = sorted((one for one in found if not one[0]), key=lambda one: one[3])[:MOST_EVENTS]
    sought = sorted((one for one in found if one[0]), key=lambda one: one[3], reverse=True)[:MOST_ASKS]
    return [_date(space, today, *one[1:6]) for one in coming] + [_ask(*one) for one in sought]


def _date(space: Space, today: date, reference: str, title: str, begins_at: datetime, day: date, for_whom: str) -> Card:
    return Card(
        key=f"event:{reference}",
        kind=Kind.EVENT,
        tag=wording.kind_said(Kind.EVENT),
        title=title,
        lines=(wording.takes_place(begins_at, space.time_zone),),
        since=clock.midnight(today, space.time_zone),
        until=day + timedelta(days=1),
        link=page_of_date(space.slug, reference),
        is_public=for_whom == ForWhom.EVERYBODY,
    )


def _ask(side: str, reference: str, text: str, since: datetime, until: date, shown_to: str, person: int) -> Card:
    kind = Kind.ASK if side == Side.ASK else Kind.OFFER
    return Card(
        key=f"ask:{reference}",
        kind=kind,
        tag=wording.kind_said(kind),
        title=shorten(text, LONGEST_TITLE, placeholder=" …"),
        lines=() if len(text) <= LONGEST_TITLE else (text,),
        since=since,
        until=until + timedelta(days=1),
        link=f"{settings.SITE_URL}/meet/{reference}/",
        about=f"person:{person}",
        is_public=shown_to == Circle.EVERYBODY,
    )


_OF_AN_OPENING = ("pk", "space__name", "space__town", "space__slug", "network__name", "since")


Source = Callable[[Space, date], list[Card]]
SOURCES: tuple[Source, ...] = (_notices, _people, _openings, _coming_and_sought)
"""Where cards come from: each reads one kind of thing, on a local day, in the active language, in one query."""
