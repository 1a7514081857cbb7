"""Many things, a lot at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def lots(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things in their order, in lists of `size`, the last of what is left."""
    left = iter(things)
    while lot := list(islice(left, size)):
        yield lot
