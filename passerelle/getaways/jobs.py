"""What happens by itself: requests that nobody answered lapse."""

from collections.abc import Callable
from datetime import datetime, timedelta

from passerelle.getaways.actions import lapse_stay
from passerelle.getaways.queries import stays_to_lapse

AT_ONCE = 200


def lapse_unanswered(now: datetime) -> int:
    """Let every request lapse whose answer is overdue, each in its own transaction; says how many did."""
    return sum(lapse_stay(key) for key in stays_to_lapse(now, AT_ONCE))


ROUNDS: dict[str, tuple[Callable[[datetime], int], timedelta]] = {
    "getaways.lapse_unanswered": (lapse_unanswered, timedelta(minutes=1)),
}
