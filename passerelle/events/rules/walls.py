"""Between the clock on the wall and instants. Plain Python.

An event keeps what the wall shows: a Tuesday at 18:30 stays 18:30 when the clock changes. RFC 5545 (3.3.5) says what a
time means that the wall never shows (it is read as if the clock had not been put forward yet) and one that it shows
twice (the first).
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def instant(wall: datetime, zone: str) -> datetime:
    """The moment, in UTC, that the wall means."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def wall_at(moment: datetime, zone: str) -> datetime:
    """What the wall shows at a moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
