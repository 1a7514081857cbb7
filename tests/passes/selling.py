"""A network that sells passes, its treasurer, what it sells, and how the money for a pass arrives."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.invoices.actions import name_tax
from passerelle.invoices.models import Tax
from passerelle.invoices.rules import Category
from passerelle.kit import clock
from passerelle.ledger.queries import balances
from passerelle.networks.models import Network
from passerelle.networks.rules import Mode, NetworkRole
from passerelle.passes.actions.buying import Purchase, buy
from passerelle.passes.actions.products import Described, sell
from passerelle.passes.models import Pass, Product
from passerelle.passes.rules import Kind, Unused
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.models import Payment
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from tests.makers import make_network, make_officer, make_person

JANUARY_4 = datetime(2027, 1, 4, 9, tzinfo=clock.zone("Europe/Brussels"))


@pytest.fixture
def january_4() -> Iterator[datetime]:
    """The clock stands still: Monday 4 January 2027, 9 h in Brussels."""
    with clock.at(JANUARY_4) as moment:
        yield moment


@pytest.fixture
def tours(january_4: datetime, db: None) -> Network:
    """A network in paid mode that counts in euros."""
    return make_network("Tours", slug="tours", mode=Mode.PAID)


@pytest.fixture
def tia(tours: Network) -> Person:
    """The treasurer of Tours."""
    person = make_person("Tia Lemaire", email="tia@example.org")
    make_officer(person, tours, NetworkRole.TREASURER)
    return person


@pytest.fixture
def vat(tours: Network, tia: Person) -> Tax:
    """21 % in Belgium."""
    return name_tax(tours, "be_21", 2100, Category.STANDARD, "", by=tia)


@pytest.fixture
def ten_days(tours: Network, tia: Person, vat: Tax) -> Product:
    """Ten days for 149.00."""
    return sell(tours, Described("Dix jours", "Ten days", Kind.PACK, 14_900, vat, days=10), by=tia)


@pytest.fixture
def monthly(tours: Network, tia: Person, vat: Tax) -> Product:
    """Five days a month for 80.00; what is left over moves once into the next."""
    described = Described(
        "Cinq jours par mois", "Five days a month", Kind.MONTHLY, 8_000, vat, days=5, unused=Unused.ROLL_OVER
    )
    return sell(tours, described, by=tia)


@pytest.fixture
def unlimited(tours: Network, tia: Person, vat: Tax) -> Product:
    """Without counting, for 200.00 a month."""
    return sell(tours, Described("Sans compter", "Unlimited", Kind.UNLIMITED, 20_000, vat, cap=29_000), by=tia)


def bought(product: Product, by: Person, method: Method = Method.TRANSFER) -> Pass:
    """Somebody buys it, and has not paid yet."""
    return buy(Purchase(product, method, product.price), by=by)


def pay(of_pass: Pass, treasurer: Person, on: date | None = None) -> Pass:
    """The transfer that waits for this pass arrives."""
    payment = Payment.objects.get(cause=of_pass.ref, state="asked")
    day = on or clock.local_day("Europe/Brussels")
    take_in(record_transfer, payment, Came(payment.amount, day), by=treasurer)
    of_pass.refresh_from_db()
    return of_pass


def held(network: Network) -> dict[str, int]:
    """What the books say, by account, without those that hold nothing."""
    return {f"{account.kind} {account.owner}": amount for account, amount in balances(network.ref) if amount}
