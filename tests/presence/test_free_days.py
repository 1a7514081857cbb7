"""How free days are counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.presence.rules import (
    Allowance,
    Mark,
    arithmetic,
    days_beyond,
    days_left,
    days_that_are_full,
    free_again_on,
)

THREE_IN_NINETY = Allowance(3, 90)
FIRST = date(2027, 1, 4)


def after(*steps: int) -> list[date]:
    return [FIRST + timedelta(days=step) for step in steps]


@pytest.mark.parametrize(
    ("taken", "asked", "beyond"),
    [
        ([], [0, 1, 2], []),
        ([], [0, 1, 2, 3], [3]),
        ([0, 1, 2], [3], [3]),
        ([0, 1, 2], [89], [89]),
        ([0, 1, 2], [90], []),
        ([0, 1, 2], [90, 91, 92], []),
        ([0, 1, 2], [90, 91, 92, 93], [93]),
        ([100, 101, 102], [13], [13]),
        ([100, 101, 102], [12], []),
        ([0, 80, 160], [40], []),
        ([0, 80, 85], [40], [40]),
        ([0], [0], [0]),
        ([0, 1], [1, 2], [1]),
    ],
    ids=[
        "three are free",
        "the fourth is not",
        "three were used",
        "the ninetieth day is in the same window",
        "the day after is not",
        "three windows on",
        "and again the fourth is not",
        "later holds count too",
        "unless they stand ninety days apart",
        "one window may hold three of four",
        "but not four",
        "a day cannot be taken twice",
        "nor by asking for two",
    ],
)
def test_no_window_holds_more_than_the_free_days(taken: list[int], asked: list[int], beyond: list[int]) -> None:
    assert days_beyond(THREE_IN_NINETY, after(*taken), after(*asked)) == after(*beyond)


DAYS = st.sets(st.integers(0, 60).map(lambda step: FIRST + timedelta(days=step)), max_size=25)
ALLOWANCES = st.builds(Allowance, st.integers(0, 6), st.integers(1, 30))


def fullest_window(allowance: Allowance, days: set[date]) -> int:
    """Counted the slow way: every window that begins on a day taken."""
    return max(
        (sum(start <= day < start + timedelta(days=allowance.within_days) for day in days) for start in days), default=0
    )


@given(ALLOWANCES, DAYS, DAYS)
def test_what_is_granted_never_fills_a_window_beyond_its_measure(
    allowance: Allowance, wishes: set[date], asked: set[date]
) -> None:
    taken = wishes - set(days_beyond(allowance, [], wishes))
    granted = asked - set(days_beyond(allowance, taken, asked))
    assert not granted & taken
    assert fullest_window(allowance, taken | granted) <= allowance.free_days


@given(ALLOWANCES, DAYS, DAYS)
def test_no_day_is_refused_without_need(allowance: Allowance, wishes: set[date], asked: set[date]) -> None:
    taken = wishes - set(days_beyond(allowance, [], wishes))
    beyond = days_beyond(allowance, taken, asked)
    granted = asked - set(beyond)
    for day in set(beyond) - taken:
        assert fullest_window(allowance, taken | granted | {day}) > allowance.free_days


@given(ALLOWANCES, DAYS, st.integers(0, 60))
def test_the_day_from_which_days_return_is_the_first_that_is_free(
    allowance: Allowance, wishes: set[date], step: int
) -> None:
    taken = wishes - set(days_beyond(allowance, [], wishes))
    asked = FIRST + timedelta(days=step)
    again = free_again_on(allowance, taken, asked)
    if again is None:
        assert allowance.free_days == 0
        return
    assert days_beyond(allowance, taken, [again]) == []
    before = [asked + timedelta(days=later) for later in range((again - asked).days)]
    assert all(days_beyond(allowance, taken, [day]) == [day] for day in before)


@pytest.mark.parametrize(
    ("taken", "on", "left"),
    [([], 0, 3), ([0], 1, 2), ([0, 1, 2], 3, 0), ([0, 1, 2], 89, 0), ([0, 1, 2], 90, 3), ([0, 1], 90, 3), ([5], 0, 2)],
)
def test_what_is_left_is_what_could_be_taken_in_a_row(taken: list[int], on: int, left: int) -> None:
    assert days_left(THREE_IN_NINETY, after(*taken), after(on)[0]) == left


def test_the_arithmetic_reads_like_a_savings_book() -> None:
    counts = arithmetic(THREE_IN_NINETY, used=after(0), held=after(3), asked=after(4, 5))
    assert [(count.day, count.mark, count.left) for count in counts] == [
        (after(0)[0], Mark.USED, 2),
        (after(3)[0], Mark.HELD, 1),
        (after(4)[0], Mark.ASKED, 0),
        (after(5)[0], Mark.BEYOND, 0),
    ]


def test_days_that_no_window_reaches_any_more_cost_nothing_in_the_book() -> None:
    used, asked = after(0, 11), after(100)
    assert [count.left for count in arithmetic(THREE_IN_NINETY, used, [], asked)] == [2, 1, 1]
    assert arithmetic(THREE_IN_NINETY, after(0), [], after(89))[-1].left == 1
    assert arithmetic(THREE_IN_NINETY, after(0), [], after(90))[-1].left == 2


def test_a_day_is_full_when_its_places_are_taken() -> None:
    one, two, three = after(0, 1, 2)
    assert days_that_are_full({one: 1, two: 2}, 2, [three, two, one]) == [two]
    assert days_that_are_full({}, 0, [one]) == [one]
    assert days_that_are_full({}, 1, [one]) == []
