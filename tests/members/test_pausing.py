"""A month rests for some days: nothing is asked for them, nobody checks in, and the paid days come afterwards."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelle.care.actions.paying import take_in
from passerelle.care.queries import everything_kept_about, faults_in_all
from passerelle.invoices.models import Tax
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.members.actions import (
    Changing,
    Joining,
    Pausing,
    change_plan,
    check_in_member,
    end_pause,
    join,
    pause_plan,
    take_in_roster,
)
from passerelle.members.actions.enrolling import ask_for_next_months
from passerelle.members.models import Enrolment, Membership, PaidTerm, Pause
from passerelle.members.queries import figures_of_change, homes_of, standing_of
from passerelle.members.rules import Belonging, Standing, standing
from passerelle.payments.actions.receiving import take_cash
from passerelle.payments.models import Payment
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space
from tests.makers import make_person
from tests.members.taking import WEDNESDAY, Joins, at, paid

pytestmark = pytest.mark.usefixtures("wednesday_noon")
SINCE, UNTIL = date(2027, 1, 11), date(2027, 1, 25)


@pytest.fixture(autouse=True)
def _the_books_say_the_same(db: None) -> Iterator[None]:
    yield
    assert list(faults_in_all()) == []


@pytest.fixture
def resting(month: Plan, birch: Space, bo: Person, tax: Tax) -> Plan:
    """A month for 100.00 of which thirty days a year may be paused."""
    return offer_plan(birch, Described("Le mois", "A month", Kind.MONTH, 10_000, pause_days=30), by=bo, tax=tax)


@pytest.fixture
def taken(joins: Joins, resting: Plan, bo: Person) -> Enrolment:
    return paid(joins(plan=resting), bo)


def again(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.select_related("plan", "space", "person").get(pk=enrolment.pk)


def terms() -> list[tuple[date, date | None]]:
    return list(PaidTerm.objects.values_list("begins_on", "until"))


def test_the_paid_days_come_after_the_pause(taken: Enrolment, zoe: Person, birch: Space) -> None:
    pause = pause_plan(taken, Pausing(SINCE, UNTIL, "p"), by=zoe)
    assert pause_plan(taken, Pausing(SINCE, UNTIL, "p"), by=zoe) == pause
    assert again(taken).until == Membership.objects.get().until == date(2027, 2, 20)
    assert terms() == [(WEDNESDAY, date(2027, 2, 20))]
    said = {day: standing_of(zoe, birch, day) for day in (date(2027, 1, 10), SINCE, date(2027, 1, 24), UNTIL)}
    assert list(said.values()) == [Standing.GOOD, Standing.PAUSED, Standing.PAUSED, Standing.GOOD]
    assert (homes_of(zoe, SINCE), len(homes_of(zoe, UNTIL))) == ([], 1)
    letter = Letter.objects.get(kind="tell_member_plan_is_paused")
    assert "24\xa0January" in letter.text
    assert everything_kept_about(zoe)["plans taken"][0]["pauses"] == [
        {"from": "2027-01-11", "until (excluded)": "2027-01-25"}
    ]


def test_nobody_checks_in_while_it_rests_and_is_told_until_when(taken: Enrolment, zoe: Person, dee: Person) -> None:
    pause_plan(taken, Pausing(SINCE, UNTIL, "p"), by=zoe)
    membership = Membership.objects.select_related("space", "person").get()
    with at(1, 11), pytest.raises(Refusal, match="plan_is_paused") as refused:
        check_in_member(membership, by=dee)
    assert refused.value.facts["day"] == UNTIL
    with at(1, 24), pytest.raises(Refusal, match="plan_is_paused"):
        check_in_member(membership, by=zoe, poster=membership.space)
    with at(1, 25):
        assert check_in_member(membership, by=dee).is_first


def test_nothing_is_asked_for_the_time_of_the_pause(taken: Enrolment, zoe: Person, bo: Person) -> None:
    with at(1, 31):
        assert ask_for_next_months(clock.now()) == 1
        pause_plan(again(taken), Pausing(date(2027, 2, 3), date(2027, 3, 1), "p"), by=zoe)
        assert not Payment.objects.filter(state="asked").exists()
        assert ask_for_next_months(clock.now()) == 0
    with at(2, 25):  # three days are left after the pause: to 4 March
        assert ask_for_next_months(clock.now()) == 1
        paid(again(taken), bo)
    assert again(taken).until == date(2027, 4, 4)  # months are counted from the new end


def test_a_month_that_is_paid_already_moves_with_it(taken: Enrolment, zoe: Person, bo: Person) -> None:
    with at(1, 31):
        ask_for_next_months(clock.now())
        paid(again(taken), bo)
        pause_plan(again(taken), Pausing(date(2027, 2, 3), date(2027, 2, 13), "p"), by=zoe)
    assert terms() == [(WEDNESDAY, date(2027, 2, 16)), (date(2027, 2, 16), date(2027, 3, 16))]
    with at(2, 8):
        end_pause(taken, by=zoe)
    assert terms() == [(WEDNESDAY, date(2027, 2, 11)), (date(2027, 2, 11), date(2027, 3, 11))]


def test_ended_early_the_days_come_back(taken: Enrolment, zoe: Person, dee: Person, birch: Space) -> None:
    pause_plan(taken, Pausing(SINCE, UNTIL, "p"), by=zoe)
    with at(1, 15):
        end_pause(taken, by=zoe)
        assert again(taken).until == date(2027, 2, 10)
        assert check_in_member(Membership.objects.select_related("space", "person").get(), by=dee).is_first
        assert Letter.objects.filter(kind="tell_member_pause_has_ended").count() == 1
        with pytest.raises(Refusal, match="pause_is_over"):
            end_pause(taken, by=zoe)


def test_one_that_never_began_leaves_no_trace_in_the_dates(
    joins: Joins, resting: Plan, bo: Person, zoe: Person
) -> None:
    with at(1, 31):
        taken = paid(joins(plan=resting, first_on=date(2027, 1, 31)), bo)
        pause_plan(taken, Pausing(date(2027, 2, 10), date(2027, 2, 20), "p"), by=zoe)
        end_pause(taken, by=zoe)
    assert (again(taken).until, again(taken).months_from) == (date(2027, 2, 28), date(2027, 1, 31))
    with at(2, 25):
        ask_for_next_months(clock.now())
        paid(again(taken), bo)
    assert again(taken).until == date(2027, 3, 31)


def test_it_ends_by_itself(taken: Enrolment, zoe: Person, birch: Space) -> None:
    pause_plan(taken, Pausing(SINCE, UNTIL, "p"), by=zoe)
    with at(1, 25):
        assert standing_of(zoe, birch, UNTIL) is Standing.GOOD
        with pytest.raises(Refusal, match="pause_is_over"):
            end_pause(taken, by=zoe)
        pause_plan(again(taken), Pausing(date(2027, 1, 27), date(2027, 2, 5), "q"), by=zoe)


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (date(2027, 1, 11), date(2027, 1, 15), "pause_is_too_short"),
        (date(2027, 1, 11), date(2027, 2, 15), "pause_days_are_used_up"),
        (date(2027, 1, 6), date(2027, 1, 20), "pause_begins_tomorrow"),
        (date(2027, 2, 6), date(2027, 2, 20), "pause_is_outside"),
    ],
)
def test_a_member_stays_within_what_the_plan_allows(
    taken: Enrolment, zoe: Person, since: date, until: date, code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        pause_plan(taken, Pausing(since, until, "p"), by=zoe)
    assert not Pause.objects.exists()


def test_the_space_pauses_as_it_likes_and_nobody_else_may(
    joins: Joins, bo: Person, zoe: Person, cy: Person, dee: Person
) -> None:
    enrolment = paid(joins(), bo)
    with pytest.raises(Refusal, match="plan_cannot_be_paused"):
        pause_plan(enrolment, Pausing(SINCE, UNTIL, "p"), by=zoe)
    for person in (cy, dee):
        with pytest.raises(NotFound):
            pause_plan(enrolment, Pausing(SINCE, UNTIL, "p"), by=person)
    pause_plan(enrolment, Pausing(SINCE, date(2027, 7, 1), "p"), by=bo)
    with pytest.raises(NotFound):
        end_pause(enrolment, by=cy)
    with pytest.raises(Refusal, match="pause_is_there"):
        pause_plan(enrolment, Pausing(SINCE, UNTIL, "q"), by=bo)
    figures = figures_of_change(enrolment, enrolment.plan, WEDNESDAY)
    with pytest.raises(Refusal, match="pause_is_there"):
        change_plan(enrolment, Changing(enrolment.plan, figures.shown, "c"), by=zoe)


def test_a_roster_leaves_a_pause_alone(taken: Enrolment, zoe: Person, bo: Person, birch: Space) -> None:
    pause_plan(taken, Pausing(SINCE, UNTIL, "p"), by=zoe)
    report = take_in_roster(birch, f"name,email\nZoé Martin,{zoe.email}\n".encode(), is_complete=False, by=bo)
    assert report.counts == {"unchanged": 1}
    assert standing_of(zoe, birch, SINCE) is Standing.PAUSED


def test_the_days_are_those_of_the_space_when_clocks_change(alder: Space, zoe: Person) -> None:
    """In Namur the clock leaps on 28 March: half past eleven at night before is still the 27th there."""
    belonging = Belonging(date(2027, 3, 1), None, True, date(2027, 3, 28), date(2027, 3, 29))
    for moment, said in (
        (datetime(2027, 3, 27, 22, 59, tzinfo=UTC), Standing.GOOD),
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), Standing.PAUSED),
        (datetime(2027, 3, 28, 21, 59, tzinfo=UTC), Standing.PAUSED),
        (datetime(2027, 3, 28, 22, 0, tzinfo=UTC), Standing.GOOD),
    ):
        assert standing(belonging, clock.local_day(alder.time_zone, moment)) is said


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.dates(date(2027, 1, 20), date(2029, 3, 1)),
    st.integers(1, 26),
    st.integers(1, 60),
    st.one_of(st.none(), st.integers(0, 70)),
)
def test_no_paid_day_is_lost_or_won(
    birch: Space, resting: Plan, bo: Person, dee: Person, first: date, begins: int, lasts: int, ended: int | None
) -> None:
    """Whatever is paused, and ended early or not, as many days are left to come as were paid for."""
    zoe = make_person("Zoé")

    def on(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)

    with clock.at(on(first)):
        taken = join(Joining(resting, first, Method.CASH, f"k{zoe.pk}"), by=zoe)
        take_in_cash(zoe, dee)
        whole = (again(taken).until - first).days  # type: ignore[operator]
        since = first + timedelta(days=begins)
        pause_plan(again(taken), Pausing(since, since + timedelta(days=lasts), "p"), by=bo)
    if ended is not None and (day := first + timedelta(days=ended)) < since + timedelta(days=lasts):
        with clock.at(on(day)):
            end_pause(taken, by=bo)
    until = again(taken).until
    assert until is not None
    days = [first + timedelta(days=number) for number in range((until - first).days + 5)]
    assert sum(standing_of(zoe, birch, day) is Standing.GOOD for day in days) == whole


def take_in_cash(payer: Person, by: Person) -> None:
    take_in(take_cash, Payment.objects.get(payer=payer, state="asked"), by=by)
