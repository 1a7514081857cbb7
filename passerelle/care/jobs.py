"""What care does by itself: letters to addresses that never became anybody are not kept for good."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.care.actions import forget_letters_to_strangers

ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "care.forget_letters_to_strangers": (forget_letters_to_strangers, timedelta(days=1))
}
