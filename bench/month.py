"""A month of many charges among 450 spaces is closed, on the database that the environment names; figures as JSON.

`python -m bench.month CHARGES`. The charges are posted into the books and nowhere else: a closing reads nothing else.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now

from bench.cost import cost_of, most_memory_mb  # noqa: E402
from passerelle.invoices.models import Party  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.kit.lots import lots  # noqa: E402
from passerelle.ledger.actions import open_accounts, post_many  # noqa: E402
from passerelle.ledger.queries import faults_in  # noqa: E402
from passerelle.ledger.rules import Draft, Move  # noqa: E402
from passerelle.networks.models import Network, Officer  # noqa: E402
from passerelle.networks.rules import Mode, NetworkRole  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.settlement.actions import Wished, close_month, set_conditions, write_files  # noqa: E402
from passerelle.settlement.models import Agreement  # noqa: E402
from passerelle.settlement.queries import closing_of, figures_differ, lines_in, statements_of  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402
from tests.makers import make_spaces  # noqa: E402

SPACES, A_LOT, BY = 450, 20_000, "person:1"
PASSES = [f"pass:{n}" for n in range(1, 2_000)]
MONTH, AFTER = date(2026, 1, 1), datetime(2026, 2, 2, 12, tzinfo=UTC)
IBAN = "BE68539007547034"


def main(charges: int) -> dict[str, Any]:
    """Sell days, close the month, write the bank's file, read one statement."""
    call_command("migrate", verbosity=0)
    network, treasurer, spaces = world()
    filling = cost_of(lambda: fill(network, spaces, charges))
    with clock.at(AFTER):
        check = cost_of(lambda: list(faults_in([network.ref])))
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
    """Post so many days."""
    for lot in lots(drafts(network, spaces, charges), A_LOT):
        post_many(network.ref, lot, by=BY)


def drafts(network: Network, spaces: list[Space], charges: int) -> Iterator[Draft]:
    """Each day of somebody somewhere, in one currency."""
    owed, holders = opened(network, "owed_to_space", [s.ref for s in spaces]), opened(network, "credits", PASSES)
    for n in range(charges):
        moves = [Move(owed[n % SPACES], holders[n * 7919 % len(holders)], 1_100 + n % 7)]
        yield Draft(f"charge:{n}", f"charge:{n}", MONTH + timedelta(days=n % 31), moves, "day")


def opened(network: Network, kind: str, owners: list[str]) -> list[int]:
    """The accounts of one kind, in euros."""
    return [one.pk for one in open_accounts(network.ref, [(kind, owner, "EUR") for owner in owners], by=BY).values()]


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
