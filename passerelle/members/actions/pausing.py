"""A plan by the month rests for some days: nothing is asked for them, and the paid days come after."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members import mails
from passerelle.members.access import may_change_plan
from passerelle.members.actions.ending import call_off_next_month
from passerelle.members.actions.terms import keep, take_in_hand
from passerelle.members.models import Enrolment, PaidTerm, Pause
from passerelle.members.queries import change_waiting, is_running, membership_of, pause_of, pauses_of
from passerelle.members.rules.pausing import fault_of_allowance, fault_of_days
from passerelle.members.rules.terms import Span
from passerelle.people.models import Person
from passerelle.plans.rules import Kind
from passerelle.spaces.access import may_manage
from passerelle.spaces.queries import today_at


@dataclass(frozen=True)
class Pausing:
    """From which local day until which, excluded. The same `key` pauses once."""

    since: date
    until: date
    key: str


@transaction.atomic
def pause_plan(enrolment: Enrolment, wished: Pausing, *, by: Person) -> Pause:
    """The plan rests, and all that is paid from the first day of the pause on moves to after it.

    A member pauses as much as the plan allows, the space’s managers as they like. Raises NotFound, Refusal
    `plan_cannot_be_paused`, `plan_is_not_running`, `plan_change_is_asked`, `pause_is_there`,
    `pause_ends_before_it_begins`, `pause_begins_tomorrow`, `pause_is_outside`, `pause_is_too_long`,
    `pause_is_too_short`, `pause_days_are_used_up`.
    """
    if not may_change_plan(by, enrolment):
        raise NotFound
    held = take_in_hand(enrolment)
    if (before := held.pauses.filter(key=wished.key).first()) is not None:
        return before
    _must_be_possible(held, (wished.since, wished.until), by)
    call_off_next_month(held, by=by.ref)
    pause = Pause.objects.create(
        enrolment=held, key=wished.key, since=wished.since, until=wished.until, counted_from=held.months_from
    )
    _move(held, wished.since, wished.until - wished.since, by=by.ref)
    write_down(
        "plan_paused", about=held.person.ref, actor=by.ref, space=held.space.ref, since=pause.since, until=pause.until
    )
    mails.tell_member_plan_is_paused(held, pause)
    return pause


@transaction.atomic
def end_pause(enrolment: Enrolment, *, by: Person) -> None:
    """The pause is over as of today, or never begins; the days that it would have lasted longer come back.

    Raises NotFound, Refusal `pause_is_over`.
    """
    if not may_change_plan(by, enrolment):
        raise NotFound
    held = take_in_hand(enrolment)
    today = today_at(held.space)
    pause = pause_of(held, today)
    if pause is None:
        raise Refusal("pause_is_over")
    call_off_next_month(held, by=by.ref)
    last, until = pause.until, max(today, pause.since)
    Pause.objects.filter(pk=pause.pk).update(until=until)
    _move(held, pause.since, until - last, by=by.ref)
    if until == pause.since:
        _count_months_from(held, pause.counted_from)
    write_down("plan_pause_ended", about=held.person.ref, actor=by.ref, space=held.space.ref, until=until)
    mails.tell_member_pause_has_ended(held, pause)


def _move(enrolment: Enrolment, since: date, by_days: timedelta, *, by: str) -> None:
    """What is paid for days from `since` on comes so many days later, or sooner; months are counted from its end."""
    for term in enrolment.terms.exclude(until=None).filter(until__gt=since):
        if term.begins_on >= since:
            term.begins_on += by_days
        assert term.until is not None
        PaidTerm.objects.filter(pk=term.pk).update(begins_on=term.begins_on, until=term.until + by_days)
    assert enrolment.until is not None
    enrolment.until += by_days
    Enrolment.objects.filter(pk=enrolment.pk).update(until=enrolment.until)
    _count_months_from(enrolment, enrolment.until)
    keep(enrolment, by=by)


def _count_months_from(enrolment: Enrolment, day: date) -> None:
    enrolment.counted_from = day
    Enrolment.objects.filter(pk=enrolment.pk).update(counted_from=day)


def _must_be_possible(enrolment: Enrolment, wished: Span, by: Person) -> None:
    today = today_at(enrolment.space)
    if enrolment.plan.kind != Kind.MONTH or enrolment.until is None:
        raise Refusal("plan_cannot_be_paused")
    if not is_running(enrolment, membership_of(enrolment.person, enrolment.space), today):
        raise Refusal("plan_is_not_running")
    if change_waiting(enrolment) is not None:
        raise Refusal("plan_change_is_asked")
    if pause_of(enrolment, today) is not None:
        raise Refusal("pause_is_there")
    fault = fault_of_days(wished, today, enrolment.until)
    if fault is None and not may_manage(by, enrolment.space):
        fault = fault_of_allowance(wished, pauses_of(enrolment), enrolment.plan.pause_days)
    if fault is not None:
        raise Refusal(fault.code, **fault.facts)
