"""Who may do what with services."""

from passerelle.people.models import Person
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Space


def may_provide(person: Person, space: Space) -> bool:
    """Managers say what their space does for companies."""
    return may_manage(person, space)
