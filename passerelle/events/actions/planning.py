"""An event is announced, or proposed and answered; its dates are kept a good year ahead."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from passerelle.events import mails
from passerelle.events.access import may_announce, may_propose, must
from passerelle.events.models import Event, Habit, Occurrence
from passerelle.events.queries import proposals_of
from passerelle.events.rules import AHEAD, Described, State, reminder_due
from passerelle.events.rules.recurring import Every, dates_between
from passerelle.events.rules.walls import instant
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.models import Space

MOST_PROPOSALS = 5
_SAME = (
    "title",
    "text",
    "kind",
    "language",
    "for_whom",
    "room",
    "places",
    "hours",
    "first_on",
    "at",
    "minutes",
    "every",
)


def columns_of(described: Described, space: Space) -> dict[str, Any]:
    """What is kept of an event. Raises Refusal `event_is_wrong` with the faults, by field."""
    if faults := described.faults(space.time_zone, clock.now()):
        raise Refusal("event_is_wrong", faults=faults)
    kept = {name: getattr(described, name) for name in _SAME}
    written = {name: kept[name].strip() for name in ("title", "text", "room")}
    return kept | written | {"until": None if described.every == Every.ONCE else described.until}


def of_the_day(event: Event, day: date) -> dict[str, Any]:
    """What is kept of the date that stands for this day of the rule."""
    zone = event.space.time_zone
    begins_at = instant(datetime.combine(day, event.at), zone)
    same = ("title", "text", "room", "for_whom", "places", "hours")
    return {name: getattr(event, name) for name in same} | {
        "recurs_on": day,
        "day": clock.local_day(zone, begins_at),
        "begins_at": begins_at,
        "ends_at": begins_at + timedelta(minutes=event.minutes),
        "remind_at": reminder_due(begins_at, zone, clock.now()),
    }


@transaction.atomic
def announce(space: Space, described: Described, *, by: Person, host: Person | None = None) -> Event:
    """It takes place, and its dates can be answered from now on; without another, whoever presses is the host.

    Raises NotFound, Refusal `event_is_wrong` with the faults.
    """
    must(may_announce(by, space))
    columns = columns_of(described, space)
    event = Event.objects.create(space=space, host=host or by, proposed_by=by.ref, state=State.ANNOUNCED, **columns)
    plan(event)
    write_down("event_announced", about=event.ref, actor=by.ref, space=space.ref)
    return event


@transaction.atomic
def propose(space: Space, described: Described, *, by: Person) -> Event:
    """A member proposes an event; nobody else sees it before the space has said yes.

    Raises NotFound, Refusal `event_is_wrong` with the faults, `too_many_proposals`.
    """
    must(may_propose(by, space))
    columns = columns_of(described, space)
    list(Person.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk"))  # two presses of one
    if proposals_of(by, space) >= MOST_PROPOSALS:
        raise Refusal("too_many_proposals", most=MOST_PROPOSALS)
    event = Event.objects.create(space=space, host=by, proposed_by=by.ref, state=State.PROPOSED, **columns)
    write_down("event_proposed", about=event.ref, actor=by.ref, space=space.ref)
    return event


@transaction.atomic
def answer_proposal(event: Event, *, by: Person, accepted: bool, line: str = "") -> Event:
    """The space says yes, and it takes place; or no. Whoever proposed it is told, with a line if there is one.

    Raises NotFound, Refusal `proposal_was_answered`, `event_is_wrong` where its first day has passed.
    """
    must(may_announce(by, event.space))
    event = Event.objects.select_for_update(of=("self",), no_key=True).select_related("space", "host").get(pk=event.pk)
    if event.state != State.PROPOSED:
        raise Refusal("proposal_was_answered")
    if accepted:
        columns_of(event.described, event.space)
    event.state = State.ANNOUNCED if accepted else State.DECLINED
    Event.objects.filter(pk=event.pk).update(state=event.state)
    if accepted:
        plan(event)
    write_down("event_approved" if accepted else "event_declined", about=event.ref, actor=by.ref)
    mails.tell_of_proposal(event, line.strip()[:280])
    return event


@transaction.atomic
def let_members_propose(space: Space, allowed: bool, *, by: Person) -> None:
    """Whether members may propose events from now on.

    Raises NotFound.
    """
    must(may_announce(by, space))
    Habit.objects.update_or_create(space=space, defaults={"members_propose": allowed})
    write_down("proposals_opened" if allowed else "proposals_closed", about=space.ref, actor=by.ref)


@transaction.atomic
def plan_further(key: int) -> int:
    """Keep the dates of an event up to the horizon; says how many came to it."""
    event = Event.objects.select_for_update(of=("self",), no_key=True).select_related("space").get(pk=key)
    return plan(event) if event.state == State.ANNOUNCED else 0


def plan(event: Event, without: Collection[date] = ()) -> int:
    """The dates that are not kept yet, up to the horizon, but for some; under the lock of the event, or new."""
    before = clock.local_day(event.space.time_zone) + AHEAD + timedelta(days=1)
    days = dates_between(event.recurring, event.planned_until or event.first_on, before)
    rows = [Occurrence(event=event, space=event.space, **of_the_day(event, day)) for day in days if day not in without]
    Occurrence.objects.bulk_create(rows)
    event.planned_until = before
    Event.objects.filter(pk=event.pk).update(planned_until=before)
    return len(rows)
