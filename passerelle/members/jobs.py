"""What happens to memberships by itself: whoever was newly entered is told."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.members.actions import tell_new_members

LETTERS_A_ROUND = 100


def write_to_new_members(now: datetime) -> int:
    """Tell the next ones; a long roster takes several rounds."""
    return tell_new_members(LETTERS_A_ROUND)


ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "write_to_new_members": (write_to_new_members, timedelta(seconds=20))
}
