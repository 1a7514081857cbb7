"""What a holder owes on account: what is still to be asked, what is asked too much, whose part it is. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

KIND = "account"
"""The kind of cause for which such a payment is asked: `account:7` is what person 7 owes, in the payment's network."""
PATIENCE = timedelta(days=14)
"""So long after it was asked it is due; then the holder is reminded, once."""


@dataclass(frozen=True)
class Standing:
    """How a holder stands with a network in one currency, in minor units, tax included.

    `owed` is what the books hold, below nothing where more was paid; `asked` is asked and has not come; `going_back`
    is promised back and has not left, so that the books do not know of it yet.
    """

    owed: int = 0
    asked: int = 0
    going_back: int = 0

    @property
    def to_ask(self) -> int:
        """What is owed and not asked yet."""
        return max(0, self.owed + self.going_back - self.asked)

    @property
    def too_much(self) -> int:
        """What is asked beyond what is owed: a charge was taken back since."""
        return min(self.asked, max(0, self.asked - self.owed - self.going_back))

    @property
    def over(self) -> int:
        """What was paid beyond all that was owed, and goes nowhere yet."""
        return max(0, -self.owed - self.going_back)


def asked_less(waiting: Sequence[int], too_much: int) -> tuple[int, int]:
    """How many of these amounts, the newest first, are asked no longer, and what is asked anew instead of them."""
    gone = count = 0
    while gone < too_much:
        gone += waiting[count]
        count += 1
    return count, gone - too_much


def spread(held: Sequence[int], amount: int) -> Iterable[tuple[int, int]]:
    """`amount` along what these hold, in their order: the place of each and its part. The last has what is over."""
    for place, there in enumerate(held):
        is_last = place == len(held) - 1
        part = amount if is_last else min(max(there, 0), amount)
        if part:
            yield place, part
        amount -= part
