"""A network in paid mode, whose books Tom keeps."""

import pytest

from passerelle.networks.models import Network
from passerelle.people.models import Person
from tests.invoices.makers import make_paid_network
from tests.makers import make_person


@pytest.fixture
def tom(db: None) -> Person:
    """The treasurer."""
    return make_person("Tom Tremblay", email="tom@example.org")


@pytest.fixture
def paid(tom: Person) -> Network:
    """Where passes are sold."""
    return make_paid_network(tom)
