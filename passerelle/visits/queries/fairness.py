"""What a network's choices for fairness say of one person's days."""

from collections.abc import Collection
from datetime import date, timedelta

from passerelle.kit.refusals import Refusal
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.presence.queries import days_as_visitor
from passerelle.presence.rules import days_beyond
from passerelle.spaces.models import Space
from passerelle.visits.rules.fairness import away_allowance, rested_on


def why_not_fair(
    person: Person, host: Space, terms: Terms, days: Collection[date], *, besides: str = ""
) -> Refusal | None:
    """Why a member may not come on these days though they are free; `besides` names the visit that they are of.

    `visited_too_recently` with the first day that would be possible, `away_too_often` with how many days may be spent
    away.
    """
    if terms.rest_months:
        reach = timedelta(days=31 * terms.rest_months)
        near = days_as_visitor(person, min(days) - reach, max(days) + reach, besides=besides).filter(space=host)
        if again := rested_on(terms, near.values_list("day", flat=True), days):
            return Refusal("visited_too_recently", months=terms.rest_months, from_day=again)
    allowance = away_allowance(terms)
    # A day that is away already, at another host, is away only once.
    if allowance and days_beyond(allowance, days_away(person, terms, days, besides=besides) - set(days), days):
        return Refusal("away_too_often", most=allowance.free_days, within=allowance.within_days)
    return None


def days_away(person: Person, terms: Terms, days: Collection[date], *, besides: str = "") -> set[date]:
    """The days as a visitor anywhere that count together with these; none where the terms do not count."""
    allowance = away_allowance(terms)
    if allowance is None:
        return set()
    near = days_as_visitor(person, min(days) - allowance.reach, max(days) + allowance.reach, besides=besides)
    return set(near.values_list("day", flat=True))
