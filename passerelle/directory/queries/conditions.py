"""What a search asks of a space, as conditions of which each can be tested alone and followed alone.

A condition has a shape, which stays, and the values of one search. Queries are made of shapes alone, so that each is
composed once in the life of a process, whatever is looked for in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache, reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import CharField, DateField, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import GreaterThanOrEqual, IsNull, LessThanOrEqual

from passerelle.directory.queries.understanding import Understood, Wanted, words_that_begin
from passerelle.directory.rules import Search, Window
from passerelle.kit.composed import Given, Text, Together, counting
from passerelle.networks.queries import Network, affiliations_on
from passerelle.networks.rules import Included, Way
from passerelle.spaces.models import Space, SpaceWord
from passerelle.spaces.rules import Feature

RARE = 3000
"""Up to so many finds, all of them are looked at and put in order; beyond, an order is followed from its beginning."""

COUNTED_TO = 10_000
"""So far one counts, to know which of two common conditions is the rarer."""

SHAPES_KEPT = 500
"""Of so many sorts of searches the queries are kept; a search of another sort is composed anew."""

LISTED = Q(joined_into=None)
DAY, WAYS = Given("day", DateField()), Given("ways", CharField())
WEST, SOUTH, EAST, NORTH = (Given(edge, FloatField()) for edge in ("west", "south", "east", "north"))


@dataclass(frozen=True, eq=False)
class Shape:
    """`test` asks it of one space; `keys` are the spaces that pass, each part of them by its own index; `in_order` by
    name, as that index has them. There is one of each sort, so it is known by itself.
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
    def is_a_word(self) -> bool:
        """Whether spaces are found by their words, which know the names."""
        return self.keys[0].model is SpaceWord

    def passing(self, at_most: int | None = None) -> Q:
        """The same as `test`, for a database that is to begin here; only some, the first by name where the keys are in
        order, if so many are said.
        """
        found = [keys[:at_most] if at_most else keys.order_by() for keys in self.keys]
        if len(found) > 1 and connection.vendor == "postgresql":  # which reads all spaces for one IN or another
            return Q(pk__in=found[0].union(*found[1:], all=True))
        return reduce(or_, (Q(pk__in=keys) for keys in found))

    def counted(self, at_most: int) -> Text:
        """How many spaces pass, counted up to a bound."""
        parts = [counting(keys.order_by(), at_most) for keys in self.keys]
        return Text(
            " + ".join(f"({one.sql})" for one in parts), tuple(one for part in parts for one in part.parameters)
        )


@dataclass(frozen=True)
class Condition:
    """A shape with the values of one search."""

    shape: Shape
    given: Mapping[str, Any] = field(default_factory=dict)


EVERYTHING = Shape(LISTED, (Space.objects.filter(LISTED).order_by().values("pk"),))


def conditions_of(search: Search, understood: Understood, day: date) -> list[Condition]:
    """What is asked of each space, beside being near a point."""
    words = understood.words if not understood.town else ()
    asked = [_wanted(place, one) for place, one in enumerate(words)]
    if understood.country and not understood.town:
        asked.append(Condition(_country(), {"country": understood.country}))
    if search.kinds:
        asked.append(Condition(_kinds(len(search.kinds) == 1), {"kinds": list(search.kinds)}))
    if search.bbox:
        asked.append(Condition(_window(crosses(search.bbox)), edges(search.bbox)))
    if search.asks_of_terms:
        asked.append(_terms(search, day))
    return asked + [Condition(_thing(thing), {"day": day, "ways": list(Way)}) for thing in search.there]


def shapes_of(asked: Iterable[Condition]) -> tuple[Shape, ...]:
    """The shapes of these conditions, of which queries are made."""
    return tuple(one.shape for one in asked)


def given_of(asked: Iterable[Condition]) -> dict[str, Any]:
    """The values of these conditions, with which queries are asked."""
    return {name: value for one in asked for name, value in one.given.items()}


def counts_of(asked: Sequence[Condition], at_most: int = RARE + 1) -> list[int]:
    """How many spaces pass each condition alone, counted up to a bound. One query for all."""
    return _counts(shapes_of(asked), at_most).all(**given_of(asked)) if asked else []


@lru_cache(maxsize=SHAPES_KEPT)
def _counts(shapes: tuple[Shape, ...], at_most: int) -> Together:
    return Together(lambda: [one.counted(at_most) for one in shapes])


def count_of(shape: Shape, at_most: int) -> RawSQL:
    """How many spaces pass, counted up to a bound, as a column."""
    text = shape.counted(at_most)
    return RawSQL(text.sql, text.parameters, IntegerField())  # noqa: S611  Django wrote it


