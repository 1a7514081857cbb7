"""The chart of accounts: what a network in paid mode keeps books on. Plain Python.

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
    CREDITS = "credits"
    OWED_TO_SPACE = "owed_to_space"
    CARRIED_OVER = "carried_over"
    PAYOUT = "payout"
    REFUND = "refund"
    TAX_OWED = "tax_owed"
    EXCHANGE = "exchange"
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
_SPACE = ("space",)
_HOLDER = ("person", "pass")

CHART: Mapping[Kind, Place] = {
    Kind.BANK: Place(Root.ASSETS, _NETWORK, "what lies in the network’s bank account"),
    Kind.TILL: Place(Root.ASSETS, _NETWORK, "cash in the network’s own hands"),
    Kind.CARD_CLEARING: Place(Root.ASSETS, _NETWORK, "paid by card, and not yet paid out by the card processor"),
    Kind.COLLECTED: Place(Root.ASSETS, _SPACE, "what a space took in for the network and owes it"),
    Kind.REQUESTED: Place(Root.ASSETS, _SPACE, "what a space was asked to pay after a month’s end"),
    Kind.DISPUTED: Place(Root.ASSETS, _HOLDER, "taken back by a holder’s bank while a payment is contested"),
    Kind.CREDITS: Place(Root.LIABILITIES, _HOLDER, "what a holder paid for credits that are not used yet"),
    Kind.OWED_TO_SPACE: Place(Root.LIABILITIES, _SPACE, "days sold to the network in months that are not closed"),
    Kind.CARRIED_OVER: Place(Root.LIABILITIES, _SPACE, "too little to be worth a transfer; counts in the next month"),
    Kind.PAYOUT: Place(Root.LIABILITIES, _SPACE, "settled, and on its way to a space"),
    Kind.REFUND: Place(Root.LIABILITIES, _HOLDER, "promised back to a holder, and not yet paid"),
    Kind.TAX_OWED: Place(Root.LIABILITIES, ("tax",), "tax taken in, one account for each rate (tax:be_21)"),
    Kind.EXCHANGE: Place(Root.EQUITY, _NETWORK, "what was changed into another currency, and out of it"),
    Kind.COMMISSION: Place(Root.INCOME, _NETWORK, "what the network keeps of a space’s days"),
    Kind.CREDIT_RESULT: Place(Root.INCOME, _NETWORK, "what a credit brought beyond the host’s price; or cost"),
    Kind.ROUNDING: Place(Root.EXPENSES, _NETWORK, "parts of a cent, when a rate does not come out even"),
    Kind.FEES: Place(Root.EXPENSES, _NETWORK, "what banks and card processors keep"),
}
