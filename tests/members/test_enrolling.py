"""Somebody takes a plan by themselves: it opens when it is paid, goes on month by month, and lets go by itself."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from passerelle.care.actions.forgetting import forget
from passerelle.care.actions.paying import take_in
from passerelle.care.queries import faults_in_all
from passerelle.invoices.models import Document, Tax
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.members.actions import (
    call_off_enrolment,
    check_in_member,
    end_membership,
    switch_renewal,
)
from passerelle.members.actions.enrolling import ask_for_next_months, let_go_of_what_is_not_paid
from passerelle.members.models import Enrolment, Membership
from passerelle.members.queries import days_left, standing_of
from passerelle.members.rules import Standing
from passerelle.members.rules.enrolments import State, end_of_term, term_around
from passerelle.payments.actions.receiving import Came, record_transfer, take_cash
from passerelle.payments.models import BankAccount, Payment, Refund
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan, set_offered
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space
from tests.makers import make_member
from tests.members.taking import WEDNESDAY, Joins, at, paid

pytestmark = pytest.mark.usefixtures("wednesday_noon")


@pytest.fixture(autouse=True)
def _the_books_say_the_same(db: None) -> Iterator[None]:
    yield
    assert list(faults_in_all()) == []


# Joining


def test_it_opens_when_it_is_paid_and_carries_the_visa(joins: Joins, zoe: Person, bo: Person, birch: Space) -> None:
    enrolment = joins()
    assert (enrolment.state, Membership.objects.filter(person=zoe).exists()) == (State.ASKED, False)
    assert Document.objects.get().payable == 12_100
    assert Letter.objects.filter(kind="ask_payer_for_a_transfer", to=zoe.email).exists()
    enrolment = paid(enrolment, bo)
    assert (enrolment.state, enrolment.first_on, enrolment.until) == (State.OPEN, WEDNESDAY, date(2027, 2, 6))
    assert standing_of(zoe, birch, date(2027, 2, 5)) is Standing.GOOD
    assert standing_of(zoe, birch, date(2027, 2, 6)) is Standing.ENDED
    assert "February" in Letter.objects.get(kind="tell_member_plan_is_open").text


def test_the_desk_takes_cash_and_one_is_at_home(joins: Joins, dee: Person, zoe: Person, birch: Space) -> None:
    joins(method=Method.CASH)
    take_in(take_cash, Payment.objects.get(), by=dee)
    assert check_in_member(Membership.objects.get(person=zoe, space=birch), by=dee).is_first


def test_what_is_free_opens_at_once_and_once_only(joins: Joins, birch: Space, bo: Person, zoe: Person) -> None:
    trial = offer_plan(birch, Described("Un jour", "A day", Kind.DAY, 0, is_trial=True), by=bo)
    assert joins(plan=trial).state == State.OPEN
    assert not Payment.objects.exists()
    with at(1, 20), pytest.raises(Refusal, match="trial_is_for_newcomers"):
        joins(plan=trial, first_on=date(2027, 1, 20), key="again")


def test_nobody_loses_the_days_on_which_it_was_not_known_to_be_paid(joins: Joins, bo: Person) -> None:
    enrolment = joins()
    with at(1, 11):
        enrolment = paid(enrolment, bo)
    assert (enrolment.first_on, enrolment.until) == (date(2027, 1, 11), date(2027, 2, 11))


def test_sent_twice_it_is_asked_once(joins: Joins, cy: Person) -> None:
    assert joins() == joins()
    assert Payment.objects.count() == 1
    with pytest.raises(NotFound):
        joins(by=cy)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"first_on": date(2027, 1, 5)}, "day_is_over"),
        ({"first_on": date(2027, 4, 30)}, "day_is_far"),
        ({"method": Method.CARD}, "no_cards_here"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(joins: Joins, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        joins(**facts)
    assert not Enrolment.objects.exists()


def test_one_plan_at_a_time(joins: Joins, month: Plan, bo: Person, zoe: Person, cy: Person, birch: Space) -> None:
    joins()
    with pytest.raises(Refusal, match="plan_asked_already"):
        joins(key="another")
    make_member(cy, birch)
    with pytest.raises(Refusal, match="at_home_already"):
        joins(by=cy, key="cy")
    set_offered(month, False, by=bo)
    month.refresh_from_db()
    with pytest.raises(Refusal, match="plan_is_not_sold"):
        joins(by=bo, key="bo")


def test_a_transfer_needs_an_account(joins: Joins) -> None:
    BankAccount.objects.all().delete()
    with pytest.raises(Refusal, match="no_transfers_here"):
        joins()


# Month by month


def test_the_next_month_is_asked_for_a_week_before_and_opens_when_it_is_paid(joins: Joins, bo: Person) -> None:
    enrolment = paid(joins(), bo)
    for day, asked in ((29, 0), (30, 1), (31, 0)):
        with at(1, day):
            assert ask_for_next_months(clock.now()) == asked
    with at(2, 4):
        enrolment = paid(enrolment, bo)
    assert enrolment.until == date(2027, 3, 6)
    assert Membership.objects.get().since == WEDNESDAY
    assert sorted(Document.objects.values_list("number", flat=True)) == ["F2027-0001", "F2027-0002"]


def test_months_are_counted_from_the_first_day_of_all(joins: Joins, bo: Person) -> None:
    ends = []
    with at(1, 31):
        enrolment = paid(joins(first_on=date(2027, 1, 31)), bo)
    for month_of_year, day in ((2, 22), (3, 25), (4, 24)):
        ends.append(enrolment.until)
        with at(month_of_year, day):
            assert ask_for_next_months(clock.now()) == 1
            enrolment = paid(enrolment, bo)
    assert ends == [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_one_word_stops_it_and_what_is_asked_already_is_called_off(
    joins: Joins, zoe: Person, bo: Person, cy: Person
) -> None:
    enrolment = paid(joins(), bo)
    with at(2, 1):
        ask_for_next_months(clock.now())
        switch_renewal(enrolment, False, by=zoe)
        assert Payment.objects.get(state="cancelled").amount == 12_100
        assert Document.objects.get(kind="credit_note").payable == 12_100
        assert ask_for_next_months(clock.now()) == 0
        enrolment.refresh_from_db()
        switch_renewal(enrolment, True, by=zoe)
        assert ask_for_next_months(clock.now()) == 1
    with pytest.raises(NotFound):
        switch_renewal(enrolment, False, by=cy)


def test_a_member_whom_the_space_ends_is_asked_for_nothing_more(joins: Joins, bo: Person) -> None:
    paid(joins(), bo)
    with at(2, 1):
        ask_for_next_months(clock.now())
        end_membership(Membership.objects.select_related("space").get(), by=bo)
        assert Payment.objects.filter(state="cancelled").count() == 1
        assert ask_for_next_months(clock.now()) == 0


def test_what_is_not_paid_lets_go_by_itself(joins: Joins, bo: Person, birch: Space, zoe: Person) -> None:
    enrolment = joins()
    with at(1, 13):
        assert let_go_of_what_is_not_paid(clock.now()) == 0
    with at(1, 16):
        assert let_go_of_what_is_not_paid(clock.now()) == 1
        enrolment.refresh_from_db()
        assert enrolment.state == State.CALLED_OFF
        joins(key="anew", first_on=date(2027, 1, 16))


def test_a_month_that_was_not_paid_is_asked_for_no_more(joins: Joins, bo: Person, birch: Space, zoe: Person) -> None:
    enrolment = paid(joins(), bo)
    with at(2, 1):
        ask_for_next_months(clock.now())
    with at(2, 20):
        assert let_go_of_what_is_not_paid(clock.now()) == 1
        assert standing_of(zoe, birch, date(2027, 2, 20)) is Standing.ENDED
    enrolment.refresh_from_db()
    assert (enrolment.renews, Payment.objects.filter(state="asked").exists()) == (False, False)


def test_money_for_what_was_called_off_goes_back(joins: Joins, zoe: Person, bo: Person) -> None:
    enrolment = joins()
    call_off_enrolment(enrolment, by=zoe)
    payment = Payment.objects.get()
    take_in(record_transfer, payment, Came(12_100, WEDNESDAY), by=bo)
    enrolment.refresh_from_db()
    assert (enrolment.state, Membership.objects.exists()) == (State.CALLED_OFF, False)
    assert Refund.objects.get().amount == 12_100


def test_what_is_paid_is_not_called_off(joins: Joins, zoe: Person, bo: Person, cy: Person) -> None:
    enrolment = joins()
    with pytest.raises(NotFound):
        call_off_enrolment(enrolment, by=cy)
    enrolment = paid(enrolment, bo)
    with pytest.raises(Refusal, match="plan_is_open"):
        call_off_enrolment(enrolment, by=zoe)


def test_whoever_is_forgotten_is_asked_for_nothing_more(joins: Joins, bo: Person, zoe: Person) -> None:
    enrolment = paid(joins(), bo)
    forget(zoe)
    enrolment.refresh_from_db()
    assert not enrolment.renews
    with at(2, 1):
        assert ask_for_next_months(clock.now()) == 0


# Days that are counted


def test_the_days_of_a_bundle_are_counted_at_the_door(
    joins: Joins, birch: Space, bo: Person, dee: Person, zoe: Person, tax: Tax
) -> None:
    two = offer_plan(birch, Described("Deux", "Two", Kind.BUNDLE, 5_000, days=2, valid_days=90), by=bo, tax=tax)
    paid(joins(plan=two), bo)
    membership = Membership.objects.get(person=zoe)
    for day, left in ((6, 1), (7, 0)):
        with at(1, day):
            assert check_in_member(membership, by=dee).is_first
            assert not check_in_member(membership, by=dee).is_first
            assert days_left(membership, date(2027, 1, day)) == left
    with at(1, 8), pytest.raises(Refusal, match="days_are_used_up"):
        check_in_member(membership, by=dee)


@pytest.mark.parametrize(
    ("kind", "since", "on", "first", "end"),
    [
        (Kind.MONTH, date(2027, 1, 31), date(2027, 2, 28), date(2027, 2, 28), date(2027, 3, 31)),
        (Kind.MONTH, date(2028, 1, 31), date(2028, 2, 28), date(2028, 1, 31), date(2028, 2, 29)),
        (Kind.MONTH, date(2027, 1, 6), date(2027, 1, 6), date(2027, 1, 6), date(2027, 2, 6)),
        (Kind.WEEK, date(2027, 1, 6), date(2027, 1, 12), date(2027, 1, 6), date(2027, 1, 13)),
        (Kind.BUNDLE, date(2027, 1, 6), date(2027, 9, 9), date(2027, 1, 6), None),
    ],
)
def test_terms_have_their_days(kind: Kind, since: date, on: date, first: date, end: date | None) -> None:
    assert term_around(kind, since, on) == first
    assert end_of_term(kind, since, first, 0) == end


def test_a_month_is_not_asked_for_at_its_figure_in_another_currency(joins: Joins, bo: Person, birch: Space) -> None:
    paid(joins(), bo)
    Space.objects.filter(pk=birch.pk).update(currency="HUF")
    with at(2, 1):
        assert ask_for_next_months(clock.now()) == 0
    Space.objects.filter(pk=birch.pk).update(currency="HKD")
    with at(2, 1):
        assert ask_for_next_months(clock.now()) == 1
