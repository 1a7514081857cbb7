"""What a document comes to: its lines, its tax, what is left to pay; and what a draft must be. Plain Python.

EN 16931 adds up the lines of each tax first and takes the tax of the sum (BR-CO-17), never line by line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from babel.numbers import list_currencies

from passerelle.invoices.rules import Category, tax_upon
from passerelle.invoices.rules.drafts import DocumentKind, Draft, DraftLine
from passerelle.kit.references import is_reference

CREDITS = (DocumentKind.CREDIT_NOTE, DocumentKind.SELF_BILLED_CREDIT_NOTE)
"""What is credited stands in them as a positive amount."""
MOST_AMOUNT = 10**13
LONGEST_KEY = 100
LONGEST_NAME = 160


@dataclass(frozen=True)
class TaxTotal:
    """The lines under one tax, added up, and the tax upon their sum, in minor units."""

    category: Category
    percent_bp: int
    reason: str
    net: int
    tax: int


@dataclass(frozen=True)
class Totals:
    """What a document comes to, in minor units. `rounding` is what EN 16931 calls BT-114: see `totals_of`."""

    net: int
    tax: int
    rounding: int
    paid: int
    taxes: tuple[TaxTotal, ...]

    @property
    def gross(self) -> int:
        """With tax, before what was paid."""
        return self.net + self.tax

    @property
    def payable(self) -> int:
        """What is left to pay."""
        return self.gross + self.rounding - self.paid


def totals_of(lines: Iterable[DraftLine], paid: int = 0, charged: int | None = None) -> Totals:
    """What these lines come to.

    A price that includes tax is not always a net amount and its tax: 100.00 with 21 % is 82.64 and 17.35, or 82.65 and
    17.36. Where what was paid is off by such a cent for each tax, the cent is rounding and nothing is left to pay.
    Where each line was charged with its own tax, what they came to together (`charged`) is what is to be paid.
    """
    taxes = tuple(_by_tax(lines))
    net, tax = sum(one.net for one in taxes), sum(one.tax for one in taxes)
    if charged is not None:
        return Totals(net, tax, charged - net - tax, paid, taxes)
    off = paid - net - tax
    could_be_off_by = sum(one.percent_bp > 0 for one in taxes)
    return Totals(net, tax, off if paid and abs(off) <= could_be_off_by else 0, paid, taxes)


def _by_tax(lines: Iterable[DraftLine]) -> Iterator[TaxTotal]:
    """Standard rates first, from the highest to the lowest, then the others by their letter."""
    in_order = sorted(lines, key=_tax_of)
    for (_, below, category), group in groupby(in_order, _tax_of):
        together = list(group)
        net, reasons = sum(line.net for line in together), dict.fromkeys(line.tax.reason for line in together)
        reason = "; ".join(reason for reason in reasons if reason)
        yield TaxTotal(Category(category), -below, reason, net, tax_upon(net, -below))


def _tax_of(line: DraftLine) -> tuple[bool, int, str]:
    return line.tax.category is not Category.STANDARD, -line.tax.percent_bp, line.tax.category.value


def worth_of(line: DraftLine) -> int:
    """What quantity times price comes to, in minor units, halves away from nothing."""
    return int((line.quantity * line.unit_price).quantize(Decimal(1), ROUND_HALF_UP))


def must_be_a_document(draft: Draft) -> None:
    """Raises ValueError for what no document can say: that is a mistake of whoever wrote the draft."""
    wrong = next(_wrongs(draft), None)
    if wrong:
        raise ValueError(wrong)


def _wrongs(draft: Draft) -> Iterator[str]:
    yield from _wrong_names(draft)
    yield from _wrong_days(draft)
    yield from _wrong_lines(draft.lines)
    if (draft.kind in CREDITS) != bool(draft.answers):
        yield "A credit note names the document that it answers, and nothing else does."
    totals = totals_of(draft.lines, draft.paid, draft.charged)
    if not 0 <= totals.gross <= MOST_AMOUNT or draft.paid < 0:
        yield "A document comes to nothing or more: what is given back is a credit note."
    if draft.charged is not None and abs(totals.rounding) > len(draft.lines):
        yield f"{draft.charged} is not what its lines come to, by more than a cent for each."


def _wrong_names(draft: Draft) -> Iterator[str]:
    for ref in (draft.cause, draft.issuer.ref, draft.buyer.ref):
        if not is_reference(ref):
            yield f"Parties and causes are named by reference, not {ref!r}."
    if draft.issuer.ref == draft.buyer.ref or not (draft.issuer.name and draft.buyer.name):
        yield "A document has two sides, and both have a name."
    if max(len(draft.issuer.name), len(draft.buyer.name)) > LONGEST_NAME:
        yield f"A name has up to {LONGEST_NAME} signs."
    if not 0 < len(draft.key) <= LONGEST_KEY:
        yield f"A key has up to {LONGEST_KEY} signs."
    if draft.currency not in list_currencies():
        yield f"{draft.currency!r} is no currency."


def _wrong_days(draft: Draft) -> Iterator[str]:
    if draft.due_on and draft.due_on < draft.issued_on:
        yield "It is due before it is issued."
    if draft.since and draft.until and draft.until < draft.since:
        yield "What it is about ends before it begins."


def _wrong_lines(lines: Sequence[DraftLine]) -> Iterator[str]:
    if not lines:
        yield "A document without lines says nothing."
    for line in lines:
        if not line.text:
            yield "A line says what it is for."
        if line.net != worth_of(line):
            yield f"{line.text}: {line.quantity} times {line.unit_price} is {worth_of(line)}, not {line.net}."
        if (line.tax.category is Category.STANDARD) != (line.tax.percent_bp > 0):
            yield f"{line.text}: a rate of tax is charged under S, and nothing is under any other letter."
