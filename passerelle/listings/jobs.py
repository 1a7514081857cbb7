"""What happens to lists by itself: files that were sent are read and, on their sender's word, taken in.

Those on which nobody says a word are let go of.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.kit import clock
from passerelle.listings.actions.imports import let_go_of_old_lists, take_up_next


def take_up_lists(now: datetime) -> int:
    """One after another, until none waits."""
    taken = 0
    while take_up_next(clock.now()):
        taken += 1
    return taken


ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "take_up_lists": (take_up_lists, timedelta(seconds=2)),
    "let_go_of_old_lists": (let_go_of_old_lists, timedelta(hours=1)),
}
