"""What a search asks of a space, as conditions of which each can be tested alone and followed alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from passerelle.directory.queries.understanding import Understood, Wanted
from passerelle.directory.rules import Search, Window
from passerelle.kit.places import Point, box_around
from passerelle.networks.queries import affiliations_on, network_at
from passerelle.networks.rules import Included, Way
from passerelle.spaces.models import Space, SpaceWord
from passerelle.spaces.rules import Feature

RARE = 3000
"""Up to so many finds, all of them are looked at and put in order; beyond, an order is followed from its beginning."""

COUNTED_TO = 10_000
"""So far one counts, to know which of two common conditions is the rarer."""

LISTED = Q(joined_into=None)


@dataclass(frozen=True)
class Condition:
    """`test` asks it of one space; `keys` are the spaces that pass, each part of them by its own index; `in_order` by
    name, as that index has them.
    """

    test: Q
    keys: "tuple[QuerySet[Any, Any], ...]"
    in_order: bool = False
    walked: Q | None = None

    @property
    def along(self) -> Q:
        """The same as `test`, for a walk along the names: no index leads the database astray from it."""
        return self.test if self.walked is None else self.walked

    @property
    def among_keys(self) -> Q:
        """The same as `test`, for a database that is to begin here."""
        return reduce(or_, (Q(pk__in=keys.order_by()) for keys in self.keys))

    def first(self, at_most: int) -> Q:
        """Some of the spaces that pass, the first by name where the keys are in order."""
        return reduce(or_, (Q(pk__in=keys[:at_most]) for keys in self.keys))


def conditions_of(search: Search, understood: Understood, day: date) -> list[Condition]:
    """What is asked of each space, beside being near a point."""
    asked = [_word(one) for one in understood.words] if not understood.town else []
    if understood.country and not understood.town:
        asked.append(_column(Q(country=understood.country), is_one=True))
    if search.kinds:
        asked.append(_column(Q(kind__in=search.kinds), is_one=len(search.kinds) == 1))
    if search.bbox:
        asked.append(replace(_column(inside(search.bbox), is_one=False), walked=_seen_inside(search.bbox)))
    if search.asks_of_terms:
        asked.append(_terms(search, day))
    return asked + [_there(thing, day) for thing in search.there]


def counts_of(asked: Sequence[Condition], at_most: int = RARE + 1) -> list[int]:
    """How many spaces pass each condition alone, counted up to a bound. One query for all."""
    if not asked:
        return []
    counts = [count_of(one, at_most) for one in asked]
    with connection.cursor() as cursor:
        values = [value for one in counts for value in one.params]
        cursor.execute(f"SELECT {', '.join(one.sql for one in counts)}", values)
        return list(cursor.fetchone())


def count_of(condition: Condition, at_most: int) -> RawSQL:
    """How many spaces pass, counted up to a bound, as a column."""
    parts = [keys.order_by()[:at_most].query.sql_with_params() for keys in condition.keys]
    # Django wrote it, with holes for the values.
    sql = " + ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _ in parts)  # noqa: S608
    return RawSQL(sql, [value for _, values in parts for value in values], IntegerField())  # noqa: S611


def all_of(asked: Sequence[Condition]) -> Q:
    """All conditions together."""
    test = Q()
    for one in asked:
        test &= one.test
    return test


def inside(window: Window) -> Q:
    """Standing in a window of the map, which may cross the antimeridian."""
    across = Q(longitude__range=(window.west, window.east))
    if window.west > window.east:
        across = Q(longitude__gte=window.west) | Q(longitude__lte=window.east)
    return across & Q(latitude__range=(window.south, window.north))


def _seen_inside(window: Window) -> Q:
    """`inside`, asked of sums, which no index holds: who walks by name would else read all of a wide window first."""
    high, across = F("latitude") + 0.0, F("longitude") + 0.0
    from_west, to_east = Q(GreaterThanOrEqual(across, window.west)), Q(LessThanOrEqual(across, window.east))
    sideways = from_west | to_east if window.west > window.east else from_west & to_east
    return sideways & Q(GreaterThanOrEqual(high, window.south)) & Q(LessThanOrEqual(high, window.north))


def within(point: Point, km: float) -> Q:
    """Standing in the box that holds a circle, near the antimeridian on both of its sides."""
    box = box_around(point, km)
    high = Q(latitude__range=(box.south, box.north))
    if not box.is_a_belt:
        return high & Q(longitude__range=(box.west, box.east))
    if box.south <= -89 or box.north >= 89 or box.east - box.west >= 360:
        return high
    west, east = (box.west + 540) % 360 - 180, (box.east + 540) % 360 - 180
    return high & (Q(longitude__gte=west) | Q(longitude__lte=east))


def _word(wanted: Wanted) -> Condition:
    keys = SpaceWord.objects.filter(wanted.among_words).order_by("text", "name", "space").values("space")
    return Condition(wanted.among_spaces, (keys,), in_order=len(wanted.texts) == 1)


def _column(test: Q, *, is_one: bool) -> Condition:
    keys = Space.objects.filter(test).order_by(*(("name", "id") if is_one else ())).values("pk")
    return Condition(test, (keys,), in_order=is_one)


def _terms(search: Search, day: date) -> Condition:
    """Standing in a network whose terms give what is asked.

    Outside of one network all ways are named, so that their index is used.
    """
    ways = search.ways or (() if search.network else tuple(Way))
    found = affiliations_on(day).filter(free_days__gte=search.free_days)
    found = found.filter(way__in=ways) if ways else found
    if search.network:
        network = network_at(search.network)  # its number alone lets SQLite see the index
        found = found.filter(network=network.pk if network else 0)
    return _among(found)


def _there(thing: str, day: date) -> Condition:
    """A thing known of the space, or included in what it offers visitors."""
    kinds = [_known(thing)] if thing in set(Feature) else []
    if thing in set(Included):
        given = affiliations_on(day).filter(way__in=tuple(Way), included__contains=f" {thing} ")
        kinds.append(_among(given))
    return Condition(reduce(or_, (one.test for one in kinds)), tuple(keys for one in kinds for keys in one.keys))


def _known(thing: str) -> Condition:
    known = ~Q(features="") & Q(features__contains=f" {thing} ")
    return Condition(known, (Space.objects.filter(known).order_by().values("pk"),))


def _among(found: "QuerySet[Any]") -> Condition:
    return Condition(Q(Exists(found.filter(space=OuterRef("pk")))), (found.order_by().values("space"),))
