from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.kit.anniversaries import anniversary, next_anniversary
from passerelle.kit.withdrawal import last_day_to_withdraw
from passerelle.passes.rules import Kind, Sold, Unused
from passerelle.passes.rules.renewing import (
    Bought,
    ends_on,
)

PACK = Sold(Kind.PACK, 14_900, "EUR", "be_21", 2100, days=10)
PLAN = Sold(Kind.MONTHLY, 14_900, "EUR", "be_21", 2100, days=10)
TEN = Bought(10, 2, 12_314, 2_586, 2_463, date(2027, 1, 4), None)
DAYS = st.dates(date(2024, 1, 1), date(2036, 12, 31))


@pytest.mark.parametrize(
    ("months", "on"),
    [
        (0, date(2027, 1, 31)),
        (1, date(2027, 2, 28)),
        (2, date(2027, 3, 31)),
        (3, date(2027, 4, 30)),
        (12, date(2028, 1, 31)),
        (13, date(2028, 2, 29)),
    ],
)
def test_a_month_that_has_no_such_day_ends_earlier_and_the_next_is_not_moved_by_it(months: int, on: date) -> None:
    assert anniversary(date(2027, 1, 31), months) == on


@given(DAYS, st.integers(0, 400))
def test_the_next_anniversary_is_later_and_at_most_a_month_away(first: date, later: int) -> None:
    after = first + timedelta(days=later)
    found = next_anniversary(first, after)
    assert timedelta(0) < found - after <= timedelta(days=31)
    assert found in {anniversary(first, months) for months in range(1, 20)}


@given(DAYS)
def test_periods_follow_each_other_without_a_day_lost(first: date) -> None:
    begins = first
    for months in range(1, 30):
        end = ends_on(PLAN, begins, first)
        assert end == anniversary(first, months)
        begins = end


def test_a_pack_lasts_as_long_as_it_says_or_for_ever() -> None:
    assert ends_on(PACK, date(2027, 1, 4), date(2027, 1, 4)) is None
    lasting = Sold(**{**vars(PACK), "valid_days": 30})
    assert ends_on(lasting, date(2027, 1, 4), date(2027, 1, 4)) == date(2027, 2, 3)


@pytest.mark.parametrize(
    ("opened_on", "last"),
    [
        (date(2027, 1, 4), date(2027, 1, 18)),
        (date(2027, 1, 2), date(2027, 1, 18)),
        (date(2027, 1, 3), date(2027, 1, 18)),
        (date(2028, 2, 15), date(2028, 2, 29)),
    ],
)
def test_one_may_withdraw_for_fourteen_days_and_over_the_weekend(opened_on: date, last: date) -> None:
    assert last_day_to_withdraw(opened_on) == last


def test_a_withdrawal_pays_back_the_credits_that_nobody_used() -> None:
    assert TEN.paid_back(date(2027, 1, 12)) == (9_851, 2_069)


def test_a_month_without_counting_is_paid_back_by_its_days() -> None:
    month = Bought(None, 0, 16_529, 3_471, 0, date(2027, 2, 1), date(2027, 3, 1))
    assert month.paid_back(date(2027, 2, 7)) == (16_529 - 4_132, 3_471 - 868)
    assert month.paid_back(date(2027, 1, 30)) == (16_529, 3_471)
    assert month.paid_back(date(2027, 3, 9)) == (0, 0)


def test_no_more_is_paid_back_than_the_books_still_hold() -> None:
    month = Bought(None, 3, 16_529, 3_471, 16_000, date(2027, 2, 1), date(2027, 3, 1))
    assert month.paid_back(date(2027, 2, 2))[0] == 529


@given(st.integers(1, 100), st.integers(0, 10**7), st.integers(0, 10**6), st.data())
def test_what_is_paid_back_and_what_was_used_are_the_whole(
    credits_: int, paid: int, tax: int, draw: st.DataObject
) -> None:
    used = draw.draw(st.integers(0, credits_))
    unused = Bought(credits_, used, paid, tax, 0, date(2027, 1, 1), None).paid_back(date(2027, 1, 2))
    assert 0 <= unused[0] <= paid
    assert 0 <= unused[1] <= tax
    if used == 0:
        assert unused == (paid, tax)
    if used == credits_:
        assert unused == (0, 0)


@pytest.mark.parametrize(
    ("unused", "used", "has_rolled", "rolls"),
    [
        (Unused.ROLL_OVER, 2, False, True),
        (Unused.LAPSE, 2, False, False),
        (Unused.ROLL_OVER, 10, False, False),
        (Unused.ROLL_OVER, 2, True, False),
    ],
)
def test_days_left_over_move_once_where_the_product_says_so(
    unused: Unused, used: int, has_rolled: bool, rolls: bool
) -> None:
    lot = Bought(10, used, 12_314, 0, 0, date(2027, 1, 4), date(2027, 2, 4), has_rolled)
    assert lot.rolls_over(unused) is rolls
