"""Whether a resource can be had then, what that costs, and when it can be had next. Plain Python."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from passerelle.bookings.rules import LONGEST, As, Letting, NotPossible
from passerelle.bookings.rules.steps import (
    QUARTERS_AN_HOUR,
    Stretch,
    Unit,
    Wall,
    free_quarters,
    instant,
    is_open,
    is_skipped,
    moment_of,
    open_days,
    quarter_of,
    steps_of,
    stretch_of,
    wall_of,
)
from passerelle.spaces.rules import OfficeHours


@dataclass(frozen=True)
class Place:
    """Where the clock hangs, and when one can be there."""

    zone: str
    hours: OfficeHours


def why_not(letting: Letting, wall: Wall, place: Place, now: datetime, who: As) -> NotPossible | None:
    """Why it cannot be had then, leaving aside what is taken; None when it can.

    Staff are bound by the hours and by what has passed, and by none of the other conditions.
    """
    if wall.ends <= wall.begins:
        return NotPossible.ENDS_BEFORE_IT_BEGINS
    if why := _not_on_the_wall(letting.unit, wall, place.zone):
        return why
    begins_at, steps = instant(wall.begins, place.zone), steps_of(letting.unit, wall, place.zone)
    reasons: dict[NotPossible, Callable[[], bool]] = {
        NotPossible.IS_PAST: lambda: _is_past(letting.unit, wall, place.zone, now),
        NotPossible.TOO_LONG: lambda: len(steps) > (LONGEST[letting.unit] if who is As.STAFF else letting.longest),
    }
    if who is not As.STAFF:
        reasons |= {
            NotPossible.TOO_SOON: lambda: begins_at < now + timedelta(hours=letting.notice_hours),
            NotPossible.TOO_FAR_AHEAD: lambda: begins_at > now + timedelta(days=letting.ahead_days),
            NotPossible.TOO_SHORT: lambda: len(steps) < letting.shortest,
        }
    reasons[NotPossible.SHUT_THEN] = lambda: not _is_open_then(letting.unit, wall, place)
    return next((reason for reason, holds in reasons.items() if holds()), None)


def _not_on_the_wall(unit: Unit, wall: Wall, zone: str) -> NotPossible | None:
    if unit is Unit.DAY:
        return None  # a day begins somewhere, even where its midnight is left out
    if any(one.minute % 15 or one.second or one.microsecond for one in (wall.begins, wall.ends)):
        return NotPossible.NOT_ON_A_QUARTER
    if is_skipped(wall.begins, zone) or is_skipped(wall.ends, zone):
        return NotPossible.NO_SUCH_HOUR
    stretch = stretch_of(wall, zone)
    return NotPossible.ENDS_BEFORE_IT_BEGINS if stretch.ends_at <= stretch.begins_at else None


def _is_past(unit: Unit, wall: Wall, zone: str, now: datetime) -> bool:
    """Today can still be booked by the day, and the quarter that runs by the hour."""
    if unit is Unit.DAY:
        return wall.begins.date() < now.astimezone(ZoneInfo(zone)).date()
    return quarter_of(instant(wall.begins, zone)) < quarter_of(now)


def _is_open_then(unit: Unit, wall: Wall, place: Place) -> bool:
    """By the hour, every quarter is open; by the day, the first and the last are: an office is kept over a weekend."""
    if unit is Unit.DAY:
        return len(open_days({wall.days[0], wall.days[-1]}, place.hours)) == len({wall.days[0], wall.days[-1]})
    here = ZoneInfo(place.zone)
    return all(is_open(quarter, here, place.hours) for quarter in stretch_of(wall, place.zone).quarters)


def price_of(letting: Letting, wall: Wall, place: Place, who: As) -> int:
    """What it costs whoever is this to the space, in minor units without tax.

    By the hour, each local day is counted by its quarters (halves of a unit go up) and costs the day's price at most.
    By the day, the days count on which the space is open.
    """
    prices = letting.prices.for_(who)
    if letting.unit is Unit.DAY:
        return (prices.day or 0) * len(open_days(wall.days, place.hours))
    here = ZoneInfo(place.zone)
    a_day = Counter(moment_of(one).astimezone(here).date() for one in stretch_of(wall, place.zone).quarters)
    costs = ((quarters * prices.hour * 2 + QUARTERS_AN_HOUR) // (2 * QUARTERS_AN_HOUR) for quarters in a_day.values())
    return sum(cost if prices.day is None else min(cost, prices.day) for cost in costs)


def next_free(
    letting: Letting, wall: Wall, place: Place, taken: Collection[int], until: date, now: datetime, who: As
) -> Wall | None:
    """The soonest stretch of the same length from the hour asked on, free with its buffer, before `until`."""
    asked = len(steps_of(letting.unit, wall, place.zone))
    day = wall.begins.date()
    while day < until:
        for found in _from(letting, wall, place, taken, day, asked):
            if why_not(letting, found, place, now, who) is None:
                return found
        day += timedelta(days=1)
    return None


def _from(letting: Letting, wall: Wall, place: Place, taken: Collection[int], day: date, asked: int) -> Iterable[Wall]:
    """Stretches of so many steps that begin on this day and are free with their buffer."""
    if letting.unit is Unit.DAY:
        if not any(one in taken for one in range(day.toordinal(), day.toordinal() + asked + letting.buffer)):
            yield Wall.of_days(day, day + timedelta(days=asked - 1))
        return
    for first in free_quarters(day, place.zone, place.hours, taken, instant(wall.begins, place.zone)):
        if not any(one in taken for one in range(first, first + asked + letting.buffer)):
            yield wall_of(Stretch(moment_of(first), moment_of(first + asked)), place.zone)
