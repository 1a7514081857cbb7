"""Bookings that come again: the same hours on the wall, whatever the clock does meanwhile. Plain Python."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from passerelle.bookings.rules import Every
from passerelle.bookings.rules.steps import Wall

MOST_TIMES = 60


@dataclass(frozen=True)
class Again:
    """How often, and how many times in all or until which day (included)."""

    every: Every
    times: int | None = None
    until: date | None = None


def walls_of(first: Wall, again: Again | None) -> list[Wall]:
    """Each time, the first included, in order; one more than `MOST_TIMES` where there are too many.

    A month later is the same day of the month; a month that lacks it is left out, as calendars do (RFC 5545).
    """
    if again is None:
        return [first]
    found: list[Wall] = []
    number, most = 0, min(again.times or MOST_TIMES + 1, MOST_TIMES + 1)
    while len(found) < most and number < 12 * MOST_TIMES:
        day = _day(first.begins.date(), again.every, number)
        number += 1
        if day is not None and again.until is not None and day > again.until:
            break
        if day is not None:
            found.append(first.moved(day))
    return found


def _day(first: date, every: Every, number: int) -> date | None:
    if every is Every.DAY:
        return first + timedelta(days=number)
    if every is Every.WEEK:
        return first + timedelta(days=7 * number)
    months = first.year * 12 + first.month - 1 + number
    year, month = months // 12, months % 12 + 1
    return date(year, month, first.day) if first.day <= monthrange(year, month)[1] else None
