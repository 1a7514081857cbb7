"""Who may sell in a space's name, and take back what was sold."""

from passerelle.people.models import Person
from passerelle.sales.models import Sale
from passerelle.spaces.access import may_manage, may_receive
from passerelle.spaces.models import Space


def may_sell(person: Person, space: Space) -> bool:
    """The desk and the managers."""
    return may_receive(person, space)


def may_take_back(person: Person, sale: Sale) -> bool:
    """Money that goes back is for a manager to say."""
    return may_manage(person, sale.space)
