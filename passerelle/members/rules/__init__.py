"""Good standing. Plain Python."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Source(StrEnum):
    """How a membership came to be known: from a roster file, entered by the space, vouched for by letter, bought."""

    ROSTER = "roster"
    STAFF = "staff"
    VOUCH = "vouch"
    PLAN = "plan"


class Standing(StrEnum):
    """What a home can say of a person for one local date."""

    GOOD = "good"
    UNKNOWN = "unknown"
    NOT_YET = "not_yet"
    ENDED = "ended"
    NO_VISA = "no_visa"
    PAUSED = "paused"


@dataclass(frozen=True)
class Belonging:
    """A person's time at a home: `since` included, `until` excluded, without end where it is None.

    So is the pause that runs or is to come, where there is one.
    """

    since: date
    until: date | None
    carries_visa: bool
    paused_since: date | None = None
    paused_until: date | None = None


def standing(belonging: Belonging | None, on: date) -> Standing:
    """The one definition of good standing: a member on that local date, on something that carries the visa."""
    if belonging is None:
        return Standing.UNKNOWN
    if on < belonging.since:
        return Standing.NOT_YET
    if belonging.until is not None and on >= belonging.until:
        return Standing.ENDED
    if is_paused(belonging, on):
        return Standing.PAUSED
    return Standing.GOOD if belonging.carries_visa else Standing.NO_VISA


def is_paused(belonging: Belonging | None, on: date) -> bool:
    """Whether the plan rests on that local date: nothing is paid for it, so one is not at home either."""
    if belonging is None or belonging.paused_since is None or belonging.paused_until is None:
        return False
    return belonging.paused_since <= on < belonging.paused_until


def is_member(belonging: Belonging | None, on: date) -> bool:
    """At home there on that local date, on whatever plan: what opens the own door need not carry the visa."""
    return standing(belonging, on) in (Standing.GOOD, Standing.NO_VISA)


def excluded_end(valid_until: date | None) -> date | None:
    """The `until` (excluded) of what a roster calls valid until: people include the last day when they write it.

    The last date there is, by which some programs say "for ever", is no end.
    """
    return valid_until + timedelta(days=1) if valid_until and valid_until < date.max else None


def included_end(until: date | None) -> date | None:
    """The last day on which one is a member, as people write it."""
    return until - timedelta(days=1) if until else None
