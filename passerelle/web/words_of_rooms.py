"""The words that people read for what rooms and bookings are, in the reader’s language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from passerelle.bookings.rules import Amenity, Every, NotPossible, OpenTo
from passerelle.bookings.rules import Kind as RoomKind
from passerelle.bookings.rules import State as BookingState
from passerelle.bookings.rules.steps import Unit
from passerelle.web.words import Words

ROOM_KINDS: Words = {
    RoomKind.MEETING_ROOM: pgettext("kind of room", "meeting room"),
    RoomKind.PHONE_BOOTH: pgettext("kind of room", "phone booth"),
    RoomKind.PRIVATE_OFFICE: pgettext("kind of room", "private office"),
}
AMENITIES: Words = {
    Amenity.SCREEN: _("a screen"),
    Amenity.CAMERA: _("a camera for calls"),
    Amenity.WHITEBOARD: _("a whiteboard"),
    Amenity.PHONE: _("a telephone"),
    Amenity.STEP_FREE: _("no step at the door"),
    Amenity.WINDOW: _("daylight"),
    Amenity.COFFEE: _("coffee"),
}
UNITS: Words = {Unit.HOUR: _("by the hour"), Unit.DAY: _("by the day")}
OPEN_TO: Words = {
    OpenTo.MEMBERS: _("members of the space"),
    OpenTo.VISITORS: _("members and, on their days, visitors"),
    OpenTo.ANYBODY: _("anybody who is signed in"),
}
EVERY: Words = {Every.DAY: _("every day"), Every.WEEK: _("every week"), Every.MONTH: _("every month")}
BOOKING_STATES: Words = {
    BookingState.HELD: pgettext("state of a booking", "held until it is paid"),
    BookingState.BOOKED: pgettext("state of a booking", "booked"),
    BookingState.CANCELLED: pgettext("state of a booking", "cancelled"),
    BookingState.LAPSED: pgettext("state of a booking", "not paid in time"),
}
NOT_BOOKABLE: Words = {
    NotPossible.ENDS_BEFORE_IT_BEGINS: _("This ends before it begins."),
    NotPossible.NO_SUCH_HOUR: _("The clock leaves this hour out that night: summer time begins."),
    NotPossible.NOT_ON_A_QUARTER: _("Choose a full quarter of an hour."),
    NotPossible.IS_PAST: _("This has passed."),
    NotPossible.TOO_SOON: _("This is too soon: book %(notice)s ahead."),
    NotPossible.TOO_FAR_AHEAD: _("This is too far ahead: at most %(ahead)s."),
    NotPossible.TOO_SHORT: _("This is too short: %(shortest)s at least."),
    NotPossible.TOO_LONG: _("This is too long: %(longest)s at most."),
    NotPossible.SHUT_THEN: _("It is closed then."),
}


def room_kind_word(kind: str) -> str:
    """What sort of room it is."""
    return str(ROOM_KINDS[RoomKind(kind)])


def amenity_word(thing: str) -> str:
    """What is in a room."""
    return str(AMENITIES[Amenity(thing)])


def open_to_word(whom: str) -> str:
    """For whom a room is open."""
    return str(OPEN_TO[OpenTo(whom)])


BOOKING_LOOKS = {
    BookingState.HELD: "requested",
    BookingState.BOOKED: "accepted",
    BookingState.CANCELLED: "cancelled",
    BookingState.LAPSED: "cancelled",
}
"""Which state of a visit a booking looks like: one set of signs for all."""


def booking_look(state: str) -> str:
    """The sign and colour of a booking’s state."""
    return BOOKING_LOOKS[BookingState(state)]


def booking_word(state: str) -> str:
    """Where a booking stands."""
    return str(BOOKING_STATES[BookingState(state)])
