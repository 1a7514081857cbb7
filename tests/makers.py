"""Things made for a test, with what most tests do not care about already filled in.

A maker writes rows directly: it sets the scene. What a test is about goes through actions and pages.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from passerelle.atlas.models import PlaceName, Town
from passerelle.kit.fold import fold
from passerelle.kit.places import Point
from passerelle.members.models import Membership, SpacesIdentityRule
from passerelle.members.rules import Source
from passerelle.networks.models import Affiliation, Charter, Network, Officer
from passerelle.networks.rules import Mode, NetworkRole, Terms, searched_terms
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.rules import As, State
from passerelle.spaces.actions.finding import make_findable
from passerelle.spaces.models import Closure, Space, Staff
from passerelle.spaces.rules import Kind, Role
from passerelle.spaces.rules.finding import map_square
from passerelle.visits.models import Visit, VisitDay
from passerelle.visits.rules import Purpose, Word

LONG_AGO = date(2020, 1, 1)
WEDNESDAY_NOON = datetime(2027, 1, 6, 11, 0, tzinfo=UTC)
"""Noon in Brussels, 19 h in Hong Kong, on an ordinary working Wednesday."""

_numbers = count(1)


def make_person(name: str = "Somebody", **facts: Any) -> Person:
    """A person known by an address of their own at example.org."""
    number = next(_numbers)
    given = {"email": f"{fold(name).replace(' ', '.')}.{number}@example.org", "language": "en", "password": "!"}
    return Person.objects.create(name=name, **(given | facts))


def make_space(name: str = "Some Space", **facts: Any) -> Space:
    """A space in Namur that is open on weekdays from 9 to 18 and answers letters."""
    space = Space.objects.create(**space_facts(name, **facts))
    make_findable([space.pk])
    return space


def make_spaces(how_many: int, **facts: Any) -> list[Space]:
    """Many spaces at once: Space 0001, Space 0002 …"""
    spaces = Space.objects.bulk_create(
        Space(**space_facts(f"Space {number:04}", **facts)) for number in range(1, how_many + 1)
    )
    make_findable(space.pk for space in spaces)
    return spaces


def space_facts(name: str, **facts: Any) -> dict[str, Any]:
    """What is kept of a space called `name`, unless `facts` say otherwise."""
    given = {
        "slug": f"{fold(name).replace(' ', '-')}-{next(_numbers)}",
        "name": name,
        "kind": Kind.COWORKING,
        "address": "Rue des Brasseurs 1",
        "town": "Namur",
        "country": "BE",
        "latitude": 50.4637,
        "longitude": 4.8671,
        "time_zone": "Europe/Brussels",
        "language": "fr",
        "currency": "EUR",
        "email_confirmed_at": datetime(2020, 1, 1, tzinfo=UTC),
        "hours": "Mo-Fr 09:00-18:00",
    } | facts
    given.setdefault("email", f"{given['slug']}@example.org")
    point = Point(given["latitude"], given["longitude"]) if given["latitude"] is not None else None
    return given | map_square(point)


def make_town(name: str, country: str, point: Point, population: int = 100_000, **facts: Any) -> Town:
    """A town that goes by its own name and by all of `names`, in whatever alphabet."""
    town = Town.objects.create(
        id=next(_numbers), name=name, country=country, latitude=point.latitude, longitude=point.longitude,
        time_zone=facts.get("time_zone", "UTC"), population=population,
    )  # fmt: skip
    for one in dict.fromkeys(fold(called) for called in (name, *facts.get("names", ()))):
        PlaceName.objects.create(folded=one, backwards=one[::-1], town=town, country=country)
    return town


def make_country(code: str, *names: str) -> None:
    """A country under its names."""
    for one in dict.fromkeys(fold(name) for name in names):
        PlaceName.objects.create(folded=one, backwards=one[::-1], town=None, country=code)


def make_closure(space: Space, since: date, until: date, reason: str = "") -> Closure:
    """Days on which the space is closed, `until` excluded."""
    return Closure.objects.create(space=space, since=since, until=until, reason=reason)


def make_staff(person: Person, space: Space, role: Role = Role.MANAGER) -> Staff:
    """The person acts for the space."""
    return Staff.objects.create(person=person, space=space, role=role)


def make_network(name: str = "Some Network", *, terms: Terms | None = None, **facts: Any) -> Network:
    """A hospitality network whose spaces offer three days on request."""
    given = {"slug": f"{fold(name).replace(' ', '-')}-{next(_numbers)}", "mode": Mode.HOSPITALITY} | facts
    return Network.objects.create(name=name, default_terms=(terms or Terms()).written(), **given)


def make_charter(network: Network, version: int = 1) -> Charter:
    """What its spaces promise each other, in both languages."""
    return Charter.objects.create(
        network=network, version=version, text_fr="Nous accueillons.", text_en="We welcome each other."
    )


def make_officer(person: Person, network: Network, role: NetworkRole = NetworkRole.ORGANISER) -> Officer:
    """The person acts for the network."""
    return Officer.objects.create(person=person, network=network, role=role)


def make_affiliation(space: Space, network: Network, *, since: date = LONG_AGO, **facts: Any) -> Affiliation:
    """The space stands in the network; `deviations` says what it does otherwise."""
    terms = network.terms.with_deviations(facts.get("deviations", {}))
    return Affiliation.objects.create(space=space, network=network, since=since, **(searched_terms(terms) | facts))


def make_member(person: Person, space: Space, *, since: date = LONG_AGO, **facts: Any) -> Membership:
    """The person is at home in the space, in good standing unless `until` or `carries_visa` say otherwise."""
    return Membership.objects.create(person=person, space=space, since=since, **({"source": Source.STAFF} | facts))


def make_visit(
    person: Person, home: Space | None, host: Space, network: Network, days: Iterable[date], **facts: Any
) -> Visit:
    """A visit asked for those days, requested unless `state` (with `terms`) says otherwise; it holds no days."""
    listed, word = sorted(days), Word.STANDING if home else Word.HOLDER
    given = {"purpose": Purpose.WORK, "word": word, "first_day": listed[0], "last_day": listed[-1]} | facts
    visit = Visit.objects.create(person=person, home=home, host=host, network=network, **given)
    VisitDay.objects.bulk_create(VisitDay(visit=visit, day=day) for day in listed)
    return visit


def make_presence(person: Person, space: Space, day: date, **facts: Any) -> Presence:
    """The person is expected at the space as a visitor on `day`."""
    given = {"state": State.HELD, "quality": As.VISITOR, "cause": "visit:0", "held_at": WEDNESDAY_NOON} | facts
    return Presence.objects.create(person=person, space=space, day=day, **given)


def asks_no_document(space: Space) -> None:
    """The desk of the space checks members in without having seen a passport or a card."""
    SpacesIdentityRule.objects.create(space=space, is_asked=False)
