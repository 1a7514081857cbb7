"""Several real processes press at once: the last credit is used once, and a key makes one charge."""

from collections import Counter
from typing import Any

import pytest

from passerelle.ledger.queries import balance_of, faults_in
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.networks.models import Network
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.passes.rules import ChargeState, Kind
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.makers import WEDNESDAY_NOON
from tests.passes.makers import make_lot, make_paid_network, make_pass
from tests.processes import pressed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
PROCESSES = 4


def press_at_once(presses: list[dict[str, Any]]) -> Counter[str]:
    """Each of the processes makes all the presses, in an order of its own; gives how often each outcome came."""
    world = {"now": WEDNESDAY_NOON.isoformat(), "presses": presses}
    outcomes: Counter[str] = Counter()
    for said in pressed("tests.passes.presser", world, PROCESSES):
        outcomes += Counter(said)
    return outcomes


@pytest.fixture
def network() -> Network:
    return make_paid_network()


def days(person: Person, network: Network, *spaces: Space, keys: int) -> list[dict[str, Any]]:
    same = {"press": "charge", "person": person.pk, "network": network.pk, "day": "2027-01-06"}
    return [same | {"space": space.pk, "key": f"visit:1/{number}"} for space in spaces for number in range(keys)]


def must_agree(of_pass: Pass) -> None:
    """The lots, the charges and the books say the same."""
    book, standing = of_pass.network.ref, Charge.objects.exclude(state=ChargeState.TAKEN_BACK)
    for lot in Lot.objects.all():
        charged = list(standing.filter(lot=lot).values_list("worth", flat=True))
        assert (lot.used, lot.recognised) == (len(charged), sum(charged))
    left = sum(lot.paid - lot.recognised for lot in Lot.objects.all())
    assert balance_of(book, Account.CREDITS, of_pass.ref, "EUR") == left
    owed = sum(standing.values_list("price", flat=True))
    spaces = Space.objects.all()
    assert sum(balance_of(book, Account.OWED_TO_SPACE, space.ref, "EUR") for space in spaces) == owed
    assert list(faults_in()) == []


def test_two_desks_press_at_once_with_one_credit_left(
    ana: Person, alder: Space, cedar: Space, network: Network
) -> None:
    lot = make_lot(make_pass(ana, network), used=9, recognised=11083)
    outcomes = press_at_once(days(ana, network, alder, cedar, keys=5))
    lot.refresh_from_db()
    assert (lot.used, lot.recognised, Charge.objects.count()) == (10, 12314, 1)
    # The key that was charged says so again to the other processes; every other one is refused.
    assert outcomes == {"charged": PROCESSES, "pass_is_empty": 9 * PROCESSES}


def test_what_can_be_owed_is_never_exceeded(ana: Person, alder: Space, cedar: Space, network: Network) -> None:
    of_pass = make_pass(ana, network, Kind.AS_YOU_GO, price=1500, days=0, on_account=4000)
    press_at_once(days(ana, network, alder, cedar, keys=5))
    assert Charge.objects.count() == 2
    assert balance_of(network.ref, Account.OWED_BY_HOLDER, of_pass.ref, "EUR") == 3000


def test_charged_and_taken_back_at_once_everything_agrees(
    ana: Person, alder: Space, cedar: Space, network: Network
) -> None:
    of_pass = make_pass(ana, network)
    make_lot(of_pass)
    charged = days(ana, network, alder, cedar, keys=8)
    press_at_once(charged + [told | {"press": "take_back"} for told in charged])
    must_agree(of_pass)
