"""What happens to bookings by itself: what was held for money that has not come is let go of."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.bookings.actions.paying import let_go_of_what_is_not_paid

ROUNDS: Mapping[str, tuple[Callable[[datetime], int], timedelta]] = {
    "bookings.let_go_of_what_is_not_paid": (let_go_of_what_is_not_paid, timedelta(minutes=1)),
}
