"""Changing an event: one of its dates, or that one and all that follow. Whoever answered keeps the answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from passerelle.events import mails
from passerelle.events.access import may_announce, must
from passerelle.events.actions.answering import fill, in_hand
from passerelle.events.actions.planning import columns_of, of_the_day, plan
from passerelle.events.models import Event, Occurrence
from passerelle.events.queries import following, how_many_come
from passerelle.events.rules import Described, State, reminder_due
from passerelle.events.rules.recurring import Every, date_of, number_of
from passerelle.events.rules.walls import instant
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person

TOLD = ("title", "room", "begins_at", "ends_at")
"""What somebody who comes has to know; other changes are read on the page."""


@dataclass(frozen=True)
class Changed:
    """What one date can have of its own, as it is described: by the wall of its space."""

    title: str
    day: date
    at: time
    minutes: int
    text: str = ""
    room: str = ""
    places: int | None = None


@transaction.atomic
def change_one(occurrence: Occurrence, changed: Changed, *, by: Person) -> Occurrence:
    """This date alone is otherwise; whoever comes or waits is told where it is about when, where or what.

    Raises NotFound, Refusal `event_has_begun`, `event_is_called_off`, `event_is_wrong` with the faults,
    `fewer_places_than_come`.
    """
    must(may_announce(by, occurrence.space))
    occurrence = in_hand(occurrence.pk)
    _can_be_changed(occurrence)
    zone = occurrence.space.time_zone
    as_an_event = replace(
        occurrence.event.described,
        title=changed.title, text=changed.text, room=changed.room, places=changed.places,
        first_on=changed.day, at=changed.at, minutes=changed.minutes, every=Every.ONCE, until=None,
    )  # fmt: skip
    kept = columns_of(as_an_event, occurrence.space)
    begins_at = instant(datetime.combine(changed.day, changed.at), zone)
    columns = {name: kept[name] for name in ("title", "text", "room", "places")} | {
        "day": clock.local_day(zone, begins_at),
        "begins_at": begins_at,
        "ends_at": begins_at + timedelta(minutes=changed.minutes),
        "remind_at": reminder_due(begins_at, zone, clock.now()),
    }
    was = _put(occurrence, columns | {"is_changed": True})
    write_down("event_date_changed", about=occurrence.ref, actor=by.ref)
    if _is_to_be_told(occurrence, was):
        mails.tell_of_change([occurrence], {occurrence.pk: was["begins_at"]})
    fill(occurrence)
    return occurrence


@transaction.atomic
def change_following(occurrence: Occurrence, described: Described, *, by: Person, host: Person | None = None) -> Event:
    """This date and all that follow become an event of their own, as it is now described; what was before stays.

    Each date becomes the one of its number: of a week, a month, a year. Where it recurs otherwise than before, the days
    that both have stay. A date that has none is called off. Dates that were changed alone are as all the others again.
    Raises NotFound, Refusal `event_has_begun`, `event_is_called_off`, `event_is_wrong` with the faults,
    `fewer_places_than_come`.
    """
    must(may_announce(by, occurrence.space))
    before = (
        Event.objects.select_for_update(of=("self",), no_key=True).select_related("space").get(pk=occurrence.event_id)
    )
    occurrence = in_hand(occurrence.pk)
    _can_be_changed(occurrence)
    columns = columns_of(described, occurrence.space)
    now = Event.objects.create(
        space=before.space, host=host or by, proposed_by=by.ref, state=State.ANNOUNCED, sequence=before.sequence + 1,
        **columns,
    )  # fmt: skip
    theirs = list(following(occurrence).select_for_update(of=("self",), no_key=True))
    told = _move_over(theirs, occurrence, before, now)
    _end_before(before, occurrence)
    _plan_the_others(now)
    write_down("event_changed", about=now.ref, actor=by.ref, before=before.ref)
    if told:
        mails.tell_of_change([one for one in theirs if one.pk in told], told)
    for one in theirs:
        fill(one)
    return now


def _move_over(theirs: Iterable[Occurrence], first: Occurrence, before: Event, now: Event) -> Mapping[int, datetime]:
    """Give each date its new day, or call it off; gives those of which people are to be told, with when they began."""
    told: dict[int, datetime] = {}
    lost = []
    for one in theirs:
        day = _becomes(one.recurs_on, first.recurs_on, before, now)
        if day is None:
            lost.append(one)
            continue
        was = _put(one, of_the_day(now, day) | {"event": now, "is_changed": False})
        if one.called_off_at is None and _is_to_be_told(one, was):
            told[one.pk] = was["begins_at"]
    _let_go_of(lost)
    return told


def _let_go_of(lost: list[Occurrence]) -> None:
    """Dates that are none of the event any more are called off, and whoever answered is told."""
    standing = [one for one in lost if one.called_off_at is None]
    for one in standing:
        _put(one, {"called_off_at": clock.now(), "remind_at": None})
    mails.tell_of_calling_off(standing)


def _becomes(day: date, first: date, before: Event, now: Event) -> date | None:
    if before.every == now.every:
        return date_of(now.recurring, number_of(before.recurring, day) - number_of(before.recurring, first))
    return day if date_of(now.recurring, number_of(now.recurring, day)) == day else None


def _end_before(event: Event, occurrence: Occurrence) -> None:
    """The event as it was ends on the day before; where nothing is left of it, there was none."""
    if not event.occurrences.exists():
        Event.objects.filter(pk=event.pk).delete()
        return
    until = occurrence.recurs_on - timedelta(days=1)
    if event.every == Every.ONCE:
        return
    Event.objects.filter(pk=event.pk).update(until=until, sequence=F("sequence") + 1)


def _plan_the_others(event: Event) -> None:
    """The days of the rule for which no date moved over."""
    taken = set(event.occurrences.values_list("recurs_on", flat=True))
    plan(event, without=taken)


def _can_be_changed(occurrence: Occurrence) -> None:
    if occurrence.called_off_at is not None:
        raise Refusal("event_is_called_off")
    if clock.now() >= occurrence.begins_at:
        raise Refusal("event_has_begun")


def _put(occurrence: Occurrence, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Give a date these columns, and its calendar entry a new number; gives what was told of it before.

    Raises Refusal `fewer_places_than_come`.
    """
    places = columns.get("places")
    if isinstance(places, int) and occurrence.called_off_at is None and (coming := how_many_come(occurrence)) > places:
        raise Refusal("fewer_places_than_come", coming=coming)
    was = {name: getattr(occurrence, name) for name in TOLD}
    occurrence.sequence += 1
    for name, value in columns.items():
        setattr(occurrence, name, value)
    Occurrence.objects.filter(pk=occurrence.pk).update(sequence=occurrence.sequence, **columns)
    return was


def _is_to_be_told(occurrence: Occurrence, was: Mapping[str, Any]) -> bool:
    return any(getattr(occurrence, name) != was[name] for name in TOLD)
