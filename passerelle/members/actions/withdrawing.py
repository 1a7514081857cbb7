"""A consumer withdraws from a plan within fourteen days (Directive 2011/83/EU, art. 9 and 11a): refunded less use."""

from django.db import transaction

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members import mails
from passerelle.members.access import may_withdraw_from
from passerelle.members.actions.changing import cut_terms, give_back_unused
from passerelle.members.actions.ending import call_off_change, call_off_next_month
from passerelle.members.actions.terms import A_DAY, take_in_hand
from passerelle.members.models import Enrolment, Membership
from passerelle.members.queries import (
    change_waiting,
    figures_of_withdrawal,
    is_running,
    membership_of,
    pause_of,
    withdrawal_until,
)
from passerelle.members.rules.enrolments import State
from passerelle.people.models import Person
from passerelle.sales.actions import promise_back
from passerelle.spaces.queries import today_at


@transaction.atomic
def withdraw_from_plan(enrolment: Enrolment, shown: str, *, by: Person) -> int:
    """The contract is over with this day; what is not used is promised back. Gives how much, in minor units.

    Raises NotFound, Refusal `plan_is_not_running`, `withdrawal_is_for_consumers`, `too_late_to_withdraw` with the last
    day, and `figures_have_changed` where what a page has `shown` is not what would be booked.
    """
    if not may_withdraw_from(by, enrolment):
        raise NotFound
    held = take_in_hand(enrolment)
    today, until = today_at(held.space), withdrawal_until(held)
    if not is_running(held, membership_of(held.person, held.space), today):
        raise Refusal("plan_is_not_running")
    if until is None:
        raise Refusal("withdrawal_is_for_consumers")
    if today > until:
        raise Refusal("too_late_to_withdraw", day=until)
    figures = figures_of_withdrawal(held, today)
    if figures.shown != shown:
        raise Refusal("figures_have_changed")
    call_off_next_month(held, by=by.ref)
    if (change := change_waiting(held)) is not None:
        call_off_change(change, by=by.ref)
    give_back_unused(held, figures, held.plan, f"{held.ref}/withdrawn", by=by.ref)
    _end(held)
    if figures.paid_back:
        promise_back(held.ref, figures.paid_back, f"{held.ref}/withdrawn", by=by.ref)
    write_down(
        "plan_withdrawn_from", about=held.person.ref, actor=by.ref, space=held.space.ref, refund=figures.paid_back
    )
    mails.confirm_withdrawal_from_plan(held, figures)
    return figures.paid_back


def _end(enrolment: Enrolment) -> None:
    """Today is one of the days that were used, and the last; what has not begun never does."""
    today = today_at(enrolment.space)
    until = max(today + A_DAY, enrolment.first_on) if enrolment.first_on <= today else enrolment.first_on
    if (pause := pause_of(enrolment, today)) is not None:
        enrolment.pauses.filter(pk=pause.pk).update(until=max(pause.since, min(pause.until, until)))
    cut_terms(enrolment, until)
    row = Enrolment.objects.filter(pk=enrolment.pk)
    row.update(state=State.WITHDRAWN, renews=False, until=until)
    enrolment.state, enrolment.until = State.WITHDRAWN, until
    Membership.objects.filter(person=enrolment.person, space=enrolment.space).update(until=until)
