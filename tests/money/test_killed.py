"""Two thousand charges and a closing, killed again and again: nothing is lost, nothing is doubled."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.care.queries import faults_in_all
from passerelle.invoices.models import Document, Party, SpaceTax, Tax
from passerelle.kit import clock
from passerelle.ledger.models import Entry
from passerelle.ledger.queries import balances
from passerelle.networks.models import Network
from passerelle.networks.rules import NetworkRole
from passerelle.passes.actions.buying import Purchase, buy
from passerelle.passes.actions.products import Described, sell
from passerelle.passes.models import Charge, Lot
from passerelle.passes.rules import Kind
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.models import Payment
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.settlement.models import Agreement, Bundle, Closing, Conditions, Statement, Transfer
from passerelle.spaces.models import Space
from tests.makers import make_officer, make_person, make_spaces
from tests.passes.makers import make_paid_network
from tests.processes import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
CHARGES, DESKS, HOLDERS, SPACES, KILLS, AGAIN = 2_000, 2, 20, 12, 4, 25
PACK, PACK_NET, PACK_DAYS = 121_000, 100_000, 200
NEW_YEAR = datetime(2027, 1, 1, 9, tzinfo=clock.zone("Europe/Brussels"))


class Nursery:
    """What begins processes at once, and says how they ended."""

    def __init__(self) -> None:
        environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        command = [sys.executable, "-m", "tests.money.worker"]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, told: Any) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def begin(self, what: str, network: Network, pressed: list[list[Any]] | None = None) -> int:
        """The number of a process that goes already."""
        return self.ask([what, network.slug, pressed or []])

    def finish(self, *processes: int) -> None:
        """To their end, undisturbed."""
        assert [self.ask(one) for one in processes] == [0] * len(processes)

    def kill(self, *processes: int) -> bool:
        """Whether any of them was still at work."""
        for one in processes:
            os.kill(one, signal.SIGKILL)  # one that has ended is kept until it is waited for
        return -signal.SIGKILL in [self.ask(one) for one in processes]


@pytest.fixture
def nursery(transactional_db: None) -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.process.communicate(timeout=60)


def make_network(name: str, spaces: list[Space], people: list[Person]) -> Network:
    """Half of its holders have credits for all that is pressed, the others pay as they go. It writes for its spaces."""
    network, treasurer = make_paid_network(name), make_person("Tess")
    make_officer(treasurer, network, NetworkRole.TREASURER)
    Party.objects.create(owner=network.ref, name=f"{name} ASBL", country="BE")
    Conditions.objects.create(network=network, version=1, commission_bp=1_000, set_by="worker")
    tax = Tax.objects.create(network=network, code="be_21", percent_bp=2_100)
    pack = sell(network, Described("Un", "One", Kind.PACK, PACK, tax, days=PACK_DAYS), by=treasurer)
    as_you_go = sell(network, Described("Un", "One", Kind.AS_YOU_GO, 1_800, tax, on_account=900_000), by=treasurer)
    for number, person in enumerate(people):
        product = as_you_go if number % 2 else pack
        of_pass = buy(Purchase(product, Method.TRANSFER, product.price), by=person)
        for payment in Payment.objects.filter(cause=of_pass.ref):
            take_in(record_transfer, payment, Came(payment.amount, clock.today()), by=treasurer)
    for space in spaces:
        Agreement.objects.create(network=network, space=space, agreed_by="person:1")
        SpaceTax.objects.create(network=network, space=space, tax=tax)
    return network


def presses(people: list[Person], spaces: list[Space]) -> list[list[Any]]:
    """What desks press: a key, a person, a space, a day of January."""
    return [
        [f"visit:{number}", people[number % HOLDERS].pk, spaces[number % SPACES].pk,
         str(date(2027, 1, 1) + timedelta(days=number % 31))]
        for number in range(CHARGES)
    ]  # fmt: skip


def when(has_come: Callable[[], bool], moments: random.Random) -> None:
    """A moment after that."""
    until = time.monotonic() + 120
    while not has_come():
        assert time.monotonic() < until
        time.sleep(0.002)
    time.sleep(moments.uniform(0, 0.01))


def charged_with_kills(nursery: Nursery, network: Network, pressed: list[list[Any]], moments: random.Random) -> None:
    """All of it is pressed by two desks at once, killed on the way; they press the last ones again, and go on."""
    charges = Charge.objects.filter(of_pass__network=network)
    piles = [pressed[desk::DESKS] for desk in range(DESKS)]
    for most in sorted(moments.sample(range(1, CHARGES - 100), KILLS)):
        desks = [nursery.begin("charge", network, pile) for pile in piles]
        when(lambda most=most: charges.count() >= most, moments)  # type: ignore[misc]
        assert nursery.kill(*desks)
        known = set(charges.values_list("key", flat=True))
        piles = [pile[max(0, sum(one[0] in known for one in pile) - AGAIN) :] for pile in piles]
    nursery.finish(*(nursery.begin("charge", network, pile) for pile in piles))


def closed_with_kills(nursery: Nursery, network: Network, moments: random.Random) -> None:
    """The month is closed and all its documents are issued, killed in the midst of each."""
    statements = Statement.objects.filter(closing__network=network, state="settled")
    documents, bundles = Document.objects.filter(network=network), Bundle.objects.filter(closing__network=network)
    for has_come in (
        Closing.objects.filter(network=network).exists,
        lambda: statements.count() >= SPACES // 3,
        lambda: documents.count() >= SPACES // 3,
        lambda: bundles.filter(state="done").count() >= HOLDERS // 3,
    ):
        closing = nursery.begin("close", network)
        when(has_come, moments)
        assert nursery.kill(closing)
    nursery.finish(nursery.begin("close", network))


def reckoned(spaces: list[Space], people: list[Person]) -> dict[str, Any]:
    """What all of it must come to, as a person would reckon who never saw the books."""
    days = [sum(number % SPACES == at for number in range(CHARGES)) for at in range(SPACES)]
    of_space = [(1_100 * one, 110 * one, (21 * 990 * one + 50) // 100) for one in days]
    nets = [charges - commission + tax for charges, commission, tax in of_space]
    half, used = HOLDERS // 2, CHARGES // HOLDERS
    owed, tax_of_a_day = 1_800 * used, 312
    return {
        "statements": [
            (space.pk, "settled", *figures, net) for space, figures, net in zip(spaces, of_space, nets, strict=True)
        ],
        "transfers": [(space.ref, net) for space, net in zip(spaces, nets, strict=True)],
        "bundles": [
            (person.pk, "done", "", owed if number % 2 else PACK, owed if number % 2 else 0)
            for number, person in enumerate(people)
        ],
        "held": {
            "bank": half * PACK,
            "credits": half * (PACK_NET - used * PACK_NET // PACK_DAYS),
            "tax_owed": half * (PACK - PACK_NET) + half * used * tax_of_a_day,
            "owed_by_holder": half * owed,
            "credit_result": half * used * (PACK_NET // PACK_DAYS + 1_800 - tax_of_a_day - 2 * 1_100),
            "commission": sum(commission for _, commission, _ in of_space),
            "tax_reclaimed": sum(tax for _, _, tax in of_space),
            "payout": sum(nets),
        },
    }


def told(network: Network) -> dict[str, Any]:
    """What the closing came to, and what the books hold by kind."""
    statements = Statement.objects.filter(closing__network=network).order_by("space_id")
    transfers = Transfer.objects.filter(closing__network=network).order_by("pk")
    bundles = Bundle.objects.filter(closing__network=network).order_by("person_id")
    held: Counter[str] = Counter()
    for account, amount in balances(network.ref):
        held[account.kind] += amount
    return {
        "statements": list(statements.values_list("space", "state", "charges", "commission", "tax", "net")),
        "transfers": sorted(transfers.values_list("payee", "amount"), key=lambda one: int(one[0].partition(":")[2])),
        "bundles": list(bundles.values_list("person", "state", "failure", "sold", "asked")),
        "held": {kind: amount for kind, amount in held.items() if amount},
    }


def must_be_charged_once(network: Network, pressed: list[list[Any]]) -> None:
    """Each key is one charge and one entry, and each credit was used once."""
    keys = Charge.objects.filter(of_pass__network=network).values_list("key", flat=True)
    assert Counter(keys) == Counter(one[0] for one in pressed)
    entries = Entry.objects.filter(book__owner=network.ref, cause__startswith="charge:")
    assert entries.count() == entries.values("cause").distinct().count() == CHARGES
    assert set(Lot.objects.filter(of_pass__network=network).values_list("used", flat=True)) == {CHARGES // HOLDERS}


def must_be_without_gaps(network: Network) -> None:
    """One document for each space and each holder; each issuer's numbers follow one another."""
    assert Document.objects.filter(network=network).count() == SPACES + HOLDERS
    series: dict[Any, list[int]] = {}
    for one in Document.objects.filter(network=network):
        head, _, number = one.number.rpartition("-")
        series.setdefault((one.issuer, head), []).append(int(number))
    for issuer, numbers in series.items():
        assert sorted(numbers) == list(range(min(numbers), min(numbers) + len(numbers))), issuer


def test_what_is_killed_and_taken_up_again_comes_out_as_if_nothing_had_been(nursery: Nursery) -> None:
    people, spaces = [make_person() for _ in range(HOLDERS)], make_spaces(SPACES)
    with clock.at(NEW_YEAR):
        network = make_network("Killed", spaces, people)
    pressed, moments = presses(people, spaces), random.Random(11)
    charged_with_kills(nursery, network, pressed, moments)
    must_be_charged_once(network, pressed)
    closed_with_kills(nursery, network, moments)
    assert Closing.objects.get().closed_at is not None
    assert told(network) == reckoned(spaces, people)
    must_be_without_gaps(network)
    assert list(faults_in_all()) == []
