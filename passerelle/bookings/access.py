"""Who may do what with resources and bookings."""

from passerelle.bookings.models import Booking, Resource
from passerelle.kit.refusals import NotFound
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage, may_receive


def may_change(person: Person, resource: Resource) -> bool:
    """What a space lets, and on which conditions, is for its managers to say."""
    return may_manage(person, resource.space)


def may_book_for_others(person: Person, resource: Resource) -> bool:
    """Staff book for themselves and for whoever is known at their space."""
    return may_receive(person, resource.space)


def may_see(person: Person, booking: Booking) -> bool:
    """Whose booking it is; and the staff of the space."""
    return person.pk == booking.person_id or may_receive(person, booking.resource.space)


def must(allowed: bool) -> None:
    """Go on only if it is allowed; what is forbidden is answered like what is absent.

    Raises NotFound.
    """
    if not allowed:
        raise NotFound
