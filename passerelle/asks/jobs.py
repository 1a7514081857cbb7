"""What happens by itself: suggestions, the question three weeks later, letting go of what is long over."""

from collections.abc import Callable
from datetime import datetime, timedelta

from passerelle.asks.actions import ask_what_came, let_go_of_old_asks, suggest

ROUNDS: dict[str, tuple[Callable[[datetime], int], timedelta]] = {
    "asks.suggest": (suggest, timedelta(hours=1)),
    "asks.ask_what_came": (ask_what_came, timedelta(hours=1)),
    "asks.let_go_of_old_asks": (let_go_of_old_asks, timedelta(days=1)),
}
