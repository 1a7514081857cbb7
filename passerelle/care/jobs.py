"""What care does by itself: letters to addresses that never became anybody are not kept for good,
and the books are looked at every day."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.care.actions import check_the_books, forget_letters_to_strangers

ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "care.check_the_books": (check_the_books, timedelta(days=1)),
    "care.forget_letters_to_strangers": (forget_letters_to_strangers, timedelta(days=1)),
}
