"""What can be asked about services."""

from django.db.models import QuerySet

from passerelle.provisions.models import Provision
from passerelle.spaces.models import Space


def provisions_of(space: Space) -> QuerySet[Provision]:
    """All that a space does or did for companies, what it offers first."""
    return Provision.objects.filter(space=space).select_related("tax").order_by("-offered", "id")


def provisions_offered(space: Space) -> list[Provision]:
    """What a space does for companies now, in the order in which it was said."""
    return list(provisions_of(space).filter(offered=True))


def provision_of(space: Space, key: int) -> Provision | None:
    """One service of this space."""
    return provisions_of(space).select_related("space").filter(pk=key).first()
