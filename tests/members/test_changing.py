"""A member goes to another plan in the middle of a term: shown line by line, paid or paid back, booked to the cent."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from passerelle.care.actions.forgetting import forget
from passerelle.care.actions.paying import take_in
from passerelle.care.queries import everything_kept_about, faults_in_all
from passerelle.invoices.models import Document, Tax
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.queries import balances
from passerelle.mail.models import Letter
from passerelle.members.actions import (
    Changing,
    change_plan,
    check_in_member,
    end_membership,
    keep_plan,
    switch_renewal,
)
from passerelle.members.actions.enrolling import ask_for_next_months, let_go_of_what_is_not_paid
from passerelle.members.models import Enrolment, Membership, PaidTerm, PlanChange
from passerelle.members.queries import (
    change_waiting,
    days_left,
    figures_of_change,
    membership_of,
    plans_to_change_to,
    standing_of,
)
from passerelle.members.rules import Standing
from passerelle.payments.actions.receiving import Came, record_transfer, take_cash
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.models import BankAccount, Payment, Refund
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described, Kind
from passerelle.sales.actions import take_back
from passerelle.sales.models import Sale
from passerelle.sales.queries import payment_of
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from tests.members.taking import WEDNESDAY, Joins, at, paid

pytestmark = pytest.mark.usefixtures("wednesday_noon")


@pytest.fixture(autouse=True)
def _the_books_say_the_same(db: None) -> Iterator[None]:
    yield
    assert list(faults_in_all()) == []


@pytest.fixture
def dear(birch: Space, bo: Person, month: Plan, tax: Tax) -> Plan:
    """A month with a desk of one’s own, for 190.00."""
    return offer_plan(birch, Described("Le mois fixe", "A month, own desk", Kind.MONTH, 19_000), by=bo, tax=tax)


@pytest.fixture
def evenings(birch: Space, bo: Person, month: Plan, tax: Tax) -> Plan:
    """A month of evenings, for 40.00."""
    return offer_plan(birch, Described("Les soirs", "Evenings", Kind.MONTH, 4_000), by=bo, tax=tax)


@pytest.fixture
def ten_days(birch: Space, bo: Person, month: Plan, tax: Tax) -> Plan:
    described = Described("Dix jours", "Ten days", Kind.BUNDLE, 9_000, days=10, valid_days=90)
    return offer_plan(birch, described, by=bo, tax=tax)


def changed(enrolment: Enrolment, plan: Plan, by: Person, key: str = "change") -> PlanChange:
    """What the page shows today is agreed to."""
    figures = figures_of_change(enrolment, plan, today_at(enrolment.space))
    return change_plan(enrolment, Changing(plan, figures.shown, key), by=by)


def again(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.select_related("plan", "space", "person").get(pk=enrolment.pk)


def held(space: Space) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for account, amount in balances(space.ref):
        sums[account.kind] += amount
    return {kind: amount for kind, amount in sums.items() if amount}


def pays(person: Person, by: Person) -> None:
    waits = Payment.objects.get(payer=person, state="asked")
    take_in(record_transfer, waits, Came(waits.amount, clock.today()), by=by)


# To a dearer plan


def test_what_is_not_used_is_taken_off_and_the_rest_asked_for(
    joins: Joins, dear: Plan, bo: Person, zoe: Person
) -> None:
    enrolment = paid(joins(), bo)
    with at(1, 20):
        change = changed(enrolment, dear, zoe)
        assert (change.state, change.to_pay) == ("asked", 19_000 - 6_635)
        assert payment_of(change.sale).amount == 12_365
        invoice = Document.objects.get(key=change.sale.ref)
        assert (invoice.payable, invoice.says.totals.paid) == (12_365, 6_635)
        assert not Document.objects.filter(kind="credit_note").exists()
        assert again(enrolment).plan == enrolment.plan
        assert list(faults_in_all()) == []


def test_it_holds_from_the_day_that_was_agreed_once_it_is_paid(
    joins: Joins, dear: Plan, bo: Person, zoe: Person, birch: Space
) -> None:
    enrolment = paid(joins(), bo)
    with at(1, 20):
        changed(enrolment, dear, zoe)
    with at(1, 23):
        pays(zoe, bo)
        enrolment = again(enrolment)
        assert (enrolment.plan, enrolment.first_on, enrolment.until) == (dear, WEDNESDAY, date(2027, 2, 20))
        membership = Membership.objects.get(person=zoe)
        assert (membership.plan, membership.since, membership.until) == (dear, WEDNESDAY, date(2027, 2, 20))
        credit = Document.objects.get(kind="credit_note")
        assert (credit.payable, credit.answers.number if credit.answers else "") == (6_635, "F2027-0001")
        assert "17 of 31 days not used" in credit.contents
        assert held(birch) == {"bank": 12_100 + 12_365, "sold": 20_219, "tax_owed": 4_246}
        letter = Letter.objects.get(kind="tell_member_plan_is_changed")
        assert "17 of 31 days" in letter.text
        assert not Refund.objects.exists()
    terms = list(PaidTerm.objects.values_list("plan", "begins_on", "until"))
    assert terms == [
        (enrolment.changes.get().before_id, WEDNESDAY, date(2027, 1, 20)),
        (dear.pk, date(2027, 1, 20), date(2027, 2, 20)),
    ]


def test_the_next_month_is_counted_from_the_day_of_the_change(
    joins: Joins, dear: Plan, bo: Person, zoe: Person
) -> None:
    enrolment = paid(joins(), bo)
    with at(1, 31):
        changed(enrolment, dear, zoe)
        pays(zoe, bo)
    ends = []
    for month, day in ((2, 22), (3, 25), (4, 24)):
        ends.append(again(enrolment).until)
        with at(month, day):
            assert ask_for_next_months(clock.now()) == 1
            pays(zoe, bo)
    assert ends == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]
    assert Payment.objects.order_by("-pk")[0].amount == 19_000


def test_while_it_waits_no_other_month_is_asked_for_and_what_was_asked_is_not(
    joins: Joins, dear: Plan, bo: Person, zoe: Person
) -> None:
    enrolment = paid(joins(), bo)
    with at(1, 31):
        assert ask_for_next_months(clock.now()) == 1
        changed(again(enrolment), dear, zoe)
        assert [one.amount for one in Payment.objects.filter(state="asked")] == [19_000 - 2_342]
        assert ask_for_next_months(clock.now()) == 0
        keep_plan(enrolment, by=zoe)
        assert ask_for_next_months(clock.now()) == 1
    assert PlanChange.objects.get().state == "called_off"


def test_what_is_not_paid_lets_go_by_itself_and_the_plan_stays(
    joins: Joins, dear: Plan, bo: Person, zoe: Person
) -> None:
    enrolment = paid(joins(), bo)
    with at(1, 10):
        changed(enrolment, dear, zoe)
    with at(1, 16):
        assert let_go_of_what_is_not_paid(clock.now()) == 0
    with at(1, 20):
        assert let_go_of_what_is_not_paid(clock.now()) == 1
        assert let_go_of_what_is_not_paid(clock.now()) == 0
        assert Document.objects.get(kind="credit_note").payable == 19_000
        assert again(enrolment).plan == enrolment.plan
        assert changed(enrolment, dear, zoe, "anew").state == "asked"


def test_money_for_a_change_that_was_called_off_goes_back(joins: Joins, dear: Plan, bo: Person, zoe: Person) -> None:
    enrolment = paid(joins(), bo)
    change = changed(enrolment, dear, zoe)
    keep_plan(enrolment, by=zoe)
    take_in(record_transfer, payment_of(change.sale), Came(change.to_pay, WEDNESDAY), by=bo)
    assert (again(enrolment).plan, Refund.objects.get().amount) == (enrolment.plan, change.to_pay)


def test_the_desk_takes_cash_for_it(joins: Joins, dear: Plan, dee: Person, zoe: Person) -> None:
    enrolment = joins(method=Method.CASH)
    take_in(take_cash, Payment.objects.get(), by=dee)
    change = changed(again(enrolment), dear, zoe)
    assert change.to_pay == 6_900  # on the first day nothing is used
    take_in(take_cash, payment_of(change.sale), by=dee)
    assert again(enrolment).plan == dear


# To a cheaper one


def test_what_is_left_over_is_promised_back_and_it_holds_at_once(
    joins: Joins, evenings: Plan, bo: Person, zoe: Person, birch: Space
) -> None:
    enrolment = paid(joins(), bo)
    with at(1, 20):
        change = changed(enrolment, evenings, zoe)
        assert (change.to_pay, again(enrolment).plan) == (0, evenings)
        assert Refund.objects.get().amount == 2_635
        assert not Payment.objects.filter(state="asked").exists()
        invoice = Document.objects.get(key=Sale.objects.get(amount=4_000).ref)
        assert (invoice.payable, invoice.due_on) == (0, None)
        assert list(faults_in_all()) == []
        take_in(record_refund, Refund.objects.get(), date(2027, 1, 20), by=bo)
        assert "26" in Letter.objects.get(kind="tell_member_plan_is_changed").text
    assert held(birch) == {"bank": 12_100 - 2_635, "sold": 7_823, "tax_owed": 1_642}


def test_one_change_after_another_pays_back_by_every_way_it_was_paid(
    joins: Joins, dear: Plan, evenings: Plan, bo: Person, zoe: Person
) -> None:
    enrolment = paid(joins(), bo)
    with at(1, 7):
        changed(enrolment, dear, zoe)
        pays(zoe, bo)
        changed(again(enrolment), evenings, zoe, "down")
        assert sorted(Refund.objects.values_list("amount", flat=True)) == sorted((7_290, 7_710))
    paid_in = sum(one.amount for one in Payment.objects.filter(state="paid"))
    kept = paid_in - sum(Refund.objects.values_list("amount", flat=True))
    assert kept == 4_000 + 390  # a day of the first month, and the evenings


def test_a_month_becomes_a_bundle_whose_days_are_counted_from_then_on(
    joins: Joins, ten_days: Plan, bo: Person, dee: Person, zoe: Person, birch: Space
) -> None:
    enrolment = paid(joins(), bo)
    membership = Membership.objects.get(person=zoe)
    for day in (7, 8):
        with at(1, day):
            check_in_member(membership, by=dee)
    with at(1, 9):
        changed(enrolment, ten_days, zoe)
        enrolment = again(enrolment)
        assert (enrolment.plan, enrolment.renews, enrolment.until) == (ten_days, False, date(2027, 4, 9))
        here = membership_of(zoe, birch)
        assert here is not None
        check_in_member(here, by=dee)
        assert days_left(here, date(2027, 1, 9)) == 9
    with at(1, 12):
        assert figures_of_change(enrolment, enrolment.changes.get().before, date(2027, 1, 12)).given_back == 8_100


def test_two_months_that_are_paid_are_given_back_on_two_lines(
    joins: Joins, evenings: Plan, bo: Person, zoe: Person
) -> None:
    enrolment = paid(joins(), bo)
    with at(2, 1):
        ask_for_next_months(clock.now())
        pays(zoe, bo)
        change = changed(again(enrolment), evenings, zoe)
        assert [line["amount"] for line in change.back] == [1_952, 12_100]
        assert again(enrolment).until == date(2027, 3, 1)
        assert [refund.amount for refund in Refund.objects.order_by("pk")] == [10_052]


# What is shown is what is booked


def test_a_page_of_yesterday_is_refused(joins: Joins, dear: Plan, bo: Person, zoe: Person) -> None:
    enrolment = paid(joins(), bo)
    shown = figures_of_change(enrolment, dear, WEDNESDAY).shown
    with at(1, 7), pytest.raises(Refusal, match="figures_have_changed"):
        change_plan(enrolment, Changing(dear, shown, "late"), by=zoe)
    assert not PlanChange.objects.exists()


def test_pressed_twice_it_is_one_and_nobody_else_may(
    joins: Joins, dear: Plan, bo: Person, zoe: Person, cy: Person, dee: Person
) -> None:
    enrolment = paid(joins(), bo)
    assert changed(enrolment, dear, zoe) == changed(enrolment, dear, zoe)
    with pytest.raises(Refusal, match="plan_change_is_asked"):
        changed(enrolment, dear, bo, "another")
    for person in (cy, dee):
        with pytest.raises(NotFound):
            changed(enrolment, dear, person, "theirs")
        with pytest.raises(NotFound):
            keep_plan(enrolment, by=person)
    keep_plan(enrolment, by=bo)
    with pytest.raises(Refusal, match="plan_change_is_done"):
        keep_plan(enrolment, by=bo)


def test_what_cannot_be_is_refused(
    joins: Joins, dear: Plan, month: Plan, bo: Person, zoe: Person, birch: Space, cedar: Space, tax: Tax
) -> None:
    enrolment = joins()
    with pytest.raises(Refusal, match="plan_is_not_running"):
        changed(enrolment, dear, zoe)
    enrolment = paid(enrolment, bo)
    trial = offer_plan(birch, Described("Un jour", "A day", Kind.DAY, 0, is_trial=True), by=bo)
    unsold = offer_plan(birch, Described("La semaine", "A week", Kind.WEEK, 6_500), by=bo)
    elsewhere = Plan.objects.create(
        space=cedar, name_fr="x", name_en="x", kind=Kind.MONTH, price=9, currency="EUR", tax=tax, carries_visa=True
    )
    for plan in (month, trial, unsold, elsewhere):
        with pytest.raises(Refusal, match="plan_is_not_sold"):
            changed(enrolment, plan, zoe)
    assert plans_to_change_to(enrolment) == [dear]
    BankAccount.objects.all().delete()
    with pytest.raises(Refusal, match="no_transfers_here"):
        changed(enrolment, dear, zoe)
    with at(2, 7), pytest.raises(Refusal, match="plan_is_not_running"):
        changed(enrolment, dear, zoe)


def test_whoever_said_no_more_is_not_renewed_by_a_change(joins: Joins, evenings: Plan, bo: Person, zoe: Person) -> None:
    enrolment = paid(joins(), bo)
    switch_renewal(enrolment, False, by=zoe)
    changed(again(enrolment), evenings, zoe)
    assert not again(enrolment).renews


def test_a_member_whom_the_space_ends_is_not_changed(
    joins: Joins, dear: Plan, bo: Person, zoe: Person, birch: Space
) -> None:
    enrolment = paid(joins(), bo)
    changed(enrolment, dear, zoe)
    end_membership(Membership.objects.select_related("space").get(), by=bo)
    assert change_waiting(enrolment) is None
    assert standing_of(zoe, birch, date(2027, 1, 7)) is Standing.ENDED
    with pytest.raises(Refusal, match="plan_is_not_running"):
        changed(enrolment, dear, zoe, "another")


def test_whoever_is_forgotten_changes_nothing_more(joins: Joins, dear: Plan, bo: Person, zoe: Person) -> None:
    enrolment = paid(joins(), bo)
    changed(enrolment, dear, zoe)
    assert everything_kept_about(zoe)["plans taken"][0]["changes"][0]["to"] == "A month, own desk"
    forget(zoe)
    assert PlanChange.objects.get().state == "called_off"


def test_a_manager_takes_a_sale_back_of_which_a_part_was_given_back(
    joins: Joins, dear: Plan, evenings: Plan, bo: Person, zoe: Person, birch: Space
) -> None:
    enrolment = paid(joins(), bo)
    with at(1, 20):
        changed(enrolment, evenings, zoe)
        for sale in Sale.objects.order_by("pk"):
            take_in(take_back, sale, by=bo)
        assert sum(Refund.objects.values_list("amount", flat=True)) == 12_100
        for refund in Refund.objects.all():
            take_in(record_refund, refund, date(2027, 1, 20), by=bo)
    left = held(birch)
    assert left.get("bank", 0) == left.get("owed_by_member", 0) == 0
