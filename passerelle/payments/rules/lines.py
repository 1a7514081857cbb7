"""What a bank's file tells: amounts that came to an account, each once. Plain Python."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from babel.numbers import get_currency_precision

from passerelle.payments.rules.references import references_in

MOST_BYTES = 5_000_000
MOST_LINES = 20_000
MOST_AMOUNT = 10**13
LONGEST_SAID, LONGEST_WHO = 300, 140
CODE = re.compile(r"[A-Z]{3}")
"""A currency, as files name it."""
WHO_FOR_CERTAIN = 18
"""So many letters of a name every form of a bank's file tells."""


class StatementIsWrong(ValueError):
    """The file cannot be read as a bank's. `code` says why, `line` where, if it is one line's fault."""

    def __init__(self, code: str, line: int = 0, what: str = "") -> None:
        super().__init__(code)
        self.code, self.line, self.what = code, line, what


@dataclass(frozen=True)
class BankLine:
    """One amount in minor units that came to the account on a day, with what the payer said and who that was."""

    on: date
    amount: int
    currency: str
    said: str = ""
    who: str = ""
    number: int = 0  # the line of the file on which it stands, where files have lines

    @property
    def references(self) -> list[str]:
        """The structured references in what the payer said."""
        return references_in(self.said)


@dataclass(frozen=True)
class BankFile:
    """What was read: what came in, how many lines were left aside since money left by them, and for which account.

    `iban` is empty where the file does not say it.
    """

    lines: list[BankLine] = field(default_factory=list)
    left_aside: int = 0
    iban: str = ""


def keyed(lines: Iterable[BankLine]) -> list[tuple[str, BankLine]]:
    """Each line with its key: the same line of another file, even of another form, has the same one.

    Banks number their lines in some forms only; what every form has is day, amount, what was said and, cut at different
    lengths, who said it. Two lines that are alike in one file are two payments, and are counted.
    """
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        alike = f"{line.on.isoformat()}|{line.amount}|{line.currency}|{_said_for_certain(line)}"
        seen[alike] += 1
        found.append((hashlib.sha256(f"{alike}|{seen[alike]}".encode()).hexdigest()[:40], line))
    return found


def is_a_banks_day(day: date) -> bool:
    """Whether a bank that people use today can have written it: a year of two digits, or none, is a slip."""
    return 2000 <= day.year < 2200


def minor_units(amount: Decimal, currency: str) -> int:
    """An amount as whole numbers of the currency's smallest unit. Raises ValueError for parts of it."""
    minor = amount.scaleb(get_currency_precision(currency))
    if abs(minor) > MOST_AMOUNT or minor != int(minor):
        raise ValueError(f"{amount} {currency} has parts of the smallest unit, or is more than books can hold.")
    return int(minor)


def one_line(text: str, longest: int) -> str:
    """Without line breaks and runs of blanks, cut where it is longer than is kept."""
    return re.sub(r"\s+", " ", text.replace("\x00", " ")).strip()[:longest]


def _said_for_certain(line: BankLine) -> str:
    """The reference where there is one: what else a bank writes beside it differs from form to form."""
    return "/".join(line.references) or f"{_letters(line.said)}|{_letters(line.who)[:WHO_FOR_CERTAIN]}"


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
