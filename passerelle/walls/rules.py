"""What is true of walls. Plain Python."""

from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_NAME = 60
MOST_WALLS = 20
"""Of one space: more televisions than any has rooms."""
CODE_LASTS = timedelta(minutes=30)
"""A short code is typed with a remote control; whoever drew it stands before the television."""
SEEN_ONCE_IN = timedelta(minutes=1)
AWAY_AFTER = timedelta(minutes=5)


class Look(StrEnum):
    """Dark on light, light on dark, or each at its hour."""

    BY_HOUR = "by_hour"
    LIGHT = "light"
    DARK = "dark"


def is_showing(seen_at: datetime | None, now: datetime) -> bool:
    """Whether a wall was heard of so lately that it is taken to be on."""
    return seen_at is not None and now < seen_at + AWAY_AFTER
