"""What a holder is invoiced for a closed month: read from what moved in the books. Plain Python.

What moves between what is sold and whoever pays is sold; what moves among those who pay (a transfer that comes, a
refund that leaves) or among what is sold (a credit that is used) is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from passerelle.invoices.rules.drafts import DocumentKind, Draft, DraftLine, Side, TaxLine
from passerelle.ledger.rules.chart import Kind

SOLD = frozenset({Kind.CREDITS, Kind.TAX_OWED, Kind.OWED_TO_SPACE, Kind.EXCHANGE})
PAID_FROM = frozenset(
    {Kind.OWED_BY_HOLDER, Kind.BANK, Kind.CARD_CLEARING, Kind.TILL, Kind.COLLECTED, Kind.REFUND, Kind.DISPUTED}
)
Moved = Mapping[tuple[str, str], int]


def sold_by(moved: Moved) -> tuple[int, int]:
    """What one entry sells, tax included, and the tax of it; less than nothing for what it takes back."""
    gross = sum(_signed(whence, where, SOLD) * amount for (whence, where), amount in moved.items())
    tax = sum(_signed(whence, where, {Kind.TAX_OWED}) * amount for (whence, where), amount in moved.items())
    return gross, tax


def _signed(whence: str, where: str, sold: Iterable[str]) -> int:
    return (whence in sold and where in PAID_FROM) - (where in sold and whence in PAID_FROM)


@dataclass(frozen=True)
class Line:
    """One thing that was sold, or taken back (then less than nothing, and `of` says of which month it was)."""

    text: str
    on: date
    gross: int
    tax: int
    treated: TaxLine
    of: date | None = None

    @property
    def drafted(self) -> DraftLine:
        """As it stands on a document, its day beside it."""
        net = self.gross - self.tax
        sign = -1 if net < 0 else 1
        return DraftLine(self.text, Decimal(sign), abs(net), net, self.treated, self.on)

    @property
    def back(self) -> "Line":
        """As a credit note says it: what is credited is positive there."""
        return replace(self, gross=-self.gross, tax=-self.tax)


@dataclass(frozen=True)
class Bill:
    """Between whom, for which month (its first and last day), issued when, in which currency and language."""

    seller: Side
    buyer: Side
    month: date
    until: date
    issued_on: date
    currency: str
    language: str


@dataclass(frozen=True)
class ToPay:
    """What is asked of it, until when, under which reference; nothing where all was paid."""

    amount: int = 0
    due_on: date | None = None
    reference: str = ""


def invoice(bill: Bill, key: str, lines: Sequence[Line], asked: ToPay, notes: Sequence[str] = ()) -> Draft:
    """One invoice for all of it. What is not asked counts as paid: when it was bought, or by what was credited."""
    whole = sum(line.gross for line in lines)
    is_asked_here = 0 < asked.amount <= whole
    return replace(
        _draft(bill, DocumentKind.INVOICE, key, lines),
        due_on=asked.due_on if is_asked_here else None,
        payment_reference=asked.reference if is_asked_here else "",
        paid=max(0, whole - asked.amount),
        notes=tuple(notes),
    )


def credit_note(bill: Bill, key: str, lines: Sequence[Line], answers: str) -> Draft:
    """What was taken back of one invoice that was issued before."""
    back = [line.back for line in lines]
    return replace(_draft(bill, DocumentKind.CREDIT_NOTE, f"{key}/{answers}", back), answers=answers)


def _draft(bill: Bill, kind: DocumentKind, key: str, lines: Sequence[Line]) -> Draft:
    return Draft(
        kind=kind,
        key=key,
        cause=f"month:{bill.month:%Y-%m}",
        issuer=bill.seller,
        buyer=bill.buyer,
        currency=bill.currency,
        issued_on=bill.issued_on,
        lines=[line.drafted for line in lines],
        language=bill.language,
        since=bill.month,
        until=bill.until,
        charged=sum(line.gross for line in lines),
    )
