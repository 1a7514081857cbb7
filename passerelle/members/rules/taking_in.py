"""What becomes of a line of a roster, beside what is already known. Plain Python."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from passerelle.members.rules import Belonging, excluded_end
from passerelle.members.rules.roster import Column, Entry, Flaw


class Became(StrEnum):
    """What became of a line."""

    ADDED = "added"
    RENEWED = "renewed"
    ENDED = "ended"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One line of the report; `flaw` where it was refused, `valid_until` the last day, where one is known."""

    number: int
    who: str
    address: str
    became: Became
    valid_until: date | None = None
    flaw: Flaw | None = None


def refused(flaw: Flaw) -> Line:
    """The line of the report for one that could not be taken in."""
    return Line(flaw.line, flaw.who, flaw.address, Became.REFUSED, flaw=flaw)


def weigh(entry: Entry, known: Belonging | None, today: date, *, says_until: bool) -> tuple[Became, Belonging] | Flaw:
    """What becomes of `entry`, and the belonging to keep; or why it is refused.

    A file without a column for the last day changes no last day. Nobody is newly entered whose time is over: their name
    would be kept for nothing.
    """
    until = excluded_end(entry.valid_until) if says_until else (known.until if known else None)
    if known is None:
        if until is not None and until <= today:
            return _flaw(entry, "was_never_known_here")
        return Became.ADDED, Belonging(entry.since or today, until, carries_visa=True)
    since = _beginning(entry, known, today)
    if until is not None and until < since:
        if entry.since is not None:
            return _flaw(entry, "ends_before_it_begins")
        since = min(known.since, until)
    kept = replace(known, since=since, until=until)
    if kept == known:
        return Became.UNCHANGED, known
    return (Became.ENDED if until is not None and until <= today else Became.RENEWED), kept


def _beginning(entry: Entry, known: Belonging, today: date) -> date:
    """The first day: what the file says; else what was known, unless that time is over and another one begins."""
    if entry.since is not None:
        return entry.since
    is_over = known.until is not None and known.until <= today
    begins_again = entry.valid_until is not None and entry.valid_until >= today
    return today if is_over and begins_again else known.since


def _flaw(entry: Entry, code: str) -> Flaw:
    found = entry.valid_until.isoformat() if entry.valid_until else ""
    return Flaw(entry.line, Column.VALID_UNTIL, code, found, entry.name, entry.address)
