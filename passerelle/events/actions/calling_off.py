"""Calling off: one date or that one and all that follow, with a reason that whoever comes reads."""

from datetime import timedelta

from django.db import transaction

from passerelle.events import mails
from passerelle.events.access import may_announce, must
from passerelle.events.actions.answering import in_hand
from passerelle.events.models import Event, Occurrence
from passerelle.events.queries import following
from passerelle.events.rules.recurring import Every
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person


@transaction.atomic
def call_off(occurrence: Occurrence, reason: str, *, by: Person, all_that_follow: bool = False) -> list[Occurrence]:
    """It does not take place, and everybody who comes or waits is told why; nothing is planned after all that follow.

    Raises NotFound, Refusal `event_is_called_off`, `event_has_begun`, `reason_is_missing`.
    """
    must(may_announce(by, occurrence.space))
    event = Event.objects.select_for_update(no_key=True).get(pk=occurrence.event_id)
    occurrence = in_hand(occurrence.pk)
    if occurrence.called_off_at is not None and not all_that_follow:
        raise Refusal("event_is_called_off")
    if clock.now() >= occurrence.begins_at:
        raise Refusal("event_has_begun")
    if not reason.strip():
        raise Refusal("reason_is_missing")
    chosen = following(occurrence) if all_that_follow else following(occurrence).filter(pk=occurrence.pk)
    off = list(chosen.filter(called_off_at=None).select_for_update(of=("self",), no_key=True))
    said = {"called_off_at": clock.now(), "reason": reason.strip()[:280], "remind_at": None}
    for one in off:
        one.sequence += 1
        for name, value in said.items():
            setattr(one, name, value)
        Occurrence.objects.filter(pk=one.pk).update(sequence=one.sequence, **said)
    if all_that_follow and event.every != Every.ONCE:
        Event.objects.filter(pk=event.pk).update(until=occurrence.recurs_on - timedelta(days=1))
    write_down("event_called_off", about=occurrence.ref, actor=by.ref, dates=len(off))
    mails.tell_of_calling_off(off)
    return off
