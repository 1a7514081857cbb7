"""The books as plain text, for hledger and for beancount. Plain Python.

Both programs add up for themselves: the text ends with what every account must hold, and either says so if it does not.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from passerelle.ledger.rules.chart import CHART, Kind


@dataclass(frozen=True)
class Named:
    """An account by what it is."""

    kind: str
    owner: str
    currency: str

    @property
    def path(self) -> str:
        """Its name in accounts of accounts, which both programs read: `Liabilities:Credits:Person-42`.

        Two accounts have one name only if they differ in currency alone.
        """
        kind = "".join(part.capitalize() for part in self.kind.split("_"))
        return f"{CHART[Kind(self.kind)].root}:{kind}:{_word(self.owner)}"


@dataclass(frozen=True)
class Moved:
    """One posting: an amount in minor units from one account to another."""

    from_account: Named
    to_account: Named
    amount: int


@dataclass(frozen=True)
class Kept:
    """One entry as it stands in the books."""

    number: int
    dated_on: date
    key: str
    cause: str
    actor: str
    line: str
    reverses: int | None
    moved: list[Moved]

    @property
    def facts(self) -> dict[str, str]:
        """What stands beside it."""
        reverses = {"reverses": str(self.reverses)} if self.reverses else {}
        return {"entry": str(self.number), "key": self.key, "cause": self.cause, "actor": self.actor} | reverses


@dataclass(frozen=True)
class Told:
    """One network's books: from which day on, each account with its balance on its own side, every entry by day."""

    book: str
    since: date
    accounts: list[tuple[Named, int]]
    entries: Iterator[Kept]


Digits = Callable[[str], int]
"""How many digits of a currency stand after the point."""


def in_hledger(told: Told, digits: Digits) -> Iterator[str]:
    """The lines of a journal for hledger (1.25 and later)."""
    yield f"; The books of {told.book}, for hledger"
    yield "decimal-mark ."
    for currency in _currencies(told):
        yield f"commodity 1000.{'0' * digits(currency)} {currency}"
    for path in _paths(told):
        yield f"account {path}"
    last = told.since
    for entry in told.entries:
        last = entry.dated_on
        tags = ", ".join(f"{name}:{value}" for name, value in entry.facts.items())
        yield f"\n{entry.dated_on} * {_for_hledger(entry.line or entry.cause)}  ; {tags}"
        yield from (f"    {line}" for line in _both_sides(entry, digits))
    yield f"\n{last} * what every account must hold"
    for account, held in told.accounts:
        yield f"    {account.path}  0 {account.currency} = {_signed(account, held, digits)}"


def in_beancount(told: Told, digits: Digits) -> Iterator[str]:
    """The lines of a ledger for beancount (3)."""
    yield f"; The books of {told.book}, for beancount"
    for path, currencies in _paths(told).items():
        yield f"{told.since} open {path} {','.join(currencies)}"
    last = told.since
    for entry in told.entries:
        last = entry.dated_on
        yield f'\n{entry.dated_on} * "{_for_beancount(entry.line or entry.cause)}"'
        yield from (f'  {name}: "{_for_beancount(value)}"' for name, value in entry.facts.items())
        yield from (f"  {line}" for line in _both_sides(entry, digits))
    yield ""
    for account, held in told.accounts:
        number, currency = _signed(account, held, digits).split(" ")
        yield f"{last + timedelta(days=1)} balance {account.path} {number} ~ 0 {currency}"


FORMATS: Mapping[str, Callable[[Told, Digits], Iterator[str]]] = {"hledger": in_hledger, "beancount": in_beancount}


def _both_sides(entry: Kept, digits: Digits) -> Iterator[str]:
    for moved in entry.moved:
        currency = moved.to_account.currency
        yield f"{moved.to_account.path}  {_amount(moved.amount, digits(currency))} {currency}"
        yield f"{moved.from_account.path}  {_amount(-moved.amount, digits(currency))} {currency}"


def _signed(account: Named, held: int, digits: Digits) -> str:
    """A balance as bookkeeping programs count: debts and income below nothing."""
    debit = held if CHART[Kind(account.kind)].grows_with_debit else -held
    return f"{_amount(debit, digits(account.currency))} {account.currency}"


def _amount(minor: int, after_the_point: int) -> str:
    whole, part = divmod(abs(minor), 10**after_the_point)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}.{part:0{after_the_point}}" if after_the_point else f"{sign}{whole}"


def _currencies(told: Told) -> list[str]:
    return sorted({account.currency for account, _ in told.accounts})


def _paths(told: Told) -> dict[str, list[str]]:
    """The names of the accounts, each with its currencies."""
    paths: dict[str, list[str]] = {}
    for account, _ in told.accounts:
        paths.setdefault(account.path, []).append(account.currency)
    return paths


def _word(reference: str) -> str:
    """A reference as part of a name: a capital first, and letters, digits and hyphens only.

    `person:42` becomes `Person-42`. What precedes the colon has no digit, so a 0 stands for its underscores; a
    hyphen or underscore behind it is said by two signs. So two references never become one word.
    """
    before, _, behind = reference.partition(":")
    spelt = re.sub("[-_]", lambda sign: "--" if sign[0] == "-" else "-0", behind)
    return before.capitalize().replace("_", "0") + (f"-{spelt}" if behind else "")


def _for_hledger(line: str) -> str:
    """A semicolon begins a comment there, and a bar parts the payee from the note."""
    return re.sub(r"\s+", " ", line.replace(";", ",").replace("|", "/")).strip() or "-"


def _for_beancount(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
