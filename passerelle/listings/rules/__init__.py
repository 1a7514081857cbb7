"""What is true of lists: bytes in any form that lists come in, read into what they say of spaces. Plain Python.

`read_list` gives what one file says, or raises one ListIsUnreadable; `share_of_hours_in` says how many opening hours of
a file can be understood. Here stand the steps of an import, and what can be said of a pair.
"""

from datetime import timedelta
from enum import StrEnum

from passerelle.listings.rules.hours import HoursShare
from passerelle.listings.rules.reading import read_list, share_of_hours_in
from passerelle.listings.rules.told import (
    WHAT_IS_FLAGGED,
    WHY_REFUSED,
    WHY_UNREADABLE,
    Basis,
    Field,
    Flaw,
    Gazetteer,
    ListIsUnreadable,
    ListRead,
    NotTaken,
    Told,
    TownNear,
)

__all__ = [
    "PARTING_LASTS",
    "WHAT_IS_FLAGGED",
    "WHY_REFUSED",
    "WHY_UNREADABLE",
    "Basis",
    "Field",
    "Flaw",
    "Gazetteer",
    "HoursShare",
    "ListIsUnreadable",
    "ListRead",
    "NotTaken",
    "Step",
    "Told",
    "TownNear",
    "Verdict",
    "read_list",
    "share_of_hours_in",
]


PARTING_LASTS = timedelta(minutes=10)
"""For so long two spaces that were joined can be parted again, as if nothing had been said."""


class Verdict(StrEnum):
    """What a person said of two spaces that may be one; proposed until somebody has."""

    PROPOSED = "proposed"
    JOINED = "joined"
    APART = "apart"


class Step(StrEnum):
    """Where an import stands.

    Sent, and nobody has said where it comes from; to be read; read, with a report of what would come; to be taken in;
    done; refused. Its sender left it, or it lapsed while it waited for a word.
    """

    SENT = "sent"
    TO_READ = "to_read"
    READ = "read"
    TO_TAKE_IN = "to_take_in"
    DONE = "done"
    REFUSED = "refused"
    LEFT = "left"
    LAPSED = "lapsed"
