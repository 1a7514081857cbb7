"""How free days are counted. Plain Python."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

TAKING_BACK_LASTS = timedelta(hours=24)


class State(StrEnum):
    """Expected, or here."""

    HELD = "held"
    USED = "used"


class As(StrEnum):
    """In what quality somebody is there. Only a visitor's days are counted as free days; a holder's are paid by a pass.

    Both take one of the places for visitors.
    """

    VISITOR = "visitor"
    HOLDER = "holder"
    MEMBER = "member"


class Witness(StrEnum):
    """By what an arrival is known."""

    POSTER = "poster"
    DESK = "desk"
    LETTER = "letter"


def may_be_taken_back(used_at: datetime | None, now: datetime) -> bool:
    """Whether the desk can still take back that a member was here: for 24 hours after it was recorded."""
    return used_at is not None and now < used_at + TAKING_BACK_LASTS


@dataclass(frozen=True)
class Allowance:
    """So many free days within any so many consecutive local days, per person and host."""

    free_days: int
    within_days: int

    @property
    def reach(self) -> timedelta:
        """How far before or after a day another one can stand in the same window."""
        return timedelta(days=self.within_days - 1)


def days_beyond(allowance: Allowance, taken: Iterable[date], asked: Iterable[date]) -> list[date]:
    """The days asked that are not free: taking each in turn, those for which some window would hold too many.

    `taken` are the days already held or used at this host, earlier and later ones. A day that does not fit is left out
    of the count, so that the days after it are judged fairly. A day already taken is beyond as well.
    """
    held = sorted(set(taken))
    beyond = []
    for day in sorted(set(asked)):
        if day in held or not _fits(allowance, held, day):
            beyond.append(day)
        else:
            insort(held, day)
    return beyond


def days_left(allowance: Allowance, taken: Collection[date], on: date) -> int:
    """How many free days could still be taken in a row from `on`, `on` included, as far as one window reaches."""
    window = (on + timedelta(days=step) for step in range(allowance.within_days))
    free = 0
    held = sorted(set(taken))
    for day in window:
        if free == allowance.free_days:
            break
        if day not in held and _fits(allowance, held, day):
            insort(held, day)
            free += 1
        elif day not in held:
            break
    return free


def free_again_on(allowance: Allowance, taken: Collection[date], day: date) -> date | None:
    """The first date from `day` on that would be free; None where the terms give no free day at all."""
    if allowance.free_days < 1:
        return None
    held = sorted(set(taken))
    while day in held or not _fits(allowance, held, day):
        day += timedelta(days=1)
    return day


def days_that_are_full(counts: Mapping[date, int], places: int, asked: Iterable[date]) -> list[date]:
    """The days asked on which the places for visitors are all taken."""
    return [day for day in sorted(set(asked)) if counts.get(day, 0) >= places]


def _fits(allowance: Allowance, held: list[date], day: date) -> bool:
    """Whether no window of consecutive days that holds `day` would hold more than the free days.

    With `day` put among the days held, a window is too full just when two days that stand `free_days` apart in the row
    stand less than `within_days` apart in the calendar.
    """
    first = bisect_left(held, day - allowance.reach)
    last = bisect_right(held, day + allowance.reach)
    near = sorted([*held[first:last], day])
    apart = allowance.free_days
    return all(later - earlier > allowance.reach for earlier, later in zip(near, near[apart:], strict=False))


class Mark(StrEnum):
    """What a day is in the arithmetic of free days."""

    USED = "used"
    HELD = "held"
    ASKED = "asked"
    BEYOND = "beyond"


@dataclass(frozen=True)
class Count:
    """One line of the arithmetic: a day, what it is, and how many are left in the window that ends on it."""

    day: date
    mark: Mark
    left: int


def arithmetic(
    allowance: Allowance, used: Collection[date], held: Collection[date], asked: Collection[date]
) -> list[Count]:
    """The days that count at a host, in order, as in a savings book: used, held, asked, and beyond what is offered."""
    beyond = set(days_beyond(allowance, [*used, *held], asked))
    marks = dict.fromkeys(asked, Mark.ASKED)
    marks |= dict.fromkeys(beyond, Mark.BEYOND) | dict.fromkeys(held, Mark.HELD) | dict.fromkeys(used, Mark.USED)
    counted = sorted(day for day, mark in marks.items() if mark is not Mark.BEYOND)
    return [Count(day, marks[day], _left(allowance, counted, day)) for day in sorted(marks)]


def _left(allowance: Allowance, counted: list[date], day: date) -> int:
    first, last = bisect_left(counted, day - allowance.reach), bisect_right(counted, day)
    return max(0, allowance.free_days - (last - first))
