"""Charges, on the database that the environment names: by the action alone, and over HTTP; prints the figures as JSON.

A network in paid mode with ten spaces. Every charge touches the network's one account for the result of credits, so
that whoever charges waits for whoever is just committing: that is as busy as it gets.
"""

import contextlib
import json
import sys
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  models can be imported only now
from django.urls import reverse  # noqa: E402

from bench.acts import pressed_at_once, told  # noqa: E402
from bench.cost import queries_of  # noqa: E402
from bench.load import Sent, send_each  # noqa: E402
from bench.measure import cookie_of  # noqa: E402
from bench.server import running  # noqa: E402
from bench.world import TERMS, a_zone_where_it_is_noon, held_for, members_of  # noqa: E402
from passerelle.console.prepare import bring_database_up_to_date, gather_static_files  # noqa: E402
from passerelle.kit import clock  # noqa: E402
from passerelle.ledger.actions import open_account, open_accounts, post_many  # noqa: E402
from passerelle.ledger.queries import faults_in  # noqa: E402
from passerelle.ledger.rules import Draft, Move  # noqa: E402
from passerelle.networks.models import Affiliation, Network  # noqa: E402
from passerelle.passes.actions.charging import Asked, charge_day  # noqa: E402
from passerelle.passes.models import Charge, Lot, Pass  # noqa: E402
from passerelle.passes.queries.faults import faults_of_passes  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from passerelle.presence.rules import As  # noqa: E402
from passerelle.spaces.models import Space  # noqa: E402
from passerelle.spaces.queries import today_at  # noqa: E402
from passerelle.visits.models import Visit  # noqa: E402
from tests.makers import LONG_AGO, make_space, make_spaces, make_staff  # noqa: E402
from tests.passes.makers import make_paid_network, make_pass  # noqa: E402

SPACES, HOLDERS, ARRIVALS, BESIDES = 10, 200, 3_000, 3_000
CREDITS, A_CREDIT = 30_000, 1231
SECONDS, PROCESSES = 4, (1, 2, 4)
PAID = replace(TERMS, free_days=0, day_price=1100)


@dataclass(frozen=True)
class Sold:
    """A network that sells passes: its spaces, who charges at their desks, who holds passes, who is expected today."""

    network: Network
    spaces: list[Space]
    desk: Person
    holders: list[Person]
    arriving: list[Visit]


def main() -> dict[str, Any]:
    """Charge by the action, then over HTTP, and look whether the books are right."""
    with contextlib.redirect_stdout(sys.stderr):
        bring_database_up_to_date()
        gather_static_files()
    sold = build()
    charge_one(sold, "first")  # opens accounts
    queries = queries_of(partial(charge_one, sold, "second"))
    rows = [charged_by(sold, processes, is_one) for is_one in (False, True) for processes in PROCESSES]
    cookie = cookie_of(sold.desk)
    connection.close()
    with running() as server:
        for title, forms in (("check-ins that charge", arrivals(sold)), ("charges besides days", besides(sold))):
            rows.append({"title": f"{title}, over HTTP", **asdict(send_each(forms, cookie, server))})
    return {"rows": rows, "queries": queries, "charges": Charge.objects.count(), "faults": faults(sold.network)}


def charged_by(sold: Sold, processes: int, is_one: bool) -> dict[str, Any]:
    """Processes that charge days for some seconds: all one pass, or each passes of its own."""
    people = [[sold.holders[0]] if is_one else sold.holders[1 + nth :: processes] for nth in range(processes)]
    name = f"{processes}-{'one' if is_one else 'own'}"
    found = pressed_at_once(
        [
            ["bench.charger", str(sold.network.pk), f"{name}-{nth}", str(SECONDS), *(str(one.pk) for one in holders)]
            for nth, holders in enumerate(people)
        ],
        SECONDS * 10,
    )
    whose = "one pass" if is_one else "passes of their own"
    return {"title": f"charges by {processes} at once, on {whose}", **asdict(told(found))}


def charge_one(sold: Sold, key: str) -> None:
    """One day of one holder at one space."""
    space = sold.spaces[0]
    charge_day(Asked(sold.holders[0], sold.network, space, today_at(space), 1100, key), by=sold.desk.ref)


def arrivals(sold: Sold) -> list[Sent]:
    """The desk's button for each who is expected, at one space after another."""
    return [Sent(reverse("desk", args=[visit.host.slug]), {"visit": visit.reference}) for visit in sold.arriving]


def besides(sold: Sold) -> list[Sent]:
    """Printing, charged to one visitor after another."""
    return [
        Sent(
            reverse("space_charges", args=[visit.host.slug]),
            {"visit": visit.reference, "line": "printing", "price": "3.50", "key": f"key-{number}"},
        )
        for number, visit in enumerate((sold.arriving * 2)[:BESIDES])
    ]


def faults(network: Network) -> list[str]:
    """What is wrong with books and passes afterwards: nothing, or all other figures are worth nothing."""
    return [fault.sentence for found in (faults_in(), faults_of_passes([network.ref])) for fault in found]


@transaction.atomic
def build() -> Sold:
    """The whole world, in one transaction."""
    facts = {"time_zone": a_zone_where_it_is_noon(), "hours": "Mo-Su 06:00-23:00"}
    network = make_paid_network("Sold", slug="sold", terms=PAID)
    home, spaces = make_space("Home", slug="home", **facts), make_spaces(SPACES, **facts)
    Affiliation.objects.bulk_create(Affiliation(network=network, space=one, since=LONG_AGO) for one in spaces)
    desk = Person.objects.create(email="desk@example.org", name="Dee Lau", password="!")
    for space in spaces:
        make_staff(desk, space)
    people = members_of(home, HOLDERS + ARRIVALS)
    sell(network, people)
    today = clock.local_day(facts["time_zone"])
    expected = [
        held_for(people[HOLDERS + nth :: SPACES], home, space, network, today, quality=As.HOLDER)
        for nth, space in enumerate(spaces)
    ]
    return Sold(
        network, spaces, desk, people[:HOLDERS], [visit for row in zip(*expected, strict=True) for visit in row]
    )


def sell(network: Network, people: list[Person]) -> None:
    """A pass to each, with more credits than can be used here, paid into the network's bank."""
    since = clock.now().date() - timedelta(days=2)
    first, *rest = people
    model = make_pass(first, network, on_account=10**9)
    same = {"network": network, "product": model.product, "terms": model.terms, "state": model.state}
    passes = [model, *Pass.objects.bulk_create(Pass(person=one, opened_on=since, **same) for one in rest)]
    paid = CREDITS * A_CREDIT
    Lot.objects.bulk_create(
        Lot(of_pass=one, key="bench", credits=CREDITS, paid=paid, begins_on=since) for one in passes
    )
    bank = open_account(network.ref, "bank", network.ref, "EUR", by="worker").pk
    credits_ = open_accounts(network.ref, [("credits", one.ref, "EUR") for one in passes], by="worker")
    drafts = [
        Draft(one.ref, f"payment:{one.pk}", since, [Move(credits_["credits", one.ref, "EUR"].pk, bank, paid)])
        for one in passes
    ]
    post_many(network.ref, drafts, by="worker")


if __name__ == "__main__":
    print(json.dumps(main()))
