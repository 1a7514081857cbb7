"""What a day costs a visitor under a network in paid mode, as the door has to know it before and after the press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from passerelle.networks.rules import Mode
from passerelle.passes.models import Charge
from passerelle.passes.queries.charges import Outlook, charge_that_stands, outlook
from passerelle.presence.models import Presence
from passerelle.presence.queries import days_taken, visitor_days
from passerelle.presence.rules import As, days_beyond
from passerelle.presence.rules import State as Day
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.visits.queries import allowance_of


def visits_with_a_pass(host: Space, today: date) -> list[Visit]:
    """Whoever is expected or here today, or was here yesterday, on a visit whose network sells days; by name.

    Each with the person and the network.
    """
    days = visitor_days().filter(space=host, day__in=[today, today - timedelta(days=1)])
    keys = [int(cause.removeprefix("visit:")) for cause in days.values_list("cause", flat=True) if ":" in cause]
    sold = Visit.objects.filter(pk__in=keys, network__mode=Mode.PAID).select_related("person", "network")
    return list(sold.order_by("person__name", "pk"))


@dataclass(frozen=True)
class Cost:
    """A day is the `number`-th of so many free ones; or what a pass would pay for it; or what was charged for it."""

    free_days: int
    number: int = 0
    outlook: Outlook | None = None
    charge: Charge | None = None


def cost_of(visit: Visit, presences: Sequence[Presence], day: date) -> Cost | None:
    """What `day` costs, one of the visit's `presences`; None where nothing is ever sold, or nothing is held."""
    presence = next((one for one in presences if one.day == day), None)
    terms = visit.frozen_terms
    if presence is None or terms is None or visit.network.mode != Mode.PAID:
        return None
    allowance = allowance_of(terms)
    taken = [one.day for one in days_taken(visit.person, visit.host, allowance, [day])]
    is_free = presence.quality == As.VISITOR or (
        presence.state == Day.HELD and not days_beyond(allowance, taken, [day])
    )
    if is_free:
        number = len([one for one in taken if day - allowance.reach <= one < day]) + 1
        return Cost(terms.free_days, number)
    if presence.state == Day.USED:
        return Cost(terms.free_days, charge=charge_that_stands(visit.ref, day))
    return Cost(terms.free_days, outlook=outlook(visit.person, visit.network, visit.host, day, terms.day_price))
