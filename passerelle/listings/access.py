"""Who may do what with lists and with likely pairs."""

from passerelle.listings.models import Pair
from passerelle.networks.access import may_organise
from passerelle.networks.models import Network
from passerelle.networks.queries import networks_organised_by
from passerelle.people.models import Person
from passerelle.spaces.access import may_list
from passerelle.spaces.models import Space


def may_take_in(person: Person, network: Network | None) -> bool:
    """Organisers take lists in for their network; for the whole instance, whoever runs it does."""
    return may_list(person) if network is None else may_organise(person, network)


def may_decide(person: Person, pair: Pair) -> bool:
    """Whoever organises a network in which one of the two spaces stands says whether they are one."""
    if may_list(person):
        return True
    mine = networks_organised_by(person)
    return any(space.affiliations.filter(network__in=mine, until=None).exists() for space in (pair.first, pair.second))


def may_let_go(person: Person, space: Space) -> bool:
    """Whether this person may say that a space is another one, and is found no longer.

    One that stands in networks is for their organisers, or for whoever runs the instance; one that stands in none, for
    whoever may decide on the pair.
    """
    standing = space.affiliations.filter(until=None)
    if may_list(person) or not standing.exists():
        return True
    return standing.filter(network__in=networks_organised_by(person)).exists()
