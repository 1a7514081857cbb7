"""What a window of the map holds: clusters of spaces, single ones with their names, and the towns beneath."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import AutoField, CharField, Count, F, IntegerField, Min, Q, QuerySet, Sum
from django.db.models.expressions import Combinable, CombinedExpression

from passerelle.atlas.queries import Town, towns_in
from passerelle.directory.queries.conditions import (
    LISTED,
    RARE,
    SHAPES_KEPT,
    Condition,
    Shape,
    all_of,
    conditions_of,
    counts_of,
    crosses,
    edges,
    given_of,
    inside,
    shapes_of,
)
from passerelle.directory.queries.squares import columns_of, rows_of_squares
from passerelle.directory.queries.understanding import Understood, understand
from passerelle.directory.rules import Search, Window
from passerelle.kit import clock
from passerelle.kit.composed import Composed, Given
from passerelle.spaces.models import Space, Square
from passerelle.spaces.rules import Kind
from passerelle.spaces.rules.finding import ZOOMS, bits_dropped

MOST_COLUMNS = 36
"""A window is cut into no more squares across: a screen wider than 2,300 pixels, and who asks for the whole Earth at a
near zoom, get a wider mesh.
"""
MOST_NAMED = 120
MOST_PLACES = 500
MOST_TOWNS = 40
NEAREST_ZOOM = 19
EACH_ALONE_FROM = 17
FEW, FINER = 60, 2
"""Where no more stand in a window, only those of much smaller squares (so many zooms nearer) are put together."""
LOOKED_AT = 3000
"""Of a condition that many pass, so many are looked at in a window that holds many: a sample of them."""
LEAST_POPULATION = (1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 500_000, 200_000, 100_000)
"""At each zoom from 0 on, the towns that are looked at; nearer than that, all of them."""
Cluster = tuple[float, float, int]
_DRAWN = ("longitude", "latitude", "slug", "name", "kind", "town", "email", "email_confirmed_at", "takes_no_part_since")
_ALONE = """
SELECT {columns} FROM (VALUES {holes}) AS alone CROSS JOIN spaces_space
WHERE latitude BETWEEN column2 - 0.000001 AND column2 + 0.000001
  AND longitude BETWEEN column1 - 0.000001 AND column1 + 0.000001 AND joined_into_id IS NULL
