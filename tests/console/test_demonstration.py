"""The demonstration can be built on any day, at any hour: weekends, holidays, leap days, and when clocks change."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from passerelle.care.queries import faults_in_all
from passerelle.console import demonstration
from passerelle.getaways.models import Stay
from passerelle.invoices.models import Document
from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.passes.queries.charges import charges_to_decide
from passerelle.settlement.models import Closing, MoneyFile, Statement
from passerelle.settlement.queries import is_over_everywhere, missing_for, next_to_close
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
    datetime(2027, 2, 1, 10, tzinfo=UTC),
    datetime(2027, 5, 1, 11, tzinfo=UTC),
    datetime(2027, 9, 1, 3, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", [*A_WEEK, *AWKWARD], ids=lambda moment: f"{moment:%a %d %b %Y %H h}")
def test_it_shows_a_visit_in_every_state(moment: datetime) -> None:
    with clock.at(moment):
        demonstration.build(lambda *said: None)
    states = Counter(Visit.objects.values_list("state", flat=True))
    assert set(states) == {state.value for state in State}
    assert Space.objects.count() == 53
    stays = Stay.objects.order_by("pk").values_list("person__email", "state", "paid_at")
    assert [(who, state, paid_at is not None) for who, state, paid_at in stays] == [
        ("grace@example.org", "accepted", True),
        ("ana@example.org", "accepted", False),
        ("liam@example.org", "asked", False),
    ]
    assert list(faults_in_all()) == []
    _tandem_has_closed_its_months(moment)


def _tandem_has_closed_its_months(moment: datetime) -> None:
    """Two months are closed, each in its order, and nobody waits for the last that is over; the books are content."""
    assert Closing.objects.filter(closed_at__isnull=False).count() == 2
    network = Network.objects.get(slug="tandem")
    following = next_to_close(network)
    assert following is not None
    assert not is_over_everywhere(following, moment)
    last = Closing.objects.latest("month")
    becomes = Counter(Statement.objects.filter(closing=last).values_list("outcome", flat=True))
    assert set(becomes) == {"payout", "request", "carried"}
    assert set(Statement.objects.filter(closing=last).values_list("currency", flat=True)) == {"EUR", "PLN"}
    assert set(MoneyFile.objects.filter(closing=last).values_list("form", flat=True)) == {"pain.001", "csv"}
    assert list(missing_for(last).values()) == [["party", "agreement"]]
    assert Document.objects.filter(network=network).count() == 8
    assert charges_to_decide(network).count() == 1


def test_nobody_in_it_has_an_address_outside_example_org() -> None:
    demonstration.build(lambda *said: None)
    addresses = {*Letter.objects.values_list("to", flat=True), *Space.objects.values_list("email", flat=True)}
    assert {address.rpartition("@")[2] for address in addresses} == {"example.org"}
