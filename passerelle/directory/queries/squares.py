"""The squares of the map as an estimate: how far one must look around a point to find so many spaces."""

from collections.abc import Iterable
from math import cos, radians, sqrt

from django.db.models import CharField, Func, IntegerField, QuerySet

from passerelle.directory.rules import Window
from passerelle.kit.composed import Given, Text, composed
from passerelle.kit.places import Point
from passerelle.spaces.models import Square
from passerelle.spaces.rules.finding import MAP_BITS, bits_dropped, square_of

EQUATOR_KM = 40075.0
FURTHEST_KM = 2500.0
ZOOMS_AROUND = (12, 10, 8, 6, 4, 2)


def sums_around(*, of_kinds: bool) -> list[Text]:
    """How many spaces stand in three times three squares around a point, at each zoom of ZOOMS_AROUND."""
    found = Square.objects.filter(kind__in=[Given("kinds", CharField())]) if of_kinds else Square.objects.all()
    return [composed(_nine(found, zoom)) for zoom in ZOOMS_AROUND]


def squares_around(here: Point) -> dict[str, list[int]]:
    """What `sums_around` is to be given for a point: the columns and rows of its nine squares at each zoom."""
    places: dict[str, list[int]] = {}
    for zoom in ZOOMS_AROUND:
        across = 1 << (MAP_BITS - bits_dropped(zoom))
        x, y = (one >> bits_dropped(zoom) for one in square_of(here))
        places |= {f"x{zoom}": [(x + step) % across for step in (-1, 0, 1)], f"y{zoom}": [y - 1, y, y + 1]}
    return places


def radius_holding(at_least: int, here: Point, sums: Iterable[int | None]) -> float:
    """A radius in kilometres within which about so many spaces stand, as the sums around a point say; at most
    FURTHEST_KM.
    """
    # A circle as wide as a square is a third of the nine; where more than enough stand, a closer one will do.
    for zoom, count in zip(ZOOMS_AROUND, sums, strict=True):
        if count and count >= 3 * at_least:
            return min(_side_km(here, zoom) * max(sqrt(3 * at_least / count), 0.25), FURTHEST_KM)
    return FURTHEST_KM


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


def _nine(squares: "QuerySet[Square]", zoom: int) -> "QuerySet[Square, int]":
    """The sum of nine squares, without the grouping that Django makes of a Sum."""
    x, y = (Given(f"{axis}{zoom}", IntegerField()) for axis in "xy")
    found = squares.filter(zoom=zoom, x__in=[x], y__in=[y]).order_by()
    return found.values_list(Func("spaces_count", function="SUM", output_field=IntegerField()), flat=True)


def _side_km(here: Point, zoom: int) -> float:
    return EQUATOR_KM * max(cos(radians(here.latitude)), 0.01) / (1 << (zoom + 3))
