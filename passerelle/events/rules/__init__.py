"""What is true of events: for whom they are, how many come, when somebody moves up. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from passerelle.events.rules.recurring import Every, Recurring, fits
from passerelle.events.rules.walls import instant, wall_at
from passerelle.people.rules import Language

AHEAD = timedelta(days=400)
"""How far ahead the dates of an event are kept, and how far ahead one may be announced."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_ROOM, LONGEST_REASON = 100, 2_000, 80, 280
LONGEST_MINUTES, MOST_PLACES, MOST_HOURS = 24 * 60, 5_000, 14 * 24
REMINDED_AT = time(10)
"""On the day before, at an hour when nobody is woken."""


class Kind(StrEnum):
    """What sort of event it is."""

    MEETUP = "meetup"
    TALK = "talk"
    MEAL = "meal"
    WORKSHOP = "workshop"
    OTHER = "other"


class ForWhom(StrEnum):
    """Who sees an event and may come: each of them includes those before it, and the staff always."""

    MEMBERS = "members"
    VISITORS = "visitors"
    EVERYBODY = "everybody"


class State(StrEnum):
    """Whether an event takes place: what a member proposes waits for the staff."""

    PROPOSED = "proposed"
    ANNOUNCED = "announced"
    DECLINED = "declined"


class Saying(StrEnum):
    """What somebody answers for one date: yes, yes as soon as there is a place, no."""

    COMING = "coming"
    WAITING = "waiting"
    NOT_COMING = "not_coming"


@dataclass(frozen=True)
class Described:
    """An event as it is described. `places` is None without a limit; who waits moves up until `hours` before it begins.

    `first_on` and `at` are what the wall at the space shows; it lasts `minutes` of elapsed time. `until` is the last
    day on which it may recur, included.
    """

    title: str
    kind: Kind
    language: Language
    for_whom: ForWhom
    first_on: date
    at: time
    minutes: int
    text: str = ""
    room: str = ""
    places: int | None = None
    hours: int = 2
    every: Every = Every.ONCE
    until: date | None = None

    @property
    def recurring(self) -> Recurring:
        """On which days it takes place."""
        return Recurring(self.first_on, self.every, self.until)

    def faults(self, zone: str, now: datetime) -> dict[str, str]:
        """What cannot be so, by field: a code for each."""
        return dict(self._faults(zone, now))

    def _faults(self, zone: str, now: datetime) -> Iterator[tuple[str, str]]:
        if not self.title.strip():
            yield "title", "title_is_missing"
        for name, longest in (("title", LONGEST_TITLE), ("text", LONGEST_TEXT), ("room", LONGEST_ROOM)):
            if len(getattr(self, name).strip()) > longest:
                yield name, "too_long"
        if not 0 < self.minutes <= LONGEST_MINUTES:
            yield "ends", "ends_before_it_begins"
        if self.places is not None and not 0 < self.places <= MOST_PLACES:
            yield "places", "out_of_range"
        if not 0 <= self.hours <= MOST_HOURS:
            yield "hours", "out_of_range"
        yield from self._faults_of_days(zone, now)

    def _faults_of_days(self, zone: str, now: datetime) -> Iterator[tuple[str, str]]:
        here = now.astimezone(UTC).date()
        if not here - timedelta(days=2) < self.first_on <= here + AHEAD:  # also what no clock could reckon with
            yield "first_on", "too_far_ahead" if self.first_on > here else "is_past"
        elif instant(datetime.combine(self.first_on, self.at), zone) <= now:
            yield "first_on", "is_past"
        elif not fits(self.first_on, self.every):
            yield "every", "first_day_does_not_fit"
        if self.every != Every.ONCE and self.until is not None and self.until < self.first_on:
            yield "until", "until_is_before_the_first"


def has_room(places: int | None, coming: int) -> bool:
    """Whether one more may come."""
    return places is None or coming < places


def moves_up_until(begins_at: datetime, hours: int) -> datetime:
    """Until when whoever waits is given a place that comes free; later it is whoever asks first."""
    return begins_at - timedelta(hours=hours)


def reminder_due(begins_at: datetime, zone: str, now: datetime) -> datetime | None:
    """When to remind those who come: at ten in the morning of the day before; not at all once that has passed."""
    day = wall_at(begins_at, zone).date() - timedelta(days=1)
    due = instant(datetime.combine(day, REMINDED_AT), zone)
    return due if due > now else None
