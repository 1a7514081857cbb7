"""What is true of asks, offers and introductions. Plain Python."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

LONGEST_TEXT = 400
MOST_OPEN = 10
"""So many asks and offers one person may have open at a time."""
LASTS_AT_MOST = timedelta(days=366)
LOOKS_AHEAD = timedelta(days=14)
"""Two people are matched when they are at the same space on a same day, today or in the two weeks after."""
ANSWER_WITHIN = timedelta(days=14)
SAME_TWO_AGAIN_AFTER = timedelta(days=120)
"""Two people are not suggested to each other again for so long, whatever came of it: so nothing can be read from it."""
MOST_ASKED_A_WEEK = 5
"""So many introductions one person may ask for in seven days, whatever comes of them."""
A_WEEK = timedelta(days=7)
ASK_WHAT_CAME_AFTER = timedelta(days=21)
KEPT_FOR = timedelta(days=180)
FEWEST_TOLD = 3
"""Counts of introductions that led to something are said from so many on: one of one would say who."""
CIVIL_HOURS = (time(9), time(18))


class Kind(StrEnum):
    """What is looked for or given."""

    INTERNSHIP = "internship"
    COLLABORATOR = "collaborator"
    CLIENT = "client"
    FLAT = "flat"
    OTHER = "other"


class Side(StrEnum):
    """An ask says what somebody looks for, an offer what somebody gives."""

    ASK = "ask"
    OFFER = "offer"


class Says(StrEnum):
    """What one of the two said to a suggestion; nothing yet is empty."""

    YES = "yes"
    NO = "no"


class Came(StrEnum):
    """Whether anything came of an introduction."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"


class Weekly(StrEnum):
    """How many suggestions a week somebody wants; none unless they say so."""

    NONE = "0"
    ONE = "1"
    THREE = "3"
    FIVE = "5"


class Stands(StrEnum):
    """How an introduction stands, to one of the two: what the other said is in none but the last."""

    WAITS_FOR_YOU = "waits_for_you"
    YOU_SAID_YES = "you_said_yes"
    YOU_SAID_NO = "you_said_no"
    LAPSED = "lapsed"
    MADE = "made"


@dataclass(frozen=True)
class Answers:
    """What one side of an introduction may know: its own word, whether both agreed, and until when it is open."""

    own: str
    is_made: bool
    lapse_at: datetime

    def stands(self, now: datetime) -> Stands:
        """How it stands to that side. The other's word is no argument, so that a no cannot be read from it."""
        if self.is_made:
            return Stands.MADE
        if self.own == Says.NO:
            return Stands.YOU_SAID_NO
        if now >= self.lapse_at:
            return Stands.LAPSED
        return Stands.YOU_SAID_YES if self.own == Says.YES else Stands.WAITS_FOR_YOU


def civil_moment(there: datetime) -> datetime:
    """The first moment from `there` (on the wall of the space) at which a letter may leave: a weekday, nine to six."""
    opens, closes = CIVIL_HOURS
    if there.weekday() < 5 and opens <= there.time() < closes:
        return there
    day = there.date() if there.time() < opens else there.date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, opens, there.tzinfo)
