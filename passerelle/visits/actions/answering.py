"""The host's answer, the traveller's to other dates, and taking one back."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from passerelle.credentials.actions import revoke_credentials
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.people.models import Person
from passerelle.presence.actions import let_go, lock_days
from passerelle.spaces.queries import hours_of
from passerelle.visits import mails
from passerelle.visits.access import Actor, may_answer, may_decide_as_visitor, must
from passerelle.visits.actions.steps import (
    accept,
    answered,
    change_state,
    must_be_days_at_once,
    must_be_open_to_visitors,
    put_days,
    record,
    set_next_step,
    take_in_hand,
)
from passerelle.visits.models import Line, Visit
from passerelle.visits.queries import days_of, terms_now
from passerelle.visits.rules import TAKEN_BACK, UNDO_LASTS, Side, State, Word
from passerelle.visits.rules.clocks import clocks

SAID_WITH_PROPOSAL = ("answered_at", "answered_by", "answer_line")


@transaction.atomic
def accept_visit(visit: Visit, *, by: Actor, line: str = "") -> Visit:
    """The host says yes: the days are counted once more and held, the terms frozen.

    The letters wait ten minutes, while the answer can be taken back.
    Raises NotFound, and Refusal `visit_has_moved_on`, `days_beyond`, `days_full`, `days_not_open`, `standing_is_lost`,
    `host_has_left`; then nothing has changed.
    """
    must(may_answer(by, visit))
    lock_days(visit.host)
    must_be_requested(visit)
    accept(visit, by.ref, days=days_of(visit), line=line)
    mails.tell_visitor_of_acceptance(visit)
    mails.confirm_to_host(visit)
    return visit


@transaction.atomic
def decline_visit(visit: Visit, *, by: Actor, line: str = "") -> Visit:
    """The host says no, with or without a reason.

    Raises NotFound, Refusal `visit_has_moved_on`.
    """
    must(may_answer(by, visit))
    must_be_requested(visit)
    change_state(visit, State.DECLINED, ended_at=clock.now(), **answered(visit, by.ref, line))
    record("visit_declined", visit, by.ref)
    mails.tell_visitor_of_refusal(visit)
    return visit


@transaction.atomic
def propose_other_days(visit: Visit, days: Collection[date], *, by: Actor, line: str = "") -> Visit:
    """The host cannot on these days, and offers others; the traveller takes them up or not.

    Raises NotFound, Refusal `no_days`, `too_many_days`, `days_not_open`, `host_has_left`, `visit_has_moved_on`.
    """
    must(may_answer(by, visit))
    must_be_requested(visit)
    proposed = sorted(set(days))
    _check_proposal(visit, proposed)
    lapse_at = clocks(clock.now(), proposed, clock.zone(visit.host.time_zone), hours_of(visit.host)).lapse_at
    facts = answered(visit, by.ref, line) | {
        "proposed_days": [day.isoformat() for day in proposed],
        "lapse_at": lapse_at,
        "remind_at": None,
        "second_at": None,
    }
    change_state(visit, State.COUNTERED, **facts)
    set_next_step(visit, held=())
    record("other_days_proposed", visit, by.ref, days=proposed)
    mails.tell_visitor_of_proposal(visit)
    return visit


@transaction.atomic
def take_up_proposal(visit: Visit, *, by: Person, days: Collection[date] | None = None) -> Visit:
    """The traveller takes the days that the host proposed: the visit is accepted for those.

    `days` are those that the traveller has read, where the page said which; others that the host has proposed since are
    not agreed to unseen. Raises NotFound, Refusal `visit_has_moved_on`, and what `accept_visit` raises.
    """
    must(may_decide_as_visitor(by, visit))
    lock_days(visit.host)
    read = sorted(days) if days else _proposed(visit)
    take_in_hand(visit)
    visit.refresh_from_db(fields=[*SAID_WITH_PROPOSAL, "state", "word", "answers", "proposed_days"])
    if visit.state != State.COUNTERED or _proposed(visit) != read:
        raise Refusal("visit_has_moved_on", state=visit.state)
    days = read
    _keep_line_of_proposal(visit)
    accept(visit, by.ref, days=days, line="")
    put_days(visit, days)
    mails.tell_visitor_of_acceptance(visit)
    mails.confirm_to_host(visit)
    return visit


@transaction.atomic
def turn_down_proposal(visit: Visit, *, by: Person) -> Visit:
    """The other days do not suit the traveller.

    Raises NotFound, Refusal `visit_has_moved_on`.
    """
    must(may_decide_as_visitor(by, visit))
    if visit.state != State.COUNTERED:
        raise Refusal("visit_has_moved_on", state=visit.state)
    change_state(visit, State.DECLINED, ended_at=clock.now(), next_step_at=None)
    record("proposal_turned_down", visit, by.ref)
    mails.tell_host_of_cancellation(visit)
    return visit


@transaction.atomic
def take_back_answer(visit: Visit, *, by: Actor) -> Visit:
    """Within ten minutes the host takes its answer back; the traveller's letter has not left.

    Raises NotFound, Refusal `too_late_to_take_back`.
    """
    must(may_answer(by, visit))
    lock_days(visit.host)
    if not can_be_taken_back(visit):
        raise Refusal("too_late_to_take_back")
    mine = Visit.objects.filter(pk=visit.pk, state=visit.state, answers=visit.answers, word=visit.word)
    facts: dict[str, Any] = {
        "state": State.REQUESTED,
        "terms": None,
        "ended_at": None,
        "proposed_days": [],
        "answer_line": "",
    }
    if not mine.update(**facts, answered_at=None, answered_by=""):
        raise Refusal("too_late_to_take_back")
    let_go(visit.ref)
    revoke_credentials(visit.ref)
    mails.withhold_answer(visit)
    visit.refresh_from_db(from_queryset=Visit.objects.select_related("person", "home", "host", "network"))
    _start_clocks_again(visit)
    record("answer_taken_back", visit, by.ref)
    return visit


@transaction.atomic
def withdraw_visit(visit: Visit, reason: str, *, by: Actor) -> Visit:
    """The host takes an accepted visit back, and says why.

    Raises NotFound, Refusal `reason_is_missing`, `visit_has_moved_on`.
    """
    must(may_answer(by, visit))
    if not reason.strip():
        raise Refusal("reason_is_missing")
    facts = {"answer_line": reason.strip()[:500], "ended_at": clock.now(), "next_step_at": None}
    change_state(visit, State.WITHDRAWN, **facts)
    let_go(visit.ref)
    revoke_credentials(visit.ref)
    record("visit_withdrawn", visit, by.ref)
    mails.withhold(visit)
    mails.tell_visitor_of_withdrawal(visit)
    return visit


def can_be_taken_back(visit: Visit) -> bool:
    """Whether the host's answer is less than ten minutes old and nothing has come of it yet."""
    by_host = visit.answered_by != "terms" and visit.answered_by != visit.person.ref
    young = visit.answered_at is not None and clock.now() < visit.answered_at + UNDO_LASTS
    return by_host and young and State(visit.state) in TAKEN_BACK and not _ended_by_others(visit)


