"""What a month comes to between a network and one space, and which postings settle it. Plain Python."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from passerelle.invoices.rules import tax_upon

WHOLE_BP = 10_000


class Outcome(StrEnum):
    """What becomes of a net amount. What is too small either way counts in the next month."""

    PAYOUT = "payout"
    REQUEST = "request"
    CARRIED = "carried"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Terms:
    """What was agreed for a month: the commission and the tax in hundredths of a percent, the smallest transfer."""

    commission_bp: int
    smallest: int
    tax_bp: int = 0


@dataclass(frozen=True)
class Held:
    """What the books say of one space in one currency when the month is shut, in minor units.

    `charges` are days sold to the network less those given back, and may be less than nothing where more was given back
    than sold. `collected` was taken in for the network, `carried` is left of the months before.
    """

    charges: int = 0
    collected: int = 0
    carried: int = 0


@dataclass(frozen=True)
class Figures:
    """What a statement comes to. `carried_out` may be less than nothing: then it still lies with the space."""

    charges: int
    commission: int
    tax: int
    collected: int
    carried_in: int
    net: int
    outcome: Outcome

    @property
    def carried_out(self) -> int:
        """What counts in the next month."""
        return self.net if self.outcome is Outcome.CARRIED else 0


def commission_on(charges: int, commission_bp: int) -> int:
    """What the network keeps of it, rounded half up, the same for what is given back."""
    share = (abs(charges) * commission_bp + WHOLE_BP // 2) // WHOLE_BP
    return share if charges >= 0 else -share


def figures(held: Held, terms: Terms) -> Figures:
    """What the month comes to. The commission lessens the space's price, so the tax is on what is left of it."""
    commission = commission_on(held.charges, terms.commission_bp)
    sold = held.charges - commission
    tax = tax_upon(sold, terms.tax_bp) if sold >= 0 else -tax_upon(-sold, terms.tax_bp)
    net = sold + tax - held.collected + held.carried
    outcome = _outcome(net, terms.smallest)
    return Figures(held.charges, commission, tax, held.collected, held.carried, net, outcome)


def shares(amounts: list[int], total: int) -> list[int]:
    """`total` along these amounts, each line's part such that all of them add up to it."""
    whole, passed, given, parts = sum(amounts), 0, 0, []
    for amount in amounts:
        passed += amount
        until_here = total * passed // whole if whole else 0
        parts.append(until_here - given)
        given = until_here
    return parts


def postings(told: Figures) -> Iterator[tuple[str, str, int]]:
    """From which kind of account to which, and how much: what is owed is emptied, and stands where it goes from here.

    What leaves on one side and arrives on the other is paired off in the order of docs/money.md.
    """
    moved = _moved(told)
    sources = deque((kind, -amount) for kind, amount in moved.items() if amount < 0)
    for kind, left in ((kind, amount) for kind, amount in moved.items() if amount > 0):
        while left:
            source, there = sources.popleft()
            amount = min(left, there)
            yield source, kind, amount
            left -= amount
            if there > amount:
                sources.appendleft((source, there - amount))


def _moved(told: Figures) -> Mapping[str, int]:
    """By kind of account, what arrives there (debit); less than nothing where it leaves (credit)."""
    asked = -told.net if told.outcome is Outcome.REQUEST else 0
    paid = told.net if told.outcome is Outcome.PAYOUT else 0
    left_there = -min(told.carried_out, 0)
    return {
        "commission": -told.commission,
        "collected": left_there - told.collected,
        "payout": -paid,
        "owed_to_space": told.charges,
        "carried_over": told.carried_in - max(told.carried_out, 0),
        "tax_reclaimed": told.tax,
        "requested": asked,
    }


def _outcome(net: int, smallest: int) -> Outcome:
    if not net:
        return Outcome.NOTHING
    if abs(net) < smallest:
        return Outcome.CARRIED
    return Outcome.PAYOUT if net > 0 else Outcome.REQUEST
