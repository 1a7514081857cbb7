"""A night on which many members renew: each is asked once, in as many rounds as it takes, whoever has not paid yet."""

from datetime import timedelta

import pytest

from passerelle.care.queries import faults_in_all
from passerelle.kit import clock
from passerelle.members.actions import enrolling
from passerelle.members.actions.enrolling import ask_for_next_months
from passerelle.members.models import Enrolment
from passerelle.members.rules.enrolments import State
from passerelle.payments.rules import Method
from passerelle.plans.models import Plan
from passerelle.plans.rules import Kind
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from tests.makers import make_person
from tests.sales.makers import make_tax

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]


def test_a_long_night_takes_several_rounds_and_asks_everybody_once(
    alder: Space, birch: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolling, "MONTHS_AT_ONCE", 4)
    monkeypatch.setattr(enrolling, "A_LOT", 3)
    for number in range(9):
        space = (alder, birch)[number % 2]
        plan = Plan.objects.get_or_create(
            space=space, name_fr="Mois", name_en="Month", kind=Kind.MONTH, price=12_100, currency=space.currency,
            tax=make_tax(space), carries_visa=True,
        )[0]  # fmt: skip
        until = today_at(space) + timedelta(days=number % 4)
        Enrolment.objects.create(
            key=f"k{number}", space=space, person=make_person(f"Member {number}"), plan=plan, method=Method.CASH,
            state=State.OPEN, first_on=until - timedelta(days=31), until=until, renews=True,
        )  # fmt: skip
    assert [ask_for_next_months(clock.now()) for _ in range(4)] == [4, 4, 1, 0]
    assert Sale.objects.values("cause").distinct().count() == Sale.objects.count() == 9
    assert list(faults_in_all()) == []
