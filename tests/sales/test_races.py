"""Four real processes record the same money of a space at once: it counts once."""

import pytest

from passerelle.care.queries import faults_in_all
from passerelle.people.models import Person
from passerelle.sales.queries import payment_of
from passerelle.spaces.models import Space
from tests.payments.test_races import PROCESSES, press_at_once
from tests.sales.conftest import Sells
from tests.sales.test_selling import held

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]


def test_a_transfer_to_a_space_that_several_record_at_once_is_recorded_once(
    sells: Sells, birch: Space, bo: Person
) -> None:
    payments = [payment_of(sells(f"sale {number}")) for number in range(3)]
    presses = [{"press": "transfer", "payment": one.pk, "by": bo.pk, "amount": 12100} for one in payments]
    assert press_at_once(presses) == {"transfer 1": 3, "came_already": 3 * (PROCESSES - 1)}
    assert held(birch) == {"bank": 3 * 12100, "sold": 3 * 10000, "tax_owed": 3 * 2100}
    assert list(faults_in_all()) == []
