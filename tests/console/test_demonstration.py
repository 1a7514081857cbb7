"""The demonstration can be built on any day, at any hour: weekends, holidays, leap days, and when clocks change."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from passerelle.console import demonstration
from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.visits.rules import State

pytestmark = pytest.mark.django_db

A_WEEK = [datetime(2026, 11, 23, 3, tzinfo=UTC) + timedelta(days=day, hours=day * 3) for day in range(7)]
AWKWARD = [
    datetime(2026, 12, 24, 22, tzinfo=UTC),
    datetime(2026, 12, 29, 18, tzinfo=UTC),
    datetime(2027, 1, 3, 3, tzinfo=UTC),
    datetime(2027, 10, 5, 22, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 10, 31, 1, tzinfo=UTC),
    datetime(2028, 2, 29, 0, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", [*A_WEEK, *AWKWARD], ids=lambda moment: f"{moment:%a %d %b %Y %H h}")
def test_it_shows_a_visit_in_every_state(moment: datetime) -> None:
    with clock.at(moment):
        demonstration.build(lambda *said: None)
    states = Counter(Visit.objects.values_list("state", flat=True))
    assert set(states) == {state.value for state in State}
    assert Space.objects.count() == 53


def test_nobody_in_it_has_an_address_outside_example_org() -> None:
    demonstration.build(lambda *said: None)
    addresses = {*Letter.objects.values_list("to", flat=True), *Space.objects.values_list("email", flat=True)}
    assert {address.rpartition("@")[2] for address in addresses} == {"example.org"}
