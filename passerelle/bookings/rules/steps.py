"""Time as bookings take it: as the clock on the wall shows it, as instants, and in steps. Plain Python.

A step is a whole number: which quarter of an hour since 1970 (UTC), or which local date since the year one. Every
time zone in use today stands a number of quarters away from UTC, so quarters on the wall are quarters everywhere.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from passerelle.spaces.rules import OfficeHours

QUARTER, QUARTER_S, QUARTERS_AN_HOUR = timedelta(minutes=15), 900, 4
MIDNIGHT = time(0)
DAY = timedelta(days=1)
LATEST = time(23, 59)  # where hours that run past midnight are cut: it stands for the end of the day


class Unit(StrEnum):
    """By what a resource is booked. It never changes: steps of two kinds would not see each other."""

    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True)
class Wall:
    """From when to when, as the clock on the wall shows it: two moments without a time zone.

    Whole days run from midnight to the midnight after the last of them.
    """

    begins: datetime
    ends: datetime

    @classmethod
    def of_days(cls, first: date, last: date) -> "Wall":
        """Whole days, both included."""
        return cls(datetime.combine(first, MIDNIGHT), datetime.combine(last + DAY, MIDNIGHT))

    @classmethod
    def of_hours(cls, day: date, begins: time, ends: time) -> "Wall":
        """Hours of a day; an end that is not after the beginning is the next day's."""
        return cls(datetime.combine(day, begins), datetime.combine(day if ends > begins else day + DAY, ends))

    @property
    def days(self) -> list[date]:
        """Each local day that some of it lies on, in order."""
        last = (self.ends - timedelta(microseconds=1)).date()
        return [self.begins.date() + timedelta(days=step) for step in range((last - self.begins.date()).days + 1)]

    def moved(self, to: date) -> "Wall":
        """The same hours, beginning on another day."""
        by = to - self.begins.date()
        return Wall(self.begins + by, self.ends + by)


@dataclass(frozen=True)
class Stretch:
    """From one instant to another, in UTC."""

    begins_at: datetime
    ends_at: datetime

    @property
    def quarters(self) -> range:
        """The quarters of an hour that it takes."""
        return range(quarter_of(self.begins_at), quarter_of(self.ends_at))


def quarter_of(moment: datetime) -> int:
    """The quarter of an hour in which an instant lies."""
    return int(moment.timestamp()) // QUARTER_S


def moment_of(quarter: int) -> datetime:
    """The instant at which a quarter begins."""
    return datetime.fromtimestamp(quarter * QUARTER_S, UTC)


def instant(wall: datetime, zone: str) -> datetime:
    """What the clock on the wall means; of an hour that comes twice, the first one."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def is_skipped(wall: datetime, zone: str) -> bool:
    """Whether the clock never shows this: it lies in the hour left out in spring."""
    return instant(wall, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall


def stretch_of(wall: Wall, zone: str) -> Stretch:
    """The instants of what the wall shows."""
    return Stretch(instant(wall.begins, zone), instant(wall.ends, zone))


def wall_of(stretch: Stretch, zone: str) -> Wall:
    """What the wall shows at these instants."""
    here = ZoneInfo(zone)
    return Wall(*(moment.astimezone(here).replace(tzinfo=None) for moment in (stretch.begins_at, stretch.ends_at)))


def steps_of(unit: Unit, wall: Wall, zone: str, buffer: int = 0) -> range:
    """The steps that a booking claims, with those that stay free after it."""
    if unit is Unit.DAY:
        return range(wall.begins.toordinal(), wall.ends.toordinal() + buffer)
    taken = stretch_of(wall, zone).quarters
    return range(taken.start, taken.stop + buffer)


def is_open(quarter: int, zone: ZoneInfo, hours: OfficeHours) -> bool:
    """Whether the whole of this quarter lies within the hours of its local day."""
    there = moment_of(quarter).astimezone(zone)
    begins = there.time()
    ends = (there.replace(tzinfo=None) + QUARTER).time()
    return any(
        opens <= begins and (closes >= LATEST if ends == MIDNIGHT else ends <= closes)
        for opens, closes in _whole(hours(there.date()))
    )


def _whole(spans: Iterable[tuple[time, time]]) -> Iterator[tuple[time, time]]:
    """Spans that touch become one, so that what is open in the morning and in the afternoon is open at noon."""
    ahead: tuple[time, time] | None = None
    for opens, closes in sorted(spans):
        closes = time.max if closes >= LATEST else closes
        if ahead and opens <= ahead[1]:
            ahead = (ahead[0], max(ahead[1], closes))
            continue
        if ahead:
            yield ahead
        ahead = (opens, closes)
    if ahead:
        yield ahead


def open_days(days: Iterable[date], hours: OfficeHours) -> list[date]:
    """The days on which there are hours at all."""
    return [day for day in days if hours(day)]


def runs_of(steps: Iterable[int]) -> list[range]:
    """Steps in a row, as ranges, in order."""
    runs: list[range] = []
    for step in sorted(steps):
        if runs and runs[-1].stop == step:
            runs[-1] = range(runs[-1].start, step + 1)
        else:
            runs.append(range(step, step + 1))
    return runs


def quarters_of_day(day: date, zone: str) -> range:
    """The quarters of a local day: 96, or 92 and 100 where the clock changes by an hour."""
    begins, ends = (instant(datetime.combine(one, MIDNIGHT), zone) for one in (day, day + DAY))
    return range(quarter_of(begins), quarter_of(ends))


def free_quarters(day: date, zone: str, hours: OfficeHours, taken: Collection[int], not_before: datetime) -> list[int]:
    """The quarters of a local day that are open, not taken, and begin at `not_before` or later."""
    first, here = -(-int(not_before.timestamp()) // QUARTER_S), ZoneInfo(zone)
    return [
        one for one in quarters_of_day(day, zone) if one >= first and one not in taken and is_open(one, here, hours)
    ]
