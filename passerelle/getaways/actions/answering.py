"""The space answers: yes, no, and for ten minutes neither after all."""

from typing import Any

from django.db import transaction

from passerelle.getaways import mails
from passerelle.getaways.access import Actor, may_answer, must
from passerelle.getaways.actions.steps import change_state, read_again, record, take_in_hand
from passerelle.getaways.models import Stay
from passerelle.getaways.queries import can_be_taken_back, full_days, networks_that_sell
from passerelle.getaways.rules import State, answer_is_due, payment_is_due
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.spaces.queries import today_at


@transaction.atomic
def accept_stay(stay: Stay, *, by: Actor, line: str = "") -> Stay:
    """The space says yes, and waits for the price: places are counted once more, under the lock of the getaway.

    Raises NotFound, Refusal `stay_has_moved_on`, `network_does_not_sell` where the space has left it since,
    `stay_days_full`.
    """
    must(may_answer(by, stay))
    take_in_hand(stay)
    space, network = stay.getaway.space, stay.getaway.network
    if network not in networks_that_sell(space, today_at(space)):
        raise Refusal("network_does_not_sell", network=network.name)
    if full := full_days(stay.getaway, stay.span):
        raise Refusal("stay_days_full", days=full)
    due = payment_is_due(clock.now(), clock.midnight(stay.first_day, space.time_zone))
    _answer(stay, State.ACCEPTED, by, line, lapse_at=due)
    record("stay_accepted", stay, by.ref)
    mails.tell_traveller_of_yes(stay)
    mails.confirm_to_space(stay)
    return stay


@transaction.atomic
def decline_stay(stay: Stay, *, by: Actor, line: str = "") -> Stay:
    """The space says no, with or without a reason.

    Raises NotFound, Refusal `stay_has_moved_on`.
    """
    must(may_answer(by, stay))
    take_in_hand(stay)
    _answer(stay, State.DECLINED, by, line, ended_at=clock.now())
    record("stay_declined", stay, by.ref)
    mails.tell_traveller_of_no(stay)
    return stay


@transaction.atomic
def take_back_answer(stay: Stay, *, by: Actor) -> Stay:
    """Within ten minutes the space takes its answer back; no letter has left.

    Raises NotFound, Refusal `too_late_to_take_back`.
    """
    must(may_answer(by, stay))
    take_in_hand(stay)
    if not can_be_taken_back(stay):
        raise Refusal("too_late_to_take_back")
    facts = {"answered_at": None, "answered_by": "", "answer_line": "", "ended_at": None}
    due = answer_is_due(stay.asked_at, clock.midnight(stay.first_day, stay.getaway.space.time_zone))
    mails.withhold_answer(stay)
    Stay.objects.filter(pk=stay.pk).update(state=State.ASKED, lapse_at=due, **facts)
    read_again(stay)
    record("stay_answer_taken_back", stay, by.ref)
    return stay


def _answer(stay: Stay, state: State, by: Actor, line: str, **facts: Any) -> None:
    said = {"answered_at": clock.now(), "answered_by": by.ref, "answer_line": line.strip()[:500], "lapse_at": None}
    change_state(stay, state, answers=stay.answers + 1, **said | facts)
