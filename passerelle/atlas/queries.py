"""What can be asked of the atlas."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, F, Q, QuerySet

from passerelle.atlas.models import Edition, PlaceName
from passerelle.atlas.models import Town as Town
from passerelle.kit.begins import halves_given, shares_a_half
from passerelle.kit.composed import Composed, Given
from passerelle.kit.fold import fold
from passerelle.kit.typing_errors import meant_by

MOST_CANDIDATES = 6000
_OF_A_TOWN = ("id", "name", "country", "latitude", "longitude", "time_zone", "population")
NAMED = ("folded", "country", "town_id", *(f"town__{column}" for column in _OF_A_TOWN[1:]))
"""A name, the country it belongs to, and the town that is called so, if any."""


@dataclass(frozen=True)
class Named:
    """What a name means: a town, or a whole country where `town` is None; `folded` is the name that was found."""

    folded: str
    country: str
    town: Town | None


def edition() -> Edition | None:
    """What the atlas was filled from; None while it is empty."""
    return Edition.objects.order_by("-filled_at").first()


def places_meant_by(text: str, country: str = "") -> list[Named]:
    """The towns and countries whose name is nearest to `text` by typing errors, within a country where one is named.

    Countries first, then towns, the largest first. One query.
    """
    return places_nearest(text, _LIKELY.all(**halves_given(fold(text))), country)


def names_likely() -> "QuerySet[PlaceName, Any]":
    """Names that may be meant by what a composed query is given by `halves_given`, in the columns of NAMED."""
    likely = PlaceName.objects.filter(shares_a_half("folded", "backwards")).order_by()
    return PlaceName.objects.filter(pk__in=likely.values("pk")[:MOST_CANDIDATES]).order_by().values_list(*NAMED)


def places_nearest(text: str, rows: Iterable[Sequence[Any]], country: str = "") -> list[Named]:
    """Of likely names, in the columns of NAMED, what the nearest to `text` mean, each once, as `places_meant_by`."""
    likely = list(rows)
    errors = meant_by(fold(text), {row[0] for row in likely})
    fewest = min(errors.values(), default=0)
    near = [row for row in likely if errors.get(row[0]) == fewest and country in ("", row[1])]
    meanings = sorted((one for named in places_named(near).values() for one in named), key=_by_size)
    return list({(one.country, one.town and one.town.pk): one for one in reversed(meanings)}.values())[::-1]


def names_given() -> "QuerySet[PlaceName, Any]":
    """Everything that is called as one of the `parts` that a composed query is given, in the columns of NAMED."""
    return PlaceName.objects.filter(folded__in=[Given("parts", CharField())]).order_by().values_list(*NAMED)


def places_named(rows: Iterable[Sequence[Any]]) -> dict[str, list[Named]]:
    """What names mean, each in the order of `places_meant_by`; a row has the columns of NAMED. No query."""
    found: dict[str, list[Named]] = {}
    for name, country, key, *town in rows:
        known = Town.from_db(DEFAULT_DB_ALIAS, _OF_A_TOWN, (key, *town)) if key is not None else None
        found.setdefault(name, []).append(Named(name, country, known))
    return {name: sorted(meanings, key=_by_size) for name, meanings in found.items()}


def towns_in(
    west: float, south: float, east: float, north: float, at_most: int, least_population: int = 0
) -> list[Town]:
    """The largest towns of a window of the map, which may cross the antimeridian (west > east). One query.

    A wide window names a `least_population`: it then looks at so large towns alone, wherever on Earth they are.
    """
    found = Town.objects.order_by("-population", "id")
    high, across = "latitude", "longitude"
    if least_population:  # a sum is no column: the index by population is walked, not the one by place
        found = found.alias(high=F("latitude") + 0.0, across=F("longitude") + 0.0)
        found, high, across = found.filter(population__gte=least_population), "high", "across"
    inside = Q(**{f"{across}__gte": west}) & Q(**{f"{across}__lte": east})
    if west > east:
        inside = Q(**{f"{across}__gte": west}) | Q(**{f"{across}__lte": east})
    return list(found.filter(inside, **{f"{high}__range": (south, north)})[:at_most])


def every_town() -> Iterator[tuple[int, str, str, float, float, str, int]]:
    """All towns, the largest first, for whoever places thousands of rows, in the columns of `_OF_A_TOWN`."""
    return Town.objects.order_by("-population", "id").values_list(*_OF_A_TOWN).iterator(chunk_size=5000)


def every_name_of_towns() -> Iterator[tuple[int | None, str]]:
    """All folded names of all towns, each with the town's number; half a million of them."""
    found = PlaceName.objects.exclude(town=None).order_by().values_list("town_id", "folded")
    return found.iterator(chunk_size=10_000)


_LIKELY: "Composed[tuple[Any, ...]]" = Composed(names_likely, lambda *row: row)


def _by_size(one: Named) -> tuple[bool, int]:
    return one.town is not None, -one.town.population if one.town else 0
