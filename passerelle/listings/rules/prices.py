"""Prices as lists write them. They stay words: no currency is guessed. Plain Python."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from passerelle.kit.fold import fold

_MONTHS = "jan|feb|fev|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|aou|sep|oct|okt|nov|dec|dez"
_DATE = re.compile(
    rf"\d{{1,2}} (?:{_MONTHS})[a-z]*(?: \d{{2,4}})?|(?:{_MONTHS})[a-z]* \d{{1,4}}(?: \d{{2,4}})?"
    r"|\d{1,2} \d{1,2} (?:19|20)\d\d(?: 00 00(?: 00)?)?|(?:19|20)\d\d \d\d \d\d(?: ?t? ?00 00(?: 00)?)?"
)
_THREE_NUMBERS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
_MARK = re.compile(r"[0-5]")
_NOTHING_SAID = {"", "?", "na", "n a", "none", "null", "unknown", "inconnu", "yes", "no", "oui", "non"}


class Price(NamedTuple):
    """What one cell says a thing costs, or why it says no price; `what` is empty for a price of everything."""

    what: str
    said: str
    flaw: str = ""


def is_a_date(said: str) -> bool:
    """Whether a spreadsheet made a date of what was a price: "01-mai", "Jan-15", "12/05/2019"."""
    return bool(_DATE.fullmatch(fold(said)) or _THREE_NUMBERS.fullmatch(said.strip()))


def prices_of(cells: Sequence[tuple[str, str]]) -> list[Price]:
    """The prices in the cells of a row, each with what it is for. Empty cells say nothing."""
    return [
        Price(what, said, _flaw(what, said)) for what, said in cells if fold(said) not in _NOTHING_SAID or "€" in said
    ]


def in_words(prices: Sequence[Price]) -> str:
    """Sound prices in one line: "day: 15; fixed: 190"."""
    return "; ".join(f"{price.what}: {price.said}" if price.what else price.said for price in prices if not price.flaw)


def _flaw(what: str, said: str) -> str:
    if is_a_date(said):
        return "price_is_a_date"
    return "price_may_be_a_mark" if not what and _MARK.fullmatch(said) else ""