def all_of(shapes: Iterable[Shape]) -> Q:
    """All of them together."""
    test = Q()
    for one in shapes:
        test &= one.test
    return test


def crosses(window: Window) -> bool:
    """Whether a window of the map crosses the antimeridian."""
    return window.west > window.east


def edges(window: Window) -> dict[str, float]:
    """What `inside` is to be given."""
    return window._asdict()


def inside(*, crosses: bool) -> Q:
    """Standing in the window that a query is given, which may cross the antimeridian."""
    across = Q(longitude__gte=WEST) | Q(longitude__lte=EAST) if crosses else Q(longitude__range=(WEST, EAST))
    return across & Q(latitude__range=(SOUTH, NORTH))


def _seen_inside(*, crosses: bool) -> Q:
    """`inside`, asked of sums, which no index holds: SQLite, which knows not how many are inside, would else read all
    of a wide window before it walks by name.
    """
    high, across = F("latitude") + 0.0, F("longitude") + 0.0
    from_west, to_east = Q(GreaterThanOrEqual(across, WEST)), Q(LessThanOrEqual(across, EAST))
    sideways = from_west | to_east if crosses else from_west & to_east
    return sideways & Q(GreaterThanOrEqual(high, SOUTH)) & Q(LessThanOrEqual(high, NORTH))


def _wanted(place: int, wanted: Wanted) -> Condition:
    said = {f"word{place}": wanted.beginning or list(wanted.texts)}
    return Condition(_word(place, bool(wanted.beginning), len(wanted.texts) == 1), said)


@cache
def _word(place: int, is_begun: bool, is_one: bool) -> Shape:
    """A word of the text, by its place in it: whole, or only begun."""
    word = Given(f"word{place}", CharField())
    among = words_that_begin(word) if is_begun else Q(text__in=[word])
    keys = SpaceWord.objects.filter(among).order_by("text", "name", "space_id").values("space")
    return Shape(_has(SpaceWord.objects.filter(among)), (keys,), in_order=is_one)


@cache
def _country() -> Shape:
    return _column(Q(country=Given("country", CharField())), is_one=True)


@cache
def _kinds(is_one: bool) -> Shape:
    return _column(Q(kind__in=[Given("kinds", CharField())]), is_one=is_one)


@cache
def _window(crosses: bool) -> Shape:
    walked = _seen_inside(crosses=crosses) if connection.vendor == "sqlite" else None
    return _column(inside(crosses=crosses), is_one=False, walked=walked)


def _column(test: Q, *, is_one: bool, walked: Q | None = None) -> Shape:
    keys = Space.objects.filter(test).order_by(*(("name", "id") if is_one else ())).values("pk")
    return Shape(test, (keys,), is_one, walked)


def _terms(search: Search, day: date) -> Condition:
    """Standing in a network whose terms give what is asked. All ways are named where none is, for the index."""
    said = {"day": day, "free_days": search.free_days, "ways_asked": list(search.ways or Way)}
    return Condition(_standing(bool(search.network)), said | {"network": search.network})


@cache
def _standing(in_one_network: bool) -> Shape:
    found = affiliations_on(DAY).filter(
        free_days__gte=Given("free_days", IntegerField()), way__in=[Given("ways_asked", CharField())]
    )
    if in_one_network:  # its number alone lets SQLite see the index
        known = Network.objects.filter(slug=Given("network", CharField())).order_by().values("pk")[:1]
        found = found.filter(network=Subquery(known))
    return _among(found)


@cache
def _thing(thing: str) -> Shape:
    """A thing known of the space, or included in what it offers visitors."""
    kinds = [_known(thing)] if thing in set(Feature) else []
    if thing in set(Included):
        kinds.append(_among(affiliations_on(DAY).filter(way__in=[WAYS], included__contains=f" {thing} ")))
    return Shape(reduce(or_, (one.test for one in kinds)), tuple(keys for one in kinds for keys in one.keys))


def _known(thing: str) -> Shape:
    known = ~Q(features="") & Q(features__contains=f" {thing} ")
    return Shape(known, (Space.objects.filter(known).order_by().values("pk"),))


def _among(found: "QuerySet[Any]") -> Shape:
    return Shape(_has(found), (found.order_by().values("space"),))


def _has(found: "QuerySet[Any]") -> Q:
    """Whether the space has any of these, looked up for one space at a time: of an EXISTS, PostgreSQL would read them
    all beforehand.
    """
    return Q(IsNull(Subquery(found.filter(space=OuterRef("pk")).order_by().values("pk")[:1]), False))
