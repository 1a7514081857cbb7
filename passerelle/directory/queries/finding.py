"""Which spaces answer a search, in order, one page of them.

The conditions are counted up to a bound. If the rarest has few spaces, they are looked at one by one. If not, and a
point is near, one looks around it as far as enough of them stand; else one walks along the names until a page is full.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, FloatField, QuerySet
from django.db.models import Window as Over

from passerelle.directory.queries.conditions import (
    COUNTED_TO,
    LISTED,
    RARE,
    Condition,
    all_of,
    conditions_of,
    count_of,
    counts_of,
    within,
)
from passerelle.directory.queries.squares import FURTHEST_KM, radius_holding
from passerelle.directory.queries.understanding import SHOWN, Understood, meant_otherwise, understand, words_known
from passerelle.directory.rules import AROUND_KM, LAST_PAGE, ROWS_A_PAGE, Order, Search
from passerelle.kit import clock
from passerelle.kit.composed import Composed, Given
from passerelle.kit.places import Point, box_around, distance_km
from passerelle.spaces.models import Space, SpaceWord
from passerelle.spaces.queries import flat, hours_of_many, roughly_away, roughly_away_given
from passerelle.spaces.rules import OfficeHours, closes_at
from passerelle.spaces.rules.finding import sorted_by

LOOKED_AT = 1500
"""So many spaces of the rarest condition are looked at, where even that is not rare."""
LOOKED_AT_FOR_OPEN = 100
"""On each page so many spaces in order are asked whether they are open."""
ELSEWHERE = 5
EXPORTED = (*SHOWN, "address", "hours_note", "prices", "features", "website", "email", "email_confirmed_at",
            "takes_no_part_since")  # fmt: skip
COUNTED = 150
"""Around a point, so many are counted exactly."""


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
    `without_point` are in the town, nobody knows where; `elsewhere` are called like it. `hours` are those of the finds,
    by key, where they were asked for.
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
    hours: dict[int, OfficeHours] | None = field(default=None, compare=False)
    is_sample: bool = False

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
    """Which part of the finds is wanted, around which point and no further than so many kilometres; `enough_km`, where
    it is known, is how far enough of them stand.
    """

    first: int
    rows: int
    point: Point | None = None
    km: float | None = None
    by_distance: bool = False
    enough_km: float = 0.0
    columns: tuple[str, ...] = SHOWN


@dataclass(frozen=True)
class _Part:
    spaces: Sequence[Space]
    total: int
    is_more: bool = False
    enough_km: float = 0.0
    is_sample: bool = False


def find(search: Search) -> Found:
    """The page of spaces that answers this search. At most eight queries, mostly three."""
    understood = understand(search.q, search.town)
    found = _found(search, understood)
    if search.page > 1 and not found.finds and not search.open_now:
        return find(replace(search, page=1))
    if found.total or not understood.words or understood.read_as:
        return found
    otherwise = meant_otherwise(understood)
    return _found(search, otherwise) if otherwise else found


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
        within_km = AROUND_KM if understood.town else FURTHEST_KM
        part = _part(search, understood, _Cut(first, rows, point, within_km, by_distance=True, columns=EXPORTED))
        return Lot(list(part.spaces), part.is_more or part.total > first + rows, by_distance=True)
    asked = conditions_of(search, understood, clock.now().date())
    found = Space.objects.filter(LISTED, all_of(asked), pk__gt=after)
    counts = counts_of(asked)
    if counts and min(counts) <= RARE:
        found = found.filter(asked[counts.index(min(counts))].among_keys)
    spaces = list(found.order_by("pk").only(*EXPORTED)[first : first + rows + 1])
    return Lot(spaces[:rows], len(spaces) > rows)


def centre(search: Search, understood: Understood) -> Point | None:
    """The point around which one looks; a window of the map is looked at as a whole."""
    return None if search.bbox else search.near or understood.point


def _found(search: Search, understood: Understood) -> Found:
    rows = LOOKED_AT_FOR_OPEN if search.open_now else ROWS_A_PAGE
    first = rows * (min(search.page, LAST_PAGE) - 1)
    point = centre(search, understood)
    by_distance = point is not None and search.order is not Order.NAME
    is_bound = understood.town is not None or search.order is Order.NAME
    cut = _Cut(first, rows, point, AROUND_KM if is_bound else FURTHEST_KM, by_distance)
    part = _part(search, understood, cut)
    is_further = bool(point and is_bound and not part.total)
    if is_further:
        wider = replace(cut, km=FURTHEST_KM, by_distance=True, enough_km=part.enough_km)
        part = _part(search, understood, wider)
    hours = hours_of_many(part.spaces) if search.open_now else None
    shown = part.spaces if hours is None else _open(part.spaces, hours)
    return Found(
        search,
        understood,
        tuple(Find(one, distance_km(point, one.point) if point and one.point else None) for one in shown),
        part.total,
        part.is_more,
        (part.is_more or part.total > first + rows) and len(part.spaces) == rows and search.page < LAST_PAGE,
        is_further and bool(part.spaces),
        *_beside(search, understood),
        hours,
        part.is_sample,
    )


def _beside(search: Search, understood: Understood) -> tuple[tuple[Space, ...], tuple[Space, ...]]:
    """Of the spaces called like a town: those in it of which nobody knows where, and a few elsewhere."""
    town = understood.town
    if town is None or search.page > 1 or search.filters or search.bbox:
        return (), ()
    unpinned = [one for one in understood.called_so if one.point is None and one.country in ("", town.country)]
    away = [one for one in understood.called_so if one.point and distance_km(town.point, one.point) > AROUND_KM]
    return tuple(unpinned), tuple(away[:ELSEWHERE])


def _part(search: Search, understood: Understood, cut: _Cut) -> _Part:
    """The cheapest way to this part of the finds."""
    asked = conditions_of(search, understood, clock.now().date())
    if cut.point is None and len(asked) <= 1 and all(one.in_order for one in asked):
        return _walked(asked, cut)
    counts = counts_of(asked, RARE + 1 if cut.point or len(asked) == 1 else COUNTED_TO)
    rarest = asked[counts.index(min(counts))] if counts else None
    others = [one for one in asked if one is not rarest]
    if rarest and min(counts) <= RARE:
        return _counted(Space.objects.filter(LISTED, rarest.among_keys, all_of(others)), cut)
    if cut.point and cut.km:
        return _looked_around(asked, search, cut, cut.point, cut.km)
    if len(asked) == 1:
        return _walked(asked, cut)
    assert rarest
    first = min(zip(counts, asked, strict=True), key=lambda one: (not one[1].in_order, one[0]))[1]
    rest = all_of([one for one in asked if one is not first])
    part = _counted(Space.objects.filter(LISTED, first.first(LOOKED_AT), rest), cut)
    # Where these are the first by name, a full page of them is what a look at all would give.
    return replace(part, is_more=True, is_sample=not first.in_order or len(part.spaces) < cut.rows)


def _looked_around(asked: Sequence[Condition], search: Search, cut: _Cut, point: Point, km: float) -> _Part:
    """Around a point: as far as enough spaces stand, and four times as far where too few of them pass."""
    others = len(asked) - bool(search.kinds)  # the squares know the kinds
    least = max((cut.first + cut.rows) * (1, 4, 8)[min(others, 2)], COUNTED)
    enough_km = cut.enough_km or radius_holding(point, least, search.kinds)
    radius = min(enough_km, km)
    found = Space.objects.filter(LISTED, all_of(asked)) if asked else None
    while True:
        part = _counted(found, replace(cut, km=radius)) if found is not None else _all_near(cut, point, radius)
        if part.total > cut.first + cut.rows or radius >= km:
            return replace(part, is_more=radius < km, enough_km=enough_km)
        radius = min(radius * 4, km)


def _walked(asked: Sequence[Condition], cut: _Cut) -> _Part:
    """Along the names until the page is full, by the index of the one condition there is, if there is one; how many
    there are is counted up to a bound, by the same index. One query.
    """
    last = cut.first + cut.rows
    everything = Condition(LISTED, (Space.objects.filter(LISTED).order_by().values("pk"),))
    counted = count_of(asked[0] if asked else everything, RARE + 1)
    found = Space.objects.filter(LISTED).annotate(in_all=counted).only(*SHOWN)
    if asked and asked[0].keys[0].model is SpaceWord:
        found = found.filter(pk__in=asked[0].keys[0][cut.first : last])
        spaces = sorted(found, key=lambda one: (sorted_by(one.name), one.pk))
    else:
        along = found.filter(*(one.along for one in asked))
        spaces = list(along.order_by("name", "id")[cut.first : last])
    total = vars(spaces[0])["in_all"] if spaces else 0
    return _Part(spaces, min(total, RARE), total > RARE)


def _counted(found: QuerySet[Space], cut: _Cut) -> _Part:
    """This part of the finds, in order, and how many there are in all. One query."""
    if cut.point and cut.km:
        found = found.filter(within(cut.point, cut.km), latitude__isnull=False)
    by = [roughly_away(cut.point), "id"] if cut.by_distance and cut.point else ["name", "id"]
    counted = found.annotate(in_all=Over(Count("*"))).order_by(*by).only(*cut.columns)
    spaces = list(counted[cut.first : cut.first + cut.rows])
    if not spaces:
        return _Part([], found.count() if cut.first else 0)
    return _Part(spaces, spaces[0].in_all)


def _all_near(cut: _Cut, point: Point, km: float) -> _Part:
    """This part of all spaces around a point, the nearest first. One query, composed once where the usual is asked."""
    box = box_around(point, km)
    if box.is_a_belt or not cut.by_distance or cut.columns is not SHOWN:
        return _counted(Space.objects.filter(LISTED), replace(cut, km=km))
    given = {"west": box.west, "south": box.south, "east": box.east, "north": box.north, **flat(point)}
    rows = _NEAR.some(cut.first, cut.rows, **given)
    if not rows:
        return _Part([], _NEAR.count(**given) if cut.first else 0)
    return _Part([space for space, _ in rows], rows[0][1])


def _with_total(*values: Any) -> tuple[Space, int]:
    *shown, in_all = values
    return Space.from_db(DEFAULT_DB_ALIAS, SHOWN, shown), in_all


_WEST, _SOUTH, _EAST, _NORTH = (Given(edge, FloatField()) for edge in ("west", "south", "east", "north"))
_NEAR = Composed(
    lambda: (
        Space.objects.filter(LISTED, latitude__range=(_SOUTH, _NORTH), longitude__range=(_WEST, _EAST))
        .annotate(in_all=Over(Count("*")))
        .order_by(roughly_away_given(), "id")
        .values_list(*SHOWN, "in_all")
    ),
    _with_total,
)


def _open(spaces: Sequence[Space], hours: dict[int, OfficeHours]) -> list[Space]:
    """Those that are open at this moment, as far as their hours and their clock are known."""
    known = [one for one in spaces if one.hours and one.zone_is_known]
    return [one for one in known if closes_at(clock.local(one.time_zone), hours[one.pk]) is not None]
