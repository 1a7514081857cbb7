"""From asking for a plan to its end: the states, its terms, and until when what is asked waits. Plain Python."""

from datetime import date, timedelta
from enum import StrEnum

from passerelle.kit.anniversaries import anniversary, next_anniversary
from passerelle.plans.rules import Kind, valid_until

LONGEST_AHEAD = timedelta(days=90)
"""So far ahead somebody asks for a first day: prices and plans are not known for longer."""
ASKED_BEFORE = timedelta(days=7)
"""So long before a month is over the next one is asked for."""
WAITS = timedelta(days=7)
"""So long after its first day what was asked and has not come is still waited for."""


class State(StrEnum):
    """Asked for and not paid yet; open, which it also is once it is over; called off before anything was paid; or
    withdrawn from by a consumer.
    """

    ASKED = "asked"
    OPEN = "open"
    CALLED_OFF = "called_off"
    WITHDRAWN = "withdrawn"


class ChangeState(StrEnum):
    """A change of plans: asked and to be paid; done; called off before it was paid."""

    ASKED = "asked"
    DONE = "done"
    CALLED_OFF = "called_off"


def end_of_term(kind: Kind, first: date, begins_on: date, valid_days: int) -> date | None:
    """The first day after the term that begins on `begins_on`, of a plan begun on `first`; None without an end.

    Months are counted from the first day of all: what begins on 31 January ends its months on 28 February, 31 March.
    """
    if kind is Kind.MONTH:
        return next_anniversary(first, begins_on)
    last = valid_until(kind, begins_on, valid_days)
    return last + timedelta(days=1) if last else None


def term_around(kind: Kind, since: date, on: date) -> date:
    """The first day of the term in which `on` lies, of somebody on a plan since `since`: days are counted from it."""
    if kind is not Kind.MONTH:
        return since
    upcoming = next_anniversary(since, on)
    months = (upcoming.year - since.year) * 12 + upcoming.month - since.month - 1
    return anniversary(since, months)


def is_asked_now(until: date | None, today: date) -> bool:
    """Whether it is time to ask for the term that begins on `until`."""
    return until is not None and today >= until - ASKED_BEFORE
