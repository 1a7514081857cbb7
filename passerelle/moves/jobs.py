"""What happens to files by itself: those that nobody takes in are let go of."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.moves.actions import let_go_of_old_moves

ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "moves.let_go_of_old": (let_go_of_old_moves, timedelta(hours=1)),
}
