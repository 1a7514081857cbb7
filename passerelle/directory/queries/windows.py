"""What a window of the map holds: clusters of spaces, single ones with their names, and the towns beneath."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from passerelle.atlas.queries import Town, towns_in
from passerelle.directory.queries.conditions import LISTED, RARE, Condition, all_of, conditions_of, counts_of, inside
from passerelle.directory.queries.squares import columns_of, rows_of_squares
from passerelle.directory.queries.understanding import Understood, understand
from passerelle.directory.rules import Search, Window
from passerelle.kit import clock
from passerelle.spaces.models import Space, Square
from passerelle.spaces.rules import Kind
from passerelle.spaces.rules.finding import ZOOMS, bits_dropped

MOST_COLUMNS = 48
"""A window is cut into no more squares across: who asks for the whole Earth at a near zoom gets a wider mesh."""
MOST_NAMED = 120
MOST_PLACES = 500
MOST_TOGETHER = 1000
MOST_TOWNS = 40
NEAREST_ZOOM = 19
EACH_ALONE_FROM = 17
LOOKED_AT = 3000
"""Of a condition that many pass, so many are looked at in a window that holds many: a sample of them."""
LEAST_POPULATION = (1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 500_000, 200_000, 100_000)
"""At each zoom from 0 on, the towns that are looked at; nearer than that, all of them."""
Cluster = tuple[float, float, int]
_DRAWN = ("longitude", "latitude", "slug", "name", "kind", "town", "map_x", "map_y", "email", "email_confirmed_at",
          "takes_no_part_since")  # fmt: skip
_ALONE = """
SELECT {columns} FROM (VALUES {holes}) AS alone CROSS JOIN spaces_space
WHERE latitude BETWEEN column2 - 0.000001 AND column2 + 0.000001
  AND longitude BETWEEN column1 - 0.000001 AND column1 + 0.000001 AND joined_into_id IS NULL
"""


class Place(NamedTuple):
    """A space on the map; `is_asked` where requests can be put to it. `map_x` and `map_y` are its square."""

    longitude: float
    latitude: float
    slug: str
    name: str
    kind: str
    town: str
    map_x: int
    map_y: int
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
    """What is to be drawn of this window at `zoom`. Three queries where nothing but kinds is asked for.

    Whether a space is open at this moment is not asked here: only a page of a list is few enough for that.
    """
    zoom = min(max(zoom, 0), NEAREST_ZOOM)
    mesh = _mesh(window, zoom)
    least = LEAST_POPULATION[mesh] if mesh < len(LEAST_POPULATION) else 0
    towns = tuple(towns_in(*window, at_most=min(MOST_TOWNS, 4 * zoom + 6), least_population=least))
    understood = understand(search.q, search.town) if search.q else Understood()
    is_filtered = bool(search.asks_of_terms or search.there or (search.q and not understood.town))
    if not is_filtered and (zoom <= ZOOMS[-1] or mesh < zoom):
        return _of_squares(window, min(mesh, ZOOMS[-1]), search.kinds, towns)
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
    single = [square for square in squares if square[2] == 1][:MOST_NAMED]
    places = _standing_at(single)
    named = set(single) if len(places) == len(single) else set()
    clusters = tuple(square for square in squares if square not in named)
    return View(clusters, tuple(places) if named else (), towns, sum(square[2] for square in squares))


def clusters_in(window: Window, zoom: int, kinds: Iterable[Kind] = ()) -> list[Cluster]:
    """The squares of a window in which spaces of these kinds stand, as they are counted: one query of one table."""
    found = _squares(window, zoom)
    found = found.filter(kind__in=kinds) if kinds else found
    counted = found.values_list("x", "y").annotate(Sum("longitudes"), Sum("latitudes"), Sum("spaces_count"))
    sums = counted.values_list("longitudes__sum", "latitudes__sum", "spaces_count__sum")
    return [(longitudes / count, latitudes / count, count) for longitudes, latitudes, count in sums]


def _squares(window: Window, zoom: int) -> "QuerySet[Square]":
    top, bottom = rows_of_squares(window, zoom)
    across = Q()
    for first, last in columns_of(window, zoom):
        across |= Q(x__gte=first, x__lte=last)
    return Square.objects.filter(across, zoom=zoom, y__range=(top, bottom), spaces_count__gt=0)


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
    """The spaces themselves, those of one square together; very near, each alone."""
    counts = counts_of(asked)
    found = Space.objects.filter(LISTED, inside(window))
    is_sample = bool(counts) and min(counts) > RARE and _standing_in(window) > RARE
    if counts and (min(counts) <= RARE or is_sample):
        rarest = asked[counts.index(min(counts))]
        found = found.filter(rarest.first(LOOKED_AT) if is_sample else rarest.among_keys)
        asked = [one for one in asked if one is not rarest]
    found = found.filter(all_of(asked))
    places = [_place(row) for row in found.values_list(*_DRAWN)[: MOST_TOGETHER + 1]]
    is_more = is_sample or len(places) > MOST_TOGETHER
    if zoom >= EACH_ALONE_FROM and len(places) <= MOST_PLACES:
        return View((), tuple(places), towns, len(places))
    clusters, alone = _clustered(places[:MOST_TOGETHER], bits_dropped(zoom))
    return View(tuple(clusters), tuple(alone), towns, min(len(places), MOST_TOGETHER), is_more)


def _standing_in(window: Window) -> int:
    """About how many spaces of all kinds a window holds. One query."""
    zoom = _mesh(window, ZOOMS[-1])
    return _squares(window, zoom).aggregate(found=Sum("spaces_count"))["found"] or 0


def _clustered(places: Iterable[Place], bits: int) -> tuple[list[Cluster], list[Place]]:
    squares: dict[tuple[int, int], list[Place]] = {}
    for place in places:
        squares.setdefault((place.map_x >> bits, place.map_y >> bits), []).append(place)
    alone = [together[0] for together in squares.values() if len(together) == 1]
    return [_middle(together) for together in squares.values() if len(together) > 1], alone


def _middle(together: Sequence[Place]) -> Cluster:
    count = len(together)
    return sum(one.longitude for one in together) / count, sum(one.latitude for one in together) / count, count
