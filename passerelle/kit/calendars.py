"""Calendar files (RFC 5545) that telephones, Outlook and the rest put into a calendar when they are opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from passerelle.kit.clock import zone
from passerelle.kit.late_imports import late

MAKER = "-//Passerelle//Passerelle//EN"
Hours = tuple[time, time] | None


@dataclass(frozen=True)
class Occasion:
    """Days to be put into a calendar, each with the hours, in `zone_name`, or None for the whole day.

    `uid` and a day name one line of the calendar for ever: the same file opened again, with a greater `sequence`,
    replaces what the first one put there. `is_off` takes it out.
    """

    uid: str
    title: str
    place: str
    zone_name: str
    days: Mapping[date, Hours]
    note: str = ""
    url: str = ""
    sequence: int = 0
    is_off: bool = False


def calendar_file(occasion: Occasion, *, written_at: datetime) -> bytes:
    """One event for each day, the times in UTC: they need no table of time zones and mean the same to every program.

    The same occasion written at the same moment gives the same bytes.
    """
    icalendar = late("icalendar")
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("method", "PUBLISH")
    for day, hours in sorted(occasion.days.items()):
        calendar.add_component(_event(icalendar, occasion, day, hours, written_at))
    written: bytes = calendar.to_ical()
    return written


@dataclass(frozen=True)
class Appointment:
    """From one instant to another in a calendar; or whole `days`, the second excluded. `uid` names it for ever."""

    uid: str
    title: str
    begins_at: datetime
    ends_at: datetime
    days: tuple[date, date] | None = None
    place: str = ""
    note: str = ""
    url: str = ""
    is_off: bool = False


def appointments_file(appointments: Iterable[Appointment], *, written_at: datetime, name: str = "") -> bytes:
    """A calendar of appointments. With a `name` it is one to subscribe to, read again every quarter of an hour."""
    icalendar = late("icalendar")
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(minutes=15), {"value": "DURATION"})  # RFC 7986
    for one in appointments:
        calendar.add_component(_appointment(icalendar, one, written_at))
    written: bytes = calendar.to_ical()
    return written


def _appointment(icalendar: Any, one: Appointment, written_at: datetime) -> Any:
    event = icalendar.Event()
    start, end = one.days or (one.begins_at.astimezone(UTC), one.ends_at.astimezone(UTC))
    event.add("uid", f"{one.uid}@passerelle")
    event.add("dtstamp", written_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", one.title)
    for line, text in (("location", one.place), ("description", one.note), ("url", one.url)):
        if text:
            event.add(line, text)
    event.add("sequence", int(one.is_off))
    event.add("status", "CANCELLED" if one.is_off else "CONFIRMED")
    return event


def _event(icalendar: Any, occasion: Occasion, day: date, hours: Hours, written_at: datetime) -> Any:
    event = icalendar.Event()
    start, end = _from_to(day, hours, occasion.zone_name)
    event.add("uid", f"{occasion.uid}-{day:%Y%m%d}@passerelle")
    event.add("dtstamp", written_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", occasion.title)
    event.add("location", occasion.place)
    for name, text in (("description", occasion.note), ("url", occasion.url)):
        if text:
            event.add(name, text)
    event.add("sequence", occasion.sequence)
    event.add("status", "CANCELLED" if occasion.is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # to be expected somewhere does not make one busy
    return event


def _from_to(day: date, hours: Hours, zone_name: str) -> tuple[date, date]:
    """From when to when, in UTC; the whole local day where hours are unknown. Midnight as an end is the day's own."""
    if hours is None:
        return day, day + timedelta(days=1)
    opens, closes = hours
    last = day if closes > opens else day + timedelta(days=1)
    here = zone(zone_name)
    return (
        datetime.combine(day, opens, here).astimezone(UTC),
        datetime.combine(last, closes, here).astimezone(UTC),
    )
