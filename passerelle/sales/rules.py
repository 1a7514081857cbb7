"""What a sale says on its documents. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from passerelle.invoices.rules.contents import Contents
from passerelle.invoices.rules.drafts import DocumentKind, Draft, DraftLine, Side, TaxLine

MOST = 10_000_000
"""In minor units: more than that nobody asks for a desk."""


@dataclass(frozen=True)
class Billed:
    """One thing sold under one tax: `gross` is what it costs, `tax` what of that is tax, in minor units."""

    ref: str
    text: str
    gross: int
    tax: int
    treated: TaxLine
    currency: str
    on: date


@dataclass(frozen=True)
class ToPay:
    """How it is paid: what has come already, and until when, under which reference, the rest is asked."""

    paid: int
    due_on: date
    reference: str


def invoice(billed: Billed, issuer: Side, buyer: Side, asked: ToPay, language: str) -> Draft:
    """The invoice of a sale. What was paid at once is not asked for again."""
    net, waits = billed.gross - billed.tax, asked.paid < billed.gross
    return Draft(
        kind=DocumentKind.INVOICE,
        key=billed.ref,
        cause=billed.ref,
        issuer=issuer,
        buyer=buyer,
        currency=billed.currency,
        issued_on=billed.on,
        lines=[DraftLine(billed.text, Decimal(1), net, net, billed.treated, billed.on)],
        language=language,
        due_on=asked.due_on if waits else None,
        payment_reference=asked.reference if waits else "",
        paid=asked.paid,
        charged=billed.gross,
    )


def credit_note(answered: Contents, on: date, notes: Sequence[str] = ()) -> Draft:
    """The whole of an invoice taken back: to whom it was issued, whatever they are called today."""
    said = answered.draft
    return replace(
        said,
        kind=DocumentKind.CREDIT_NOTE,
        key=f"{said.key}/back",
        issued_on=on,
        due_on=None,
        payment_reference="",
        paid=0,
        answers=answered.number,
        notes=tuple(notes),
    )


def part_of_it(answered: Contents, line: str, parts: tuple[int, int], on: date, so_far: int) -> Draft:
    """A part of an invoice taken back: `parts` are what goes back, tax included, and the tax within it.

    `so_far` is what was taken back of it by then, this part included: it tells the parts from one another.
    """
    gross, tax = parts
    treated = answered.draft.lines[0].tax
    said = credit_note(answered, on)
    lines = [DraftLine(line, Decimal(1), gross - tax, gross - tax, treated, on)]
    return replace(said, key=f"{said.key}/{so_far}", lines=lines, charged=gross)
