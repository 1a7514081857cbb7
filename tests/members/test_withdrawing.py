"""A consumer withdraws from a plan within fourteen days, refunded less what was used; a company does not."""

from collections.abc import Iterator
from datetime import date

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.care.queries import faults_in_all
from passerelle.invoices.actions import set_party
from passerelle.invoices.models import Document, Tax
from passerelle.invoices.rules.drafts import Side
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.members.actions import (
    Changing,
    Pausing,
    change_plan,
    check_in_member,
    pause_plan,
    withdraw_from_plan,
)
from passerelle.members.actions.enrolling import ask_for_next_months
from passerelle.members.models import Enrolment, Membership, PlanChange
from passerelle.members.queries import (
    figures_of_change,
    figures_of_withdrawal,
    standing_of,
    withdrawal_until,
)
from passerelle.members.rules import Standing
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.models import Payment, Refund
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from tests.members.taking import WEDNESDAY, Joins, at, paid

pytestmark = pytest.mark.usefixtures("wednesday_noon")


@pytest.fixture(autouse=True)
def _the_books_say_the_same(db: None) -> Iterator[None]:
    yield
    assert list(faults_in_all()) == []


def withdrawn(enrolment: Enrolment, by: Person) -> int:
    figures = figures_of_withdrawal(enrolment, today_at(enrolment.space))
    return withdraw_from_plan(enrolment, figures.shown, by=by)


