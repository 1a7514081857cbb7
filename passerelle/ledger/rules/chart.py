"""The chart of accounts: what a network in paid mode keeps books on, and a space that sells. Plain Python.

docs/money.md tells it with examples. An account is opened by kind, owner and currency. A posting goes from one account
to another: what leaves an account is its credit, what reaches it its debit, as bookkeepers say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Root(StrEnum):
    """The five families of accounts that every bookkeeping program knows."""

    ASSETS = "Assets"
    LIABILITIES = "Liabilities"
    EQUITY = "Equity"
    INCOME = "Income"
    EXPENSES = "Expenses"


class Kind(StrEnum):
    """What an account is for."""

    BANK = "bank"
    TILL = "till"
    CARD_CLEARING = "card_clearing"
    COLLECTED = "collected"
    REQUESTED = "requested"
    DISPUTED = "disputed"
    OWED_BY_HOLDER = "owed_by_holder"
    OWED_BY_MEMBER = "owed_by_member"
    TAX_RECLAIMED = "tax_reclaimed"
    CREDITS = "credits"
    OWED_TO_SPACE = "owed_to_space"
    CARRIED_OVER = "carried_over"
    PAYOUT = "payout"
    REFUND = "refund"
    UNKNOWN_RECEIPT = "unknown_receipt"
    TAX_OWED = "tax_owed"
    EXCHANGE = "exchange"
    SOLD = "sold"
    COMMISSION = "commission"
    CREDIT_RESULT = "credit_result"
    ROUNDING = "rounding"
    FEES = "fees"


@dataclass(frozen=True)
class Place:
    """Where a kind stands on the chart: its family, whose it can be, and what its balance says."""

    root: Root
    owners: tuple[str, ...]
    says: str

    @property
    def grows_with_debit(self) -> bool:
        """Whether the balance counts what came in less what went out (bank), or the other way round (debts, income)."""
        return self.root in (Root.ASSETS, Root.EXPENSES)


_NETWORK = ("network",)
_SELLER = ("network", "space")
_SPACE = ("space",)
_HOLDER = ("person", "pass")
_PAYER = (*_HOLDER, "stay")

CHART: Mapping[Kind, Place] = {
    Kind.BANK: Place(Root.ASSETS, _SELLER, "what lies in the bank account of whoever keeps the book"),
    Kind.TILL: Place(Root.ASSETS, _SELLER, "cash in their own hands"),
    Kind.CARD_CLEARING: Place(Root.ASSETS, _SELLER, "paid by card, and not yet paid out by the card processor"),
    Kind.COLLECTED: Place(Root.ASSETS, _SPACE, "what a space took in for the network and owes it"),
    Kind.REQUESTED: Place(Root.ASSETS, _SPACE, "what a space was asked to pay after a month’s end"),
    Kind.DISPUTED: Place(Root.ASSETS, _PAYER, "taken back by a payer’s bank while a payment is contested"),
    Kind.OWED_BY_HOLDER: Place(Root.ASSETS, _HOLDER, "used on account, and paid with the month’s invoice"),
    Kind.OWED_BY_MEMBER: Place(Root.ASSETS, ("person",), "sold to a member by the space, and not paid yet"),
    Kind.TAX_RECLAIMED: Place(Root.ASSETS, ("tax",), "tax that spaces charged the network, one account for each rate"),
    Kind.CREDITS: Place(Root.LIABILITIES, _PAYER, "what a holder paid for credits or a stay that are not used yet"),
    Kind.OWED_TO_SPACE: Place(Root.LIABILITIES, _SPACE, "days sold to the network in months that are not closed"),
    Kind.CARRIED_OVER: Place(Root.LIABILITIES, _SPACE, "too little to be worth a transfer; counts in the next month"),
    Kind.PAYOUT: Place(Root.LIABILITIES, _SPACE, "settled, and on its way to a space"),
    Kind.REFUND: Place(Root.LIABILITIES, _PAYER, "promised back to a holder, and not yet paid"),
    Kind.UNKNOWN_RECEIPT: Place(Root.LIABILITIES, _SELLER, "came in, and nobody knows yet for what"),
    Kind.TAX_OWED: Place(Root.LIABILITIES, ("tax",), "tax taken in, one account for each rate (tax:be_21)"),
    Kind.EXCHANGE: Place(Root.EQUITY, _NETWORK, "what was changed into another currency, and out of it"),
    Kind.SOLD: Place(Root.INCOME, ("tax",), "what the space sold to its members, one account for each rate"),
    Kind.COMMISSION: Place(Root.INCOME, _NETWORK, "what the network keeps of a space’s days"),
    Kind.CREDIT_RESULT: Place(Root.INCOME, _NETWORK, "what a credit brought beyond the host’s price; or cost"),
    Kind.ROUNDING: Place(Root.EXPENSES, _NETWORK, "parts of a cent, when a rate does not come out even"),
    Kind.FEES: Place(Root.EXPENSES, _SELLER, "what banks and card processors keep"),
}

IN_A_SPACES_BOOK = frozenset(
    {
        Kind.BANK,
        Kind.TILL,
        Kind.CARD_CLEARING,
        Kind.DISPUTED,
        Kind.OWED_BY_MEMBER,
        Kind.UNKNOWN_RECEIPT,
        Kind.TAX_OWED,
        Kind.SOLD,
        Kind.FEES,
    }
)
ONLY_IN_A_SPACES_BOOK = frozenset({Kind.OWED_BY_MEMBER, Kind.SOLD})


def may_stand_in(book: str, kind: Kind, owner: str) -> bool:
    """Whether the books of `book` (`network:7`, `space:3`) have such an account: each its own money and kinds."""
    if CHART[kind].owners == _SELLER:
        return owner == book
    return kind in IN_A_SPACES_BOOK if book.startswith("space:") else kind not in ONLY_IN_A_SPACES_BOOK


class Group(StrEnum):
    """What one asks of books at a glance: in, to come and contested come to what is owed, changed and kept together."""

    IN = "in"
    TO_COME = "to_come"
    CONTESTED = "contested"
    OWED = "owed"
    CHANGED = "changed"
    KEPT = "kept"

    @property
    def grows_with_debit(self) -> bool:
        """Whether its figure counts what came in less what went out of its accounts, or the other way round."""
        return self in (Group.IN, Group.TO_COME, Group.CONTESTED)


GROUPS: Mapping[Group, tuple[Kind, ...]] = {
    Group.IN: (Kind.BANK, Kind.TILL, Kind.CARD_CLEARING),
    Group.TO_COME: (Kind.COLLECTED, Kind.REQUESTED, Kind.OWED_BY_HOLDER, Kind.OWED_BY_MEMBER, Kind.TAX_RECLAIMED),
    Group.CONTESTED: (Kind.DISPUTED,),
    Group.OWED: (
        Kind.OWED_TO_SPACE,
        Kind.CARRIED_OVER,
        Kind.PAYOUT,
        Kind.CREDITS,
        Kind.REFUND,
        Kind.UNKNOWN_RECEIPT,
        Kind.TAX_OWED,
    ),
    Group.CHANGED: (Kind.EXCHANGE,),
    Group.KEPT: (Kind.SOLD, Kind.COMMISSION, Kind.CREDIT_RESULT, Kind.ROUNDING, Kind.FEES),
}
"""Every kind stands in one."""
