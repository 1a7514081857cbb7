"""What is true of hours and days at a space. Plain Python."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays
from opening_hours import OpeningHours, State

Span = tuple[time, time]
OfficeHours = Callable[[date], tuple[Span, ...]]

ORDINARY_HOURS: Span = (time(9), time(18))
INVITATION_LASTS = timedelta(days=14)


class Kind(StrEnum):
    """What sort of place a space is. An office centre lets rooms and addresses; the others are open rooms."""

    COWORKING = "coworking"
    OFFICE_CENTRE = "office_centre"
    CAFE = "cafe"
    GETAWAY = "getaway"
    MAKER_SPACE = "maker_space"


class Role(StrEnum):
    """Who acts for a space: a manager may do all, the desk receives."""

    MANAGER = "manager"
    DESK = "desk"


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country (ISO 3166, two letters); none where they are not known."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def is_ordinary_working_day(day: date, country: str) -> bool:
    """Monday to Friday, public holidays excluded: what is taken for open where hours are not known."""
    return day.weekday() < 5 and day not in public_holidays(country, day.year)


@dataclass(frozen=True)
class Closed:
    """A span of closed days, `since` included, `until` excluded."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.since <= day < self.until


def is_closed(day: date, closures: Iterable[Closed]) -> bool:
    """Whether one of the closures holds `day`."""
    return any(closure.holds(day) for closure in closures)


def hours_can_be_read(hours: str) -> bool:
    """Whether `hours` follow the OpenStreetMap syntax for opening hours."""
    try:
        OpeningHours(hours)
    except SyntaxError:
        return False
    return True


def spans_on(day: date, hours: str, country: str) -> tuple[Span, ...]:
    """When a place with these `hours` is open on `day`, in its own local time; unknown hours count as ordinary ones.

    What runs past midnight is cut there, and ends at 23:59.
    """
    if not hours or not hours_can_be_read(hours):
        return (ORDINARY_HOURS,) if is_ordinary_working_day(day, country) else ()
    begins = datetime.combine(day, time(0))
    found = _parsed(hours, country).intervals(begins, begins + timedelta(days=1))
    return tuple((start.time(), _end_within(end, day)) for start, end, state, _note in found if state[0] == State.OPEN)


def office_hours(hours: str, country: str, closures: Iterable[Closed]) -> OfficeHours:
    """The opening hours of a place as a question about a day, closed dates taken out."""
    closed = tuple(closures)

    @lru_cache(maxsize=128)
    def on(day: date) -> tuple[Span, ...]:
        return () if is_closed(day, closed) else spans_on(day, hours, country)

    return on


def is_open_at(moment: datetime, on: OfficeHours) -> bool:
    """Whether the place is open at this local `moment`."""
    return any(opens <= moment.time() < closes for opens, closes in on(moment.date()))


def next_opening(moment: datetime, on: OfficeHours) -> datetime | None:
    """The next local moment, within a month, at which the place opens; None where it does not."""
    for step in range(31):
        day = moment.date() + timedelta(days=step)
        for opens, _closes in on(day):
            opening = datetime.combine(day, opens, moment.tzinfo)
            if opening > moment:
                return opening
    return None


def _end_within(end: datetime, day: date) -> time:
    return end.time() if end.date() == day else time(23, 59)


@lru_cache(maxsize=1024)
def _parsed(hours: str, country: str) -> OpeningHours:
    try:
        return OpeningHours(hours, country=country)
    except ValueError:  # public holidays of this country are not known to the library
        return OpeningHours(hours)
