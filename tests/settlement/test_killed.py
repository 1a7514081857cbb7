"""A closing is killed at any moment, and two close at once: nothing is lost, nothing is doubled."""

import os
import random
import subprocess
import sys
import time
from datetime import date

import pytest

from passerelle.kit import clock
from passerelle.ledger.models import Entry
from passerelle.ledger.queries import balances, faults_in
from passerelle.networks.models import Network
from passerelle.settlement.actions import close_month
from passerelle.settlement.models import Closing, Statement, Transfer
from passerelle.settlement.queries import figures_differ
from tests.makers import make_spaces
from tests.processes import database_url
from tests.settlement.makers import IN_FEBRUARY, JANUARY, charge, make_paid_network

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
SPACES, LONGEST_S, KILLS = 30, 0.5, 6


@pytest.fixture
def network() -> Network:
    network, _ = make_paid_network()
    for number, space in enumerate(make_spaces(SPACES)):
        charge(network, space, f"c{number}", 5_000 + number, date(2027, 1, 20))
    return network


def closer(network: Network) -> "subprocess.Popen[str]":
    """A process that is ready to close the month, on the test's own database."""
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.settlement.closer", network.slug]
    begun = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert begun.stdout is not None
    assert begun.stdout.readline() == "ready\n"
    return begun


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def must_be_closed_once(network: Network) -> None:
    assert Closing.objects.get().closed_at is not None
    assert Statement.objects.filter(state="settled").count() == Transfer.objects.count() == SPACES
    assert Entry.objects.filter(key__startswith="month:").count() == SPACES
    held = {account.kind: 0 for account, _ in balances(network.ref)}
    for account, amount in balances(network.ref):
        held[account.kind] += amount
    charged = sum(5_000 + number for number in range(SPACES))
    assert held["owed_to_space"] == 0
    assert held["payout"] + held["commission"] == charged
    assert sum(Transfer.objects.values_list("amount", flat=True)) == held["payout"]
    assert list(faults_in()) == list(figures_differ()) == []


def test_a_closing_that_is_killed_is_taken_up_where_it_stopped(network: Network) -> None:
    moments = random.Random(7)
    settled = []
    for _ in range(KILLS):
        process = closer(network)
        go(process)
        time.sleep(moments.uniform(0.02, LONGEST_S))
        process.kill()
        process.communicate()
        settled.append(Statement.objects.filter(state="settled").count())
    assert settled == sorted(settled)
    with clock.at(IN_FEBRUARY):
        assert close_month(network, JANUARY, by="console").is_closed
    must_be_closed_once(network)


def test_of_two_that_close_at_once_each_space_is_settled_by_one(network: Network) -> None:
    both = [closer(network) for _ in range(2)]
    for process in both:
        go(process)
    for process in both:
        process.communicate(timeout=120)
    with clock.at(IN_FEBRUARY):
        assert close_month(network, JANUARY, by="console").is_closed
    must_be_closed_once(network)