def _keep_line_of_proposal(visit: Visit) -> None:
    """What came with the proposal joins the conversation, when it was written; a yes to it is the traveller's."""
    if visit.answer_line and visit.answered_at:
        said = {"written_by": visit.answered_by, "written_at": visit.answered_at, "text": visit.answer_line}
        Line.objects.create(visit=visit, side=Side.HOST, **said)


def _proposed(visit: Visit) -> list[date]:
    return [date.fromisoformat(day) for day in visit.proposed_days]


def must_be_requested(visit: Visit) -> None:
    """The request still stands as it was put; else Refusal `visit_has_moved_on`.

    It may have been answered and taken back while we waited: letters are numbered by the answers, so read anew.
    """
    take_in_hand(visit)
    visit.refresh_from_db(fields=["state", "word", "answers"])
    if visit.state != State.REQUESTED:
        raise Refusal("visit_has_moved_on", state=visit.state)


def _ended_by_others(visit: Visit) -> bool:
    """A no of the host's own leaves no proposal behind: where one stands, the traveller or the home said it."""
    return visit.word == Word.REFUSED or (visit.state == State.DECLINED and bool(visit.proposed_days))


def _check_proposal(visit: Visit, days: list[date]) -> None:
    must_be_days_at_once(days)
    terms = terms_now(visit)
    if terms is None:
        raise Refusal("host_has_left", network=visit.network.name)
    must_be_open_to_visitors(visit.host, terms, days)


def _start_clocks_again(visit: Visit) -> None:
    """As if the host had just been asked, without a second letter: it is reading the page."""
    now = clock.now()
    times = clocks(now, days_of(visit), clock.zone(visit.host.time_zone), hours_of(visit.host))
    visit.host_asked_at = visit.host_asked_at or now  # a host may answer on its page before its letter was written
    visit.remind_at, visit.lapse_at = times.remind_at, times.lapse_at
    visit.second_at = times.second_at if visit.host.second_email else None
    columns = ("host_asked_at", "remind_at", "second_at", "lapse_at")
    Visit.objects.filter(pk=visit.pk).update(**{column: getattr(visit, column) for column in columns})
    set_next_step(visit, held=())
