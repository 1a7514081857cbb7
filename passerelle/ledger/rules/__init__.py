"""What the books may hold: the chart of accounts, and what an entry must be before it is posted. Plain Python."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from passerelle.kit.references import is_reference, kind_of
from passerelle.ledger.rules.chart import CHART, Kind, may_stand_in

CURRENCY = re.compile(r"[A-Z]{3}")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,99}")
LONGEST_LINE = 120
MOST_AMOUNT = 10**13
"""In minor units; a hundred thousand million euros. Nine hundred thousand of these still fit in a sum of 64 bits."""
MOST_MOVES = 1000


@dataclass(frozen=True)
class Move:
    """One posting to be: `amount` minor units go from one account to another, both named by their numbers."""

    from_account: int
    to_account: int
    amount: int

    @property
    def back(self) -> "Move":
        """The same amount the other way."""
        return Move(self.to_account, self.from_account, self.amount)


@dataclass(frozen=True)
class Draft:
    """An entry to be: what happened (`cause`, a reference), once (`key`), on which local day, and what moved.

    `line` says it in a few words of the program's own. It names nobody, since books outlive whoever they speak of.
    """

    cause: str
    key: str
    on: date
    moves: Sequence[Move]
    line: str = ""


def must_be_an_account(book: str, kind: str, owner: str, currency: str) -> None:
    """Raises ValueError for a kind that is not on the chart, an owner that it cannot have, or no currency; and for an
    account that the books of `book` cannot hold.
    """
    if kind not in CHART:
        raise ValueError(f"The chart of accounts knows no {kind!r}.")
    if not is_reference(owner) or kind_of(owner) not in CHART[Kind(kind)].owners:
        raise ValueError(f"An account of the kind {kind} cannot be {owner!r}'s.")
    if not may_stand_in(book, Kind(kind), owner):
        raise ValueError(f"The books of {book} have no account of the kind {kind} that is {owner!r}'s.")
    if not CURRENCY.fullmatch(currency):
        raise ValueError(f"A currency is three capital letters, not {currency!r}.")


def must_be_an_entry(draft: Draft) -> None:
    """Raises ValueError for what the books cannot hold: that is a mistake of the caller."""
    if not is_reference(draft.cause):
        raise ValueError(f"An entry names its cause by reference (visit:7), not {draft.cause!r}.")
    if not KEY.fullmatch(draft.key):
        raise ValueError(f"A key is a code of up to 100 signs, not {draft.key!r}.")
    if not is_a_line(draft.line):
        raise ValueError(f"A line is short, printable and names nobody; this one is not: {draft.line!r}.")
    if not 0 < len(draft.moves) <= MOST_MOVES:
        raise ValueError(f"An entry moves something, in at most {MOST_MOVES} postings; {draft.key} has none or more.")
    for move in draft.moves:
        _must_be_a_posting(move)


def is_a_line(text: str) -> bool:
    """Whether `text` may stand beside an entry for good: one short line without a mail address."""
    return len(text) <= LONGEST_LINE and text.isprintable() and "@" not in text


def first_of_each_key(drafts: Iterable[Draft]) -> dict[str, Draft]:
    """The drafts by their keys. Raises ValueError where one key stands for two different entries."""
    by_key: dict[str, Draft] = {}
    for draft in drafts:
        first = by_key.setdefault(draft.key, draft)
        if first is not draft and not is_the_same(first, draft):
            raise ValueError(f"The key {draft.key} stands for two entries in one lot.")
    return by_key


def is_the_same(one: Draft, other: Draft) -> bool:
    """Whether both say that the same amounts moved for the same cause, whatever the order."""
    return one.cause == other.cause and Counter(one.moves) == Counter(other.moves)


def _must_be_a_posting(move: Move) -> None:
    if isinstance(move.amount, bool) or not isinstance(move.amount, int) or not 0 < move.amount <= MOST_AMOUNT:
        raise ValueError(f"An amount is a positive whole number of minor units, not {move.amount!r}.")
    if move.from_account == move.to_account:
        raise ValueError("A posting moves something from one account to another one.")
