"""The documents of a closed month, before they have numbers. Plain Python."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from passerelle.invoices.rules.drafts import DocumentKind, Draft, DraftLine, Side, TaxLine


@dataclass(frozen=True)
class Sold:
    """Days of one sort at one price; a day that was given back has a price below nothing."""

    text: str
    price: int


@dataclass(frozen=True)
class Month:
    """What a document of a month is about: its first and last day, and the day on which it is issued."""

    since: date
    until: date
    issued_on: date

    @property
    def cause(self) -> str:
        """How documents name it."""
        return f"month:{self.since:%Y-%m}"


@dataclass(frozen=True)
class Billed:
    """What is to be said between two sides: what was sold, less the commission, under one tax, in one currency.

    `before` is the number of the last document of the same kind, which a credit note answers.
    """

    seller: Side
    buyer: Side
    currency: str
    tax: TaxLine
    sold: Iterable[Sold]
    commission: int = 0
    commission_text: str = "Commission"
    language: str = "fr"
    before: str = ""


def key_of_document(month: date, seller: str, currency: str) -> str:
    """What makes the document of a space's month one, however often it is asked for."""
    return f"month:{month:%Y-%m}/{seller}/{currency}"


def self_billed(month: Month, told: Billed) -> Draft:
    """What a space sold to the network, written by the network in its name. Less than nothing makes a credit note."""
    lines = _lines(told)
    whole = sum(line.net for line in lines)
    back = whole < 0
    if back:
        lines = [_turned(line) for line in lines]
    return Draft(
        kind=DocumentKind.SELF_BILLED_CREDIT_NOTE if back else DocumentKind.SELF_BILLED,
        key=key_of_document(month.since, told.seller.ref, told.currency),
        cause=month.cause,
        issuer=told.seller,
        buyer=told.buyer,
        currency=told.currency,
        issued_on=month.issued_on,
        lines=lines,
        language=told.language,
        answers=told.before if back else "",
        since=month.since,
        until=month.until,
    )


def _lines(told: Billed) -> list[DraftLine]:
    """One line for each sort and price, the commission taken off last."""
    counted: defaultdict[tuple[str, int], int] = defaultdict(int)
    for one in told.sold:
        counted[one.text, abs(one.price)] += 1 if one.price > 0 else -1
    lines = [
        DraftLine(text, Decimal(days), price, days * price, told.tax)
        for (text, price), days in sorted(counted.items())
        if days
    ]
    if told.commission:
        off = -1 if told.commission > 0 else 1
        amount = abs(told.commission)
        lines.append(DraftLine(told.commission_text, Decimal(off), amount, off * amount, told.tax))
    return lines


def _turned(line: DraftLine) -> DraftLine:
    return DraftLine(line.text, -line.quantity, line.unit_price, -line.net, line.tax, line.on)
