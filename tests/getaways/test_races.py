"""Processes that really press: places are never given twice."""

from collections import Counter
from collections.abc import Callable

import pytest

from passerelle.getaways.models import Stay
from passerelle.getaways.rules import State
from passerelle.kit import clock
from passerelle.logbook.models import Record
from passerelle.people.models import Person
from tests.makers import make_person
from tests.processes import pressed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]

PROCESSES = 8


def press_at_once(stays: list[Stay], by: Person) -> Counter[str]:
    told = {"stays": [stay.pk for stay in stays], "by": by.pk, "now": clock.now().isoformat()}
    outcomes: Counter[str] = Counter()
    for said in pressed("tests.getaways.presser", told, PROCESSES):
        outcomes += Counter(said)
    return outcomes


def test_places_are_never_given_twice(asks_for_a_stay: Callable[..., Stay], bo: Person) -> None:
    stays = [asks_for_a_stay(make_person(f"Traveller {number}")) for number in range(12)]
    outcomes = press_at_once(stays, bo)
    assert outcomes.total() == 96
    assert outcomes["accepted"] == Stay.objects.filter(state=State.ACCEPTED).count() == 2
    assert Record.objects.filter(act="stay_accepted").count() == 2
    assert set(outcomes) <= {"accepted", "stay_days_full", "stay_has_moved_on"}
