"""What the life of a pass says in the books of its network."""

from collections.abc import Iterable
from datetime import date

from passerelle.ledger.actions import open_accounts, post
from passerelle.ledger.queries import day_to_book
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.chart import Kind
from passerelle.passes.models import Pass

Side = tuple[Kind, str]
"""An account by its kind and whose it is."""


def book(of_pass: Pass, key: str, on: date, moves: Iterable[tuple[Side, Side, int]], *, by: str) -> None:
    """One entry about a pass, in the currency in which it was sold; what is nothing is left out, also as a whole."""
    owner, currency = of_pass.network.ref, of_pass.sold.currency
    listed = [((*whence, currency), (*where, currency), amount) for whence, where, amount in moves if amount]
    if listed:
        opened = open_accounts(owner, (name for move in listed for name in move[:2]), by=by)
        posted = [Move(opened[whence].pk, opened[where].pk, amount) for whence, where, amount in listed]
        post(owner, Draft(of_pass.ref, key, day_to_book(owner, on), posted), by=by)


def credits_of(of_pass: Pass) -> Side:
    """What the holder paid for credits that are not used yet."""
    return Kind.CREDITS, of_pass.ref


def refund_to(of_pass: Pass) -> Side:
    """What was promised back to the holder."""
    return Kind.REFUND, of_pass.ref


def tax_of(of_pass: Pass) -> Side:
    """The tax under which it was sold."""
    return Kind.TAX_OWED, f"tax:{of_pass.sold.tax}"


def result_of(of_pass: Pass) -> Side:
    """What credits brought the network, or cost it."""
    return Kind.CREDIT_RESULT, of_pass.network.ref
