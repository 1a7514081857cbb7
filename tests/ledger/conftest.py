"""Books of a network with the accounts that most tests need."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pytest

from passerelle.ledger.actions import open_account
from passerelle.ledger.models import Account
from passerelle.ledger.rules import Draft, Move

BOOK, TREASURER = "network:1", "person:9"
MONDAY = date(2027, 1, 4)


@dataclass
class Accounts:
    """Accounts of one book, opened when they are first named."""

    book: str = BOOK

    @cached_property
    def bank(self) -> Account:
        return self.open("bank", self.book, "EUR")

    @cached_property
    def credits(self) -> Account:
        return self.open("credits", "person:7", "EUR")

    @cached_property
    def owed(self) -> Account:
        return self.open("owed_to_space", "space:2", "EUR")

    @cached_property
    def owed_in_hkd(self) -> Account:
        return self.open("owed_to_space", "space:3", "HKD")

    def open(self, kind: str, owner: str, currency: str) -> Account:
        return open_account(self.book, kind, owner, currency, by=TREASURER)


def draft(
    key: str, *moves: tuple[Account, Account, int], on: date = MONDAY, cause: str = "pass:1", line: str = ""
) -> Draft:
    told = [Move(whence.pk, where.pk, amount) for whence, where, amount in moves]
    return Draft(cause, key, on, told, line)


@pytest.fixture
def ours(db: None) -> Accounts:
    return Accounts()
