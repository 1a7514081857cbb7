"""What of a term is not used, and what a pause may be: every month’s end, leap day and change of clock is a case."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.kit.anniversaries import anniversary
from passerelle.members.rules.pausing import fault_of_allowance, fault_of_days, paused_in
from passerelle.members.rules.terms import Bought, Figures, days_between, unused
from passerelle.plans.rules import Kind, valid_until

DAYS = st.dates(date(2024, 1, 1), date(2036, 12, 31))
A_DAY = timedelta(days=1)


def a_month(first: date, price: int = 12_100, **facts: object) -> Bought:
    last = valid_until(Kind.MONTH, first)
    assert last is not None
    return Bought(1, price, first, last + A_DAY, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "on", "left", "whole", "amount"),
    [
        (date(2027, 1, 6), date(2027, 1, 6), 31, 31, 12_100),  # on the first day nothing is used
        (date(2027, 1, 6), date(2027, 1, 20), 17, 31, 6_635),
        (date(2027, 1, 6), date(2027, 2, 5), 1, 31, 390),
        (date(2027, 1, 6), date(2027, 2, 6), 0, 31, 0),
        (date(2027, 1, 31), date(2027, 2, 15), 13, 28, 5_618),  # to the 27th of February
        (date(2028, 1, 31), date(2028, 2, 15), 14, 29, 5_841),  # and to its 28th where there is a 29th
        (date(2028, 2, 29), date(2028, 3, 10), 19, 29, 7_928),
        (date(2027, 2, 1), date(2027, 2, 15), 14, 28, 6_050),
        (date(2027, 12, 31), date(2028, 1, 1), 30, 31, 11_710),
        (date(2027, 3, 15), date(2027, 3, 29), 17, 31, 6_635),  # over the change of clock of 28 March
        (date(2027, 10, 20), date(2027, 11, 1), 19, 31, 7_416),  # and of 31 October
    ],
)
def test_a_month_is_counted_in_its_own_days(first: date, on: date, left: int, whole: int, amount: int) -> None:
    line = unused(a_month(first), on)
    assert (line.left, line.whole, line.amount, line.by_days) == (left, whole, amount, False)


@given(DAYS, st.integers(1, 1_000_000), st.integers(0, 40), st.integers(0, 40))
def test_no_cent_is_lost_and_each_day_leaves_less(first: date, price: int, one: int, more: int) -> None:
    term = a_month(first, price)
    sooner, later = (unused(term, first + timedelta(days=days)).amount for days in (one, one + more))
    assert 0 <= later <= sooner <= price
    assert unused(term, first).amount == price
    assert term.until is not None
    assert unused(term, term.until).amount == 0
    within = (later * 31 // price) if price else 0
    assert within <= 31


@given(DAYS, st.integers(1, 27), st.integers(7, 200), st.integers(0, 27))
def test_a_pause_takes_nothing_from_a_term(first: date, begins: int, lasts: int, on: int) -> None:
    """What is left on a day of the term is what was left without the pause, as many days of it later."""
    plain = a_month(first)
    since = first + timedelta(days=begins)
    until = since + timedelta(days=lasts)
    assert plain.until is not None
    paused = Bought(1, plain.price, first, plain.until + (until - since), paused=[(since, until)])
    day = first + timedelta(days=on)
    shifted = day if day < since else day + (until - since)
    assert unused(paused, shifted) == unused(plain, day)
    assert unused(paused, since) == unused(paused, until)


def test_a_bundle_is_counted_by_its_days_and_a_month_with_days_by_whichever_leaves_less() -> None:
    first = date(2027, 1, 6)
    bundle = Bought(1, 15_000, first, first + timedelta(days=180), days=10, came=3, is_bundle=True)
    assert (unused(bundle, date(2027, 6, 30)).amount, unused(bundle, date(2027, 6, 30)).by_days) == (10_500, True)
    endless = Bought(1, 15_000, first, None, days=10, came=12, is_bundle=True)
    assert unused(endless, date(2030, 1, 1)).amount == 0
    ten_days = a_month(first, days=10, came=0)
    assert unused(ten_days, date(2027, 2, 5)).amount == 390  # nobody came, and the month is over all the same
    assert unused(a_month(first, days=10, came=9), date(2027, 1, 8)).amount == 1_210


@pytest.mark.parametrize(
    ("price", "from_credit", "to_pay", "paid_back"),
    [(19_000, 6_635, 12_365, 0), (6_635, 6_635, 0, 0), (6_500, 6_500, 0, 135), (0, 0, 0, 6_635)],
)
def test_what_is_left_pays_for_the_new_plan_as_far_as_it_goes(
    price: int, from_credit: int, to_pay: int, paid_back: int
) -> None:
    on = date(2027, 1, 20)
    figures = Figures(on, (unused(a_month(date(2027, 1, 6)), on),), price)
    assert (figures.from_credit, figures.to_pay, figures.paid_back) == (from_credit, to_pay, paid_back)
    assert figures.shown == f"2027-01-20 1:17/31=6635 {price}"


# Pausing


TODAY, PAID_UNTIL = date(2027, 1, 6), date(2027, 2, 6)


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (date(2027, 1, 7), date(2027, 1, 7), "pause_ends_before_it_begins"),
        (date(2027, 1, 6), date(2027, 1, 20), "pause_begins_tomorrow"),
        (date(2027, 2, 6), date(2027, 2, 20), "pause_is_outside"),
        (date(2027, 2, 5), date(2028, 2, 7), "pause_is_too_long"),
        (date(2027, 2, 5), date(2028, 2, 6), None),
        (date(2027, 1, 7), date(2027, 1, 8), None),
    ],
)
def test_a_pause_lies_in_what_is_paid(since: date, until: date, code: str | None) -> None:
    fault = fault_of_days((since, until), TODAY, PAID_UNTIL)
    assert (fault.code if fault else None) == code


@pytest.mark.parametrize(
    ("since", "until", "allowed", "code"),
    [
        (date(2027, 1, 10), date(2027, 1, 17), 0, "plan_cannot_be_paused"),
        (date(2027, 1, 10), date(2027, 1, 16), 30, "pause_is_too_short"),
        (date(2027, 1, 10), date(2027, 1, 30), 30, None),  # ten days of the year are used: twenty are left
        (date(2027, 1, 10), date(2027, 1, 31), 30, "pause_days_are_used_up"),
        (date(2027, 12, 20), date(2028, 1, 31), 30, None),  # twelve in the one year, thirty in the other
        (date(2027, 12, 20), date(2028, 2, 1), 30, "pause_days_are_used_up"),
    ],
)
def test_a_member_pauses_what_the_plan_allows_in_a_calendar_year(
    since: date, until: date, allowed: int, code: str | None
) -> None:
    before = [(date(2026, 12, 20), date(2027, 1, 11))] if since.month == 1 else []
    fault = fault_of_allowance((since, until), before, allowed)
    assert (fault.code if fault else None) == code


@given(DAYS, st.integers(0, 400))
def test_each_paused_day_counts_in_its_own_year(since: date, lasts: int) -> None:
    until = since + timedelta(days=lasts)
    counted = sum(paused_in([(since, until)], year) for year in range(since.year, until.year + 1))
    assert counted == days_between(since, until) == lasts
    leap = paused_in([(date(2028, 1, 1), date(2029, 1, 1))], 2028)
    assert (leap, anniversary(date(2028, 1, 31), 1)) == (366, date(2028, 2, 29))
