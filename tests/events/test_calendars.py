"""Calendar files: two readers that know nothing of each other read the same dates as stand on our pages."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.rrule import rrulestr

from passerelle.events.actions import Changed, announce, answer, call_off, change_following, change_one
from passerelle.events.calendars import calendar_of_space
from passerelle.events.models import Event, Occurrence
from passerelle.events.rules import ForWhom, Saying
from passerelle.events.rules.recurring import Every
from passerelle.kit import clock
from passerelle.kit.time_zones import time_zone
from passerelle.mail.models import Letter, State
from passerelle.mail.post import as_message
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.events.happening import ONCE, TALK, comes, on

_numbers = count()
Window = tuple[datetime, datetime]
WINDOW = (datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
BRUSSELS = ZoneInfo("Europe/Brussels")


def read_by_icalendar(file: bytes, window: Window = WINDOW) -> list[datetime]:
    """When everything in a file begins, read by icalendar and expanded by the wall."""
    found: dict[tuple[str, datetime], datetime] = {}
    events = list(icalendar.Calendar.from_ical(file).walk("VEVENT"))
    for event in events:
        if "RECURRENCE-ID" not in event:
            for begins in _expanded(event, window):
                found[str(event["UID"]), begins] = begins
    for event in events:
        if "RECURRENCE-ID" in event:
            found[str(event["UID"]), event["RECURRENCE-ID"].dt] = event["DTSTART"].dt
    return sorted(one.astimezone(UTC) for one in found.values())


def _expanded(event: Any, window: Window) -> Iterable[datetime]:
    first = event["DTSTART"].dt
    if "RRULE" not in event:
        return [first]
    rule = event["RRULE"]
    until = [one.astimezone(first.tzinfo).replace(tzinfo=None) for one in rule.pop("UNTIL", [])]
    walls = rrulestr(rule.to_ical().decode(), dtstart=first.replace(tzinfo=None))
    last = until[0] if until else window[1].replace(tzinfo=None)
    off = [one.dt for line in _listed(event.get("EXDATE", [])) for one in line.dts]
    times = [one.replace(tzinfo=first.tzinfo) for one in walls.between(first.replace(tzinfo=None), last, inc=True)]
    return [one for one in times if one not in off and one.astimezone(UTC) < window[1]]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def read_by_vobject(file: bytes, window: Window = WINDOW) -> list[datetime]:
    """The same, read by vobject, which takes its zones from the file."""
    found: dict[tuple[str, datetime], datetime] = {}
    events = vobject.readOne(_in_own_zones(file)).contents.get("vevent", [])
    for event in events:
        if "recurrence-id" not in event.contents:
            rules = event.getrruleset(addRDate=True)
            zone = event.dtstart.value.tzinfo
            times = (
                rules.between(window[0].astimezone(zone), window[1].astimezone(zone))
                if rules
                else [event.dtstart.value]
            )
            for begins in times:
                found[event.uid.value, begins.astimezone(UTC)] = begins
    for event in events:
        if "recurrence-id" in event.contents:
            found[event.uid.value, event.recurrence_id.value.astimezone(UTC)] = event.dtstart.value
    return sorted(one.astimezone(UTC) for one in found.values())


def _in_own_zones(file: bytes) -> str:
    """The file with zones of names that no reader knows, so that it must read what the file says of them."""
    own = f"Read/{next(_numbers)}"
    return re.sub(r"(?<=TZID[:=])(?!UTC)[A-Za-z_/]+", own, file.decode())


def standing(space: Space) -> list[datetime]:
    """When what takes place begins, as the database says."""
    found = Occurrence.objects.filter(space=space, called_off_at=None, begins_at__range=WINDOW)
    return sorted(found.values_list("begins_at", flat=True))


def both_read(space: Space) -> list[datetime]:
    """What both readers read out of the space's calendar."""
    file = calendar_of_space(space, clock.now())
    theirs, others = read_by_icalendar(file), read_by_vobject(file)
    assert theirs == others
    return theirs


@pytest.mark.parametrize(
    ("first", "every"),
    [
        (date(2027, 3, 2), Every.WEEK),
        (date(2027, 1, 12), Every.FORTNIGHT),
        (date(2027, 1, 31), Every.MONTH),
        (date(2027, 1, 31), Every.LAST_DAY),
        (date(2027, 1, 29), Every.LAST_WEEKDAY),
        (date(2027, 1, 29), Every.WEEKDAY),
        (date(2027, 3, 2), Every.ONCE),
        (date(2027, 3, 20), Every.DAY),
        (date(2027, 2, 28), Every.YEAR),
    ],
)
def test_both_read_what_recurs_as_we_do(first: date, every: Every, alder: Space, hugo: Person) -> None:
    announce(alder, replace(TALK, first_on=first, every=every), by=hugo)
    assert both_read(alder) == standing(alder)


def test_both_read_dates_that_moved_that_are_off_and_all_that_follow(apero: Event, alder: Space, hugo: Person) -> None:
    call_off(on(apero, "2027-03-09"), "Carnaval", by=hugo)
    change_one(on(apero, "2027-03-16"), Changed("Jeudi", date(2027, 3, 18), time(19), 60), by=hugo)
    later = replace(TALK, first_on=date(2027, 10, 21), at=time(20), until=date(2027, 12, 16))
    change_following(on(apero, "2027-10-19"), later, by=hugo)
    assert both_read(alder) == standing(alder)
    walls = [one.astimezone(BRUSSELS).strftime("%m-%d %H:%M") for one in both_read(alder)]
    assert walls[:4] == ["03-02 18:30", "03-18 19:00", "03-23 18:30", "03-30 18:30"]
    assert walls[-9:-6] == ["10-21 20:00", "10-28 20:00", "11-04 20:00"]


