"""A treasurer for Tandem, the rate of the Hong Kong dollar, and how a stay is agreed and paid."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.getaways.actions import accept_stay, ask_to_be_paid
from passerelle.getaways.models import Stay
from passerelle.invoices.actions import name_tax
from passerelle.invoices.models import SpaceTax, Tax
from passerelle.invoices.rules import Category
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.networks.rules import NetworkRole
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.models import Payment
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.getaways.offering import JULY
from tests.makers import make_officer, make_person
from tests.passes.makers import make_rate

JUNE = datetime(2027, 6, 1, 9, tzinfo=UTC)
HKD = "8.1250"


@pytest.fixture
def june(tandem: Network) -> Iterator[datetime]:
    """The clock stands still on 1 June 2027; one euro bought 8.125 dollars of Hong Kong the day before."""
    make_rate("HKD", date(2027, 5, 31), HKD)
    with clock.at(JUNE) as moment:
        yield moment


@pytest.fixture
def tess(tandem: Network) -> Person:
    """The treasurer of Tandem."""
    person = make_person("Tess Moreau", email="tess@example.org")
    make_officer(person, tandem, NetworkRole.TREASURER)
    return person


@pytest.fixture
def birch_sells_under_vat(tandem: Network, birch: Space, tess: Person) -> Tax:
    """What Birch sells bears 21 %."""
    tax = name_tax(tandem, "be_21", 2_100, Category.STANDARD, "", by=tess)
    SpaceTax.objects.create(network=tandem, space=birch, tax=tax)
    return tax


@pytest.fixture
def agreed(june: datetime, asks_for_a_stay: Callable[..., Stay], bo: Person) -> Callable[..., Stay]:
    """Birch says yes to somebody, a quarter of an hour ago: the stay waits for its price."""

    def agree(person: Person, span: object = JULY) -> Stay:
        with clock.at(june - timedelta(minutes=15)):
            return accept_stay(asks_for_a_stay(person, span), by=bo)

    return agree


def transferred(stay: Stay, treasurer: Person, amount: int | None = None) -> Payment:
    """The traveller asks how to pay, and the transfer arrives today."""
    payment = ask_to_be_paid(stay, by=stay.person)
    came = Came(payment.amount if amount is None else amount, clock.today())
    take_in(record_transfer, payment, came, by=treasurer)
    stay.refresh_from_db()
    payment.refresh_from_db()
    return payment
