"""The life of a pass in days: when it is over, what a month leaves over, what a withdrawal pays back. Plain Python."""

from dataclasses import dataclass
from datetime import date, timedelta

from passerelle.kit.anniversaries import next_anniversary
from passerelle.kit.shares import share_of
from passerelle.passes.rules import Kind, Sold, Unused

TOLD_AHEAD = timedelta(days=7)
PAID_WITHIN = timedelta(days=14)
"""So long after its day a renewal may still be paid; then the pass is over."""
RENEWING = frozenset({Kind.MONTHLY, Kind.UNLIMITED})


def ends_on(sold: Sold, begins_on: date, first: date) -> date | None:
    """The day on which credits that begin on `begins_on` are over; None for never. `first` is the day of purchase."""
    if sold.kind in RENEWING:
        return next_anniversary(first, begins_on)
    return begins_on + timedelta(days=sold.valid_days) if sold.valid_days else None


@dataclass(frozen=True)
class Bought:
    """A lot as the rules read it: see the model for what the figures mean. `has_rolled` when it came over once."""

    credits: int | None
    used: int
    paid: int
    tax: int
    recognised: int
    begins_on: date
    ends_on: date | None
    has_rolled: bool = False

    @property
    def left(self) -> int:
        """How many credits nobody used; 0 where they are not counted."""
        return self.credits - self.used if self.credits is not None else 0

    @property
    def rest(self) -> int:
        """What was paid for it and stands in the books still, without tax."""
        return self.paid - self.recognised

    def rolls_over(self, unused: Unused) -> bool:
        """Whether what is left moves into the next month: once, and only where the product says so."""
        return unused is Unused.ROLL_OVER and not self.has_rolled and self.left > 0

    def paid_back(self, on: date) -> tuple[int, int]:
        """What a withdrawal on `on` pays back, without tax and of tax: the share that is not used.

        Credits are counted; a month without counting is counted in days, the day of the withdrawal among those used.
        Where less is left than that, it is all of it, with the tax that goes with it: none of what has lapsed.
        """
        if self.credits == 0 or self.recognised == self.paid > 0:
            return 0, 0
        whole, gone = self._measured(on)
        net = self.paid - share_of(self.paid, whole, gone)
        if net > self.rest:
            return self.rest, share_of(self.tax, self.paid, self.rest)
        return net, self.tax - share_of(self.tax, whole, gone)

    def _measured(self, on: date) -> tuple[int, int]:
        if self.credits is not None:
            return self.credits, self.used
        assert self.ends_on is not None
        whole = (self.ends_on - self.begins_on).days
        return whole, min(whole, max(0, (on - self.begins_on).days + 1))
