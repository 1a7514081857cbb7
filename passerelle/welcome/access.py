"""Who may do what with the first hour. Who may read it is asked by `visits`, which knows who comes."""

from passerelle.people.models import Person
from passerelle.spaces.access import may_manage, may_receive
from passerelle.spaces.models import Space


def may_write_first_hour(person: Person, space: Space) -> bool:
    """Managers write it down."""
    return may_manage(person, space)


def may_say_it_holds(person: Person, space: Space) -> bool:
    """Whoever is there every day, desk and managers, says that it still holds."""
    return may_receive(person, space)
