"""What can be asked about plans."""

from django.db.models import QuerySet

from passerelle.plans.models import Plan
from passerelle.spaces.models import Space


def plans_of(space: Space) -> QuerySet[Plan]:
    """All that a space offers or offered, what it offers first, the cheapest first."""
    return space.plans.order_by("-offered", "price", "id")


def plans_offered(space: Space) -> list[Plan]:
    """What a space sells its members now, the cheapest first."""
    return list(plans_of(space).filter(offered=True).select_related("tax"))


def plan_of(space: Space, key: int) -> Plan | None:
    """One plan of this space."""
    return plans_of(space).select_related("space", "tax").filter(pk=key).first()
