"""Tess keeps the books of the Pass, which sells days; Ana buys some. Olga organises another network."""

from datetime import datetime

import pytest

from passerelle.networks.models import Network
from passerelle.networks.rules import NetworkRole
from passerelle.payments.models import Payment
from passerelle.people.models import Person
from tests.makers import make_officer, make_person
from tests.payments.makers import make_paid_network, make_payment


@pytest.fixture
def paid(db: None) -> Network:
    """The network in paid mode."""
    return make_paid_network(slug="the-pass")


@pytest.fixture
def tess(paid: Network) -> Person:
    """Its treasurer."""
    person = make_person("Tess Maes", email="tess@example.org")
    make_officer(person, paid, NetworkRole.TREASURER)
    return person


@pytest.fixture
def payment(wednesday_noon: datetime, ana: Person, paid: Network) -> Payment:
    """149 euros for ten days, which Ana is to transfer."""
    return make_payment(ana, paid)
