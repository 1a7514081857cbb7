"""How published rates are read, crossed and rounded. Plain Python.

A rate says how many units of a currency one euro buys, as the European Central Bank writes it. Amounts are whole
numbers of a currency's smallest unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any
from xml.parsers import expat

from babel.numbers import get_currency_precision

EURO = "EUR"
SIGNS = Context(prec=8)
"""Significant digits of a crossed rate; the bank publishes six at most. Eight also survive a column of SQLite."""
LASTS = timedelta(days=31)
"""A currency that the bank has not published for so long is one that it no longer publishes."""
MOST_BYTES = 20_000_000
"""The bank's whole history since 1999 is a third of this."""
_CUBE = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref Cube"


class NoRates(ValueError):
    """A text that is not what the bank publishes; it says why."""


@dataclass(frozen=True)
class Published:
    """One euro bought `value` of `currency`, as published on `day`."""

    currency: str
    day: date
    value: Decimal


@dataclass(frozen=True)
class Rate:
    """What one unit of a base currency buys of another; of the two published rates, the older is of the day `on`."""

    value: Decimal
    on: date


def read_published(text: bytes) -> list[Published]:
    """The rates in one of the bank's files (`eurofxref-daily.xml`, `-hist-90d.xml`, `-hist.xml`), in its order.

    A document type is refused before anything in it is read, so that no entity of one can grow. Raises NoRates.
    """
    if len(text) > MOST_BYTES:
        raise NoRates("it is larger than anything that the bank publishes")
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = reading.refuse
    parser.StartElementHandler = reading.begin
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise NoRates(f"it is no XML: {error}") from None
    if not reading.found:
        raise NoRates("it holds no rate")
    return reading.found


class _Reading:
    """What has been read so far: the bank nests a Cube for each currency in one for each day."""

    def __init__(self) -> None:
        self.day: date | None = None
        self.found: list[Published] = []

    def refuse(self, *_: Any) -> None:
        raise NoRates("it declares a document type, which the bank does not")

    def begin(self, name: str, told: dict[str, str]) -> None:
        if name != _CUBE:
            return
        if "time" in told:
            self.day = _day(told["time"])
        if "currency" in told:
            self.found.append(self._published(told))

    def _published(self, told: dict[str, str]) -> Published:
        if self.day is None:
            raise NoRates("a rate stands outside of any day")
        return Published(currency_of(told["currency"]), self.day, value_of(told.get("rate", "")))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoRates(f"{text[:20]!r} is no day") from None


def currency_of(text: str) -> str:
    """A currency as three capital letters. Raises NoRates."""
    if len(text) != 3 or not text.isascii() or not text.isalpha() or not text.isupper():
        raise NoRates(f"{text[:20]!r} is no currency")
    return text


def value_of(text: str) -> Decimal:
    """A rate as it was written: positive, below a million million, with six decimals at most. Raises NoRates."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise NoRates(f"{text[:20]!r} is no rate") from None
    if not value.is_finite() or not Decimal("0.000001") <= value < 10**12 or value != round(value, 6):
        raise NoRates(f"{text[:20]!r} is no rate")
    return value


def crossed(base: Published, other: Published) -> Rate:
    """How much of `other`'s currency one unit of `base`'s buys, by way of the euro, to eight significant digits."""
    value = SIGNS.divide(other.value, base.value) if base.value != 1 else other.value
    return Rate(round(value, 12), min(base.day, other.day))


def exactly(amount: int, rate: Decimal, *, of: str, into: str) -> Fraction:
    """`amount` minor units of the currency `of` in minor units of `into`, where one of `into` buys `rate` of `of`."""
    scale = Fraction(10) ** (get_currency_precision(into) - get_currency_precision(of))
    return Fraction(amount) / Fraction(rate) * scale


def changed(amount: int, rate: Decimal, *, of: str, into: str) -> int:
    """`exactly`, rounded to the nearest minor unit, halves up."""
    return rounded(exactly(amount, rate, of=of, into=into))


def changed_back(amount: int, rate: Decimal, *, of: str, into: str) -> int:
    """How many minor units of `of` make `amount` of `into`, to the nearest one, halves up."""
    return rounded(Fraction(amount) / exactly(1, rate, of=of, into=into))


def rounded(amount: Fraction) -> int:
    """To the nearest whole number, halves up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def rounding(changes: Iterable[tuple[Fraction, int]]) -> int:
    """What amounts that were each rounded come to less than they do together; negative where they come to more."""
    listed = list(changes)
    return rounded(sum((exact for exact, _ in listed), Fraction())) - sum(kept for _, kept in listed)
