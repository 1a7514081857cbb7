"""Processes that really press: places are never given twice."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable

import pytest

from passerelle.getaways.models import Stay
from passerelle.getaways.rules import State
from passerelle.kit import clock
from passerelle.logbook.models import Record
from passerelle.people.models import Person
from tests.makers import make_person
from tests.processes import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]

PROCESSES = 8


def press_at_once(stays: list[Stay], by: Person) -> Counter[str]:
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    told = json.dumps({"stays": [stay.pk for stay in stays], "by": by.pk, "now": clock.now().isoformat()})
    command = [sys.executable, "-m", "tests.getaways.presser"]
    pressers = [
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    for presser in pressers:
        assert presser.stdin is not None
        assert presser.stdout is not None
        presser.stdin.write(told + "\n")
        presser.stdin.flush()
        assert presser.stdout.readline() == "ready\n"
    outcomes: Counter[str] = Counter()
    for presser in pressers:
        assert presser.stdin is not None
        presser.stdin.write("go\n")
        presser.stdin.flush()
    for presser in pressers:
        said, _ = presser.communicate(timeout=120)
        assert presser.returncode == 0
        outcomes += Counter(json.loads(said))
    return outcomes


def test_places_are_never_given_twice(asks_for_a_stay: Callable[..., Stay], bo: Person) -> None:
    stays = [asks_for_a_stay(make_person(f"Traveller {number}")) for number in range(12)]
    outcomes = press_at_once(stays, bo)
    assert outcomes.total() == 96
    assert outcomes["accepted"] == Stay.objects.filter(state=State.ACCEPTED).count() == 2
    assert Record.objects.filter(act="stay_accepted").count() == 2
    assert set(outcomes) <= {"accepted", "stay_days_full", "stay_has_moved_on"}
