"""What a getaway is, which days it can be had, what it costs, what is kept when it is cancelled. Plain Python."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from passerelle.passes.rules.charging import part_of

ASKED_AHEAD = timedelta(days=550)
LONGEST_STAY = 90
OPEN_REQUESTS_AT_ONCE = 10  # of one person: each is a letter to somebody
ANSWER_WITHIN = timedelta(days=3)
PAY_WITHIN, PAY_WITHIN_AT_LEAST = timedelta(days=7), timedelta(days=1)
UNDO_LASTS = timedelta(minutes=10)
MOST_PRICE = 10_000_000


class Setting(StrEnum):
    """What surrounds it."""

    SEASIDE = "seaside"
    GREEN = "green"
    HOLIDAY = "holiday"


class Comprises(StrEnum):
    """What one gets: a desk, a room to sleep in, or both."""

    DESK = "desk"
    ROOM = "room"
    BOTH = "both"


class PriceFor(StrEnum):
    """What the price is for: the whole stay however long, or each of its days."""

    STAY = "stay"
    DAY = "day"


class State(StrEnum):
    """Where a stay stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


LIFE: Mapping[State, frozenset[State]] = {
    State.ASKED: frozenset({State.ACCEPTED, State.DECLINED, State.LAPSED, State.CANCELLED}),
    State.ACCEPTED: frozenset({State.CANCELLED, State.WITHDRAWN, State.LAPSED}),  # lapsed: it was not paid in time
    State.DECLINED: frozenset(),
    State.LAPSED: frozenset(),
    State.CANCELLED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OPEN = frozenset(state for state, onward in LIFE.items() if onward)
TAKEN_BACK = frozenset({State.ACCEPTED, State.DECLINED})
"""Within ten minutes the space may take such an answer back; a slip is not a step in the life of a stay."""


class NotPossible(StrEnum):
    """Why a stay of these days cannot be asked for."""

    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    BEGINS_TOO_SOON = "begins_too_soon"
    TOO_FAR_AHEAD = "too_far_ahead"
    OUT_OF_SEASON = "out_of_season"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Span:
    """Local days of the space, both included: one sleeps there in between, and works on each."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Each day, in order."""
        return [self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Cancelling:
    """What a cancelled stay still costs: nothing until `free_days` days before, then `kept_percent` of its price."""

    free_days: int = 14
    kept_percent: int = 50

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what `written` gave."""
        return cls(**kept)

    def written(self) -> dict[str, int]:
        """As plain values that can be kept as JSON."""
        return asdict(self)

    def last_free_day(self, first: date) -> date:
        """The last day on which cancelling costs nothing, for a stay that begins on `first`."""
        return first - timedelta(days=self.free_days)

    def percent_kept(self, first: date, on: date) -> int:
        """How much of the price stays with the space when the stay is cancelled on `on`."""
        return 0 if on <= self.last_free_day(first) else self.kept_percent

    def kept_of(self, price: int, first: date, on: date) -> int:
        """What that is of `price`, in minor units; halves go up."""
        return part_of(price, self.percent_kept(first, on))


@dataclass(frozen=True)
class Offer:
    """What a space offers. The season runs from `since` to before `until`; money is in minor units, tax included."""

    setting: Setting
    comprises: Comprises
    since: date
    until: date
    minimum_days: int
    places: int
    price: int
    price_for: PriceFor
    cancelling: Cancelling

    def price_of(self, span: Span) -> int:
        """What a stay costs."""
        return self.price * (len(span.days) if self.price_for is PriceFor.DAY else 1)

    def why_not(self, span: Span, today: date) -> NotPossible | None:
        """Why a stay cannot be had on these days, leaving aside how many places are taken; None when it can."""
        reasons = {
            NotPossible.ENDS_BEFORE_IT_BEGINS: span.last < span.first,
            NotPossible.BEGINS_TOO_SOON: span.first <= today,
            NotPossible.TOO_FAR_AHEAD: span.last > today + ASKED_AHEAD,
            NotPossible.TOO_LONG: (span.last - span.first).days >= LONGEST_STAY,
            NotPossible.OUT_OF_SEASON: span.first < self.since or span.last >= self.until,
            NotPossible.TOO_SHORT: (span.last - span.first).days + 1 < self.minimum_days,
        }
        return next((reason for reason, holds in reasons.items() if holds), None)

    def faults(self) -> Iterator[tuple[str, str]]:
        """What cannot be offered: the field, and the code of what is wrong with it."""
        if self.until <= self.since:
            yield "until", "season_ends_before_it_begins"
        elif (self.until - self.since).days < self.minimum_days:
            yield "minimum_days", "season_is_too_short"
        for field, (value, least, most) in self._numbers().items():
            if not least <= value <= most:
                yield field, "out_of_range"

    def _numbers(self) -> dict[str, tuple[int, int, int]]:
        """Each number, with the least and the most it may be."""
        return {
            "minimum_days": (self.minimum_days, 1, 60),
            "places": (self.places, 1, 500),
            "price": (self.price, 1, MOST_PRICE),
            "free_days": (self.cancelling.free_days, 0, 365),
            "kept_percent": (self.cancelling.kept_percent, 0, 100),
        }


def days_without_a_place(places: int, taken: Iterable[Span], asked: Span) -> list[date]:
    """The days asked on which all places are taken by the stays `taken`."""
    stays = list(taken)
    return [day for day in asked.days if sum(stay.first <= day <= stay.last for stay in stays) >= places]


def answer_is_due(asked_at: datetime, first_day_begins: datetime) -> datetime:
    """By when the space is to answer: within three days, and before the first day begins there."""
    return min(asked_at + ANSWER_WITHIN, first_day_begins)


def payment_is_due(answered_at: datetime, first_day_begins: datetime) -> datetime:
    """By when an agreed stay is to be paid: within seven days and before it begins; there is a day at least."""
    return max(min(answered_at + PAY_WITHIN, first_day_begins), answered_at + PAY_WITHIN_AT_LEAST)


def may_become(state: State, onward: State) -> bool:
    """Whether a stay in `state` can turn into `onward`."""
    return onward in LIFE[state]
