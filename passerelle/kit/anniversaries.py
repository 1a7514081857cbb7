"""Months counted from any day: what begins on a 31st ends its months where they have no such day. Plain Python."""

from calendar import monthrange
from datetime import date


def anniversary(day: date, months: int) -> date:
    """The same day `months` later; where a month has no such day, its last. Always counted from the first day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_anniversary(first: date, after: date) -> date:
    """The first monthly anniversary of `first` that is later than `after`."""
    months = max(0, (after.year - first.year) * 12 + after.month - first.month)
    soonest = anniversary(first, months)
    return soonest if soonest > after else anniversary(first, months + 1)
