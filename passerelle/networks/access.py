"""Who may do what for a network."""

from passerelle.networks.models import Affiliation, Network, Officer, Seller
from passerelle.networks.rules import Mode, NetworkRole
from passerelle.people.models import Person
from passerelle.spaces.access import may_manage


def may_found(person: Person) -> bool:
    """Whoever runs the instance founds networks on it."""
    return person.is_active and person.runs_the_instance


def may_organise(person: Person, network: Network) -> bool:
    """Organisers change the network's terms and charter, admit spaces and let them go."""
    return Officer.objects.filter(person=person, network=network, role=NetworkRole.ORGANISER).exists()


def may_set_terms(person: Person, affiliation: Affiliation) -> bool:
    """What a space offers is for its managers to say, never for the network."""
    return may_manage(person, affiliation.space)


def may_end(person: Person, affiliation: Affiliation) -> bool:
    """A space leaves by its managers' word, or is let go by an organiser."""
    return may_manage(person, affiliation.space) or may_organise(person, affiliation.network)


def may_keep_books(person: Person, network: Network) -> bool:
    """Treasurers set prices and taxes, record what came in, and close the month of a network in paid mode."""
    keeps = Officer.objects.filter(person=person, network=network, role=NetworkRole.TREASURER)
    return network.mode == Mode.PAID and keeps.exists()


def may_keep_books_of(person: Person, seller: Seller) -> bool:
    """Whoever sells has somebody who asks, records and issues in its name: a network its treasurers, a space its
    managers.
    """
    return may_keep_books(person, seller) if isinstance(seller, Network) else may_manage(person, seller)
