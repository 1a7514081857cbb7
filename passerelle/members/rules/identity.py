"""When somebody shows a passport or a card at the desk of the own space. Plain Python.

Nothing of the document is kept: copies of identity papers are excessive. It was seen, by whom, and when.
"""

from dataclasses import dataclass
from datetime import date

from passerelle.kit.anniversaries import anniversary

LONGEST_MONTHS = 120


@dataclass(frozen=True)
class IdentityRule:
    """Whether a document is seen before the first check-in, and after how many months once more; None: never."""

    is_asked: bool = True
    lapses_after_months: int | None = None


def lapses_on(seen_on: date, months: int) -> date:
    """The first day on which what was seen counts no longer: the same day of a later month, or its last."""
    return anniversary(seen_on, months)


def is_to_be_shown(rule: IdentityRule, seen_on: date | None, on: date) -> bool:
    """Whether the desk has to see a document on that local day, last seen on `seen_on`, if ever."""
    if not rule.is_asked:
        return False
    if seen_on is None:
        return True
    return rule.lapses_after_months is not None and on >= lapses_on(seen_on, rule.lapses_after_months)
