"""What can be done with resources and bookings: keeping up what is let, booking, cancelling."""

from passerelle.bookings.actions.booking import Wish, book
from passerelle.bookings.actions.cancelling import cancel_booking, leave_bookings
from passerelle.bookings.actions.keeping import Described, add_resource, change_resource, end_feeds, set_retired

__all__ = [
    "Described",
    "Wish",
    "add_resource",
    "book",
    "cancel_booking",
    "change_resource",
    "end_feeds",
    "leave_bookings",
    "set_retired",
]
