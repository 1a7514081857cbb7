"""Months as grids of days, from which visitors choose without a script."""

from calendar import Calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Box:
    """One day of a grid.

    `free` days can be ticked. The others are drawn by `kind`: "no" (closed), "full" or "held". `mark` is a word of
    at most five letters under the figure; `note` says the same in full to whoever hears the page.
    """

    day: date
    free: bool
    chosen: bool = False
    kind: str = "no"
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Month:
    """A month's boxes from its first Monday's week on; None where a day is not asked about."""

    first: date
    boxes: tuple[Box | None, ...]


def months(since: date, until: date, box: Callable[[date], Box]) -> list[Month]:
    """The months that hold the days from `since` to `until` (excluded); weeks that lie wholly outside are left out."""
    made, first = [], since.replace(day=1)
    while first < until:
        weeks = Calendar().monthdatescalendar(first.year, first.month)
        shown = [week for week in weeks if week[-1] >= since and week[0] < until]
        boxes = (
            box(day) if day.month == first.month and since <= day < until else None for week in shown for day in week
        )
        made.append(Month(first, tuple(boxes)))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return made
