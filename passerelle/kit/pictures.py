"""Amounts as bars that stand beside each other, for a picture. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 100
STEP = 40


@dataclass(frozen=True)
class Bar:
    """One month: its name, where it begins from the left, and how high each of its amounts stands."""

    name: str
    left: int
    heights: tuple[int, ...]


def bars(months: Sequence[tuple[str, Sequence[int]]]) -> list[Bar]:
    """Bars as high as their amounts, the highest of all `HEIGHT`. What is less than nothing has no height."""
    highest = max(max((amount for _, amounts in months for amount in amounts), default=0), 1)
    return [
        Bar(name, number * STEP, tuple(max(amount, 0) * HEIGHT // highest for amount in amounts))
        for number, (name, amounts) in enumerate(months)
    ]
