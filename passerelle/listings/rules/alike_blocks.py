"""Which places are worth comparing: those that share a neighbourhood. Plain Python.

Comparing each place with each would take 1.2 billion comparisons for 50,000 places. Those that may be one share at
least one of a few short keys, which a database can keep in a column and index.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from math import cos, floor, radians

from passerelle.kit.places import Point

METRES_IN_A_DEGREE = 111_195  # of latitude, on the mean radius
NEAR, NEAR_CELL = 350, 1_100  # metres: how far apart two may stand and surely share a cell; the side of a cell
AROUND, AROUND_CELL = 3_500, 11_000  # the same for places whose names or sites agree
FULLEST = 40  # places in a block that are all compared with one another
STEPS_IN_A_CROWD = 8  # in a fuller block each is compared with this many that follow it by name
LONGEST_KEY = 80  # letters


def cells(point: Point, reach: float, side: float) -> set[str]:
    """The cells of `side` metres that lie within `reach` metres of the point, one to four of them.

    Two points within `reach` of each other share one: the cell in which either stands.
    """
    found = set()
    for northward in (-reach, reach):
        row = floor((point.latitude * METRES_IN_A_DEGREE + northward) / side)
        metre, width = _row(row, side)
        for eastward in (-reach * metre, reach * metre):  # from 0 to 360, so that 179.999 and -179.999 are neighbours
            found.add(f"{row}.{floor((point.longitude + eastward) % 360 / width)}")
    return found


@lru_cache(maxsize=65_536)
def _row(row: int, side: float) -> tuple[float, float]:
    """Degrees of longitude in a metre, and in a cell, of a row of cells; a whole number of cells goes round the Earth.

    The metre is taken at the row's edge nearer the pole, where it has most degrees.
    """
    latitude = min(89.0, max(abs(row), abs(row + 1)) * side / METRES_IN_A_DEGREE)
    metre = 1 / (METRES_IN_A_DEGREE * cos(radians(latitude)))
    return metre, 360 / max(1, floor(360 / (side * metre)))


def worth_comparing(keys: Sequence[set[str]], order: Sequence[str], fresh: int) -> Iterator[tuple[int, int]]:
    """Pairs of places by their number, each once; at least one of a pair is among the first `fresh`.

    `order` has a word by which places stand in a crowd: a block fuller than FULLEST is sorted by it and each place is
    compared with the STEPS_IN_A_CROWD that follow. So the work grows with the places, whatever they share; what is
    skipped are pairs in a crowd whose names begin differently, unless they share a less crowded key.
    """
    met: set[tuple[int, int]] = set()
    for block in _blocks(keys, fresh):
        for pair in _pairs_in(sorted(block, key=lambda place: (order[place], place)), fresh):
            if pair not in met:
                met.add(pair)
                yield pair


def _blocks(keys: Sequence[set[str]], fresh: int) -> Iterator[list[int]]:
    """The places that share a key, for each key that several bear and at least one fresh place."""
    often = Counter(chain.from_iterable(keys))  # most keys stand alone: half the time would go into lists of one
    blocks: dict[str, list[int]] = {}
    for number, borne in enumerate(keys):
        for key in borne:
            if often[key] > 1 and (number < fresh or key in blocks):
                blocks.setdefault(key, []).append(number)
    yield from blocks.values()


def _pairs_in(block: list[int], fresh: int) -> Iterator[tuple[int, int]]:
    steps = len(block) if len(block) <= FULLEST else STEPS_IN_A_CROWD
    for start, place in enumerate(block):
        for other in block[start + 1 : start + 1 + steps]:
            if place < fresh or other < fresh:
                yield (place, other) if place < other else (other, place)
