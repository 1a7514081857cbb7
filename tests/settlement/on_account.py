"""A month at a desk: Ana pays as she goes in two spaces of a network that closes its months."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

from passerelle.care.queries import faults_in_all
from passerelle.kit import clock
from passerelle.ledger.queries import balances
from passerelle.networks.models import Network
from passerelle.networks.rules import NetworkRole
from passerelle.passes.actions.charging import Asked, charge_besides, charge_day
from passerelle.passes.models import Charge, Pass
from passerelle.passes.queries.accounts import Holder, standing_of
from passerelle.passes.rules import Kind
from passerelle.passes.rules.accounts import Standing
from passerelle.payments.models import BankAccount
from passerelle.people.models import Person
from passerelle.settlement.actions import close_month
from passerelle.settlement.actions.bundles import issue_bundles
from passerelle.settlement.models import Conditions
from passerelle.spaces.models import Space
from tests.makers import make_officer, make_person, make_space, make_staff
from tests.passes.makers import make_paid_network, make_pass

JANUARY, FEBRUARY = date(2027, 1, 1), date(2027, 2, 1)
IBAN = "BE68539007547034"


def at(month: int, day: int, hour: int = 12) -> Any:
    """The clock stands still then."""
    return clock.at(datetime(2027, month, day, hour, tzinfo=UTC))


def make_network_that_closes() -> tuple[Network, Person]:
    """With its treasurer, its bank account and its conditions."""
    network, treasurer = make_paid_network(slug="the-pass"), make_person("Tess Maes", email="tess@example.org")
    make_officer(treasurer, network, NetworkRole.TREASURER)
    BankAccount.objects.create(network=network, holder="The Pass ASBL", iban=IBAN)
    Conditions.objects.create(network=network, version=1, set_by=treasurer.ref)
    return network, treasurer


def make_account(person: Person, network: Network, **facts: Any) -> Pass:
    """Paid as one goes, 18.00 a day of which 3.12 are tax."""
    return make_pass(person, network, Kind.AS_YOU_GO, **{"price": 1800, "days": 0, "on_account": 50_000} | facts)


def day_at(space: Space, network: Network, person: Person, day: date) -> Charge:
    """A day that the person used, charged on that day."""
    with at(day.month, day.day):
        key = f"{person.pk}/{day}"
        return charge_day(Asked(person, network, space, day, 1200, key, "visit:1"), by="person:1")


def besides_at(space: Space, network: Network, person: Person, day: date, price: int, line: str) -> Charge:
    """Something else that the desk charged."""
    desk = make_person()
    make_staff(desk, space)
    with at(day.month, day.day):
        asked = Asked(person, network, space, day, price, f"{person.pk}/{line}/{day}", line=line)
        return charge_besides(asked, by=desk)


def close(network: Network, month: date) -> int:
    """On the third day of the next month it is closed, and the worker invoices; how many were done."""
    with at(month.month + 1, 3):
        assert close_month(network, month, by="console").is_closed
        return issue_bundles(clock.now())


def stands(person: Person, network: Network) -> Standing:
    """How the person stands now."""
    return standing_of(Holder(person, network, "EUR"))


def held(network: Network) -> dict[str, int]:
    """What the books hold, by kind of account, where it is not nothing."""
    summed: Counter[str] = Counter()
    for account, amount in balances(network.ref):
        summed[account.kind] += amount
    return {kind: amount for kind, amount in summed.items() if amount}


def must_be_right() -> None:
    """Books, passes, accounts and closed months say the same."""
    assert list(faults_in_all()) == []


def make_spaces_of(network: Network) -> tuple[Space, Space]:
    """Two spaces that charge."""
    return make_space("Alder", email="desk@alder.example"), make_space("Birch", email="desk@birch.example")
