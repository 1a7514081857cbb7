"""Closing a month: shut it, settle one space after the other, seal it. Taken up again wherever it stopped.

Each step is a transaction that finds what is done already: a crash between two of them loses and doubles nothing. What
a month comes to is read from the books once it is shut, when nobody else can post into it any more.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import chain

from django.db import transaction

from passerelle.invoices.queries import party_of
from passerelle.jobs.actions import hasten
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.actions import seal_month, shut_month
from passerelle.ledger.queries import faults_in
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books
from passerelle.networks.models import Network
from passerelle.passes.queries.faults import faults_of_passes
from passerelle.people.models import Person
from passerelle.settlement.actions.bundles import draw_bundles
from passerelle.settlement.actions.documents import ROUND
from passerelle.settlement.actions.posting import post_rounding, post_statement
from passerelle.settlement.actions.transfers import draw_transfers
from passerelle.settlement.models import Closing, Conditions, Statement
from passerelle.settlement.queries import (
    closing_of,
    closings_begun,
    conditions_in_force,
    is_over_everywhere,
    next_to_close,
    owed_in,
    taxes_of_spaces,
    terms_of,
)
from passerelle.settlement.rules import Figures, figures
from passerelle.settlement.rules.states import StatementState

NO_TAX = ("", 0)
Step = Callable[[int, int], None]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """How a closing went: how many were settled, which spaces failed and why, whether the month is closed."""

    month: date
    settled: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    is_closed: bool = False


def close_month(network: Network, month: date, *, by: Person | str, step: Step | None = None) -> Report:
    """Begin, or take up where it stopped, and go on to the end; a month that is closed already stays as it is.

    `step` is told how many statements are done and how many there are. Raises as `begin_closing`.
    """
    closing = begin_closing(network, month, by=by)
    return _go_on(closing, step or (lambda done, out_of: None))


@transaction.atomic
def begin_closing(network: Network, month: date, *, by: Person | str) -> Closing:
    """Shut the month and put down for whom it has to be settled; the closing that was begun already, if one was.

    Raises NotFound; Refusal `month_is_not_over`, `month_before_is_open`, `no_conditions_are_set`, `books_have_faults`.
    """
    if isinstance(by, Person) and not may_keep_books(by, network):
        raise NotFound
    Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    begun = closing_of(network, month)
    if begun is not None:
        Statement.objects.filter(closing=begun, state=StatementState.DUE).update(failure="")  # to be tried again
        return begun
    conditions = must_be_ready(network, month)
    actor = by if isinstance(by, str) else by.ref
    shut_month(network.ref, month, by=actor)
    post_rounding(network, month, by=actor)
    closing = Closing.objects.create(network=network, month=month, conditions=conditions, begun_by=actor)
    Statement.objects.bulk_create(
        Statement(closing=closing, space_id=one.space, currency=one.currency, **asdict(one.held, dict_factory=_named))
        for one in owed_in(network, month)
    )
    write_down("closing_begun", about=network.ref, actor=actor, month=f"{month:%Y-%m}")
    return closing


def must_be_ready(network: Network, month: date) -> Conditions:
    """The conditions in force. Raises Refusal for each reason for which the month cannot be closed now."""
    if not is_over_everywhere(month, clock.now()):
        raise Refusal("month_is_not_over", month=month)
    if next_to_close(network) != month:
        raise Refusal("month_before_is_open", next=next_to_close(network) or month)
    conditions = conditions_in_force(network)
    if conditions is None:
        raise Refusal("no_conditions_are_set")
    if _has_faults(network):
        raise Refusal("books_have_faults")
    return conditions


def what_it_would_come_to(network: Network, month: date) -> list[tuple[int, str, Figures]]:
    """By space and currency, with nothing written: what closing the month now would give. Raises as `begin_closing`."""
    conditions = must_be_ready(network, month)
    taxes = taxes_of_spaces(network)
    return [
        (one.space, one.currency, figures(one.held, terms_of(conditions, taxes.get(one.space, NO_TAX)[1])))
        for one in owed_in(network, month)
    ]


def take_up_closings(now: datetime) -> int:
    """Go on with every closing that was begun and is not closed; how many statements were settled."""
    return sum(_go_on(closing, lambda done, out_of: None).settled for closing in closings_begun())


def _go_on(closing: Closing, step: Step) -> Report:
    if closing.closed_at is not None:
        return Report(closing.month, is_closed=True)
    due = list(Statement.objects.filter(closing=closing, state=StatementState.DUE).order_by("pk"))
    taxes = taxes_of_spaces(closing.network)
    settled, failed = 0, []
    for number, statement in enumerate(due, 1):
        why = _settle(closing, statement, taxes.get(statement.space_id, NO_TAX))
        settled += not why
        failed += [(statement.space.name, why)] if why else []
        step(number, len(due))
    return Report(closing.month, settled, failed, not failed and _finish(closing))


def _settle(closing: Closing, statement: Statement, tax: tuple[str, int]) -> str:
    """One space, in a transaction of its own: why it could not be, or nothing. The others go on."""
    try:
        with transaction.atomic():
            _post_and_keep(closing, statement, tax)
    except Exception as reason:
        logger.exception("The statement of %s for %s could not be settled", statement.space_id, closing)
        why = f"{type(reason).__name__}: {reason}"[:240]
        Statement.objects.filter(pk=statement.pk, state=StatementState.DUE).update(failure=why)
        return why
    return ""


def _post_and_keep(closing: Closing, statement: Statement, tax: tuple[str, int]) -> None:
    """The row is held, so that of two that close at once one posts and the other finds it settled."""
    kept = Statement.objects.select_for_update().get(pk=statement.pk)
    if kept.state == StatementState.SETTLED:
        return
    told = figures(kept.held, terms_of(closing.conditions, tax[1]))
    post_statement(closing, kept, told, tax[0])
    party = party_of(kept.space.ref)
    Statement.objects.filter(pk=kept.pk, state=StatementState.DUE).update(
        state=StatementState.SETTLED,
        commission=told.commission,
        tax=told.tax,
        net=told.net,
        outcome=told.outcome,
        tax_code=tax[0],
        tax_bp=tax[1],
        party=asdict(party) if party else {},
        failure="",
    )


def _finish(closing: Closing) -> bool:
    """Draw what money follows, seal the month in the books, and close it: all of it or nothing, once."""
    if _has_faults(closing.network):
        return False
    with transaction.atomic():
        if not Closing.objects.filter(pk=closing.pk, closed_at=None).update(closed_at=clock.now()):
            return True
        draw_transfers(closing)
        draw_bundles(closing)
        seal_month(closing.network.ref, closing.month, by=closing.begun_by)
        hasten(ROUND)
        write_down("month_closed", about=closing.network.ref, actor=closing.begun_by, month=f"{closing.month:%Y-%m}")
    return True


def _has_faults(network: Network) -> bool:
    """Whether the books, or what passes say beside them, do not hold together: asked before a closing and after."""
    book = [network.ref]
    return next(chain(faults_in(book), faults_of_passes(book)), None) is not None


def _named(pairs: list[tuple[str, int]]) -> dict[str, int]:
    """The amounts of `Held` under the names of a statement's columns."""
    return {"carried_in" if name == "carried" else name: amount for name, amount in pairs}
