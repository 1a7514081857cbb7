"""The squares of the map as an estimate: how far one must look around a point to find so many spaces."""

from collections.abc import Iterable
from math import cos, radians, sqrt

from django.db.models import CharField, IntegerField, Q, QuerySet, Sum

from passerelle.directory.rules import Window
from passerelle.kit.composed import Composed, Given
from passerelle.kit.places import Point
from passerelle.spaces.models import Square
from passerelle.spaces.rules import Kind
from passerelle.spaces.rules.finding import MAP_BITS, bits_dropped, square_of

EQUATOR_KM = 40075.0
FURTHEST_KM = 2500.0
_STEPS = (12, 10, 8, 6, 4, 2)


def radius_holding(here: Point, at_least: int, kinds: Iterable[Kind] = ()) -> float:
    """A radius in kilometres within which about so many spaces stand, of these kinds if any; at most FURTHEST_KM.

    Three times three squares at each of six zooms, in one query.
    """
    kinds = list(kinds)
    places: dict[str, list[int]] = {}
    for zoom in _STEPS:
        places |= _around(here, zoom)
    counts = dict(_COUNTS_OF.all(kinds=kinds, **places) if kinds else _COUNTS.all(**places))
    # A circle as wide as a square is a third of the nine; where more than enough stand, a closer one will do.
    enough = next((zoom for zoom in _STEPS if counts.get(zoom, 0) >= 3 * at_least), None)
    if enough is None:
        return FURTHEST_KM
    closer = max(sqrt(3 * at_least / counts[enough]), 0.25)
    return min(_side_km(here, enough) * closer, FURTHEST_KM)


def columns_of(window: Window, zoom: int) -> list[tuple[int, int]]:
    """The columns of squares at `zoom` that a window covers, as spans, both ends included."""
    first, last = _x(window.west, zoom), _x(window.east, zoom)
    return [(first, last)] if window.west <= window.east else [(first, 2 ** (zoom + 3) - 1), (0, last)]


def rows_of_squares(window: Window, zoom: int) -> tuple[int, int]:
    """The rows of squares at `zoom` that a window covers, both ends included: they are counted from the north."""
    bits = bits_dropped(zoom)
    return square_of(Point(window.north, 0))[1] >> bits, square_of(Point(window.south, 0))[1] >> bits


def _x(longitude: float, zoom: int) -> int:
    return square_of(Point(0, longitude))[0] >> bits_dropped(zoom)


def _around(here: Point, zoom: int) -> dict[str, list[int]]:
    """The columns and rows of the nine squares around a point at `zoom`."""
    across = 1 << (MAP_BITS - bits_dropped(zoom))
    x, y = (one >> bits_dropped(zoom) for one in square_of(here))
    return {f"x{zoom}": [(x + step) % across for step in (-1, 0, 1)], f"y{zoom}": [y - 1, y, y + 1]}


def _nines() -> "QuerySet[Square]":
    asked = Q()
    for zoom in _STEPS:
        asked |= Q(zoom=zoom, x__in=[Given(f"x{zoom}", IntegerField())], y__in=[Given(f"y{zoom}", IntegerField())])
    return Square.objects.filter(asked, spaces_count__gt=0)


def _pair(zoom: int, count: int) -> tuple[int, int]:
    return zoom, count


_COUNTS = Composed(lambda: _nines().values_list("zoom").annotate(Sum("spaces_count")), _pair)
_COUNTS_OF = Composed(
    lambda: _nines().filter(kind__in=[Given("kinds", CharField())]).values_list("zoom").annotate(Sum("spaces_count")),
    _pair,
)


def _side_km(here: Point, zoom: int) -> float:
    return EQUATOR_KM * max(cos(radians(here.latitude)), 0.01) / (1 << (zoom + 3))
