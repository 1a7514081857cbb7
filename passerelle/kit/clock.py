"""The only place that reads the clock.

A demonstration has its own clock: a file in the instance's directory holds by how many seconds it runs ahead, so the
web and the worker agree without asking each other. Tests stop the clock with `at`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    stopped = _stopped_at.get()
    if stopped is not None:
        return stopped
    moment = datetime.now(UTC)
    return moment + ahead() if settings.DEMO else moment


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Stop the clock at `moment` (aware) inside the block; blocks can be nested."""
    if moment.tzinfo is None:
        raise ValueError("The clock is stopped at an aware moment: give it a time zone.")
    mark = _stopped_at.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _stopped_at.reset(mark)


def ahead() -> timedelta:
    """By how much the demonstration's clock runs ahead of the real one."""
    try:
        return timedelta(seconds=float(_clock_file().read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta(0)


def move(by: timedelta) -> None:
    """Move the demonstration's clock forward by `by`; a real instance's clock cannot be moved."""
    if not settings.DEMO:
        raise RuntimeError("Only the clock of a demonstration can be moved.")
    _set_ahead(ahead() + by)


def put_right() -> None:
    """Let the demonstration's clock show the real time again."""
    _set_ahead(timedelta(0))


def zone(name: str) -> ZoneInfo:
    """The time zone called `name` in the IANA database."""
    return _zone(name)


def local(zone_name: str, moment: datetime | None = None) -> datetime:
    """`moment` (default: now) as the clock on the wall shows it in `zone_name`."""
    return (moment or now()).astimezone(_zone(zone_name))


def local_day(zone_name: str, moment: datetime | None = None) -> date:
    """The local date in `zone_name` at `moment` (default: now)."""
    return local(zone_name, moment).date()


def today() -> date:
    """The instance's own day: by it, what belongs to a network is dated, which has no place of its own."""
    return local_day(settings.OWN_ZONE)


def midnight(day: date, zone_name: str) -> datetime:
    """The moment, in UTC, at which `day` begins in `zone_name`."""
    return datetime.combine(day, time(0), _zone(zone_name)).astimezone(UTC)


def _set_ahead(by: timedelta) -> None:
    """Written beside and renamed, so that a reader never sees half a number."""
    path = _clock_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(str(by.total_seconds()))
    beside.replace(path)


def _clock_file() -> Path:
    return Path(settings.PASSERELLE_HOME) / "clock"


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
