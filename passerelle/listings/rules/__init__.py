"""What is true of lists: the steps of an import, and what can be said of a pair."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a person said of two spaces that may be one; proposed until somebody has."""

    PROPOSED = "proposed"
    JOINED = "joined"
    APART = "apart"


class Step(StrEnum):
    """Where an import stands: to be read; read, with a report of what would come; to be taken in; done; refused."""

    TO_READ = "to_read"
    READ = "read"
    TO_TAKE_IN = "to_take_in"
    DONE = "done"
    REFUSED = "refused"
