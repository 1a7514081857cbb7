"""Amounts as bars: the highest fills the picture, what is less than nothing has no height."""

import pytest

from passerelle.kit.pictures import HEIGHT, STEP, Bar, bars


@pytest.mark.parametrize(
    ("months", "drawn"),
    [
        ([], []),
        ([("01", (0, 0))], [Bar("01", 0, (0, 0))]),
        ([("01", (200, 50)), ("02", (-30, 100))], [Bar("01", 0, (HEIGHT, 25)), Bar("02", STEP, (0, 50))]),
        ([("01", (-5, -1))], [Bar("01", 0, (0, 0))]),
    ],
)
def test_bars_are_as_high_as_their_amounts(months: list[tuple[str, tuple[int, int]]], drawn: list[Bar]) -> None:
    assert bars(months) == drawn
