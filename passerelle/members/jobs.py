"""What happens to memberships by itself: who was newly entered is told, next months are asked for, or let go."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.members.actions import tell_new_members
from passerelle.members.actions.enrolling import ask_for_next_months, let_go_of_what_is_not_paid

LETTERS_A_ROUND = 100


def write_to_new_members(now: datetime) -> int:
    """Tell the next ones; a long roster takes several rounds."""
    return tell_new_members(LETTERS_A_ROUND)


ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "write_to_new_members": (write_to_new_members, timedelta(seconds=20)),
    "members.ask_for_next_months": (ask_for_next_months, timedelta(hours=1)),
    "members.let_go_of_what_is_not_paid": (let_go_of_what_is_not_paid, timedelta(hours=1)),
}
