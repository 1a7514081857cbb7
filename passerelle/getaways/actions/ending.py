"""How a stay ends before it began: cancelled by the traveller, withdrawn by the space, or lapsed by itself."""

from django.db import transaction

from passerelle.getaways import mails
from passerelle.getaways.access import Actor, may_answer, must
from passerelle.getaways.actions.paying import ask_no_longer, give_back
from passerelle.getaways.actions.steps import WITH_EVERYBODY, change_state, record, take_in_hand
from passerelle.getaways.models import Stay
from passerelle.getaways.rules import State
from passerelle.kit import clock
from passerelle.kit.references import WORKER
from passerelle.kit.refusals import Refusal
from passerelle.passes.rules.charging import part_of
from passerelle.people.models import Person
from passerelle.spaces.queries import today_at


@transaction.atomic
def cancel_stay(stay: Stay, *, by: Person) -> Stay:
    """The traveller does not come. What stays with the space of a price that was paid follows from the rule agreed.

    Raises NotFound, Refusal `stay_has_moved_on`, `stay_has_begun`.
    """
    must(by.pk == stay.person_id)
    take_in_hand(stay)
    today = today_at(stay.getaway.space)
    if stay.first_day <= today and stay.state == State.ACCEPTED:
        raise Refusal("stay_has_begun")
    was_agreed = stay.state == State.ACCEPTED
    percent = stay.rule.percent_kept(stay.first_day, today) if stay.paid_at else 0
    kept = part_of(stay.price, percent)
    change_state(stay, State.CANCELLED, ended_at=clock.now(), kept=kept, lapse_at=None)
    ask_no_longer(stay, by=by.ref)
    give_back(stay, percent, by=by.ref)
    record("stay_cancelled", stay, by.ref, kept=kept)
    mails.withhold_answer(stay)
    mails.tell_space_of_cancellation(stay)
    if was_agreed:
        mails.confirm_cancellation(stay)
    return stay


@transaction.atomic
def leave_stays(person: Person) -> list[Stay]:
    """Somebody is forgotten: what has not begun is cancelled, what was written is wiped. Gives what was cancelled."""
    cancelled = []
    for stay in Stay.objects.select_related(*WITH_EVERYBODY).filter(
        person=person, state__in=[State.ASKED, State.ACCEPTED]
    ):
        if stay.state == State.ASKED or stay.first_day > today_at(stay.getaway.space):
            cancelled.append(cancel_stay(stay, by=person))
    Stay.objects.filter(person=person).update(about="", answer_line="")
    return cancelled


@transaction.atomic
def withdraw_stay(stay: Stay, reason: str, *, by: Actor) -> Stay:
    """The space takes a yes back, and says why; the traveller owes nothing, and what was paid goes back.

    Raises NotFound, Refusal `reason_is_missing`, `stay_has_moved_on`.
    """
    must(may_answer(by, stay))
    if not reason.strip():
        raise Refusal("reason_is_missing")
    take_in_hand(stay)
    said = {"answer_line": reason.strip()[:500], "ended_at": clock.now(), "kept": 0, "lapse_at": None}
    change_state(stay, State.WITHDRAWN, **said)
    ask_no_longer(stay, by=by.ref)
    give_back(stay, 0, by=by.ref)
    record("stay_withdrawn", stay, by.ref)
    mails.withhold_answer(stay)
    mails.tell_traveller_of_withdrawal(stay)
    return stay


@transaction.atomic
def lapse_stay(key: int) -> bool:
    """Nobody answered in time, or nobody paid: whom it concerns is told. False when it was not due any more."""
    stay = Stay.objects.select_related(*WITH_EVERYBODY).filter(pk=key).first()
    if stay is None:
        return False
    take_in_hand(stay)
    if stay.lapse_at is None or stay.lapse_at > clock.now():
        return False
    was_agreed = stay.state == State.ACCEPTED
    change_state(stay, State.LAPSED, ended_at=clock.now(), lapse_at=None)
    record("stay_lapsed", stay, WORKER)
    if was_agreed:
        ask_no_longer(stay, by=WORKER)
        mails.tell_traveller_it_was_not_paid(stay)
        mails.tell_space_it_was_not_paid(stay)
    else:
        mails.withhold_question(stay)
        mails.tell_traveller_of_lapse(stay)
    return True
