"""What recurs, as calendar files tell it: by the clock on the wall, with the dates that are off and those that moved.

Times carry their zone (RFC 5545), so that what is at 18:30 stays there when the clock changes. An invitation (RFC 5546)
is one date, to one person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from passerelle.kit.calendars import MAKER
from passerelle.kit.clock import zone
from passerelle.kit.late_imports import late
from passerelle.kit.time_zones import time_zone

YEARS_AHEAD = 10
"""For how long a file knows when the clock changes: whoever subscribes reads it anew long before."""


@dataclass(frozen=True)
class Date:
    """One date: when it begins by the wall and how many minutes it lasts, what it is called, where."""

    begins: datetime
    minutes: int
    title: str
    place: str = ""
    note: str = ""
    sequence: int = 0


@dataclass(frozen=True)
class Series:
    """What happens on `first` and, by `rule` (an RRULE without its name), again. `uid` names it for ever.

    `off` are dates of the rule that do not take place; `moved` those that are otherwise, by the wall of the rule.
    """

    uid: str
    zone_name: str
    first: Date
    rule: str = ""
    off: Sequence[datetime] = ()
    moved: Sequence[tuple[datetime, Date]] = ()
    url: str = ""
    is_off: bool = False


@dataclass(frozen=True)
class Between:
    """Who invites and who is invited: a name and a mail address each."""

    organiser: tuple[str, str]
    attendee: tuple[str, str]


def series_file(found: Iterable[Series], *, written_at: datetime, name: str) -> bytes:
    """A calendar to subscribe to, read again every quarter of an hour."""
    icalendar, listed = late("icalendar"), list(found)
    calendar = _calendar(icalendar, "PUBLISH", listed, written_at)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(minutes=15), {"value": "DURATION"})  # RFC 7986
    for one in listed:
        for event in _events(icalendar, one, written_at):
            calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def invitation_file(one: Series, between: Between, *, written_at: datetime) -> bytes:
    """One date for the calendar of whoever comes, or out of it again; a greater sequence replaces what was there."""
    icalendar = late("icalendar")
    calendar = _calendar(icalendar, "CANCEL" if one.is_off else "REQUEST", [one], written_at)
    (event,) = _events(icalendar, one, written_at)
    event.add("organizer", _party(icalendar, *between.organiser))
    attendee = _party(icalendar, *between.attendee)
    attendee.params["PARTSTAT"], attendee.params["RSVP"] = "DECLINED" if one.is_off else "ACCEPTED", "FALSE"
    event.add("attendee", attendee)
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _party(icalendar: Any, name: str, address: str) -> Any:
    party = icalendar.vCalAddress(f"mailto:{address}")
    party.params["CN"] = icalendar.vText(name.replace('"', "") or address)
    return party


def _calendar(icalendar: Any, method: str, found: Sequence[Series], written_at: datetime) -> Any:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("method", method)
    first: dict[str, int] = {}
    for one in found:
        years = (one.first.begins.year, *(date.begins.year for _, date in one.moved))
        first[one.zone_name] = min(*years, first.get(one.zone_name, written_at.year))
    for zone_name, year in sorted(first.items()):
        calendar.add_component(time_zone(zone_name, year - 1, written_at.year + YEARS_AHEAD))
    return calendar


def _events(icalendar: Any, one: Series, written_at: datetime) -> Iterable[Any]:
    event = _event(icalendar, one, one.first, written_at)
    if one.rule:
        event.add("rrule", icalendar.vRecur.from_ical(one.rule))
    if one.off:
        event.add("exdate", [_at(wall, one.zone_name) for wall in one.off])
    yield event
    for wall, date in one.moved:
        moved = _event(icalendar, one, date, written_at)
        moved.add("recurrence-id", _at(wall, one.zone_name))
        yield moved


def _event(icalendar: Any, one: Series, date: Date, written_at: datetime) -> Any:
    event = icalendar.Event()
    begins, lasts = _at(date.begins, one.zone_name), timedelta(minutes=date.minutes)
    ends = (begins.astimezone(UTC) + lasts).astimezone(zone(one.zone_name))
    event.add("uid", f"{one.uid}@passerelle")
    event.add("dtstamp", written_at.astimezone(UTC))
    event.add("dtstart", begins)
    if ends.fold:  # an hour that the wall shows for the second time cannot be written
        event.add("duration", lasts)
    else:
        event.add("dtend", ends)
    event.add("summary", date.title)
    for name, text in (("location", date.place), ("description", date.note), ("url", one.url)):
        if text:
            event.add(name, text)
    event.add("sequence", date.sequence)
    event.add("status", "CANCELLED" if one.is_off else "CONFIRMED")
    return event


def _at(wall: datetime, zone_name: str) -> datetime:
    """A wall's time with its zone: of an hour that comes twice the first one, as every reader takes it."""
    return wall.replace(tzinfo=zone(zone_name), fold=0)