def test_both_read_an_event_of_another_zone_without_summer_time(
    birch: Space, bo: Person, wednesday_noon: object
) -> None:
    announce(birch, TALK, by=bo)
    assert both_read(birch) == standing(birch)


def test_both_read_the_night_in_which_the_clock_goes_back(alder: Space, hugo: Person) -> None:
    announce(alder, replace(ONCE, first_on=date(2027, 10, 31), at=time(2)), by=hugo)
    file = calendar_of_space(alder, clock.now())
    assert both_read(alder) == standing(alder) == [datetime(2027, 10, 31, 0, 0, tzinfo=UTC)]
    assert b"DURATION:PT1H30M" in file


def test_only_what_is_for_everybody_is_in_the_public_calendar(alder: Space, hugo: Person) -> None:
    announce(alder, replace(ONCE, for_whom=ForWhom.MEMBERS), by=hugo)
    announce(alder, replace(ONCE, for_whom=ForWhom.VISITORS), by=hugo)
    assert both_read(alder) == []


def test_the_zone_changes_its_clock_at_the_hour_that_the_wall_shows_before() -> None:
    file = time_zone("Europe/Brussels", 2026, 2027).to_ical().decode()
    summer = file[file.index("BEGIN:DAYLIGHT") : file.index("END:DAYLIGHT")]
    assert "DTSTART:20260329T020000" in summer
    assert "TZOFFSETFROM:+0100" in summer
    assert "TZOFFSETTO:+0200" in summer
    winter = file[file.rindex("BEGIN:STANDARD") :]
    assert "DTSTART:20261025T030000" in winter
    assert "RDATE:20271031T030000" in winter


@pytest.mark.parametrize("name", ["Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Hong_Kong"])
def test_a_zone_that_is_read_back_shows_the_same_hours(name: str) -> None:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//test//EN")
    calendar.add_component(time_zone(name, 2026, 2028))
    event = icalendar.Event()
    event.add("uid", "x")
    event.add("dtstart", datetime(2027, 6, 1, 12, tzinfo=ZoneInfo(name)))
    calendar.add_component(event)
    zone = vobject.readOne(_in_own_zones(calendar.to_ical())).vevent.dtstart.value.tzinfo
    for day in range(700):
        wall = datetime(2026, 2, 1, 12) + timedelta(days=day)  # noqa: DTZ001
        assert wall.replace(tzinfo=zone).utcoffset() == wall.replace(tzinfo=ZoneInfo(name)).utcoffset(), wall


def test_an_invitation_is_replaced_and_taken_back_by_greater_numbers(apero: Event, hugo: Person, ana: Person) -> None:
    second = on(apero, "2027-03-09")
    comes(ana, second)
    change_one(second, Changed("Jeudi", date(2027, 3, 11), time(19), 60), by=hugo)
    call_off(on(apero, "2027-03-11"), "Malade", by=hugo)
    read = [_read(letter) for letter in Letter.objects.filter(room="events", to=ana.email).order_by("pk")]
    assert [one[:4] for one in read] == [
        ("REQUEST", 0, "CONFIRMED", datetime(2027, 3, 9, 17, 30, tzinfo=UTC)),
        ("REQUEST", 1, "CONFIRMED", datetime(2027, 3, 11, 18, 0, tzinfo=UTC)),
        ("CANCEL", 2, "CANCELLED", datetime(2027, 3, 11, 18, 0, tzinfo=UTC)),
    ]
    assert len({one[4] for one in read}) == 1


def test_who_says_no_takes_the_date_out_of_the_calendar(talk: Occurrence, ana: Person) -> None:
    comes(ana, talk)
    answer(talk, Saying.NOT_COMING, by=ana)
    method, number, *_ = _read(Letter.objects.latest("pk"))
    assert (method, number) == ("CANCEL", 1)
    comes(ana, talk)
    method, number, *_ = _read(Letter.objects.latest("pk"))
    assert (method, number) == ("REQUEST", 2)


def _read(letter: Letter) -> tuple[str, int, str, datetime, str]:
    """What both readers find in the file of a letter as it leaves."""
    assert letter.state == State.WAITING
    part = next(one for one in as_message(letter).message().walk() if one.get_content_type() == "text/calendar")
    file = part.get_payload(decode=True)
    assert isinstance(file, bytes)
    calendar = icalendar.Calendar.from_ical(file)
    (event,) = calendar.walk("VEVENT")
    other = vobject.readOne(file.decode())
    assert part.get_param("method") == str(calendar["METHOD"]) == other.method.value
    assert event["DTSTART"].dt.astimezone(UTC) == other.vevent.dtstart.value.astimezone(UTC)
    assert str(event["ATTENDEE"]) == other.vevent.attendee.value == f"mailto:{letter.to}"
    assert str(event["ORGANIZER"]) == "mailto:alder@example.org"
    begins = event["DTSTART"].dt.astimezone(UTC)
    return str(calendar["METHOD"]), int(event["SEQUENCE"]), str(event["STATUS"]), begins, str(event["UID"])
