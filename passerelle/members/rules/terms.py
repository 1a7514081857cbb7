"""What of a paid term is not used, and what a change or a withdrawal comes to, line by line. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from passerelle.kit.shares import share_of

Span = tuple[date, date]
"""Days in a row, the second excluded."""


@dataclass(frozen=True)
class Bought:
    """A term as it was sold: `price` in minor units, tax included; `until` excluded, None without an end.

    `days` are those included, 0 where none are counted, of which `came` are used. On `paused` days nothing is.
    """

    sale: int
    price: int
    begins_on: date
    until: date | None
    line: str = ""
    days: int = 0
    came: int = 0
    is_bundle: bool = False
    paused: Sequence[Span] = ()


@dataclass(frozen=True)
class Unused:
    """One line of what is given back: `left` of `whole` days of the sale with this key, worth `amount`.

    `by_days` where the days are those that a plan includes, and not those of the calendar.
    """

    sale: int
    price: int
    left: int
    whole: int
    amount: int
    by_days: bool
    line: str = ""


@dataclass(frozen=True)
class Figures:
    """What a change on a day comes to: what is given back of each term, and the `price` of the new one.

    A withdrawal has no price. Amounts are in minor units, tax included.
    """

    on: date
    back: tuple[Unused, ...]
    price: int = 0

    @property
    def given_back(self) -> int:
        """All that is not used, together."""
        return sum(line.amount for line in self.back)

    @property
    def from_credit(self) -> int:
        """How much of the price is paid by what is given back."""
        return min(self.given_back, self.price)

    @property
    def to_pay(self) -> int:
        """What is left to pay."""
        return self.price - self.from_credit

    @property
    def paid_back(self) -> int:
        """What goes back to whoever paid."""
        return self.given_back - self.from_credit

    @property
    def shown(self) -> str:
        """All of it in a few signs, by which what a page has shown is known again."""
        lines = (f"{line.sale}:{line.left}/{line.whole}={line.amount}" for line in self.back)
        return " ".join((self.on.isoformat(), *lines, str(self.price)))


def days_between(since: date, until: date, paused: Sequence[Span] = ()) -> int:
    """How many days there are from `since` to `until`, excluded, without those that are paused."""
    away = sum(max(0, (min(until, end) - max(since, begin)).days) for begin, end in paused)
    return max(0, (until - since).days) - away


def unused(term: Bought, on: date) -> Unused:
    """What is not used of a term once the days before `on` are over.

    A bundle is counted by its days, a day, week or month by the calendar; where such a one includes so many days, by
    whichever leaves less. What is used is rounded to the nearest unit, halves up; the rest is given back.
    """
    found = []
    if term.days:
        found.append(_line(term, term.days, min(term.days, term.came), by_days=True))
    if not term.is_bundle and term.until is not None:
        whole = days_between(term.begins_on, term.until, term.paused)
        gone = days_between(term.begins_on, min(on, term.until), term.paused) if on > term.begins_on else 0
        found.append(_line(term, whole, gone, by_days=False))
    return min(found, key=lambda line: line.amount)


def _line(term: Bought, whole: int, gone: int, *, by_days: bool) -> Unused:
    amount = term.price - share_of(term.price, whole, gone) if whole else 0
    return Unused(term.sale, term.price, whole - gone, whole, amount, by_days, term.line)
