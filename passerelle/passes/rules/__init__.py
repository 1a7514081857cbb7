"""What a pass is: kinds of products, states, what was sold, what a credit is worth. Plain Python."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from passerelle.kit.shares import share_of


class Kind(StrEnum):
    """What a network sells. Paid as one goes, a day is a credit sold at the door and owed until the month's invoice."""

    AS_YOU_GO = "as_you_go"
    PACK = "pack"
    MONTHLY = "monthly"
    UNLIMITED = "unlimited"


class Unused(StrEnum):
    """What becomes of days that a month leaves over: they lapse, or move once into the next month."""

    LAPSE = "lapse"
    ROLL_OVER = "roll_over"


class State(StrEnum):
    """The life of a pass. Only an open one pays; one is blocked while a payment for it is contested at the bank."""

    ASKED = "asked"
    OPEN = "open"
    BLOCKED = "blocked"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class ChargeKind(StrEnum):
    """A day at a space, or something else that its desk asks for with a line of explanation."""

    DAY = "day"
    CUSTOM = "custom"


class ChargeState(StrEnum):
    """What became of a charge. Upheld: contested, and the space stands by it. Taken back: reversed in the books."""

    CHARGED = "charged"
    CONTESTED = "contested"
    UPHELD = "upheld"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class Sold:
    """What was sold, as it was on that day; a product changed later changes nothing for who has a pass already.

    `price` includes tax, in minor units of `currency`: for the whole (a pack), a month (monthly, unlimited) or a day
    (as you go). `days` of 0 are not counted. `cap` limits what one space is owed for one person in a local month,
    without tax; 0 is none. `valid_days` of 0 never lapse. `on_account` is how much may be owed before it must be
    paid, tax included: days as one goes, and what desks charge besides days.
    """

    kind: Kind
    price: int
    currency: str
    tax: str
    percent_bp: int
    days: int = 0
    cap: int = 0
    valid_days: int = 0
    unused: Unused = Unused.LAPSE
    on_account: int = 0

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what `written` gave."""
        return cls(**{**kept, "kind": Kind(kept["kind"]), "unused": Unused(kept["unused"])})

    def written(self) -> dict[str, Any]:
        """As plain values that can be kept as JSON."""
        return asdict(self)


def worth(paid: int, credits_: int, nth: int) -> int:
    """What the `nth` of `credits_` credits is worth of what was `paid` without tax, in minor units.

    The whole divides so that any first n of them are worth their share of it to the nearest unit, halves up.
    """
    return share_of(paid, credits_, nth) - share_of(paid, credits_, nth - 1)
