"""Who may do what with walls. Who may look at one is said by its address."""

from passerelle.people.models import Person
from passerelle.spaces.access import may_manage
from passerelle.spaces.models import Space


def may_hang(person: Person, space: Space) -> bool:
    """Managers give addresses to televisions, and take them back."""
    return may_manage(person, space)
