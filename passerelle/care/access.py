"""Who may do what across all rooms."""

from passerelle.people.models import Person
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Space


def may_take_space_out(person: Person, space: Space) -> bool:
    """Managers take out all that is kept of their space."""
    return may_manage(person, space)
