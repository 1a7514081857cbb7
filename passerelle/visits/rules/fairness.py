"""What a network may choose so that visits stay fair: a rest between two, and not always away. Plain Python.

How many days a home's members have, and how long they must have been members, stand with the terms.
"""

from collections.abc import Collection, Iterable
from datetime import date

from passerelle.kit.anniversaries import anniversary
from passerelle.networks.rules import Terms
from passerelle.presence.rules import Allowance

AWAY_WITHIN = 90
WORKING_DAYS = 64
"""The fewest days from Monday to Friday among 90 in a row."""


def away_allowance(terms: Terms) -> Allowance | None:
    """How many days, at whatever host, a member may spend as a visitor; None where nobody counts."""
    if not terms.most_away_percent:
        return None
    return Allowance(WORKING_DAYS * terms.most_away_percent // 100, AWAY_WITHIN)


def rested_on(terms: Terms, others: Iterable[date], asked: Collection[date]) -> date | None:
    """The first date on which this visit could begin, where another one is too near; None where none is.

    `others` are the days of other visits to the host, earlier and later ones.
    """
    first, last = min(asked), max(asked)
    near = [
        day for day in others
        if anniversary(day, terms.rest_months) > first and anniversary(last, terms.rest_months) > day
    ]  # fmt: skip
    return anniversary(max(near), terms.rest_months) if near else None