"""


class Place(NamedTuple):
    """A space on the map; `is_asked` where requests can be put to it."""

    longitude: float
    latitude: float
    slug: str
    name: str
    kind: str
    town: str
    is_asked: bool


@dataclass(frozen=True)
class View:
    """A window of the map: clusters (longitude, latitude, how many), spaces, towns; and how many spaces in all.

    `is_more` where only a part of those that pass the filters was looked at.
    """

    clusters: tuple[Cluster, ...]
    places: tuple[Place, ...]
    towns: tuple[Town, ...]
    total: int
    is_more: bool = False


def view_of(window: Window, zoom: int, search: Search) -> View:
    """What is to be drawn of this window at `zoom`. At most four queries where nothing but kinds is asked for.

    Whether a space is open at this moment is not asked here: only a page of a list is few enough for that.
    """
    zoom = min(max(zoom, 0), NEAREST_ZOOM)
    mesh = _mesh(window, zoom)
    least = LEAST_POPULATION[mesh] if mesh < len(LEAST_POPULATION) else 0
    towns = tuple(towns_in(*window, at_most=min(MOST_TOWNS, 4 * zoom + 6), least_population=least))
    understood = understand(search.q, search.town) if search.q else Understood()
    is_filtered = bool(search.asks_of_terms or search.there or (search.q and not understood.town))
    if not is_filtered and mesh <= ZOOMS[-1]:
        return _of_squares(window, mesh, search.kinds, towns)
    asked = conditions_of(replace(search, bbox=None), understood, clock.now().date())
    return _of_spaces(window, mesh, asked, towns)


def _mesh(window: Window, zoom: int) -> int:
    """At which zoom the squares of the window are not too many."""
    mesh = zoom
    while mesh and sum(last - first + 1 for first, last in columns_of(window, mesh)) > MOST_COLUMNS:
        mesh -= 1
    return mesh


def _of_squares(window: Window, zoom: int, kinds: Iterable[Kind], towns: tuple[Town, ...]) -> View:
    """Clusters as they are counted already; squares that hold one space are named."""
    squares = clusters_in(window, zoom, kinds)
    if any(square[2] > 1 for square in squares) and sum(square[2] for square in squares) <= FEW:
        squares = clusters_in(window, min(zoom + FINER, ZOOMS[-1]), kinds)
    single = [square for square in squares if square[2] == 1][:MOST_NAMED]
    places = _standing_at(single)
    named = set(single) if len(places) == len(single) else set()
    clusters = tuple(square for square in squares if square not in named)
    return View(clusters, tuple(places) if named else (), towns, sum(square[2] for square in squares))


def clusters_in(window: Window, zoom: int, kinds: Iterable[Kind] = ()) -> list[Cluster]:
    """The squares of a window in which spaces of these kinds stand, as they are counted: one query of one table."""
    kinds, across = list(kinds), columns_of(window, zoom)
    top, bottom = rows_of_squares(window, zoom)
    edges = {name: column for place, span in enumerate(across) for name, column in zip(_span(place), span, strict=True)}
    counted = _counted(len(across), bool(kinds))
    return counted.all(zoom=zoom, top=top, bottom=bottom, kinds=kinds, **edges)


@cache
def _counted(spans: int, of_kinds: bool) -> Composed[Cluster]:
    counted = _squares(spans, of_kinds).values_list("x", "y").annotate(
        Sum("longitudes"), Sum("latitudes"), Sum("spaces_count")
    )  # fmt: skip
    sums = counted.values_list("longitudes__sum", "latitudes__sum", "spaces_count__sum")
    return Composed(lambda: sums, lambda east, north, count: (east / count, north / count, count))


def _squares(spans: int, of_kinds: bool) -> "QuerySet[Square]":
    """The squares at a zoom between two rows and in so many spans of columns, all of which a query is given."""
    zoom, top, bottom = (Given(name, IntegerField()) for name in ("zoom", "top", "bottom"))
    across = Q()
    for place in range(spans):
        first, last = (Given(name, IntegerField()) for name in _span(place))
        across |= Q(x__gte=first, x__lte=last)
    found = Square.objects.filter(across, zoom=zoom, y__range=(top, bottom), spaces_count__gt=0)
    return found.filter(kind__in=[Given("kinds", CharField())]) if of_kinds else found


def _span(place: int) -> tuple[str, str]:
    return f"first{place}", f"last{place}"


def _standing_at(squares: Sequence[Cluster]) -> list[Place]:
    """The spaces that stand alone at these coordinates. One query, which goes from each square to its space."""
    if not squares:
        return []
    holes = ", ".join(["(%s, %s)"] * len(squares))
    sql = _ALONE.format(columns=", ".join(_DRAWN), holes=holes)
    with connection.cursor() as cursor:
        cursor.execute(sql, [coordinate for square in squares for coordinate in square[:2]])
        return [_place(row) for row in cursor.fetchall()]


def _place(row: Sequence[Any]) -> Place:
    *drawn, email, confirmed_at, no_part_since = row
    return Place._make((*drawn, bool(email and confirmed_at and not no_part_since)))


def _of_spaces(window: Window, zoom: int, asked: Sequence[Condition], towns: tuple[Town, ...]) -> View:
    """The spaces of one square together, and those alone in theirs; few of them, or very near, in smaller squares."""
    counts = counts_of(asked)
    is_sample = bool(counts) and min(counts) > RARE and _standing_in(window) > RARE
    is_followed = bool(counts) and (min(counts) <= RARE or is_sample)
    followed = asked[counts.index(min(counts))].shape if is_followed else None
    others = tuple(one for one in shapes_of(asked) if one is not followed)
    together = _spaces_together(others, followed, LOOKED_AT if is_sample else None, crosses(window))
    given = given_of(asked) | edges(window)
    squares = together.all(bits=bits_dropped(zoom), apart=0, **given)
    total = sum(one.how_many for one in squares)
    each_alone = zoom >= EACH_ALONE_FROM
    if len(squares) < total <= (MOST_PLACES if each_alone else FEW):
        finer = bits_dropped(min(zoom + FINER, NEAREST_ZOOM))
        squares = together.all(bits=finer, apart=int(each_alone), **given)
    clusters = tuple(one.middle for one in squares if one.how_many > 1)
    alone = [one.first for one in squares if one.how_many == 1]
    return View(clusters, tuple(_PLACES.all(keys=alone)) if alone else (), towns, total, is_sample)


class _Together(NamedTuple):
    """How many stand in one square, the sums of their coordinates, and the first of them."""

    how_many: int
    longitudes: float
    latitudes: float
    first: int

    @property
    def middle(self) -> Cluster:
        return self.longitudes / self.how_many, self.latitudes / self.how_many, self.how_many


@lru_cache(maxsize=SHAPES_KEPT)
def _spaces_together(
    others: tuple[Shape, ...], followed: Shape | None, some: int | None, across_the_antimeridian: bool
) -> Composed[_Together]:
    """The squares, less so many `bits`, of the spaces in a window; each space by itself where they are set `apart`."""
    found = Space.objects.filter(LISTED, inside(crosses=across_the_antimeridian), all_of(others)).order_by()
    found = found.filter(followed.passing(some)) if followed else found
    bits, apart = Given("bits", IntegerField()), Given("apart", IntegerField())
    x, y = (CombinedExpression(F(axis), Combinable.BITRIGHTSHIFT, bits) for axis in ("map_x", "map_y"))
    squares = found.values_list(x, y, F("id") * apart)
    summed = squares.annotate(Count("pk"), Sum("longitude"), Sum("latitude"), Min("pk"))
    return Composed(lambda: summed, lambda x, y, key, *sums: _Together(*sums))


_PLACES = Composed(
    lambda: Space.objects.filter(pk__in=[Given("keys", AutoField())]).order_by().values_list(*_DRAWN),
    lambda *row: _place(row),
)


def _standing_in(window: Window) -> int:
    """About how many spaces of all kinds a window holds. One query."""
    return sum(count for *_, count in clusters_in(window, _mesh(window, ZOOMS[-1])))
