"""A month of many charges among 450 spaces is closed, on the database that the environment names; figures as JSON.

`python -m bench.month CHARGES`. The charges stand in the books and on 2,000 passes, which a closing compares.
"""

import json
import sys
from collections import Counter
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now

from bench.cost import cost_of, most_memory_mb  # noqa: E402
from passerelle.invoices.models import Party, Tax  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.kit.lots import lots  # noqa: E402
from passerelle.ledger.actions import open_accounts, post_many  # noqa: E402
from passerelle.ledger.queries import faults_in  # noqa: E402
from passerelle.ledger.rules import Draft, Move  # noqa: E402
from passerelle.ledger.rules.chart import Kind as Account  # noqa: E402
from passerelle.networks.models import Network, Officer  # noqa: E402
from passerelle.networks.rules import Mode, NetworkRole  # noqa: E402
from passerelle.passes.models import Charge, Lot, Pass, Product  # noqa: E402
from passerelle.passes.queries.faults import faults_of_passes  # noqa: E402
from passerelle.passes.rules import Kind, Sold, State  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.settlement.actions import Wished, close_month, set_conditions, write_files  # noqa: E402
from passerelle.settlement.models import Agreement  # noqa: E402
from passerelle.settlement.queries import closing_of, figures_differ, lines_in, statements_of  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402
from tests.makers import make_spaces  # noqa: E402

SPACES, HOLDERS, A_LOT, BY = 450, 2_000, 20_000, "person:1"
SOLD = Sold(Kind.PACK, 14_900, "EUR", "be_21", 2_100, days=10)
LEFT = 5_000
"""What each holder has still to use at the end of the month, in cents."""
MONTH, AFTER = date(2026, 1, 1), datetime(2026, 2, 2, 12, tzinfo=UTC)
IBAN = "BE68539007547034"


def main(charges: int) -> dict[str, Any]:
    """Sell days, close the month, write the bank's file, read one statement."""
    call_command("migrate", verbosity=0)
    network, treasurer, spaces = world()
    filling = cost_of(lambda: fill(network, spaces, charges))
    with clock.at(AFTER):
        check = cost_of(lambda: [*faults_in([network.ref]), *faults_of_passes([network.ref])])
        closing = cost_of(lambda: close_month(network, MONTH, by=treasurer))
        closed = closing_of(network, MONTH)
        assert closed
        assert closed.closed_at
        writing = cost_of(lambda: write_files(closed, by=treasurer))
        derived = cost_of(lambda: list(figures_differ([network.ref])))
    one = statements_of(closed).select_related("closing__network")[0]
    steps = {"filled": filling, "checked": check, "closed": closing, "filed": writing, "derived": derived}
    return {name: asdict(cost) for name, cost in steps.items()} | {
        "charges": charges,
        "spaces": SPACES,
        "read": asdict(cost_of(lambda: lines_in(one))),
        "most_memory_mb": most_memory_mb(),
    }


def world() -> tuple[Network, Person, list[Space]]:
    """A network in paid mode whose spaces can all be paid."""
    network = Network.objects.create(name="Sold", slug="sold", mode=Mode.PAID)
    treasurer = Person.objects.create(name="Tess", email="tess@example.org", password="!")
    Officer.objects.create(person=treasurer, network=network, role=NetworkRole.TREASURER)
    set_conditions(network, Wished(1_000, 1_000, 15), by=treasurer)
    spaces = make_spaces(SPACES)
    Party.objects.bulk_create(
        Party(owner=owner, name="Party", country="BE", iban=IBAN) for owner in [network.ref, *(s.ref for s in spaces)]
    )
    Agreement.objects.bulk_create(Agreement(network=network, space=space, agreed_by=BY) for space in spaces)
    return network, treasurer, spaces


def fill(network: Network, spaces: list[Space], charges: int) -> None:
    """Sell so many days, and use them."""
    passes = make_passes(network)
    turns = [n * 7919 % HOLDERS for n in range(charges)]
    used, worth = Counter(turns), Counter[int]()
    for n, turn in enumerate(turns):
        worth[turn] += amount_of(n)
    paid = {turn: worth[turn] + LEFT for turn in range(HOLDERS)}
    Lot.objects.bulk_create(
        Lot(of_pass=one, key="bought", begins_on=MONTH, credits=used[turn], used=used[turn],
            paid=paid[turn], recognised=worth[turn])
        for turn, one in enumerate(passes)
    )  # fmt: skip
    lot_keys = list(Lot.objects.order_by("of_pass_id").values_list("pk", flat=True))
    owed = opened(network, Account.OWED_TO_SPACE, [space.ref for space in spaces])
    holders = opened(network, Account.CREDITS, [one.ref for one in passes])
    (bank,) = opened(network, Account.BANK, [network.ref])
    bought = (
        Draft(one.ref, f"payment:{one.pk}", MONTH, [Move(holders[turn], bank, paid[turn])], "bought")
        for turn, one in enumerate(passes)
    )
    post_many(network.ref, bought, by=BY)
    for numbers in lots(range(charges), A_LOT):
        Charge.objects.bulk_create(
            Charge(reference=f"{n}", key=f"{n}", of_pass=passes[turns[n]], lot_id=lot_keys[turns[n]], charged_by=BY,
                   space=spaces[n % SPACES], day=day_of(n), price=amount_of(n), currency="EUR", amount=amount_of(n),
                   worth=amount_of(n))
            for n in numbers
        )  # fmt: skip
        days = (
            Draft(f"charge:{n}", f"charge:{n}", day_of(n),
                  [Move(owed[n % SPACES], holders[turns[n]], amount_of(n))], "day")
            for n in numbers
        )  # fmt: skip
        post_many(network.ref, days, by=BY)


def make_passes(network: Network) -> list[Pass]:
    """One for each holder, in the order of their keys."""
    tax = Tax.objects.create(network=network, code=SOLD.tax, percent_bp=SOLD.percent_bp)
    product = Product.objects.create(
        network=network, name_fr="Dix jours", name_en="Ten days", kind=SOLD.kind, tax=tax, price=SOLD.price,
        currency=SOLD.currency, days=SOLD.days,
    )  # fmt: skip
    people = Person.objects.bulk_create(
        Person(name=f"Holder {n}", email=f"holder{n}@example.org", password="!") for n in range(HOLDERS)
    )
    Pass.objects.bulk_create(
        Pass(person=one, network=network, product=product, terms=SOLD.written(), state=State.OPEN, opened_on=MONTH)
        for one in people
    )
    return list(Pass.objects.filter(network=network).select_related("network").order_by("pk"))


def amount_of(number: int) -> int:
    """What a day costs, in cents."""
    return 1_100 + number % 7


def day_of(number: int) -> date:
    """When it was used."""
    return MONTH + timedelta(days=number % 31)


def opened(network: Network, kind: str, owners: list[str]) -> list[int]:
    """The accounts of one kind, in euros."""
    return [one.pk for one in open_accounts(network.ref, [(kind, owner, "EUR") for owner in owners], by=BY).values()]


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
