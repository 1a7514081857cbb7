"""A time zone as calendar files tell it (VTIMEZONE, RFC 5545 section 3.6.5), read from the database of time zones."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from passerelle.kit.late_imports import late

A_DAY = timedelta(days=1)
Change = tuple[datetime, timedelta, timedelta, str, bool]
"""The moment (UTC), the distance from UTC before and after, how it is called after, and whether that is summer time."""
Part = tuple[bool, timedelta, timedelta, str, tuple[datetime, ...]]
"""Whether it is summer time, the distances from UTC before and since, how it is called, and since when by the wall."""


def time_zone(name: str, since: int, until: int) -> Any:
    """The component for these years, `until` included.

    A change is dated by the clock as it stood just before it: in Brussels, 2:00 in March and 3:00 in October.
    """
    icalendar = late("icalendar")
    zone = icalendar.Timezone()
    zone.add("tzid", name)
    for part in _parts(name, since, until):
        zone.add_component(_part(icalendar, *part))
    return zone


@lru_cache(maxsize=64)
def _parts(name: str, since: int, until: int) -> tuple[Part, ...]:
    """The zone as it stands at the beginning, and each kind of change with its dates by the wall."""
    begins, ends = datetime(since, 1, 1, tzinfo=UTC), datetime(until + 1, 1, 1, tzinfo=UTC)
    there = begins.astimezone(ZoneInfo(name))
    stands = _offset(there)
    found: dict[tuple[bool, timedelta, timedelta, str], list[datetime]] = defaultdict(list)
    for moment, before, after, called, summer in _changes(ZoneInfo(name), begins, ends):
        found[summer, before, after, called].append(moment.replace(tzinfo=None) + before)
    first: Part = (bool(there.dst()), stands, stands, there.tzname() or "", (begins.replace(tzinfo=None),))
    return (first, *((*kind, tuple(dates)) for kind, dates in found.items()))


def _changes(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[Change]:
    day = since
    while day < until:
        following = day + A_DAY
        if _state(zone, day) != _state(zone, following):
            moment = _when(zone, day, following)
            there = moment.astimezone(zone)
            before = _offset((moment - timedelta(seconds=1)).astimezone(zone))
            yield moment, before, _offset(there), there.tzname() or "", bool(there.dst())
        day = following


def _when(zone: ZoneInfo, early: datetime, late_: datetime) -> datetime:
    """The first second at which the clock stands as it does at `late_`."""
    while late_ - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=int((late_ - early).total_seconds()) // 2)
        early, late_ = (early, middle) if _state(zone, middle) == _state(zone, late_) else (middle, late_)
    return late_


def _state(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str | None]:
    there = moment.astimezone(zone)
    return _offset(there), there.tzname()


def _offset(there: datetime) -> timedelta:
    return there.utcoffset() or timedelta(0)


def _part(
    icalendar: Any, summer: bool, before: timedelta, after: timedelta, called: str, dates: tuple[datetime, ...]
) -> Any:
    part = icalendar.TimezoneDaylight() if summer else icalendar.TimezoneStandard()
    part.add("dtstart", dates[0])
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", called)
    for one in dates[1:]:
        part.add("rdate", one)
    return part
