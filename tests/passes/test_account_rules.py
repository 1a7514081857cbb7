"""What is still to be asked of a holder, what is asked too much, and whose part of a payment it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.passes.rules.accounts import Standing, asked_less, spread

AMOUNT = st.integers(0, 100_000)


@pytest.mark.parametrize(
    ("owed", "asked", "going_back", "to_ask", "too_much", "over"),
    [
        (0, 0, 0, 0, 0, 0),
        (1800, 0, 0, 1800, 0, 0),
        (1800, 1800, 0, 0, 0, 0),
        (3600, 1800, 0, 1800, 0, 0),
        (1800, 3600, 0, 0, 1800, 0),  # one of two days was taken back
        (0, 1800, 0, 0, 1800, 0),
        (-500, 1800, 0, 0, 1800, 500),  # an old reference was paid all the same
        (-1800, 0, 0, 0, 0, 1800),
        (-1800, 0, 1800, 0, 0, 0),  # promised back, and not left yet
        (-1800, 0, 500, 0, 0, 1300),
        (100, 0, 500, 600, 0, 0),  # what is on its way back was used meanwhile
    ],
)
def test_how_a_holder_stands(owed: int, asked: int, going_back: int, to_ask: int, too_much: int, over: int) -> None:
    told = Standing(owed, asked, going_back)
    assert (told.to_ask, told.too_much, told.over) == (to_ask, too_much, over)


@pytest.mark.parametrize(
    ("waiting", "too_much", "told"),
    [
        ([1800], 0, (0, 0)),
        ([1800], 1800, (1, 0)),
        ([1800], 500, (1, 1300)),
        ([1000, 2000], 1000, (1, 0)),
        ([1000, 2000], 1500, (2, 1500)),
    ],
)
def test_the_newest_is_asked_no_longer_first(waiting: list[int], too_much: int, told: tuple[int, int]) -> None:
    assert asked_less(waiting, too_much) == told


@pytest.mark.parametrize(
    ("held", "amount", "told"),
    [
        ([1800], 1800, [(0, 1800)]),
        ([1800, 1210], 3010, [(0, 1800), (1, 1210)]),
        ([1800, 1210], 2000, [(0, 1800), (1, 200)]),
        ([0, 1210], 1210, [(1, 1210)]),
        ([-500, 1210], 710, [(1, 710)]),
        ([1800, 0], 2000, [(0, 1800), (1, 200)]),  # what is over counts for what comes
    ],
)
def test_what_is_paid_goes_along_what_is_owed(held: list[int], amount: int, told: list[tuple[int, int]]) -> None:
    assert list(spread(held, amount)) == told


@given(st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=6), st.integers(1, 50_000))
def test_all_of_it_goes_somewhere(held: list[int], amount: int) -> None:
    parts = list(spread(held, amount))
    assert sum(part for _, part in parts) == amount
    assert all(part > 0 for _, part in parts)


@given(st.integers(-100_000, 100_000), st.lists(st.integers(1, 20_000), max_size=5), AMOUNT)
def test_after_asking_what_is_right_nothing_is_to_be_asked_or_asked_too_much(
    owed: int, waiting: list[int], going_back: int
) -> None:
    told = Standing(owed, sum(waiting), going_back)
    count, rest = asked_less(waiting, told.too_much)
    after = Standing(owed, sum(waiting[count:]) + rest + told.to_ask, going_back)
    assert (after.to_ask, after.too_much) == (0, 0)
