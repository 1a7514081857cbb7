"""Who appears in the tests.

Ana is a member of Alder, in Namur. Bo manages Birch, in Hong Kong, where Dee is at the desk. Alder and Birch stand in
the Visa, which Olga organises. Cy manages Cedar, in Lisbon, which stands in no network, and must see nothing of all
this; Fay is a member of Alder like Ana, and must see nothing of what is Ana's own.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.test import Client

from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Role
from tests.makers import (
    WEDNESDAY_NOON,
    make_affiliation,
    make_member,
    make_network,
    make_officer,
    make_person,
    make_space,
    make_staff,
)


@pytest.fixture
def wednesday_noon() -> Iterator[datetime]:
    """The clock stands still: 6 January 2027, noon in Brussels, 19 h in Hong Kong."""
    with clock.at(WEDNESDAY_NOON) as moment:
        yield moment


@pytest.fixture
def alder(db: None) -> Space:
    """Ana's home, in Namur."""
    return make_space("Alder", slug="alder", email="alder@example.org", ask_for="Hugo Leroy")


@pytest.fixture
def birch(db: None) -> Space:
    """The host, in Hong Kong."""
    return make_space(
        "Birch",
        slug="birch",
        email="birch@example.org",
        address="21/F, 8 Luard Road, Wan Chai",
        town="Hong Kong",
        country="HK",
        latitude=22.2783,
        longitude=114.1747,
        time_zone="Asia/Hong_Kong",
        language="en",
        currency="HKD",
        ask_for="Mei Wong",
    )


@pytest.fixture
def cedar(db: None) -> Space:
    """A space that stands in no network, in Lisbon."""
    return make_space(
        "Cedar",
        slug="cedar",
        email="cedar@example.org",
        town="Lisboa",
        country="PT",
        latitude=38.7223,
        longitude=-9.1393,
        time_zone="Europe/Lisbon",
        language="en",
    )


@pytest.fixture
def visa(alder: Space, birch: Space) -> Network:
    """The network in which Alder and Birch stand: three days on request."""
    network = make_network("The Visa", slug="visa")
    make_affiliation(alder, network)
    make_affiliation(birch, network)
    return network


@pytest.fixture
def ana(alder: Space) -> Person:
    """A member of Alder."""
    person = make_person("Ana Duarte", email="ana@example.org")
    make_member(person, alder)
    return person


@pytest.fixture
def fay(alder: Space) -> Person:
    """Another member of Alder."""
    person = make_person("Fay Renard", email="fay@example.org")
    make_member(person, alder)
    return person


@pytest.fixture
def bo(birch: Space) -> Person:
    """The manager of Birch."""
    person = make_person("Bo Chan", email="bo@example.org")
    make_staff(person, birch)
    return person


@pytest.fixture
def dee(birch: Space) -> Person:
    """At the desk of Birch."""
    person = make_person("Dee Lau", email="dee@example.org")
    make_staff(person, birch, Role.DESK)
    return person


@pytest.fixture
def cy(cedar: Space) -> Person:
    """The manager of Cedar, who must see nothing."""
    person = make_person("Cy Pinto", email="cy@example.org")
    make_staff(person, cedar)
    return person


@pytest.fixture
def olga(visa: Network) -> Person:
    """The organiser of the Visa."""
    person = make_person("Olga Ivanova", email="olga@example.org")
    make_officer(person, visa)
    return person


@pytest.fixture
def as_(db: None) -> Callable[[Person | None], Client]:
    """A browser in which that person is signed in, speaking English: `as_(bo).get(…)`; `as_(None)` is a stranger's."""

    def browser(person: Person | None) -> Client:
        client = Client(headers={"accept-language": "en"})
        if person is not None:
            client.force_login(person)
        return client

    return browser
