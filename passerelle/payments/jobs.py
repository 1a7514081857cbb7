"""What happens by itself: a bank's file that was looked at and left aside does not stay."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.payments.actions.forgetting import drop_files_left_aside

ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "payments.drop_files_left_aside": (drop_files_left_aside, timedelta(days=1)),
}