def again(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.select_related("plan", "space", "person").get(pk=enrolment.pk)


def test_it_is_over_with_that_day_and_what_is_not_used_goes_back(
    joins: Joins, bo: Person, zoe: Person, birch: Space
) -> None:
    enrolment = paid(joins(), bo)
    with at(1, 15):
        assert withdrawn(enrolment, zoe) == 8_197  # ten of 31 days are used, the day itself among them
        assert (again(enrolment).state, again(enrolment).until) == ("withdrawn", date(2027, 1, 16))
        assert standing_of(zoe, birch, date(2027, 1, 15)) is Standing.GOOD
        assert standing_of(zoe, birch, date(2027, 1, 16)) is Standing.ENDED
        assert Document.objects.get(kind="credit_note").payable == 8_197
        letter = Letter.objects.get(kind="confirm_withdrawal_from_plan")
        assert "21 of 31 days" in letter.text
        take_in(record_refund, Refund.objects.get(), date(2027, 1, 15), by=bo)
        with pytest.raises(Refusal, match="plan_is_not_running"):
            withdrawn(enrolment, zoe)
    with at(2, 1):
        assert ask_for_next_months(clock.now()) == 0
        assert joins(key="anew", first_on=date(2027, 2, 1)).state == "asked"


def test_what_has_not_begun_goes_back_whole(joins: Joins, bo: Person, zoe: Person, birch: Space) -> None:
    enrolment = paid(joins(first_on=date(2027, 1, 20)), bo)
    assert withdrawn(enrolment, zoe) == 12_100
    assert standing_of(zoe, birch, date(2027, 1, 20)) is Standing.ENDED


def test_a_bundle_is_refunded_less_the_days_that_were_used(
    joins: Joins, bo: Person, dee: Person, zoe: Person, birch: Space, tax: Tax
) -> None:
    ten = offer_plan(birch, Described("Dix", "Ten", Kind.BUNDLE, 10_000, days=10), by=bo, tax=tax)
    enrolment = paid(joins(plan=ten), bo)
    for day in (6, 7, 8):
        with at(1, day):
            check_in_member(Membership.objects.get(), by=dee)
    with at(1, 8):
        assert withdrawn(enrolment, zoe) == 7_000


@pytest.mark.parametrize(("day", "is_late"), [(20, False), (21, True)])
def test_fourteen_days_and_no_longer(joins: Joins, bo: Person, zoe: Person, day: int, is_late: bool) -> None:
    enrolment = paid(joins(), bo)
    assert withdrawal_until(enrolment) == date(2027, 1, 20)
    with at(1, day):
        if is_late:
            with pytest.raises(Refusal, match="too_late_to_withdraw"):
                withdrawn(enrolment, zoe)
        else:
            assert withdrawn(enrolment, zoe) > 0


def test_only_whoever_took_it_and_only_a_consumer(
    joins: Joins, bo: Person, zoe: Person, cy: Person, birch: Space
) -> None:
    set_party(zoe, Side(zoe.ref, "Martin SRL", "Rue 1", "5000", "Namur", "BE", vat_number="BE0403019261"), by=zoe)
    enrolment = paid(joins(), bo)
    assert withdrawal_until(enrolment) is None
    with pytest.raises(Refusal, match="withdrawal_is_for_consumers"):
        withdrawn(enrolment, zoe)
    for person in (cy, bo):
        with pytest.raises(NotFound):
            withdrawn(enrolment, person)


def test_a_trial_that_is_free_has_nothing_to_withdraw_from(joins: Joins, birch: Space, bo: Person) -> None:
    trial = offer_plan(birch, Described("Un jour", "A day", Kind.DAY, 0, is_trial=True), by=bo)
    assert withdrawal_until(joins(plan=trial)) is None


def test_a_page_of_yesterday_is_refused(joins: Joins, bo: Person, zoe: Person) -> None:
    enrolment = paid(joins(), bo)
    shown = figures_of_withdrawal(enrolment, WEDNESDAY).shown
    with at(1, 7), pytest.raises(Refusal, match="figures_have_changed"):
        withdraw_from_plan(enrolment, shown, by=zoe)


def test_after_a_change_both_plans_are_refunded_less_use(
    joins: Joins, bo: Person, zoe: Person, birch: Space, tax: Tax
) -> None:
    dear = offer_plan(birch, Described("Fixe", "Own desk", Kind.MONTH, 19_000), by=bo, tax=tax)
    enrolment = paid(joins(), bo)
    with at(1, 16):  # ten days used: 39.03 of 121.00
        figures = figures_of_change(enrolment, dear, date(2027, 1, 16))
        change_plan(enrolment, Changing(dear, figures.shown, "c"), by=zoe)
        waits = Payment.objects.get(state="asked")
        take_in(record_transfer, waits, Came(waits.amount, clock.today()), by=bo)
    with at(1, 25):  # ten of the new 31: 61.29 of 190.00
        assert withdrawn(again(enrolment), zoe) == 19_000 - 6_129
    back = sum(Refund.objects.values_list("amount", flat=True))
    assert sum(one.amount for one in Payment.objects.all()) - back == 3_903 + 6_129


def test_what_waits_is_called_off_with_it_and_a_pause_ends(
    joins: Joins, bo: Person, zoe: Person, birch: Space, tax: Tax
) -> None:
    dear = offer_plan(birch, Described("Fixe", "Own desk", Kind.MONTH, 19_000), by=bo, tax=tax)
    enrolment = paid(joins(), bo)
    figures = figures_of_change(enrolment, dear, WEDNESDAY)
    change_plan(enrolment, Changing(dear, figures.shown, "c"), by=zoe)
    assert withdrawn(enrolment, zoe) == 12_100 - 390
    assert PlanChange.objects.get().state == "called_off"
    assert not Payment.objects.filter(state="asked").exists()


def test_paused_days_are_not_used(joins: Joins, bo: Person, zoe: Person, birch: Space) -> None:
    enrolment = paid(joins(), bo)
    pause_plan(enrolment, Pausing(date(2027, 1, 8), date(2027, 2, 8), "p"), by=bo)
    with at(1, 18):
        assert withdrawn(again(enrolment), zoe) == 12_100 - 781  # the two days before it
    assert standing_of(zoe, birch, date(2027, 2, 10)) is Standing.ENDED
