"""A new instance is in nobody's hands: the command line gives it into somebody's."""

import pytest

from passerelle.console.entrust import entrust
from passerelle.console.words import CannotGoOn
from passerelle.logbook.queries import records_about
from passerelle.people.queries import person_at

pytestmark = pytest.mark.django_db


def test_whoever_is_entrusted_runs_the_instance_until_it_is_taken_back() -> None:
    for _ in range(2):  # said twice, done once
        assert entrust("Kay@example.org", back=False) == 0
    kay = person_at("kay@example.org")
    assert kay is not None
    assert kay.is_staff
    for _ in range(2):
        assert entrust("kay@example.org", back=True) == 0
    kay.refresh_from_db()
    assert not kay.is_staff
    acts = [record.act for record in records_about(kay.ref)]
    assert acts == ["person_trusted_with_the_instance", "instance_taken_back"]


def test_nobody_is_made_known_by_taking_back_or_by_a_slip() -> None:
    assert entrust("nobody@example.org", back=True) == 0
    with pytest.raises(CannotGoOn):
        entrust("kay at example.org", back=False)
    assert person_at("nobody@example.org") is None
