"""The good standing of a holder: whether a pass is in force on a local date. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What a network can say of a holder for one local date; unless it is good, the code of the refusal."""

    GOOD = "good"
    NONE = "no_pass"
    NOT_OPEN = "pass_not_open"
    NOT_THEN = "pass_not_then"


@dataclass(frozen=True)
class Hold:
    """A pass as it stands: whether it is open, and in which `spans` what was bought lasts.

    A span's first day is included, its last one not, and None is without end: paid as one goes, for instance. From
    `renews_on` the next month is bought by itself.
    """

    is_open: bool
    spans: tuple[tuple[date, date | None], ...]
    renews_on: date | None = None

    def lasts_on(self, day: date) -> bool:
        """Whether it lasts on `day`, whatever is left on it by then: that is asked when the day is paid."""
        if self.renews_on is not None and day >= self.renews_on:
            return True
        return any(begins <= day and (ends is None or day < ends) for begins, ends in self.spans)


def standing(holds: Sequence[Hold], on: date) -> Standing:
    """The one definition of a holder's good standing: one of the passes of the network is in force on that date."""
    opened = [hold for hold in holds if hold.is_open]
    if not opened:
        return Standing.NOT_OPEN if holds else Standing.NONE
    return Standing.GOOD if any(hold.lasts_on(on) for hold in opened) else Standing.NOT_THEN
