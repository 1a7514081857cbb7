"""What can be asked about networks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import AutoField, Count, DateField, Exists, IntegerField, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from passerelle.kit.composed import Composed, Given
from passerelle.networks.models import Affiliation, Charter
from passerelle.networks.models import Network as Network
from passerelle.networks.models import Seller as Seller
from passerelle.networks.rules import Mode, NetworkRole, Terms
from passerelle.people.models import Person
from passerelle.spaces.models import Closure, Space
from passerelle.spaces.queries import hours_beside, spaces_that_answer
from passerelle.spaces.rules import Closed, OfficeHours


@dataclass(frozen=True)
class Offer:
    """What a host offers under one network, beside what that network says by default; of the network its key, its mode,
    its name and its name in the address are read.
    """

    network: Network
    terms: Terms
    default: Terms

    @property
    def deviations(self) -> dict[str, object]:
        """What the host does otherwise."""
        return self.terms.deviations_from(self.default)


OffersAndHours = tuple[dict[int, list[Offer]], dict[int, OfficeHours]]


def seller_is(seller: Seller, on: str = "") -> dict[str, Any]:
    """What a row of `seller` has, to be looked for or written; `on` leads to it from another (`payment__`)."""
    return {f"{on}{'network' if isinstance(seller, Network) else 'space'}": seller}


def affiliations_on(day: date | Given) -> QuerySet[Affiliation]:
    """Affiliations in force on `day`, which a composed query may be given later."""
    return Affiliation.objects.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


def offers_of(host: Space, on: date) -> list[Offer]:
    """What `host` offers visitors on `on`, one offer for each of its networks, by the network's name."""
    return offers_of_many([host], on).get(host.pk, [])


def offers_between(home: Space, host: Space, on: date) -> list[Offer]:
    """What `host` offers the members of `home` on `on`: one offer for each network that both stand in. One query."""
    offers = offers_of_many([home, host], on)
    given = {offer.network.pk: offer.terms for offer in offers.get(home.pk, ())}
    shared = [offer for offer in offers.get(host.pk, ()) if offer.network.pk in given]
    return [replace(offer, terms=offer.terms.for_members_of(given[offer.network.pk])) for offer in shared]


def offers_of_many(hosts: Iterable[Space], on: date) -> dict[int, list[Offer]]:
    """`offers_of` for many hosts in one query, by the host's key."""
    offers: dict[int, list[Offer]] = {}
    for key, offer in _OFFERED.all(keys=[host.pk for host in hosts], day=on):
        offers.setdefault(key, []).append(offer)
    return offers


def offers_and_hours_of_many(hosts: Iterable[Space], on: date) -> OffersAndHours:
    """`offers_of_many`, and `hours_of` for each: what a row of a list needs beside its space. One query."""
    listed = list(hosts)
    offers: dict[int, list[Offer]] = {}
    closed: dict[int, list[Closed]] = {}
    for key, network, *facts in _BESIDE.all(keys=[host.pk for host in listed], day=on):
        if network is None:
            closed.setdefault(key, []).append(Closed(*map(date.fromisoformat, facts[:2])))
        else:
            offers.setdefault(key, []).append(_offered(key, network, *facts)[1])
    by_name = {key: sorted(some, key=lambda offer: offer.network.name) for key, some in offers.items()}
    return by_name, hours_beside(listed, closed)


def _offered(host: int, network: int, slug: str, name: str, mode: str, *terms: str) -> tuple[int, Offer]:
    known = Network.from_db(DEFAULT_DB_ALIAS, ("id", "slug", "name", "mode"), (network, slug, name, mode))
    return host, Offer(known, *_terms_kept(*terms))


@lru_cache(maxsize=4096)
def _terms_kept(default: str, deviations: str) -> tuple[Terms, Terms]:
    """A host's terms and the network's, from what is kept of both: most hosts of a network deviate in nothing."""
    usual = Terms.read(json.loads(default))
    return usual.with_deviations(json.loads(deviations)), usual


_NAMES: Composed[tuple[str, str]] = Composed(
    lambda: Network.objects.order_by("name", "id").values_list("slug", "name"), lambda slug, name: (slug, name)
)
_DAY = Given("day", DateField())
_KEYS = Given("keys", AutoField())


def _in_force() -> "QuerySet[Affiliation, Any]":
    return affiliations_on(_DAY).filter(space__pk__in=[_KEYS]).order_by().values_list(
        "space_id", "network_id", "network__slug", "network__name", "network__mode",
        Cast("network__default_terms", TextField()), Cast("deviations", TextField()),
    )  # fmt: skip


def _in_force_and_closed() -> "QuerySet[Any, Any]":
    """Affiliations, and closed dates in the same columns with no network."""
    nothing = [Value(None, output_field=kind()) for kind in (IntegerField, TextField, TextField, TextField)]
    since, until = Cast("since", TextField()), Cast("until", TextField())
    closed = Closure.objects.filter(space__pk__in=[_KEYS]).order_by()
    return _in_force().union(closed.values_list("space_id", nothing[0], since, until, *nothing[1:]), all=True)


_OFFERED = Composed(lambda: _in_force().order_by("network__name"), _offered)
_BESIDE: "Composed[tuple[Any, ...]]" = Composed(_in_force_and_closed, lambda *row: row)


