"""What is left to say: whether it happened, and the conversation, which never closes."""

from datetime import timedelta

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.spaces.queries import today_at
from passerelle.visits import mails
from passerelle.visits.access import Actor, side_of
from passerelle.visits.actions.steps import record
from passerelle.visits.models import Line, Visit
from passerelle.visits.rules import (
    ACCEPTED_ONCE,
    LINES_A_DAY,
    Side,
    State,
    may_still_be_said,
    state_after_what_was_said,
)


@transaction.atomic
def say_whether_it_happened(visit: Visit, happened: bool, *, by: Actor) -> Visit:
    """Either side says, for 30 days after the last day, whether the visit happened. It moves neither days nor money.

    Raises NotFound, Refusal `visit_has_moved_on` where it was never accepted, `too_early_to_say`, `too_late_to_say`.
    """
    side = side_of(by, visit)
    if side is None:
        raise NotFound
    visit = Visit.objects.select_for_update(of=("self",)).select_related("person", "home", "host").get(pk=visit.pk)
    _must_be_sayable(visit)
    said = {"happened_says_visitor": happened} if side is Side.VISITOR else {"happened_says_host": happened}
    for column, value in said.items():
        setattr(visit, column, value)
    state = _state_now(visit)
    Visit.objects.filter(pk=visit.pk).update(state=state, **said)
    visit.state = state
    record("said_that_it_happened" if happened else "said_that_it_did_not", visit, by.ref)
    return visit


@transaction.atomic
def write_a_line(visit: Visit, text: str, *, by: Actor) -> Line:
    """Write to the other side; the line leaves by letter, and the conversation stays on the visit's page.

    Raises NotFound, Refusal `line_is_empty`, and `too_many_lines` where a side has written so many within a day.
    """
    side = side_of(by, visit)
    if side is None:
        raise NotFound
    if not text.strip():
        raise Refusal("line_is_empty")
    lately = Line.objects.filter(visit=visit, side=side, written_at__gt=clock.now() - timedelta(days=1))
    if lately.count() >= LINES_A_DAY:
        raise Refusal("too_many_lines", most=LINES_A_DAY)
    line = Line.objects.create(
        visit=visit, side=side, written_by=by.ref, text=text.strip()[:2000], written_at=clock.now()
    )
    record("line_written", visit, by.ref, side=side)
    mails.pass_on_a_line(visit, line)
    return line


def _must_be_sayable(visit: Visit) -> None:
    today = today_at(visit.host)
    if State(visit.state) not in ACCEPTED_ONCE:
        raise Refusal("visit_has_moved_on", state=visit.state)
    if today < visit.first_day:
        raise Refusal("too_early_to_say", day=visit.first_day)
    if visit.last_day < today and not may_still_be_said(visit.last_day, today):
        raise Refusal("too_late_to_say")


def _state_now(visit: Visit) -> State:
    """Only a visit whose days are over changes its state by what is said of it."""
    state = State(visit.state)
    if state not in (State.CLOSED, State.NO_SHOW):
        return state
    return state_after_what_was_said(state, by_visitor=visit.happened_says_visitor, by_host=visit.happened_says_host)
