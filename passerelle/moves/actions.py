"""What can be done with a file of another program: send it, say what its columns are, look at it, take it in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from passerelle.invoices.models import Tax
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members.access import may_enter_members
from passerelle.members.actions import Report, Wish, take_in_lines, weigh_lines
from passerelle.members.rules.roster import Column, RosterIsUnreadable, headings_of
from passerelle.members.rules.taking_in import Line
from passerelle.moves.models import Move
from passerelle.moves.queries import plans_by_name
from passerelle.moves.rules import LONGEST_PLAN, MOST_PLANS, Brought, Proposed, read_move
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at

KEPT_FOR = timedelta(days=7)
"""A file that nobody takes in for so long is let go of: it holds names and addresses."""
MOST_LINES_KEPT = 1000
NAMING = (Column.NAME, Column.GIVEN_NAME, Column.ADDRESS)


@dataclass(frozen=True)
class Wished:
    """How a proposed plan is to be made: its name, what it costs, for how long it is, and whether it is on sale."""

    name: str
    price: int
    kind: Kind = Kind.MONTH
    is_sold: bool = False
    tax: Tax | None = None


@dataclass(frozen=True)
class Seen:
    """What would come of a file: its columns, the plans that the space does not have, and each line."""

    brought: Brought
    proposed: tuple[Proposed, ...]
    report: Report


@dataclass(frozen=True)
class Taking:
    """How a file is taken in: plans to be made, by their keys; a plan that is not named leaves its members without one.

    Nobody is told unless `is_told`.
    """

    plans: Mapping[str, Wished] = field(default_factory=dict)
    is_told: bool = False


@transaction.atomic
def send_move(space: Space, file_name: str, content: bytes, *, by: Person) -> Move:
    """Keep a file to be looked at; nothing of it is taken in. Raises NotFound, Refusal for what is no table at all."""
    if not may_enter_members(by, space):
        raise NotFound
    with _refusing():
        headings_of(content)
    move = Move.objects.create(space=space, file_name=file_name[-120:], content=content, sent_by=by.ref)
    write_down("move_sent", about=move.ref, actor=by.ref, space=space.ref, size=len(content))
    return move


def choose_columns(move: Move, columns: Mapping[str, Column | None], *, by: Person) -> None:
    """These headings are what is said of them, whatever they are called. Raises NotFound, Refusal `move_is_over`."""
    if not may_enter_members(by, move.space):
        raise NotFound
    move.columns = {heading: str(column) if column else None for heading, column in columns.items()}
    if not Move.objects.filter(pk=move.pk).exclude(content=b"").update(columns=move.columns):
        raise Refusal("move_is_over")


def look_at(move: Move, *, by: Person) -> Seen:
    """What would come of the file; nothing is changed. Raises NotFound, Refusal as `read_roster`, `move_is_over`."""
    if not may_enter_members(by, move.space):
        raise NotFound
    brought = _read(move)
    known = plans_by_name(move.space)
    to_be = {plan.key: known.get(plan.key) or _not_yet(move.space, plan) for plan in brought.plans}
    report = weigh_lines(move.space, brought.roster, {line: to_be[key] for line, key in brought.plan_of.items()})
    return Seen(brought, tuple(plan for plan in brought.plans if plan.key not in known), report)


@transaction.atomic
def take_in_move(move: Move, taking: Taking, *, by: Person) -> Report:
    """Make the plans that are wished, and enter everybody on theirs; once, even if it is pressed twice at once.

    Raises NotFound; Refusal as `read_roster`, `move_is_over`, `too_many_plans`, `plan_is_wrong`.
    """
    space = move.space
    if not may_enter_members(by, space):
        raise NotFound
    held = Move.objects.select_for_update(of=("self",), no_key=True).select_related("space").get(pk=move.pk)
    brought = _read(held)
    plans = plans_by_name(space)
    wished = {key: said for key, said in taking.plans.items() if key not in plans}
    if len(wished) > MOST_PLANS:
        raise Refusal("too_many_plans", most=MOST_PLANS)
    for plan in brought.plans:
        if plan.key in wished:
            plans[plan.key] = _make(space, wished[plan.key], by)
    on_plans = {line: plans[key] for line, key in brought.plan_of.items() if key in plans}
    report = take_in_lines(space, brought.roster, Wish(on_plans, is_told=taking.is_told), by=by)
    kept = _written(report, len(wished))
    Move.objects.filter(pk=move.pk).update(content=b"", taken_in_at=clock.now(), report=kept)
    write_down("move_taken_in", about=move.ref, actor=by.ref, space=space.ref, plans=len(wished), **report.counts)
    return report


def leave_move(move: Move, *, by: Person) -> None:
    """Nothing of the file is kept. Raises NotFound."""
    if not may_enter_members(by, move.space):
        raise NotFound
    Move.objects.filter(pk=move.pk, taken_in_at=None).delete()


def let_go_of_old_moves(now: datetime) -> int:
    """Files that nobody took in for a week are kept no longer; how many."""
    return Move.objects.filter(taken_in_at=None, sent_at__lt=now - KEPT_FOR).delete()[0]


def _read(move: Move) -> Brought:
    if not move.waits:
        raise Refusal("move_is_over")
    chosen = {heading: Column(said) if said else None for heading, said in move.columns.items()}
    with _refusing():
        return read_move(bytes(move.content), move.space.currency, today_at(move.space), chosen)


@contextmanager
def _refusing() -> Iterator[None]:
    """A file that cannot be read is a polite no."""
    try:
        yield
    except RosterIsUnreadable as unreadable:
        raise Refusal(unreadable.code, **unreadable.facts) from unreadable


def _not_yet(space: Space, plan: Proposed) -> Plan:
    """A plan as it might be, kept nowhere: whoever is put on it is changed by that."""
    return Plan(space=space, name_en=plan.name, carries_visa=plan.kind in (Kind.MONTH, None))


def _make(space: Space, wished: Wished, by: Person) -> Plan:
    name = " ".join(wished.name.split())[:LONGEST_PLAN]
    described = Described(name, name, wished.kind, wished.price)
    return offer_plan(space, described, by=by, tax=wished.tax, offered=wished.is_sold)


def _written(report: Report, plans: int) -> dict[str, Any]:
    """What stays of a report: how many lines became what, and those that were refused."""
    refused = [_line(line) for line in report.lines if line.flaw][:MOST_LINES_KEPT]
    return {"counts": report.counts, "plans": plans, "refused": refused}


def _line(line: Line) -> dict[str, Any]:
    """Where a line was refused and why; whoever stands on it is not named: they are nobody's member here."""
    flaw = line.flaw
    assert flaw is not None
    found = "…" if flaw.column in NAMING else flaw.found
    return {
        "line": line.number,
        "column": str(flaw.column),
        "code": flaw.code,
        "found": found,
        "other_line": flaw.other_line,
    }
