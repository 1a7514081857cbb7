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


def credit_note_of_part(answered: Contents, billed: Billed, key: str) -> Draft:
    """A part of an invoice taken back: `billed` says which, with the days that are not used."""
    net = billed.gross - billed.tax
    lines = [DraftLine(billed.text, Decimal(1), net, net, billed.treated, billed.on)]
    return replace(credit_note(answered, billed.on), key=key, lines=lines, charged=billed.gross)


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
