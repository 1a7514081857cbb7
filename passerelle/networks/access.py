"""Who may do what for a network."""

from passerelle.networks.models import Network, Officer
from passerelle.networks.rules import NetworkRole
from passerelle.people.models import Person


def may_organise(person: Person, network: Network) -> bool:
    """Organisers change the network's terms and charter, and admit spaces."""
    return Officer.objects.filter(person=person, network=network, role=NetworkRole.ORGANISER).exists()
