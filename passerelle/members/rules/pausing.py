"""Pauses of a plan by the month: how many days a year, from when, and where the paid days go. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from passerelle.members.rules.terms import Span, days_between

SHORTEST = timedelta(days=7)
"""Shorter ones would be weekends, by which a month lasts for ever."""
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Fault:
    """Why a pause cannot be: the code of a refusal, and its facts."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def paused_in(spans: Sequence[Span], year: int) -> int:
    """How many days of a calendar year are paused; a pause over New Year counts in both, what lies in each."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return sum(days_between(max(since, first), min(until, after)) for since, until in spans)


def fault_of_days(wished: Span, today: date, paid_until: date) -> Fault | None:
    """What holds for everybody: it begins tomorrow at the earliest, within the time that is paid."""
    since, until = wished
    if until <= since:
        return Fault("pause_ends_before_it_begins")
    if since <= today:
        return Fault("pause_begins_tomorrow")
    if since >= paid_until:
        return Fault("pause_is_outside", {"day": paid_until - timedelta(days=1)})
    return Fault("pause_is_too_long") if until - since > LONGEST else None


def fault_of_allowance(wished: Span, before: Sequence[Span], allowed: int) -> Fault | None:
    """What the plan allows a member: seven days at least, and so many `allowed` in each calendar year."""
    since, until = wished
    if not allowed:
        return Fault("plan_cannot_be_paused")
    if until - since < SHORTEST:
        return Fault("pause_is_too_short", {"least": SHORTEST.days})
    for year in range(since.year, until.year + 1):
        left = max(0, allowed - paused_in(before, year))
        if paused_in([wished], year) > left:
            return Fault("pause_days_are_used_up", {"year": year, "left": left})
    return None
