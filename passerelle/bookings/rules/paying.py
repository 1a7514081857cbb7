"""What a booking is asked with its tax, how long it is held for the money, and what goes back. Plain Python."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from passerelle.invoices.rules import tax_upon

AT_LEAST = timedelta(minutes=30)
"""So long whatever has to be paid first is held, also where it begins at once."""
MOST_HELD = 5
"""So many wishes of one person are held at once: nobody keeps a house shut by paying nothing."""


def shares(prices: Iterable[int], percent_bp: int) -> list[int]:
    """What each time is asked with tax, in minor units: together the tax upon their sum, to the cent."""
    sums = [0, *accumulate(prices)]
    asked = [net + tax_upon(net, percent_bp) for net in sums]
    return [after - before for before, after in pairwise(asked)]


def held_until(now: datetime, begins_at: datetime, hold_hours: int) -> datetime:
    """Until when it is held for the money: so many hours, or until it begins, and half an hour in any case."""
    return max(min(now + timedelta(hours=hold_hours), begins_at), now + AT_LEAST)


def goes_back(asked: int, late_back: int, *, is_whole: bool) -> int:
    """What goes back of what was asked: the whole of it, or so much of a hundred, rounded half up."""
    return asked if is_whole else (asked * late_back + 50) // 100
