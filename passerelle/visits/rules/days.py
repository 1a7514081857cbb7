"""On which days one can come to a host, during which hours, and when its terms themselves say yes. Plain Python."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from passerelle.networks.rules import Terms, Way

Span = tuple[time, time]
OfficeHours = Callable[[date], tuple[Span, ...]]

ASKED_AHEAD = timedelta(days=366)
DAYS_AT_ONCE = 31


class NotOpen(StrEnum):
    """Why visitors cannot come on a day."""

    PAST = "past"
    TOO_FAR = "too_far"
    WEEKDAY = "weekday"
    CLOSED = "closed"


def days_not_open(days: Collection[date], terms: Terms, hours: OfficeHours, today: date) -> dict[date, NotOpen]:
    """The days on which visitors cannot come, each with the reason."""
    reasons = {day: why_not_open(day, terms, hours, today) for day in sorted(days)}
    return {day: reason for day, reason in reasons.items() if reason is not None}


def why_not_open(day: date, terms: Terms, hours: OfficeHours, today: date) -> NotOpen | None:
    """Why visitors cannot come on `day`; None when they can."""
    if day < today:
        return NotOpen.PAST
    if day > today + ASKED_AHEAD:
        return NotOpen.TOO_FAR
    if not terms.welcomes_on(day):
        return NotOpen.WEEKDAY
    return None if hours(day) else NotOpen.CLOSED


def narrowed(spans: tuple[Span, ...], from_hour: str, to_hour: str) -> Span | None:
    """The hours of a day for visitors: from the first opening to the last closing, within what the terms say."""
    begins = [time.fromisoformat(from_hour)] if from_hour else []
    ends = [time.fromisoformat(to_hour)] if to_hour else []
    if spans:
        begins, ends = [*begins, spans[0][0]], [*ends, spans[-1][1]]
    return (max(begins), min(ends)) if begins and ends else None


# Under whose terms


def accepted_by_terms(terms: Terms, asked_at: datetime, first_opening: datetime) -> bool:
    """Whether the terms themselves say yes: dropping in, or announced as many hours ahead of the first opening."""
    if terms.way is Way.DROP_IN:
        return True
    return terms.way is Way.NOTICE and first_opening - asked_at >= timedelta(hours=terms.notice_hours)


def kindness(terms: Terms) -> tuple[int, int, int, int]:
    """By this a traveller prefers one set of terms to another; the greater, the kinder."""
    ways = {Way.REQUEST: 0, Way.NOTICE: 1, Way.DROP_IN: 2}
    return terms.free_days, -terms.within_days, ways[terms.way], len(terms.included)
