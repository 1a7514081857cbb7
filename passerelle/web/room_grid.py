"""What is free and what is taken, as a grid of a week and as the stretches of a day. A stranger reads nobody's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from passerelle.bookings.queries import Taken
from passerelle.bookings.rules.having import Place
from passerelle.bookings.rules.steps import (
    Stretch,
    free_quarters,
    is_open,
    moment_of,
    quarter_of,
    quarters_of_day,
    runs_of,
    wall_of,
)
from passerelle.web import phrases
from passerelle.web.ways import url

if TYPE_CHECKING:
    from passerelle.bookings.models import Resource

WEEKS = 5


@dataclass(frozen=True)
class Reader:
    """Who looks: their key (0 for a stranger), and whether they act for the space and so read names."""

    key: int = 0
    is_staff: bool = False


@dataclass(frozen=True)
class Cell:
    """One field of the grid: free, partly, taken, own, shut or past; what it shows, says in full, and leads to."""

    kind: str
    shown: str = ""
    said: str = ""
    address: str = ""


@dataclass(frozen=True)
class Row:
    """One hour, or one week, with a cell for each weekday."""

    head: str
    cells: list[Cell]


@dataclass(frozen=True)
class Looked:
    """What a grid is drawn from."""

    resource: "Resource"
    place: Place
    taken: Mapping[int, Taken]
    reader: Reader
    now: datetime


def week_of_hours(looked: Looked, monday: date) -> list[Row]:
    """A row for each hour at which it is open on some day of the week, a cell for each day."""
    days = [monday + timedelta(days=step) for step in range(7)]
    open_then = {day: _open_by_hour(looked.place, day) for day in days}
    hours = sorted({hour for by_hour in open_then.values() for hour in by_hour})
    span = range(hours[0], hours[-1] + 1) if hours else range(0)
    return [
        Row(
            phrases.hour(time(hour)),
            [_hour(looked, day, hour, open_then[day]) for day in days],
        )
        for hour in span
    ]


def _open_by_hour(place: Place, day: date) -> dict[int, list[int]]:
    """The open quarters of a local day by the hour that the wall shows; an hour that comes twice has eight."""
    here = ZoneInfo(place.zone)
    quarters = (one for one in quarters_of_day(day, place.zone) if is_open(one, here, place.hours))
    by_hour: dict[int, list[int]] = {}
    for one in quarters:
        by_hour.setdefault(moment_of(one).astimezone(here).hour, []).append(one)
    return by_hour


def _hour(looked: Looked, day: date, hour: int, by_hour: Mapping[int, list[int]]) -> Cell:
    quarters = by_hour.get(hour, [])
    when = f"{phrases.day(day)}, {phrases.hour(time(hour))}"
    if not quarters:
        return Cell("shut", "", f"{when}, {_('closed')}")
    present = quarter_of(looked.now)
    free = [one for one in quarters if one >= present and one not in looked.taken]
    if not free:
        held = next((looked.taken[one] for one in quarters if one in looked.taken), None)
        return _taken(looked, held, when) if held else Cell("past", "", f"{when}, {pgettext('a time', 'past')}")
    begins = moment_of(free[0]).astimezone(ZoneInfo(looked.place.zone))
    address = _book(looked.resource, day=day.isoformat(), begins=f"{begins:%H:%M}")
    if len(free) == len(quarters):
        return Cell("free", pgettext("a time", "free"), f"{when}, {pgettext('a time', 'free')}", address)
    said = _("%(when)s, free from %(hour)s") % {"when": when, "hour": phrases.hour(begins.time())}
    return Cell("partly", f"{begins:%H:%M}", said, address)


def _taken(looked: Looked, held: Taken, when: str) -> Cell:
    """Nobody's name to whom has no right to it."""
    if held.person == looked.reader.key:
        return Cell("own", pgettext("a time", "mine"), f"{when}, {_('my booking')}", _booking(held))
    if looked.reader.is_staff:
        name = held.name or _("Somebody without a name")
        return Cell("taken", name.split(" ")[0][:6], f"{when}, {name}", _booking(held))
    return Cell("taken", pgettext("a time", "taken"), f"{when}, {pgettext('a time', 'taken')}")


def weeks_of_days(looked: Looked, monday: date) -> list[Row]:
    """Five weeks of what is had by the day: a row for each, a cell for each day."""
    first = [monday + timedelta(days=7 * week) for week in range(WEEKS)]
    return [
        Row(
            phrases.day_short(one).partition(phrases.NO_BREAK)[2],
            [_day(looked, one + timedelta(days=step)) for step in range(7)],
        )
        for one in first
    ]


def _day(looked: Looked, day: date) -> Cell:
    when, held = phrases.day(day), looked.taken.get(day.toordinal())
    if held:
        return _taken(looked, held, when)
    if day < looked.now.astimezone(ZoneInfo(looked.place.zone)).date():
        return Cell("past", str(day.day), f"{when}, {pgettext('a time', 'past')}")
    if not looked.place.hours(day):
        return Cell("shut", str(day.day), f"{when}, {_('closed')}")
    address = _book(looked.resource, first=day.isoformat(), last=day.isoformat())
    return Cell("free", str(day.day), f"{when}, {pgettext('a time', 'free')}", address)


@dataclass(frozen=True)
class OneDay:
    """One room on one day: the hours of its bar, and the stretches that are free, each with its words and address."""

    resource: "Resource"
    bar: list[str]
    free: list[tuple[str, str]]
    is_open: bool


def day_of(looked: Looked, day: date) -> OneDay:
    """What is free of a room on one local day."""
    if looked.resource.by_the_day:
        cell = _day(looked, day)
        free = [(_("The whole day"), cell.address)] if cell.kind == "free" else []
        return OneDay(looked.resource, [cell.kind], free, cell.kind != "shut")
    by_hour = _open_by_hour(looked.place, day)
    bar = [
        _hour(looked, day, hour, by_hour).kind for hour in (range(min(by_hour), max(by_hour) + 1) if by_hour else ())
    ]
    quarters = free_quarters(day, looked.place.zone, looked.place.hours, looked.taken, looked.now)
    runs = [run for run in runs_of(quarters) if len(run) >= looked.resource.shortest]
    return OneDay(looked.resource, bar, [_stretch(looked, run) for run in runs], bool(by_hour))


def _stretch(looked: Looked, run: range) -> tuple[str, str]:
    wall = wall_of(Stretch(moment_of(run.start), moment_of(run.stop)), looked.place.zone)
    words = f"{phrases.hour(wall.begins.time())} – {phrases.hour(wall.ends.time())}"
    return words, _book(looked.resource, day=wall.begins.date().isoformat(), begins=f"{wall.begins:%H:%M}")


def _book(resource: "Resource", **asked: str) -> str:
    said = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{url('book_room', slug=resource.space.slug, reference=resource.reference)}?{said}"


def _booking(held: Taken) -> str:
    return url("booking", reference=held.booking)
