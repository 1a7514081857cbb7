"""A plan after it was taken: the member and the space change and pause it, and the member withdraws from it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from passerelle.care.actions.paying import take_in
from passerelle.gateways.stripe_keys import Stripe
from passerelle.invoices.models import Tax
from passerelle.kit import clock
from passerelle.members.actions import Joining, join
from passerelle.members.models import Enrolment, Membership, Pause, PlanChange
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.models import BankAccount, Payment, Refund
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space
from tests.makers import asks_no_document, make_person

pytestmark = pytest.mark.usefixtures("wednesday_noon")
As = Callable[[Person | None], Client]
TODAY = date(2027, 1, 6)


@pytest.fixture
def zoe(db: None) -> Person:
    return make_person("Zoé Martin", email="zoe@example.org")


@pytest.fixture
def tax(birch: Space) -> Tax:
    return Tax.objects.create(space=birch, code="be_21", percent_bp=2_100)


@pytest.fixture
def taken(birch: Space, bo: Person, zoe: Person, tax: Tax) -> Enrolment:
    """Zoé is on a month at Birch that may be paused thirty days a year."""
    BankAccount.objects.create(space=birch, holder="Birch Ltd", iban="BE68539007547034")
    asks_no_document(birch)
    month = offer_plan(birch, Described("Le mois", "A month", Kind.MONTH, 12_100, pause_days=30), by=bo, tax=tax)
    enrolment = join(Joining(month, TODAY, Method.TRANSFER, "once"), by=zoe)
    take_in(record_transfer, Payment.objects.get(), Came(12_100, TODAY), by=bo)
    return enrolment


@pytest.fixture
def dear(taken: Enrolment, birch: Space, bo: Person, tax: Tax) -> Plan:
    return offer_plan(birch, Described("Fixe", "Own desk", Kind.MONTH, 19_000), by=bo, tax=tax)


@pytest.fixture
def evenings(taken: Enrolment, birch: Space, bo: Person, tax: Tax) -> Plan:
    return offer_plan(birch, Described("Les soirs", "Evenings", Kind.MONTH, 4_000), by=bo, tax=tax)


def pressed(browser: Client, address: str, act: str = "") -> dict[str, str]:
    """What a browser would send for the form of this page."""
    said = browser.get(address).content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(plan|shown|key)" value="([^"]*)"', said))
    return found | ({"act": act} if act else {})


def on_the_20th() -> datetime:
    return datetime(2027, 1, 20, 4, tzinfo=UTC)


def of_member() -> str:
    return f"/manage/birch/members/{Membership.objects.get(person__email='zoe@example.org').pk}/plan/"


def test_who_pays_by_card_is_led_to_the_card(taken: Enrolment, dear: Plan, as_: As, zoe: Person, settings: Any) -> None:
    settings.STRIPE = Stripe(spaces={"birch": Stripe("birch", "sk_test_1234", "pk_test_1234", "whsec_1234")})
    Enrolment.objects.filter(pk=taken.pk).update(method=Method.CARD)
    browser, one = as_(zoe), f"/me/plans/{taken.reference}/change/?plan={dear.pk}"
    with clock.at(on_the_20th()):
        answer = browser.post(f"/me/plans/{taken.reference}/change/", pressed(browser, one))
    waits = Payment.objects.get(state="asked")
    assert (waits.method, answer.headers["Location"]) == (Method.CARD, f"/payments/{waits.reference}/")


def test_a_member_sees_line_by_line_what_it_comes_to_and_pays(
    taken: Enrolment, dear: Plan, evenings: Plan, as_: As, zoe: Person
) -> None:
    browser, at = as_(zoe), f"/me/plans/{taken.reference}/"
    with clock.at(on_the_20th()):
        assert f"{at}change/" in browser.get(at).content.decode()
        said = browser.get(f"{at}change/").content.decode()
        assert "HK$123.65 to pay" in said
        assert "HK$26.35 paid back" in said
        one = f"{at}change/?plan={dear.pk}"
        said = browser.get(one).content.decode()
        for part in ("17 of 31 days not used", "−HK$66.35", "HK$190.00", "HK$123.65"):
            assert part in said
        answer = browser.post(f"{at}change/", pressed(browser, one))
        waits = Payment.objects.get(state="asked")
        assert answer.headers["Location"] == f"/payments/{waits.reference}/"
        said = browser.get(at).content.decode()
        assert "On the way to Own desk" in said
        browser.post(at, {"act": "keep_plan"})
        assert PlanChange.objects.get().state == "called_off"


def test_the_desk_takes_what_is_left_to_pay(taken: Enrolment, dear: Plan, as_: As, zoe: Person, dee: Person) -> None:
    browser, at = as_(zoe), f"/me/plans/{taken.reference}/change/"
    browser.post(at, pressed(browser, f"{at}?plan={dear.pk}"))
    desk, pressing = as_(dee), {"act": "cash_for_change", "key": str(PlanChange.objects.get().pk)}
    assert "HK$69.00 received in cash" in desk.get("/desk/birch/members/").content.decode()
    assert desk.post("/desk/birch/members/", pressing).status_code == 302
    assert Enrolment.objects.get().plan == dear
    assert desk.post("/desk/birch/members/", pressing).status_code == 404


def test_to_a_cheaper_plan_it_holds_at_once(taken: Enrolment, evenings: Plan, as_: As, zoe: Person) -> None:
    browser, at = as_(zoe), f"/me/plans/{taken.reference}/"
    with clock.at(on_the_20th()):
        told = pressed(browser, f"{at}change/?plan={evenings.pk}")
        for _ in range(2):
            assert browser.post(f"{at}change/", told).headers["Location"] == at
        said = browser.get(at, follow=True).content.decode()
        assert "Evenings" in said
        assert "HK$66.35 of it given back" in said
    assert (Refund.objects.get().amount, PlanChange.objects.count()) == (2_635, 1)


def test_a_page_of_yesterday_is_refused_with_the_new_figures(
    taken: Enrolment, dear: Plan, as_: As, zoe: Person
) -> None:
    browser, at = as_(zoe), f"/me/plans/{taken.reference}/change/"
    told = pressed(browser, f"{at}?plan={dear.pk}")
    with clock.at(on_the_20th()):
        answer = browser.post(at, told)
        assert answer.status_code == 422
        said = answer.content.decode()
        assert "The figures have changed since you opened this page" in said
        assert "HK$123.65" in said
        assert not PlanChange.objects.exists()


def test_a_member_makes_a_pause_and_ends_it(taken: Enrolment, as_: As, zoe: Person, dee: Person) -> None:
    browser, at = as_(zoe), f"/me/plans/{taken.reference}/"
    typed = {"since": "2027-01-07", "last": "2027-01-09", "key": "p"}
    answer = browser.post(f"{at}pause/", typed)
    assert answer.status_code == 422
    assert "seven days at least" in answer.content.decode()
    assert "30 days of 30 are left" in browser.get(f"{at}pause/").content.decode()
    for _ in range(2):
        assert browser.post(f"{at}pause/", typed | {"last": "2027-01-20"}).status_code == 302
    assert "On a pause from" in browser.get(at).content.decode()
    with clock.at(datetime(2027, 1, 8, 4, tzinfo=UTC)):
        key = str(Membership.objects.get().pk)
        said = as_(dee).post("/desk/birch/members/", {"act": "check_in", "key": key}).content.decode()
        assert "on a pause, and holds again on 21" in said.replace("\xa0", " ")
        browser.post(at, {"act": "end_pause"})
    assert Pause.objects.get().until == date(2027, 1, 8)


def test_a_consumer_withdraws_in_two_steps(taken: Enrolment, as_: As, zoe: Person) -> None:
    browser, at = as_(zoe), f"/me/plans/{taken.reference}/"
    assert f"{at}withdraw/" in browser.get(at).content.decode()
    told = pressed(browser, f"{at}withdraw/")
    assert browser.post(f"{at}withdraw/", told).headers["Location"] == at
    said = browser.get(at).content.decode()
    assert "You have withdrawn from this contract" in said
    assert Refund.objects.get().amount == 11_710
    assert browser.post(f"{at}withdraw/", told).status_code == 302
    assert Refund.objects.count() == 1
    assert "withdrawn from" in browser.get("/me/plans/").content.decode()


def test_the_fifteenth_day_is_too_late_and_says_so(taken: Enrolment, as_: As, zoe: Person) -> None:
    browser, at = as_(zoe), f"/me/plans/{taken.reference}/"
    with clock.at(datetime(2027, 1, 21, 4, tzinfo=UTC)):
        assert "withdraw/" not in browser.get(at).content.decode()
        assert "You could withdraw until 20" in browser.get(f"{at}withdraw/").content.decode().replace("\xa0", " ")


def test_the_space_changes_and_pauses_a_member_s_plan(
    taken: Enrolment, evenings: Plan, as_: As, bo: Person, dee: Person, cy: Person
) -> None:
    browser, at = as_(bo), of_member()
    assert at in browser.get(at.removesuffix("plan/")).content.decode()
    for address in (at, f"{at}change/", f"{at}pause/"):
        assert browser.get(address).status_code == 200
        assert as_(dee).get(address).status_code == as_(cy).get(address).status_code == 404
    assert "withdraw" not in browser.get(at).content.decode()
    assert browser.post(f"{at}pause/", {"since": "2027-01-07", "last": "2027-01-08", "key": "p"}).status_code == 302
    browser.post(at, {"act": "end_pause"})
    assert Pause.objects.get().until == date(2027, 1, 7)
    told = pressed(browser, f"{at}change/?plan={evenings.pk}")
    assert browser.post(f"{at}change/", told).headers["Location"] == at
    assert Enrolment.objects.get().plan == evenings


def test_nobody_else_reads_or_presses(taken: Enrolment, dear: Plan, as_: As, bo: Person, cy: Person) -> None:
    for page in ("change", "pause", "withdraw"):
        at = f"/me/plans/{taken.reference}/{page}/"
        for person in (bo, cy):
            assert as_(person).get(at).status_code == as_(person).post(at, {}).status_code == 404


def test_pages_ask_few_questions(
    taken: Enrolment, dear: Plan, as_: As, zoe: Person, bo: Person, django_assert_max_num_queries: Any
) -> None:
    at = f"/me/plans/{taken.reference}/"
    pages = {zoe: (at, f"{at}change/", f"{at}change/?plan={dear.pk}", f"{at}pause/", f"{at}withdraw/")}
    pages[bo] = (of_member(), f"{of_member()}change/?plan={dear.pk}")
    for person, addresses in pages.items():
        browser = as_(person)
        for address in addresses:
            browser.get(address)
            with django_assert_max_num_queries(8):
                assert browser.get(address).status_code == 200
