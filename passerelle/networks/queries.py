"""What can be asked about networks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from passerelle.networks.models import Affiliation, Charter, Network
from passerelle.networks.rules import Terms
from passerelle.spaces.models import Space


@dataclass(frozen=True)
class Offer:
    """What a host offers under one network, beside what that network says by default."""

    affiliation: Affiliation
    terms: Terms
    default: Terms

    @property
    def network(self) -> Network:
        """The network it is offered under."""
        return self.affiliation.network

    @property
    def deviations(self) -> dict[str, object]:
        """What the host does otherwise."""
        return self.terms.deviations_from(self.default)


def affiliations_on(day: date) -> QuerySet[Affiliation]:
    """Affiliations in force on `day`."""
    return Affiliation.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


def offers_of(host: Space, on: date) -> list[Offer]:
    """What `host` offers visitors on `on`, one offer for each of its networks, by the network's name."""
    found = affiliations_on(on).filter(space=host).select_related("network").order_by("network__name")
    return [Offer(affiliation, affiliation.terms, affiliation.network.terms) for affiliation in found]


def offers_between(home: Space, host: Space, on: date) -> list[Offer]:
    """What `host` offers the members of `home` on `on`: one offer for each network that both stand in."""
    shared = set(affiliations_on(on).filter(space=home).values_list("network_id", flat=True))
    return [offer for offer in offers_of(host, on) if offer.network.pk in shared]


def offers_of_many(hosts: Iterable[Space], on: date) -> dict[int, list[Offer]]:
    """`offers_of` for many hosts in one query, by the host's key."""
    found = affiliations_on(on).filter(space__in=list(hosts)).select_related("network").order_by("network__name")
    offers: dict[int, list[Offer]] = {}
    for affiliation in found:
        offer = Offer(affiliation, affiliation.terms, affiliation.network.terms)
        offers.setdefault(affiliation.space_id, []).append(offer)
    return offers


def network_at(slug: str) -> Network | None:
    """The network with this name in the address."""
    return Network.objects.filter(slug=slug).first()


def charter_in_force(network: Network) -> Charter | None:
    """The latest version of what its spaces promise each other."""
    return network.charters.order_by("-version").first()


def spaces_of(network: Network, on: date) -> QuerySet[Affiliation]:
    """The affiliations of a network on `on`, by the space's name, each with its space."""
    return affiliations_on(on).filter(network=network).select_related("space", "network").order_by("space__name", "id")
