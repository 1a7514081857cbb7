"""What Birch offers for a summer, and how somebody asks for it."""

from collections.abc import Callable
from datetime import date

import pytest

from passerelle.getaways.actions import Asking, Described, ask_for_a_stay, offer_getaway
from passerelle.getaways.models import Getaway, Stay
from passerelle.getaways.rules import Cancelling, Comprises, Offer, PriceFor, Setting, Span
from passerelle.networks.models import Network
from passerelle.networks.rules import Mode
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.makers import make_affiliation, make_network

JULY = Span(date(2027, 7, 5), date(2027, 7, 9))
AUGUST = Span(date(2027, 8, 2), date(2027, 8, 6))
SUMMER = Offer(
    Setting.SEASIDE,
    Comprises.BOTH,
    since=date(2027, 6, 1),
    until=date(2027, 9, 1),
    minimum_days=3,
    places=2,
    price=65_000,
    price_for=PriceFor.DAY,
    cancelling=Cancelling(free_days=14, kept_percent=50),
)
BY_THE_SEA = Described("Une semaine face à la mer", "A week by the sea", SUMMER, "Draps fournis.", "Sheets are there.")


@pytest.fixture
def tandem(wednesday_noon: object, birch: Space) -> Network:
    """A network in paid mode in which Birch stands."""
    network = make_network("Tandem", slug="tandem", mode=Mode.PAID)
    make_affiliation(birch, network)
    return network


@pytest.fixture
def by_the_sea(tandem: Network, birch: Space, bo: Person) -> Getaway:
    """Birch offers a desk and a room for two, from June to August."""
    return offer_getaway(birch, tandem, BY_THE_SEA, by=bo)


@pytest.fixture
def asks_for_a_stay(by_the_sea: Getaway) -> Callable[..., Stay]:
    """Somebody asks for days at Birch: `asks(ana)`, `asks(ana, AUGUST)`."""

    def ask(person: Person, span: Span = JULY) -> Stay:
        return ask_for_a_stay(Asking(by_the_sea, span, SUMMER.price_of(span), "I translate novels."), by=person)

    return ask
