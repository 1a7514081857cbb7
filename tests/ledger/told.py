"""The worked examples of docs/money.md, read from the docs themselves and posted into real books."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from babel.numbers import get_currency_precision

from passerelle.ledger.actions import open_account, post, reverse
from passerelle.ledger.models import Account
from passerelle.ledger.queries.entries import entries_by_key
from passerelle.ledger.rules import Draft, Move
from tests.house.walls import CHECKOUT

BOOK, BY = "network:1", "person:1"


@dataclass
class Posting:
    whence: str
    where: str
    amount: str


@dataclass
class Written:
    day: str
    key: str
    cause: str
    reverses: str = ""
    postings: list[Posting] = field(default_factory=list)


@dataclass
class Example:
    title: str
    entries: list[Written]
    balances: dict[tuple[str, str], int]
    book: str = BOOK


def examples() -> list[Example]:
    told = (CHECKOUT / "docs/money.md").read_text().partition("## Worked examples")[2]
    return [_example(part) for part in re.split(r"^### ", told, flags=re.M)[1:]]


def chart() -> list[list[str]]:
    """The rows of the chart of accounts."""
    told = (CHECKOUT / "docs/money.md").read_text().partition("## The chart of accounts")[2]
    return _tables(told.partition("\n## ")[0])[0]


def post_all(example: Example) -> None:
    book = example.book
    for entry in example.entries:
        if entry.reverses:
            reverse(entries_by_key(book).get(key=entry.reverses), entry.key, cause=entry.cause, by=BY)
        else:
            moves = [_move(posting, book) for posting in entry.postings]
            post(book, Draft(entry.cause, entry.key, date.fromisoformat(entry.day), moves, "From the docs"), by=BY)


def account(name: str, currency: str, book: str = BOOK) -> Account:
    kind, owner = name.split(" ")
    return open_account(book, kind, owner, currency, by=BY)


def minor(amount: str) -> tuple[int, str]:
    """`12.31 EUR` as minor units and a currency."""
    number, currency = amount.split(" ")
    return int(Decimal(number).scaleb(get_currency_precision(currency))), currency


def _move(posting: Posting, book: str) -> Move:
    amount, currency = minor(posting.amount)
    return Move(account(posting.whence, currency, book).pk, account(posting.where, currency, book).pk, amount)


def _example(part: str) -> Example:
    entries, balances = _tables(part)
    held = {}
    for name, said in balances:
        amount, currency = minor(said)
        held[name, currency] = amount
    of_another = re.search(r"books of `(space:\d+)`", part)
    return Example(part.partition("\n")[0], _entries(entries), held, of_another[1] if of_another else BOOK)


def _entries(rows: list[list[str]]) -> list[Written]:
    entries: list[Written] = []
    for day, key, cause, whence, where, amount in rows:
        if key:
            entries.append(Written(day, key, cause, reverses=where if whence == "reverses" else ""))
        if amount:
            entries[-1].postings.append(Posting(whence, where, amount))
    return entries


def _tables(text: str) -> list[list[list[str]]]:
    """Every table of the text as rows of cells, its head left out."""
    tables = re.findall(r"(?:^\|.*\n?)+", text, flags=re.M)
    return [[_cells(line) for line in table.strip().splitlines()[2:]] for table in tables]


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
