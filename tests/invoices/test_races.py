"""Six real processes issue at once, some of the same keys, and let some transactions fall: no number is missing."""

import json
import os
import subprocess
import sys

import pytest

from passerelle.invoices.models import Document, Series
from passerelle.networks.models import Network
from tests.processes import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
PROCESSES = 6
OWN, SHARED = 10, 10


def issue_at_once() -> list[dict[str, str]]:
    """Each process issues keys of its own and keys that all share; gives the numbers that each was told."""
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    pressers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.invoices.presser", str(number)],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    shared = [f"shared:{n}" for n in range(SHARED)]
    for number, presser in enumerate(pressers):
        _say(presser, json.dumps([*shared, *(f"own:{number}:{n}" for n in range(OWN))]))
    for presser in pressers:
        assert presser.stdout is not None
        assert presser.stdout.readline() == "ready\n"
    for presser in pressers:
        _say(presser, "go")
    said = [presser.communicate(timeout=120)[0] for presser in pressers]
    assert {presser.returncode for presser in pressers} == {0}
    return [json.loads(one) for one in said]


def _say(presser: "subprocess.Popen[str]", line: str) -> None:
    assert presser.stdin is not None
    presser.stdin.write(line + "\n")
    presser.stdin.flush()


def test_numbers_have_no_gaps_and_a_key_is_one_document(paid: Network) -> None:
    told = issue_at_once()
    kept = dict(Document.objects.values_list("key", "number"))
    assert all(kept[key] == number for one in told for key, number in one.items())
    last = PROCESSES * OWN + SHARED
    assert sorted(kept.values()) == [f"F2027-{nth:04}" for nth in range(1, last + 1)]
    assert Series.objects.get().last == last
