"""Six real processes issue at once, some of the same keys, and let some transactions fall: no number is missing."""

import pytest

from passerelle.invoices.models import Document, Series
from passerelle.networks.models import Network
from tests.processes import pressed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
PROCESSES = 6
OWN, SHARED = 10, 10


def issue_at_once() -> list[dict[str, str]]:
    """Each process issues keys of its own and keys that all share; gives the numbers that each was told."""
    world = {"shared": [f"shared:{n}" for n in range(SHARED)], "own": OWN}
    return pressed("tests.invoices.presser", world, PROCESSES)


def test_numbers_have_no_gaps_and_a_key_is_one_document(paid: Network) -> None:
    told = issue_at_once()
    kept = dict(Document.objects.values_list("key", "number"))
    assert all(kept[key] == number for one in told for key, number in one.items())
    last = PROCESSES * OWN + SHARED
    assert sorted(kept.values()) == [f"F2027-{nth:04}" for nth in range(1, last + 1)]
    assert Series.objects.get().last == last
