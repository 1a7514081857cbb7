"""What is said of a charge: the space corrects, the holder contests, the space answers, a treasurer decides."""

from datetime import date

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.passes.access import Actor, may_answer_for, may_contest, may_decide
from passerelle.passes.actions.charging import STANDING, take_back, take_pass_of
from passerelle.passes.mails import charges as mails
from passerelle.passes.models import Charge
from passerelle.passes.queries.charges import WITH_EVERYBODY, charge_that_stands
from passerelle.passes.rules import ChargeState
from passerelle.passes.rules.charging import may_be_contested, may_be_corrected
from passerelle.people.models import Person


@transaction.atomic
def correct_charge(charge: Charge, reason: str, *, by: Person) -> Charge:
    """Within 24 hours the space takes back what it charged by mistake, and says why; the holder is told.

    Raises NotFound, Refusal `reason_is_missing`, `too_late_to_correct_charge`, `charge_has_moved_on`.
    """
    _must(may_answer_for(by, charge))
    _must_say_why(reason)
    if not may_be_corrected(charge.charged_at, clock.now()):
        raise Refusal("too_late_to_correct_charge")
    _given_back(charge, (ChargeState.CHARGED, ChargeState.CONTESTED), reason, by.ref)
    write_down("charge_corrected", about=charge.ref, actor=by.ref)
    return charge


@transaction.atomic
def contest_charge(charge: Charge, reason: str, *, by: Actor) -> Charge:
    """Within 14 days the holder says that a charge is wrong, and why; the space is asked.

    Raises NotFound, Refusal `reason_is_missing`, `too_late_to_contest`, `charge_has_moved_on`.
    """
    _must(may_contest(by, charge))
    _must_say_why(reason)
    if not may_be_contested(charge.charged_at, clock.now()):
        raise Refusal("too_late_to_contest")
    said = {"contested_at": clock.now(), "contested_because": reason.strip()[:500]}
    _move_on(charge, ChargeState.CHARGED, ChargeState.CONTESTED, **said)
    write_down("charge_contested", about=charge.ref, actor=by.ref)
    mails.ask_space_about_contest(charge)
    return charge


@transaction.atomic
def give_back(charge: Charge, answer: str = "", *, by: Actor) -> Charge:
    """The space gives back what the holder contests. Raises NotFound, Refusal `charge_has_moved_on`."""
    _must(may_answer_for(by, charge))
    _given_back(charge, (ChargeState.CONTESTED,), answer, by.ref)
    write_down("charge_given_back", about=charge.ref, actor=by.ref)
    return charge


@transaction.atomic
def give_back_for(cause: str, day: date, reason: str, *, by: str) -> None:
    """What stands charged for `cause` on `day` is given back, and the holder told; nothing where nothing was.

    Whoever calls has asked who may.
    """
    charge = charge_that_stands(cause, day)
    if charge and take_back(charge, STANDING, reason, by=by):
        write_down("charge_corrected", about=charge.ref, actor=by)
        mails.tell_holder_of_charge_taken_back(charge)


@transaction.atomic
def stand_by(charge: Charge, answer: str, *, by: Actor) -> Charge:
    """The space stands by its charge and says why; the treasurers are asked to decide, and the holder is told.

    Raises NotFound, Refusal `reason_is_missing`, `charge_has_moved_on`.
    """
    _must(may_answer_for(by, charge))
    _must_say_why(answer)
    said = {"answered_at": clock.now(), "answered_by": by.ref, "answer": answer.strip()[:500]}
    _move_on(charge, ChargeState.CONTESTED, ChargeState.UPHELD, **said)
    write_down("charge_upheld", about=charge.ref, actor=by.ref)
    mails.tell_holder_that_space_stands_by(charge)
    mails.ask_treasurers_to_decide(charge)
    return charge


@transaction.atomic
def decide(charge: Charge, answer: str, *, give_back: bool, by: Person) -> Charge:
    """A treasurer decides where space and holder do not agree, and says why; both are told. It is final.

    Raises NotFound, Refusal `reason_is_missing`, `charge_has_moved_on`.
    """
    _must(may_decide(by, charge))
    _must_say_why(answer)
    said = {"answered_at": clock.now(), "answered_by": by.ref, "answer": answer.strip()[:500]}
    take_pass_of(charge)
    undecided = Charge.objects.filter(pk=charge.pk, state=ChargeState.UPHELD, decided_at=None)
    if not undecided.update(decided_at=clock.now(), **said):
        raise Refusal("charge_has_moved_on", state=charge.state)
    if give_back:
        _given_back(charge, (ChargeState.UPHELD,), answer, by.ref)
        write_down("charge_given_back", about=charge.ref, actor=by.ref)
    else:
        _read_again(charge)
        write_down("charge_left_to_stand", about=charge.ref, actor=by.ref)
        mails.tell_holder_of_decision(charge)
    mails.tell_space_of_decision(charge)
    return charge


def _given_back(charge: Charge, states: tuple[ChargeState, ...], answer: str, by: str) -> None:
    if not take_back(charge, states, answer, by=by):
        _read_again(charge)
        raise Refusal("charge_has_moved_on", state=charge.state)
    mails.tell_holder_of_charge_taken_back(charge)


def _move_on(charge: Charge, state: ChargeState, onward: ChargeState, **said: object) -> None:
    """Of two who press at once, the second is told so."""
    moved = Charge.objects.filter(pk=charge.pk, state=state).update(state=onward, **said)
    _read_again(charge)
    if not moved:
        raise Refusal("charge_has_moved_on", state=charge.state)


def _read_again(charge: Charge) -> None:
    charge.refresh_from_db(from_queryset=Charge.objects.select_related(*WITH_EVERYBODY))


def _must(allowed: bool) -> None:
    if not allowed:
        raise NotFound


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise Refusal("reason_is_missing")
