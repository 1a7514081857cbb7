"""On which days an event takes place, and how calendars are told (RFC 5545, section 3.3.10). Plain Python.

Each way of recurring has a place for every whole number: the first day is number 0, a month later number 1 … A month
that lacks the day has no date of its number. So a change of all that follow knows which date becomes which.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from passerelle.events.rules.walls import instant

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Every(StrEnum):
    """How an event recurs. What the first day lacks (a fifth Friday, a 31st, a 29 February) is left out."""

    ONCE = "once"
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    WEEKDAY = "weekday"
    LAST_WEEKDAY = "last_weekday"
    LAST_DAY = "last_day"
    YEAR = "year"


_DAYS = {Every.DAY: 1, Every.WEEK: 7, Every.FORTNIGHT: 14}


@dataclass(frozen=True)
class Recurring:
    """The first day, how it recurs, and the last day on which it may; without one it has no end."""

    first: date
    every: Every = Every.ONCE
    until: date | None = None


def fits(first: date, every: Every) -> bool:
    """Whether the first day is one of its own rule: only a last Friday can be the first of the last Fridays."""
    return _day(first, every, 0) == first


def date_of(rule: Recurring, number: int) -> date | None:
    """The day that bears this number; None where the month lacks it or it is over by then."""
    if number < 0 or (rule.every is Every.ONCE and number):
        return None
    day = _day(rule.first, rule.every, number)
    over = day is not None and rule.until is not None and day > rule.until and rule.every is not Every.ONCE
    return None if over else day


def number_of(rule: Recurring, day: date) -> int:
    """The number that a day bears, or would bear if it were one of the rule's."""
    if rule.every in _DAYS:
        return (day - rule.first).days // _DAYS[rule.every]
    if rule.every is Every.ONCE:
        return 0
    years = day.year - rule.first.year
    return years if rule.every is Every.YEAR else years * 12 + day.month - rule.first.month


def dates_between(rule: Recurring, since: date, before: date) -> Iterator[date]:
    """The days of a rule from `since` on, `before` excluded, in order."""
    number = max(number_of(rule, since), 0)
    last = number_of(rule, before)
    for one in range(number, (0 if rule.every is Every.ONCE else last) + 1):
        day = date_of(rule, one)
        if day is not None and since <= day < before:
            yield day


def rule_text(rule: Recurring, at: datetime, zone: str) -> str:
    """The rule as calendars write it; empty for what takes place once. `at` is the wall's first moment.

    The end is an instant in UTC, as section 3.3.10 wants it of a beginning with a time zone.
    """
    if rule.every is Every.ONCE:
        return ""
    text = _TEXTS[rule.every].format(
        day=rule.first.day,
        month=rule.first.month,
        weekday=WEEKDAYS[rule.first.weekday()],
        nth=(rule.first.day - 1) // 7 + 1,
    )
    if rule.until is None:
        return text
    return f"{text};UNTIL={instant(datetime.combine(rule.until, at.time()), zone):%Y%m%dT%H%M%SZ}"


_TEXTS = {
    Every.DAY: "FREQ=DAILY",
    Every.WEEK: "FREQ=WEEKLY",
    Every.FORTNIGHT: "FREQ=WEEKLY;INTERVAL=2",
    Every.MONTH: "FREQ=MONTHLY;BYMONTHDAY={day}",
    Every.WEEKDAY: "FREQ=MONTHLY;BYDAY={nth}{weekday}",
    Every.LAST_WEEKDAY: "FREQ=MONTHLY;BYDAY=-1{weekday}",
    Every.LAST_DAY: "FREQ=MONTHLY;BYMONTHDAY=-1",
    Every.YEAR: "FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}",
}


def _day(first: date, every: Every, number: int) -> date | None:
    if every in _DAYS:
        return first + timedelta(days=_DAYS[every] * number)
    months = first.year * 12 + first.month - 1 + (12 * number if every is Every.YEAR else number)
    year, month = months // 12, months % 12 + 1
    length = monthrange(year, month)[1]
    day = {
        Every.WEEKDAY: _weekday(date(year, month, 1), first.weekday()) + (first.day - 1) // 7 * 7,
        Every.LAST_WEEKDAY: _weekday(date(year, month, length) - timedelta(days=6), first.weekday()),
        Every.LAST_DAY: length,
    }.get(every, first.day)
    return date(year, month, day) if day <= length else None


def _weekday(since: date, weekday: int) -> int:
    """The day of the month of the first such weekday from `since` on."""
    return (since + timedelta(days=(weekday - since.weekday()) % 7)).day
