"""The queries that read rows of spaces: one for each sort of search, composed once."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db.models import AutoField, Case, Count, F, FloatField, IntegerField, Q, QuerySet, Value, When
from django.db.models import Window as Over

from passerelle.directory.queries.conditions import (
    LISTED,
    RARE,
    SHAPES_KEPT,
    Shape,
    all_of,
    count_of,
    inside,
)
from passerelle.directory.queries.understanding import SHOWN
from passerelle.kit.composed import Composed, Given, part_of
from passerelle.spaces.models import Space
from passerelle.spaces.queries import roughly_away_given

EXPORTED = (*SHOWN, "address", "local_address", "hours_note", "prices", "features", "website", "own_lines")
Counted = tuple[Space, int, int | None]
"""A space, of how many in all, and of how many in the neighbourhood if there is one."""

_NOBODY_KNOWS = Value(None, output_field=IntegerField())
_IS_NEAR = Q(away__lte=Given("reach", FloatField()))


class Sort(NamedTuple):
    """A sort of query: spaces that pass all `others` and the one that is `followed`, or only the first `some` of it.

    `around` says that a point is given with the window that is looked at, which `crosses` the antimeridian or not.
    """

    others: tuple[Shape, ...]
    followed: Shape | None = None
    some: int | None = None
    around: bool = False
    crosses: bool = False
    by_name: bool = True
    columns: tuple[str, ...] = SHOWN


@lru_cache(maxsize=SHAPES_KEPT)
def rows_counted(sort: Sort) -> Composed[Counted]:
    """The spaces of this sort with their number: by name, or around a point, the neighbourhood before all else."""
    return Composed(partial(_around if sort.around else _by_name, sort), _counted(sort.columns))


@lru_cache(maxsize=SHAPES_KEPT)
def rows_walked(shape: Shape, *, counted: bool) -> Composed[Counted]:
    """The spaces that pass one condition alone, by name along its index; how many they are is counted up to RARE, where
    it is not known yet: they are many then.
    """
    return Composed(partial(_walked, shape, counted), _counted(SHOWN))


@lru_cache(maxsize=SHAPES_KEPT)
def rows_exported(sort: Sort) -> Composed[Space]:
    """The spaces of this sort in the order of their keys, from the key `after` on."""
    return Composed(partial(_by_key, sort), part_of(Space, sort.columns))


def _passing(sort: Sort) -> QuerySet[Space]:
    found = Space.objects.filter(LISTED)
    if sort.followed:
        found = found.filter(sort.followed.passing(sort.some))
    return found.filter(all_of(sort.others))


def _by_name(sort: Sort) -> "QuerySet[Any, Any]":
    counted = _passing(sort).annotate(in_all=Over(Count("*")))
    return counted.order_by("name", "id").values_list(*sort.columns, "in_all", _NOBODY_KNOWS)


def _around(sort: Sort) -> "QuerySet[Any, Any]":
    found = _passing(sort).filter(inside(crosses=sort.crosses)).alias(away=roughly_away_given())
    found = found.annotate(in_all=Over(Count("*")), near=Over(Count("pk", filter=_IS_NEAR)))
    by = (Case(When(_IS_NEAR, then=0.0), default=F("away")), "name") if sort.by_name else ("away",)
    return found.order_by(*by, "id").values_list(*sort.columns, "in_all", "near")


def _walked(shape: Shape, counted: bool) -> "QuerySet[Any, Any]":
    in_all = count_of(shape, RARE + 1) if counted else Value(RARE + 1)
    if shape.is_a_word:  # whose index knows the names
        words: QuerySet[Any, Any] = shape.keys[0].filter(space__joined_into=None).annotate(in_all=in_all)
        return words.values_list(*(f"space__{column}" for column in SHOWN), "in_all", _NOBODY_KNOWS)
    found = Space.objects.filter(LISTED, shape.along).annotate(in_all=in_all)
    return found.order_by("name", "id").values_list(*SHOWN, "in_all", _NOBODY_KNOWS)


def _by_key(sort: Sort) -> "QuerySet[Any, Any]":
    return _passing(sort).filter(pk__gt=Given("after", AutoField())).order_by("pk").values_list(*sort.columns)


def _counted(columns: tuple[str, ...]) -> Callable[..., Counted]:
    made = part_of(Space, columns)
    return lambda *values: (made(*values), values[-2], values[-1])
