"""Four processes press at once: a plan is changed once, paused once, withdrawn from once, and no cent goes astray."""

from collections import Counter

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.care.queries import faults_in_all
from passerelle.kit import clock
from passerelle.members.actions import Joining, join
from passerelle.members.models import Enrolment, Membership, PaidTerm, Pause, PlanChange
from passerelle.payments.actions.receiving import take_cash
from passerelle.payments.models import Payment, Refund
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described, Kind
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space
from tests.makers import make_person
from tests.members.taking import WEDNESDAY
from tests.processes import pressed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races, pytest.mark.usefixtures("wednesday_noon")]
PROCESSES, MEMBERS = 4, 3


@pytest.fixture
def taken(month: Plan, birch: Space, bo: Person, dee: Person) -> list[Enrolment]:
    """Three members of Birch on a month that may be paused, paid at the desk."""
    plan = offer_plan(birch, Described("Le mois", "A month", Kind.MONTH, 10_000, pause_days=30), by=bo, tax=month.tax)
    found = []
    for number in range(MEMBERS):
        person = make_person(f"Member {number}")
        found.append(join(Joining(plan, WEDNESDAY, Method.CASH, f"m{number}"), by=person))
        take_in(take_cash, Payment.objects.get(payer=person), by=dee)
    return found


def press_at_once(taken: list[Enrolment], plan: Plan, acts: tuple[str, ...], *, keys: bool = True) -> Counter[str]:
    world = {"taken": [one.pk for one in taken], "plan": plan.pk, "acts": acts, "times": 2, "keys": keys}
    outcomes: Counter[str] = Counter()
    for said in pressed("tests.members.plan_presser", world | {"now": clock.now().isoformat()}, PROCESSES):
        outcomes += Counter(said)
    assert list(faults_in_all()) == []
    return outcomes


@pytest.fixture
def cheap(birch: Space, bo: Person, month: Plan) -> Plan:
    return offer_plan(birch, Described("Soirs", "Evenings", Kind.MONTH, 4_000), by=bo, tax=month.tax)


@pytest.mark.parametrize("keys", [False, True])
def test_a_plan_is_changed_once(taken: list[Enrolment], cheap: Plan, keys: bool) -> None:
    press_at_once(taken, cheap, ("change",), keys=keys)
    assert PlanChange.objects.filter(state="done").count() == PlanChange.objects.count() == MEMBERS
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [6_000] * MEMBERS


def test_a_plan_is_paused_once(taken: list[Enrolment], cheap: Plan) -> None:
    press_at_once(taken, cheap, ("pause",))
    assert Pause.objects.count() == MEMBERS
    assert {str(one.until) for one in Enrolment.objects.all()} == {"2027-02-16"}


def test_a_plan_is_withdrawn_from_once(taken: list[Enrolment], cheap: Plan) -> None:
    outcomes = press_at_once(taken, cheap, ("withdraw",))
    assert outcomes["withdraw"] == Refund.objects.count() == MEMBERS


def test_all_at_once_agree_with_what_is_kept(taken: list[Enrolment], month: Plan, cheap: Plan) -> None:
    """To a dearer plan, paid or kept, paused or not, withdrawn from: whatever came first, the rest fits to it."""
    press_at_once(taken, month, ("change", "pay", "keep", "pause", "end", "withdraw"))
    for one in Enrolment.objects.all():
        assert Membership.objects.get(person=one.person).until == one.until
        ends = [term.until for term in PaidTerm.objects.filter(enrolment=one) if term.until]
        assert one.state != "open" or max(ends) == one.until
        given = sum(Sale.objects.filter(cause=one.ref).values_list("credited", flat=True))
        assert given <= sum(Sale.objects.filter(cause=one.ref).values_list("amount", flat=True))
        assert PlanChange.objects.filter(enrolment=one, state="asked").count() <= 1
