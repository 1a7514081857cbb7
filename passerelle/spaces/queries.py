"""What can be asked about spaces."""

from datetime import date

from django.db.models import Q, QuerySet

from passerelle.kit import clock
from passerelle.kit.fold import fold
from passerelle.kit.places import distance_km
from passerelle.people.models import Person
from passerelle.spaces.models import Invitation, Space, Staff
from passerelle.spaces.rules import Closed, OfficeHours, Role, is_open_at, office_hours

# One degree of latitude is about 111 km everywhere.
KM_PER_DEGREE = 111.2


def space_at(slug: str) -> Space | None:
    """The space with this name in the address."""
    return Space.objects.filter(slug=slug).first()


def spaces_called(text: str) -> QuerySet[Space]:
    """Spaces whose name, town or country holds every word of `text`, by name; all of them for an empty text."""
    found = Space.objects.order_by("name", "id")
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    return found


def hours_of(space: Space) -> OfficeHours:
    """The opening hours of a space, closed dates taken out. One query."""
    closed = (Closed(since, until) for since, until in space.closures.values_list("since", "until"))
    return office_hours(space.hours, space.country, closed)


def is_open_now(space: Space, hours: OfficeHours) -> bool:
    """Whether the space is open at this moment, in its own time zone."""
    return is_open_at(clock.local(space.time_zone), hours)


def today_at(space: Space) -> date:
    """The local date at the space."""
    return clock.local_day(space.time_zone)


def spaces_near(space: Space, within_km: float = 50) -> list[tuple[Space, float]]:
    """Other spaces within so many kilometres, the nearest first, each with its distance; none if it has no place."""
    here = space.point
    if here is None:
        return []
    span = within_km / KM_PER_DEGREE
    rows = Space.objects.exclude(pk=space.pk).filter(latitude__range=(here.latitude - span, here.latitude + span))
    placed = ((row, distance_km(here, row.point)) for row in rows if row.point is not None)
    return sorted((pair for pair in placed if pair[1] <= within_km), key=lambda pair: pair[1])


def roles_of(person: Person) -> list[Staff]:
    """For which spaces this person acts, and as what, by the space's name."""
    return list(Staff.objects.filter(person=person).select_related("space").order_by("space__name"))


def staff_of(space: Space) -> list[Staff]:
    """Who acts for this space, managers first."""
    order = {Role.MANAGER: 0, Role.DESK: 1}
    found = space.staff.select_related("person").order_by("since")
    return sorted(found, key=lambda staff: order[Role(staff.role)])


def invitation_at(reference: str) -> Invitation | None:
    """The invitation with this reference, open or not."""
    return Invitation.objects.select_related("space", "invited_by").filter(reference=reference).first()


def open_invitations(space: Space) -> QuerySet[Invitation]:
    """Invitations to act for this space that nobody has accepted yet."""
    return space.invitations.filter(Q(accepted_at=None), Q(withdrawn_at=None)).order_by("invited_at")
