"""Arriving: a day that was held is used, once, whoever records it; and putting right what was recorded by mistake."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models.functions import Coalesce

from passerelle.credentials.actions import issue_credential, revoke_credentials, use_credential
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.presence.actions import give_back, hold_again, hold_days, lock_days, use_day
from passerelle.presence.models import Presence
from passerelle.presence.queries import is_paid_by_pass
from passerelle.presence.rules import State as Day
from passerelle.presence.rules import Witness
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from passerelle.visits import mails
from passerelle.visits.access import Actor, ByLetter, may_decide_as_visitor, may_witness, must
from passerelle.visits.actions.paying import charge_for, must_be_paid, take_back_for
from passerelle.visits.actions.steps import grounds_of, holding_of, must_stand, record, set_next_step, take_in_hand
from passerelle.visits.models import Line, Visit
from passerelle.visits.queries import days_of, presences_of
from passerelle.visits.rules import ACCEPTED_ONCE, EXPECTED, Side, State
from passerelle.visits.rules.clocks import may_be_added, may_be_corrected


@dataclass(frozen=True)
class Arrival:
    """What came of a check-in: the visit, the local day, and whether this press was the first."""

    visit: Visit
    day: date
    is_first: bool


def check_in(visit: Visit, *, by: Actor, poster: Space | None = None) -> Arrival:
    """The visitor is here today, in the host's local day. Sent again, it gives the first result.

    `poster` is the space whose poster the visitor has read, when it is the visitor who records the arrival.
    A day beyond the free ones charges the visitor's pass, or nobody has arrived.
    Raises NotFound, and Refusal `not_expected_today` with the days that are, `visit_has_moved_on`,
    those of `must_stand` and those of `charge_for`.
    """
    witness = _witness(visit, by, poster)
    day = today_at(visit.host)
    must_stand(visit, [day])  # for the very day of the arrival, whenever that is written down
    return _arrive(visit, day, witness, by.ref, is_paid=is_paid_by_pass(visit.ref, day))


@transaction.atomic
def correct_check_in(visit: Visit, day: date, reason: str, *, by: Actor) -> None:
    """Within 24 hours the space takes a check-in back, and says why; the visitor is told.

    Today's is expected once more; a day that is over is free again.
    Raises NotFound, Refusal `reason_is_missing`, `nothing_to_correct`, `too_late_to_correct`.
    """
    must(may_witness(by, visit))
    _must_say_why(reason)
    take_in_hand(visit)
    presence = _used_day(visit, day)
    if not may_be_corrected(presence.used_at, clock.now()):
        raise Refusal("too_late_to_correct", day=day)
    undone = hold_again(visit.ref, day) if day == today_at(visit.host) else give_back(visit.ref, day)
    if not undone:
        raise Refusal("nothing_to_correct", day=day)
    take_back_for(visit, day, reason, by=by.ref)
    _settle_after_correction(visit)
    _tell(visit, day, reason, by)
    record("check_in_corrected", visit, by.ref, day=day)


@transaction.atomic
def add_arrival(visit: Visit, day: date, reason: str, *, by: Actor) -> None:
    """Within 24 hours of a day's end the space records that the visitor did come on it, and says why.

    Raises NotFound, Refusal `reason_is_missing`, `too_late_to_correct`, `visit_has_moved_on`, `not_a_day_of_the_visit`,
    those of `must_stand`, `days_beyond` or `days_full` where the day has been given to something else meanwhile, and
    those of `charge_for`.
    """
    must(may_witness(by, visit))
    _must_say_why(reason)
    _must_be_over_and_young(visit, day)
    must_stand(visit, [day])  # for the very day of the arrival, whenever that is written down
    lock_days(visit.host)
    take_in_hand(visit)
    visit.refresh_from_db(fields=["state", "terms"])
    terms = visit.frozen_terms
    if terms is None or State(visit.state) not in ACCEPTED_ONCE:
        raise Refusal("visit_has_moved_on", state=visit.state)
    if not any(presence.day == day for presence in presences_of(visit)):
        hold_days(holding_of(visit, terms, [day]))
    if use_day(visit.ref, day, witness=Witness.DESK, by=by.ref) and must_be_paid(visit, day):
        charge_for(visit, day, by=by.ref)
    _settle_after_correction(visit)
    _tell(visit, day, reason, by)
    record("arrival_added", visit, by.ref, day=day)


@transaction.atomic
def _arrive(visit: Visit, day: date, witness: Witness, by: str, *, is_paid: bool) -> Arrival:
    """What is written. All that can be asked was asked before: on SQLite every other arrival waits for this one.

    The visit is written before its day, in the order in which every act takes rows; where the day was not held, what
    was written goes back with the refusal.
    """
    if is_paid:
        is_paid = must_be_paid(visit, day)
    if not (_note_arrival(visit) and use_day(visit.ref, day, witness=witness, by=by)):
        return _not_held(visit, day)
    visit.state, visit.arrived_at = State.ARRIVED, visit.arrived_at or clock.now()
    use_credential(visit.ref, visit.host, by=by)
    if is_paid:
        charge_for(visit, day, by=by)
    record("visitor_checked_in", visit, by, day=day, witness=witness)
    return Arrival(visit, day, is_first=True)


def _witness(visit: Visit, by: Actor, poster: Space | None) -> Witness:
    if poster is not None and may_decide_as_visitor(by, visit) and poster.pk == visit.host_id:
        return Witness.POSTER
    must(may_witness(by, visit))
    return Witness.LETTER if isinstance(by, ByLetter) else Witness.DESK


def _not_held(visit: Visit, day: date) -> Arrival:
    """Nothing was held today: somebody was faster, or the visitor is not expected."""
    presences = presences_of(visit)
    if any(presence.day == day and presence.state == Day.USED for presence in presences):
        return Arrival(visit, day, is_first=False)
    visit.refresh_from_db(fields=["state"])
    if State(visit.state) not in EXPECTED:
        raise Refusal("visit_has_moved_on", state=visit.state)
    raise Refusal("not_expected_today", days=[presence.day for presence in presences])


def _note_arrival(visit: Visit) -> bool:
    """The first day makes the visit arrived; False when it has been given up or is over."""
    expected = Visit.objects.filter(pk=visit.pk, state__in=[state.value for state in EXPECTED])
    return bool(expected.update(state=State.ARRIVED, arrived_at=Coalesce("arrived_at", clock.now())))


def _used_day(visit: Visit, day: date) -> Presence:
    found = next((presence for presence in presences_of(visit) if presence.day == day), None)
    if found is None or found.state != Day.USED:
        raise Refusal("nothing_to_correct", day=day)
    return found


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise Refusal("reason_is_missing")


def _must_be_over_and_young(visit: Visit, day: date) -> None:
    if day not in days_of(visit):
        raise Refusal("not_a_day_of_the_visit", day=day)
    if not may_be_added(day, clock.zone(visit.host.time_zone), clock.now()):
        raise Refusal("too_late_to_correct", day=day)


def _settle_after_correction(visit: Visit) -> None:
    """The state follows from the days that are held and used now, and the code opens the door for as long as one is."""
    states = {presence.state for presence in presences_of(visit)}
    if Day.HELD in states:
        state = State.ARRIVED if Day.USED in states else State.ACCEPTED
    else:
        state = State.CLOSED if Day.USED in states else State.NO_SHOW
    arrived_at = visit.arrived_at or clock.now() if Day.USED in states else None
    ended_at = None if state in EXPECTED else visit.ended_at or clock.now()
    Visit.objects.filter(pk=visit.pk).update(state=state, arrived_at=arrived_at, ended_at=ended_at)
    visit.refresh_from_db(fields=["state", "arrived_at", "ended_at"])
    if state in EXPECTED:
        issue_credential(grounds_of(visit, days_of(visit)))
    else:
        revoke_credentials(visit.ref)
    set_next_step(visit)


def _tell(visit: Visit, day: date, reason: str, by: Actor) -> None:
    """The reason stands in the conversation, where the visitor can answer it."""
    line = Line.objects.create(visit=visit, side=Side.HOST, written_by=by.ref, text=reason.strip()[:2000])
    mails.tell_visitor_of_correction(visit, day, line)
