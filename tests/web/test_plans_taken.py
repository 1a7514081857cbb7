"""A newcomer takes a plan on a phone and pays it; the desk takes cash; and nobody else reads of it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from passerelle.invoices.models import Tax
from passerelle.members.models import Enrolment, Membership
from passerelle.members.rules.enrolments import State
from passerelle.payments.models import BankAccount, Payment
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space
from tests.makers import make_person

pytestmark = pytest.mark.usefixtures("wednesday_noon")
As = Callable[[Person | None], Client]
TYPED = {"first_on": "2027-01-06", "method": "transfer", "key": "once"}


@pytest.fixture
def zoe(db: None) -> Person:
    """A newcomer who has signed in by a code, and has said nothing of herself yet."""
    return make_person("", email="zoe@example.org")


@pytest.fixture
def month(birch: Space, bo: Person) -> Plan:
    """A month at Birch, sold to whoever comes."""
    BankAccount.objects.create(space=birch, holder="Birch Ltd", iban="BE68539007547034")
    tax = Tax.objects.create(space=birch, code="be_21", percent_bp=2_100)
    return offer_plan(birch, Described("Le mois", "A month", Kind.MONTH, 12_100), by=bo, tax=tax)


@pytest.fixture
def address(month: Plan) -> str:
    return f"/spaces/birch/plans/{month.pk}/join/"


def test_the_page_of_plans_leads_to_taking_one(month: Plan, address: str, as_: As, birch: Space, bo: Person) -> None:
    by_the_desk = offer_plan(birch, Described("La semaine", "A week", Kind.WEEK, 6_500), by=bo)
    said = as_(None).get("/spaces/birch/plans/").content.decode()
    assert address in said
    assert f"/plans/{by_the_desk.pk}/join/" not in said
    assert as_(bo).get(f"/spaces/birch/plans/{by_the_desk.pk}/join/").status_code == 404


def test_one_sitting_leads_to_the_page_where_one_pays(address: str, as_: As, zoe: Person) -> None:
    browser = as_(zoe)
    assert "21" in browser.get(address).content.decode()
    answer = browser.post(address, TYPED | {"name": "Zoé Martin"})
    payment = Payment.objects.get()
    assert answer.headers["Location"] == f"/payments/{payment.reference}/"
    zoe.refresh_from_db()
    assert (zoe.name, payment.amount) == ("Zoé Martin", 12_100)
    mine = browser.get(f"/me/plans/{Enrolment.objects.get().reference}/").content.decode()
    assert "to be paid" in mine
    assert payment.reference in mine


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first_on": "2027-01-05", "name": "Zoé"}, "This day is over."),
        ({"first_on": "tomorrow", "name": "Zoé"}, "This date does not exist"),
        ({"name": ""}, "required"),
        ({"method": "card", "name": "Zoé"}, "card"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(
    typed: dict[str, str], said: str, address: str, as_: As, zoe: Person
) -> None:
    answer = as_(zoe).post(address, TYPED | typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Payment.objects.exists()


def test_the_desk_finds_who_has_still_to_pay(address: str, as_: As, zoe: Person, bo: Person) -> None:
    as_(zoe).post(address, TYPED | {"method": "cash", "name": "Zoé Martin"})
    desk = as_(bo)
    assert "received in cash" in desk.get("/desk/birch/members/?q=zoe").content.decode()
    said = desk.get("/desk/birch/members/?q=yves").content.decode()
    assert "received in cash" not in said
    assert "No member of today" in said


def test_the_desk_takes_cash_and_somebody_is_a_member(
    address: str, as_: As, zoe: Person, dee: Person, cy: Person
) -> None:
    as_(zoe).post(address, TYPED | {"method": "cash", "name": "Zoé Martin"})
    enrolment = Enrolment.objects.get()
    assert "Zoé Martin" in as_(dee).get("/desk/birch/members/").content.decode()
    pressed = {"act": "cash", "key": str(enrolment.pk)}
    assert as_(cy).post("/desk/cedar/members/", pressed).status_code == 404
    assert as_(dee).post("/desk/birch/members/", pressed).status_code == 302
    assert Membership.objects.get(person=zoe).since == date(2027, 1, 6)
    assert as_(dee).post("/desk/birch/members/", pressed).status_code == 404


def test_one_press_calls_it_off_and_nobody_else_sees_it(address: str, as_: As, zoe: Person, bo: Person) -> None:
    browser = as_(zoe)
    browser.post(address, TYPED | {"name": "Zoé Martin"})
    at = f"/me/plans/{Enrolment.objects.get().reference}/"
    assert as_(bo).get(at).status_code == as_(bo).post(at, {"act": "call_off"}).status_code == 404
    browser.post(at, {"act": "call_off"})
    assert Enrolment.objects.get().state == State.CALLED_OFF
    assert "called off" in browser.get("/me/plans/").content.decode()


def test_the_day_says_who_has_asked_and_what_is_awaited(address: str, as_: As, zoe: Person, bo: Person) -> None:
    as_(zoe).post(address, TYPED | {"name": "Zoé Martin"})
    said = as_(bo).get("/manage/birch/today/").content.decode()
    assert "1 person has asked for a plan" in said
    assert "1 payment to the space is awaited" in said
