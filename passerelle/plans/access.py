"""Who may do what with plans."""

from passerelle.people.models import Person
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Space


def may_offer(person: Person, space: Space) -> bool:
    """Managers say what their space sells."""
    return may_manage(person, space)
