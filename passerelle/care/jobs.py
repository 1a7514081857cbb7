"""What care does by itself: letters to addresses that never became anybody are not kept for good, the books are looked
at every day, the card gateway is asked about payments that were silent for long, and refunds are sent."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.care.actions import check_the_books, forget_letters_to_strangers
from passerelle.care.actions.paying import ask_the_card_gateway, send_refunds_by_card

ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "care.ask_the_card_gateway": (ask_the_card_gateway, timedelta(minutes=5)),
    "care.send_refunds_by_card": (send_refunds_by_card, timedelta(minutes=1)),
    "care.check_the_books": (check_the_books, timedelta(days=1)),
    "care.forget_letters_to_strangers": (forget_letters_to_strangers, timedelta(days=1)),
}
