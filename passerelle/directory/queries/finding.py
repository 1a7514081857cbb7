"""Which spaces answer a search, in order, one page of them.

The conditions are counted up to a bound. If the rarest has few spaces, they are looked at one by one. If not, and a
point is near, one looks around it as far as enough of them stand; else one walks along the names until a page is full.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.db.models import QuerySet

from passerelle.atlas.queries import Town
from passerelle.directory.queries.conditions import (
    COUNTED_TO,
    EVERYTHING,
    LISTED,
    RARE,
    SHAPES_KEPT,
    Condition,
    Shape,
    conditions_of,
    counts_of,
    crosses,
    edges,
    given_of,
    shapes_of,
)
from passerelle.directory.queries.rows import EXPORTED, Sort, rows_counted, rows_exported, rows_walked
from passerelle.directory.queries.squares import FURTHEST_KM, radius_holding, squares_around, sums_around
from passerelle.directory.queries.understanding import SHOWN, Understood, places_perhaps_meant, understand, words_known
from passerelle.directory.rules import (
    AROUND_KM,
    LAST_PAGE,
    MOST_LOOKED_AT_FOR_OPEN,
    ROWS_A_PAGE,
    Order,
    Search,
    window_around,
)
from passerelle.kit import clock
from passerelle.kit.composed import Together
from passerelle.kit.places import KM_OF_A_DEGREE, Point, distance_km
from passerelle.networks.queries import OffersAndHours, offers_and_hours_of_many
from passerelle.spaces.models import Space
from passerelle.spaces.queries import flat
from passerelle.spaces.rules import closes_at

LOOKED_AT = 1000
"""So many spaces of the rarest condition are looked at, where even that is not rare."""
ELSEWHERE = 5
COUNTED = 150
"""Around a point, so many are counted exactly."""
LOOKED_AT_FOR_ONE = (1, 4, 8)
"""So many spaces are looked at around a point for each that is wanted, with none, one or more common conditions."""
FURTHER = 4
"""So many times as far one looks where that did not fill the page, once."""


@dataclass(frozen=True)
class Find:
    """A space that was found, and how far it is where that is known."""

    space: Space
    km: float | None = None


@dataclass(frozen=True)
class Found:
    """One page of what answers a search. `total` is how many there are, or the least where `is_more`.

    `is_further` says that nothing stands in the neighbourhood that was asked for, and these are the nearest elsewhere;
    `is_sample` says that not all that may answer were looked at: some may be missing here.
    `without_point` are in the town, nobody knows where; `elsewhere` are called like it. `beside` is what the finds
    offer and their hours, where they were asked for. `perhaps` are towns that may be meant where nothing was found;
    `looked_at` is how many in this order were looked at so far, for a page of those that are open.
    """

    search: Search
    understood: Understood
    finds: tuple[Find, ...] = ()
    total: int = 0
    is_more: bool = False
    has_next: bool = False
    is_further: bool = False
    without_point: tuple[Space, ...] = ()
    elsewhere: tuple[Space, ...] = ()
    beside: OffersAndHours | None = field(default=None, compare=False)
    is_sample: bool = False
    perhaps: tuple[Town, ...] = ()
    looked_at: int = 0

    @property
    def point(self) -> Point | None:
        """Around which point the finds are put in order; None where they are by name."""
        return centre(self.search, self.understood)


@dataclass(frozen=True)
class Lot:
    """So many spaces for a machine, and whether there are more of them, by distance or else by their keys."""

    spaces: list[Space]
    has_more: bool
    by_distance: bool = False


@dataclass(frozen=True)
class _Cut:
    """Which part of the finds is wanted. Around a point, `near_km` is its neighbourhood, before all that is further."""

    first: int
    rows: int
    point: Point | None = None
    near_km: float = FURTHEST_KM
    by_name: bool = True
    columns: tuple[str, ...] = SHOWN

    @property
    def is_bound(self) -> bool:
        """Whether nothing further is wanted where something stands in the neighbourhood."""
        return self.near_km < FURTHEST_KM


@dataclass(frozen=True)
class _Part:
    spaces: Sequence[Space]
    total: int
    is_more: bool = False
    is_sample: bool = False
    is_further: bool = False


def find(search: Search) -> Found:
    """The page of spaces that answers this search. At most four queries."""
    understood = understand(search.q, search.town)
    found = _found(search, understood)
    if found.total or not understood.words or understood.read_as or search.page > 1:
        return found
    return replace(found, perhaps=places_perhaps_meant(understood))


def spaces_called(text: str) -> QuerySet[Space]:
    """The spaces that have the words of `text` in their name or town, typing errors forgiven, by name; all for none."""
    found = Space.objects.filter(LISTED).order_by("name", "id")
    for wanted in words_known(text):
        found = found.filter(wanted.among_spaces)
    return found


def exported(search: Search, rows: int, after: int = 0) -> Lot:
    """The spaces that answer a search, so many at a time: around a point, the nearest first and by the page; else in
    the order of their keys, from the key `after` on.
    """
    understood = understand(search.q, search.town)
    first, point = rows * (search.page - 1), centre(search, understood)
    if point is not None:
        near_km = AROUND_KM if understood.town else FURTHEST_KM
        part = _part(search, understood, _Cut(first, rows, point, near_km, by_name=False, columns=EXPORTED))
        return Lot(list(part.spaces), part.is_more or part.total > first + rows, by_distance=True)
    asked = conditions_of(search, understood, clock.now().date())
    counts = counts_of(asked)
    followed = asked[counts.index(min(counts))].shape if counts and min(counts) <= RARE else None
    sort = Sort(tuple(one for one in shapes_of(asked) if one is not followed), followed, columns=EXPORTED)
    spaces = rows_exported(sort).some(first, rows + 1, after=after, **given_of(asked))
    return Lot(spaces[:rows], len(spaces) > rows)


def centre(search: Search, understood: Understood) -> Point | None:
    """The point around which one looks; a window of the map is looked at as a whole."""
    return None if search.bbox else search.near or understood.point


def _found(search: Search, understood: Understood) -> Found:
    point, by_name = centre(search, understood), search.order is Order.NAME
    near_km = AROUND_KM if understood.town or by_name else FURTHEST_KM
    first, rows = ROWS_A_PAGE * (min(search.page, LAST_PAGE) - 1), ROWS_A_PAGE
    if search.open_now:
        first, rows = search.passed, MOST_LOOKED_AT_FOR_OPEN
    part = _part(search, understood, _Cut(first, rows, point, near_km, by_name or point is None))
    shown, beside, looked_at = _open(part.spaces) if search.open_now else (part.spaces, None, len(part.spaces))
    return Found(
        search,
        understood,
        tuple(Find(one, distance_km(point, one.point) if point and one.point else None) for one in shown),
        part.total,
        part.is_more,
        _goes_on(part, first, rows, looked_at) and search.page < LAST_PAGE,
        part.is_further,
        *_beside(search, understood),
        beside,
        part.is_sample,
        looked_at=first + looked_at,
    )


def _goes_on(part: _Part, first: int, rows: int, looked_at: int) -> bool:
    """Whether there is more in this order behind what was looked at."""
    return looked_at < len(part.spaces) or ((part.is_more or part.total > first + rows) and looked_at == rows)


def _beside(search: Search, understood: Understood) -> tuple[tuple[Space, ...], tuple[Space, ...]]:
    """Of the spaces called like a town: those in it of which nobody knows where, and a few elsewhere."""
    town = understood.town
    if town is None or search.page > 1 or search.filters or search.bbox:
        return (), ()
    unpinned = [one for one in understood.called_so if one.point is None and one.country in ("", town.country)]
    away = [one for one in understood.called_so if one.point and distance_km(town.point, one.point) > AROUND_KM]
    return tuple(unpinned), tuple(away[:ELSEWHERE])


def _part(search: Search, understood: Understood, cut: _Cut) -> _Part:
    """The cheapest way to this part of the finds. At most three queries."""
    asked = conditions_of(search, understood, clock.now().date())
    if cut.point is None and len(asked) <= 1 and all(one.shape.in_order for one in asked):
        return _walked(asked, cut, counted=True)
    counts, sums = _counts_and_sums(asked, search, cut)
    rarest = asked[counts.index(min(counts))] if counts else None
    if rarest and min(counts) <= RARE:
        return _followed(rarest, asked, cut)
    if cut.point:
        return _looked_around(asked, cut, cut.point, _radii(asked, sums, search, understood, cut))
    if len(asked) == 1:
        return _walked(asked, cut, counted=False)
    first = min(zip(counts, asked, strict=True), key=lambda one: (not one[1].shape.in_order, one[0]))[1]
    part = _followed(first, asked, cut, some=LOOKED_AT)
    # Where these are the first by name, a full page of them is what a look at all would give.
    return replace(part, is_more=True, is_sample=not first.shape.in_order or len(part.spaces) < cut.rows)


def _counts_and_sums(asked: Sequence[Condition], search: Search, cut: _Cut) -> tuple[list[int], list[int | None]]:
    """How many pass each condition, up to a bound, and how many stand in the squares around the point, if there is one.
    One query.
    """
    shapes, at_most = shapes_of(asked), RARE + 1 if cut.point or len(asked) == 1 else COUNTED_TO
    given = given_of(asked) | (squares_around(cut.point) if cut.point else {})
    values = _first_look(shapes, at_most, cut.point is not None, bool(search.kinds)).all(**given)
    return values[: len(asked)], values[len(asked) :]


@lru_cache(maxsize=SHAPES_KEPT)
def _first_look(shapes: tuple[Shape, ...], at_most: int, around: bool, of_kinds: bool) -> Together:
    sums = sums_around(of_kinds=of_kinds) if around else []
    return Together(lambda: [*(one.counted(at_most) for one in shapes), *sums])


def _radii(
    asked: Sequence[Condition], sums: Sequence[int | None], search: Search, understood: Understood, cut: _Cut
) -> list[float]:
    """How far to look around the point, and how far if that was not far enough."""
    others = len(asked) - bool(search.kinds)  # the squares know the kinds
    least = max((cut.first + cut.rows) * LOOKED_AT_FOR_ONE[min(others, 2)], COUNTED)
    assert cut.point
    radius = radius_holding(least, cut.point, sums)
    if cut.is_bound:
        return [radius] if radius >= cut.near_km else [cut.near_km] if others else [radius, cut.near_km]
    return [radius] if understood.read_as else [radius, min(radius * FURTHER, FURTHEST_KM)]


def _looked_around(asked: Sequence[Condition], cut: _Cut, point: Point, radii: Sequence[float]) -> _Part:
    """Around a point, as far as the first radius, or the next if that does not fill the page. A query for each."""
    for km in radii:
        part = _rows(Sort(shapes_of(asked)), asked, cut, km)
        is_whole = km >= FURTHEST_KM or (km >= cut.near_km and not part.is_further)
        if len(part.spaces) == cut.rows or is_whole:
            break
    is_sample = len(part.spaces) < cut.rows and not is_whole
    return replace(part, is_more=not is_whole, is_sample=is_sample)


def _followed(first: Condition, asked: Sequence[Condition], cut: _Cut, some: int | None = None) -> _Part:
    """Those of one condition that pass the others. One query."""
    others = shapes_of(one for one in asked if one is not first)
    return _rows(Sort(others, first.shape, some), asked, cut, FURTHEST_KM)


def _walked(asked: Sequence[Condition], cut: _Cut, *, counted: bool) -> _Part:
    """Along the names until the page is full; they are counted where that was not done. One query."""
    shape = asked[0].shape if asked else EVERYTHING
    rows = rows_walked(shape, counted=counted).some(cut.first, cut.rows, **given_of(asked))
    total = rows[0][1] if rows else 0
    return _Part([space for space, *_ in rows], min(total, RARE), total > RARE)


def _rows(sort: Sort, asked: Sequence[Condition], cut: _Cut, km: float) -> _Part:
    """The rows of a page. Where something stands in the neighbourhood, what is further is left out."""
    given, sort = given_of(asked), sort._replace(by_name=cut.by_name, columns=cut.columns)
    if cut.point:
        window = window_around(cut.point, km)
        sort = sort._replace(around=True, crosses=crosses(window))
        given |= edges(window) | flat(cut.point) | {"reach": (cut.near_km / KM_OF_A_DEGREE) ** 2}
    rows = rows_counted(sort).some(cut.first, cut.rows, **given)
    if not rows:
        return _Part([], 0)
    _, in_all, near = rows[0]
    is_further = cut.is_bound and not near
    total = near if cut.is_bound and near else in_all
    return _Part([space for space, *_ in rows[: max(total - cut.first, 0)]], total, is_further=is_further)


def _open(spaces: Sequence[Space]) -> tuple[list[Space], OffersAndHours, int]:
    """A page of those that are open at this moment, as far as their hours and their clock are known; what they offer
    and their hours; how many were looked at until the page was full. One query.
    """
    known = [one for one in spaces if one.hours and one.zone_is_known]
    beside, found = offers_and_hours_of_many(known, clock.now().date()), []
    _, hours = beside
    for looked_at, one in enumerate(spaces, start=1):
        if one.pk in hours and closes_at(clock.local(one.time_zone), hours[one.pk]) is not None:
            found.append(one)
        if len(found) == ROWS_A_PAGE:
            return found, beside, looked_at
    return found, beside, len(spaces)
