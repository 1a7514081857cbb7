"""What a resource is, on which conditions it can be had, and what it costs. Plain Python."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from passerelle.bookings.rules.steps import QUARTERS_AN_HOUR, Unit

MOST_PRICE = 10_000_000
MOST_AHEAD_DAYS = 730
MOST_HOLD_HOURS = 14 * 24
LONGEST = {Unit.HOUR: 7 * 24 * QUARTERS_AN_HOUR, Unit.DAY: 92}
"""How many steps one booking has at most, whoever books: each of them is a row."""


class Kind(StrEnum):
    """What sort of thing it is."""

    MEETING_ROOM = "meeting_room"
    PHONE_BOOTH = "phone_booth"
    PRIVATE_OFFICE = "private_office"


class Amenity(StrEnum):
    """What may be there."""

    SCREEN = "screen"
    CAMERA = "camera"
    WHITEBOARD = "whiteboard"
    PHONE = "phone"
    STEP_FREE = "step_free"
    WINDOW = "window"
    COFFEE = "coffee"


class OpenTo(StrEnum):
    """Who may book: members alone, visitors as well, or anybody who is signed in. Staff always may."""

    MEMBERS = "members"
    VISITORS = "visitors"
    ANYBODY = "anybody"


class As(StrEnum):
    """What a person is to the space on the days of a booking."""

    MEMBER = "member"
    VISITOR = "visitor"
    ANYBODY = "anybody"
    STAFF = "staff"


class State(StrEnum):
    """Where a booking stands: held until it is paid, booked, cancelled, or let go of because nothing came."""

    HELD = "held"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


STANDING = frozenset({State.HELD, State.BOOKED})
"""In these a booking has its steps to itself."""


class PaidFirst(StrEnum):
    """Who has to pay before a booking stands; who need not is asked at once all the same, and pays later."""

    NOBODY = "nobody"
    OTHERS = "others"  # whoever is no member
    EVERYBODY = "everybody"


class NotPossible(StrEnum):
    """Why a resource cannot be had then, leaving aside whether it is taken."""

    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    NO_SUCH_HOUR = "no_such_hour"
    NOT_ON_A_QUARTER = "not_on_a_quarter"
    IS_PAST = "is_past"
    TOO_SOON = "too_soon"
    TOO_FAR_AHEAD = "too_far_ahead"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    SHUT_THEN = "shut_then"


class Every(StrEnum):
    """How often a booking comes again."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Prices:
    """What it costs, in minor units and without tax.

    By the hour, `day` is the most that one local day comes to, if it is set; by the day it is what each day costs. A
    price for members that is None is everybody's.
    """

    hour: int = 0
    day: int | None = None
    member_hour: int | None = None
    member_day: int | None = None

    def for_(self, who: As) -> "Prices":
        """Those that hold for whoever is this to the space."""
        if who is not As.MEMBER:
            return Prices(self.hour, self.day)
        hour = self.hour if self.member_hour is None else self.member_hour
        return Prices(hour, self.day if self.member_day is None else self.member_day)


@dataclass(frozen=True)
class Letting:
    """On which conditions a resource can be had.

    `shortest`, `longest` and `buffer` are counted in its steps: quarters of an hour, or days. The buffer stays free
    after each booking, for cleaning. What has to be paid first is held for `hold_hours`; of what is cancelled too late
    to be free, `late_back` percent go back.
    """

    unit: Unit
    prices: Prices
    open_to: OpenTo = OpenTo.MEMBERS
    notice_hours: int = 0
    ahead_days: int = 90
    shortest: int = 1
    longest: int = 32
    buffer: int = 0
    cancel_hours: int = 24
    paid_first: PaidFirst = PaidFirst.OTHERS
    hold_hours: int = 48
    late_back: int = 0

    def is_paid_first_by(self, who: As) -> bool:
        """Whether whoever is this to the space has to pay before a booking stands. Staff answer for whom they book."""
        return who in _PAYS_FIRST[self.paid_first]

    def welcomes(self, who: As) -> bool:
        """Whether whoever is this to the space may book."""
        return who in _WELCOME[self.open_to]

    def faults(self) -> Iterator[tuple[str, str]]:
        """What cannot be kept: the field, and the code of what is wrong with it."""
        if self.longest < self.shortest:
            yield "longest", "longest_is_shorter"
        if self.unit is Unit.DAY and self.prices.day is None:
            yield "price_day", "price_is_missing"
        for field, (value, least, most) in self._numbers().items():
            if value is not None and not least <= value <= most:
                yield field, "out_of_range"

    def _numbers(self) -> Mapping[str, tuple[int | None, int, int]]:
        """Each number, with the least and the most it may be."""
        longest = LONGEST[self.unit]
        return {
            "notice_hours": (self.notice_hours, 0, 24 * 60),
            "ahead_days": (self.ahead_days, 1, MOST_AHEAD_DAYS),
            "shortest": (self.shortest, 1, longest),
            "longest": (self.longest, 1, longest),
            "buffer": (self.buffer, 0, 24 if self.unit is Unit.HOUR else 7),
            "cancel_hours": (self.cancel_hours, 0, 24 * 60),
            "hold_hours": (self.hold_hours, 1, MOST_HOLD_HOURS),
            "late_back": (self.late_back, 0, 100),
            "price_hour": (self.prices.hour, 0, MOST_PRICE),
            "price_day": (self.prices.day, 0, MOST_PRICE),
            "member_price_hour": (self.prices.member_hour, 0, MOST_PRICE),
            "member_price_day": (self.prices.member_day, 0, MOST_PRICE),
        }

    @property
    def cancelled_ahead(self) -> timedelta:
        """How long before it begins a booking may be cancelled by whoever booked it."""
        return timedelta(hours=self.cancel_hours)


_WELCOME = {
    OpenTo.MEMBERS: {As.STAFF, As.MEMBER},
    OpenTo.VISITORS: {As.STAFF, As.MEMBER, As.VISITOR},
    OpenTo.ANYBODY: set(As),
}
_PAYS_FIRST = {
    PaidFirst.NOBODY: frozenset[As](),
    PaidFirst.OTHERS: frozenset({As.VISITOR, As.ANYBODY}),
    PaidFirst.EVERYBODY: frozenset({As.MEMBER, As.VISITOR, As.ANYBODY}),
}
