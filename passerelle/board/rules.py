"""What is true of a board: what stands on it, in which order, and when somebody is written to. Plain Python."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

LONGEST_TITLE = 80  # it is read from five metres
LONGEST_TEXT = 600
LONGEST_WORDS = 120  # a trade; what somebody looks for
LONGEST_REASON = 240
LONGEST_STAY = timedelta(days=92)
AT_ONCE = 3
MOST_AT_ONCE = 20
NEWCOMER_STAYS = timedelta(days=30)
VISITOR_AHEAD = timedelta(days=7)
OPENING_STAYS = timedelta(days=30)
MOST_EVENTS = 3
EVENTS_AHEAD = timedelta(days=21)
MOST_ASKS = 4
MOST_OPENINGS = 3  # a network that takes in a whole list would fill the board
OPEN_REPORTS_AT_ONCE = 10  # of one person at one space

WRITTEN_AT = time(8)
"""The digest leaves at eight in the morning of the space, a weekly one on Monday."""
NOT_AFTER = time(20)
"""Nor later than eight in the evening: a worker that was down writes the next morning."""


class Kind(StrEnum):
    """What a card is about, in the order in which the board shows them."""

    EVENT = "event"
    ARRIVAL = "arrival"
    ASK = "ask"
    OFFER = "offer"
    OPENING = "opening"
    NEWS = "news"


class State(StrEnum):
    """Where a notice stands. One that is shown ends by itself on its day."""

    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"
    HIDDEN = "hidden"
    TAKEN_DOWN = "taken_down"


STANDING = frozenset({State.WAITING, State.SHOWN})
"""These count among those that a member may have at once."""


class Readers(StrEnum):
    """Who reads: whoever is at home or on a visit there, or everybody."""

    HOUSE = "house"
    EVERYBODY = "everybody"


class Rhythm(StrEnum):
    """How often somebody is written what is new on the board."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


One = TypeVar("One")


def in_order(cards: Iterable[One], kind_of: Callable[[One], Kind], since_of: Callable[[One], datetime]) -> list[One]:
    """The newest of each kind first, then the second of each, and so on; a kind with many never hides the others."""
    kinds = list(Kind)
    piles: dict[Kind, list[One]] = {kind: [] for kind in kinds}
    for card in sorted(cards, key=since_of, reverse=True):
        piles[kind_of(card)].append(card)
    turns = ((turn, kinds.index(kind), card) for kind, pile in piles.items() for turn, card in enumerate(pile))
    return [card for _, _, card in sorted(turns, key=lambda one: one[:2])]


def next_digest(rhythm: Rhythm, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first moment after `after` at which a digest of this rhythm is due there; None for never."""
    if rhythm is Rhythm.NEVER:
        return None
    day = after.astimezone(zone).date()
    while True:
        due = datetime.combine(day, WRITTEN_AT, zone)
        if due > after and (rhythm is Rhythm.DAILY or day.weekday() == 0):
            return due
        day += timedelta(days=1)


def is_civil_hour(now: datetime, zone: ZoneInfo) -> bool:
    """Whether one may write to people now, as the clock there shows it."""
    return WRITTEN_AT <= now.astimezone(zone).time() < NOT_AFTER


def last_day(until: date | None) -> date | None:
    """The last day on which it stands, as people write it; `until` is excluded."""
    return until - timedelta(days=1) if until else None
