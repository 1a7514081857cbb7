"""What calendar programs are told: a space’s public events with all that recurs; where somebody comes, date by date."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from passerelle.events.queries import answers_of_feed, events_of_feed, page_of_calendar, page_of_date
from passerelle.events.rules.recurring import rule_text
from passerelle.kit.series import Date, Series, series_file

if TYPE_CHECKING:
    from passerelle.events.models import Answer, Event, Occurrence
    from passerelle.people.models import Person
    from passerelle.spaces.models import Space


def calendar_of_space(space: "Space", now: datetime) -> bytes:
    """The events of a space that are for everybody. Two queries, however many dates there are."""
    found = (_series_of_event(event, otherwise) for event, otherwise in events_of_feed(space, now))
    return series_file(found, written_at=now, name=space.name)


def calendar_of_person(person: "Person", now: datetime, name: str) -> bytes:
    """Every date to which somebody comes. One query."""
    return series_file(map(series_of_answer, answers_of_feed(person, now)), written_at=now, name=name)


def series_of_answer(answer: "Answer", *, is_off: bool = False) -> Series:
    """One date to which somebody comes, under a name of its own.

    Whatever changes, the date or the answer, gives it a greater number, so that the later file always counts.
    """
    occurrence = answer.occurrence
    return Series(
        uid=f"occurrence-{occurrence.reference}",
        zone_name=occurrence.space.time_zone,
        first=_date(occurrence, occurrence.sequence + answer.letters - 1),
        url=page_of_date(occurrence.space.slug, occurrence.reference),
        is_off=is_off,
    )


def _series_of_event(event: "Event", otherwise: "Iterable[Occurrence]") -> Series:
    space, begins = event.space, datetime.combine(event.first_on, event.at)
    off, moved = [], []
    for one in otherwise:
        wall = datetime.combine(one.recurs_on, event.at)
        if one.called_off_at is not None:
            off.append(wall)
        else:
            moved.append((wall, _date(one, event.sequence + one.sequence)))
    place = _place(event.room, space)
    return Series(
        uid=f"event-{event.reference}",
        zone_name=space.time_zone,
        first=Date(begins, event.minutes, event.title, place, event.text, event.sequence),
        rule=rule_text(event.recurring, begins, space.time_zone),
        off=off,
        moved=moved,
        url=page_of_calendar(space.slug),
    )


def _date(occurrence: "Occurrence", sequence: int) -> Date:
    minutes = int((occurrence.ends_at - occurrence.begins_at).total_seconds()) // 60
    place = _place(occurrence.room, occurrence.space)
    return Date(occurrence.begins, minutes, occurrence.title, place, occurrence.text, sequence)


def _place(room: str, space: "Space") -> str:
    return ", ".join(part for part in (room, space.name, space.address, space.town) if part)