def network_at(slug: str) -> Network | None:
    """The network with this name in the address."""
    return Network.objects.filter(slug=slug).first()


def networks_by_name(at_most: int | None = None) -> list[Network]:
    """The networks, by name."""
    return list(Network.objects.order_by("name", "id")[:at_most])


def names_of_networks(at_most: int) -> list[tuple[str, str]]:
    """The names of networks in the address and as people say them, by name."""
    return _NAMES.some(0, at_most)


def charter_in_force(network: Network) -> Charter | None:
    """The latest version of what its spaces promise each other."""
    return network.charters.order_by("-version").first()


def spaces_of(network: Network, on: date) -> QuerySet[Affiliation]:
    """The affiliations of a network on `on`, by the space's name, each with its space."""
    return affiliations_on(on).filter(network=network).select_related("space", "network").order_by("space__name", "id")


def networks_with_counts(on: date) -> QuerySet[Network]:
    """All networks by name, each with `spaces_count`, the spaces that stand in it on `on`. One query."""
    in_force = Q(affiliations__since__lte=on) & (Q(affiliations__until=None) | Q(affiliations__until__gt=on))
    return Network.objects.annotate(spaces_count=Count("affiliations", filter=in_force)).order_by("name", "id")


def affiliation_between(space: Space, network_slug: str, on: date) -> Affiliation | None:
    """How this space stands in the network with this name in the address, on `on` or from a later day."""
    found = space.affiliations.filter(Q(until=None) | Q(until__gt=on), network__slug=network_slug)
    return found.select_related("network", "space").order_by("-since").first()


def affiliation_in(network: Network, key: int, on: date) -> Affiliation | None:
    """One belonging to this network that is not over on `on`."""
    found = network.affiliations.filter(Q(until=None) | Q(until__gt=on), pk=key)
    return found.select_related("network", "space").first()


def affiliations_of(network: Network, on: date) -> QuerySet[Affiliation]:
    """The belongings that are not over on `on`, by the space's name, those to come included."""
    found = network.affiliations.filter(Q(until=None) | Q(until__gt=on))
    return found.select_related("space", "network").order_by("space__name", "id")


def never_inside(network: Network, spaces: Iterable[int]) -> list[int]:
    """Of these spaces, by their keys, those that have never stood in the network, each once. One query."""
    known = set(network.affiliations.values_list("space", flat=True))
    return [key for key in dict.fromkeys(spaces) if key not in known]


def stands_in(space: Space, network: Network, on: date) -> bool:
    """Whether the space stands in the network on `on`, or will from a later day."""
    return space.affiliations.filter(Q(until=None) | Q(until__gt=on), network=network).exists()


def any_in_paid_mode() -> bool:
    """Whether a network of this instance sells anything."""
    return Network.objects.filter(mode=Mode.PAID).exists()


def sells_days(space: Space, on: date) -> bool:
    """Whether the space stands in a network in paid mode on `on`."""
    return affiliations_on(on).filter(space=space, network__mode=Mode.PAID).exists()


def organisers_of(network: Network) -> list[Person]:
    """The people who organise this network, the longest standing first."""
    found = network.officers.filter(role=NetworkRole.ORGANISER, person__is_active=True)
    return [officer.person for officer in found.select_related("person").order_by("since", "id")]


def treasurers_of(network: Network) -> list[Person]:
    """The people who keep this network's books, the longest standing first."""
    found = network.officers.filter(role=NetworkRole.TREASURER, person__is_active=True)
    return [officer.person for officer in found.select_related("person").order_by("since", "id")]


def networks_organised_by(person: Person) -> list[Network]:
    """The networks that this person organises, by name."""
    found = Network.objects.filter(officers__person=person, officers__role=NetworkRole.ORGANISER)
    return list(found.order_by("name", "id"))


def networks_whose_books_are_kept_by(person: Person) -> list[Network]:
    """The networks in paid mode whose treasurer this person is, by name."""
    found = Network.objects.filter(mode=Mode.PAID, officers__person=person, officers__role=NetworkRole.TREASURER)
    return list(found.order_by("name", "id"))


def spaces_outside(network: Network, spaces: QuerySet[Space], on: date) -> QuerySet[Space]:
    """Of `spaces`, those that neither stand in the network on `on` nor will from a later day."""
    inside = network.affiliations.filter(Q(until=None) | Q(until__gt=on))
    return spaces.exclude(pk__in=inside.values("space"))


def hosts_in_turn(day: date, at_most: int) -> list[Space]:
    """Some of the spaces that answer and stand in a network, others each day, so that each has its turn.

    One begins somewhere else each day and takes the next that come, then mixes them. At most three queries.
    """
    last = Space.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    start = day.toordinal() * 104729 % (last + 1)
    found = list(hosts_on(day).filter(pk__gte=start).order_by("pk")[:at_most])
    if len(found) < at_most:
        found += hosts_on(day).filter(pk__lt=start).order_by("pk")[: at_most - len(found)]
    return sorted(found, key=lambda space: (space.pk * 7919 + day.toordinal()) % 9973)


def hosts_on(day: date) -> QuerySet[Space]:
    """The spaces that can be asked on `day`: they answer letters and stand in a network."""
    return spaces_that_answer().filter(Exists(affiliations_on(day).filter(space=OuterRef("pk"))))
