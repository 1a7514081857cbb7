"""What can be asked of the atlas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from passerelle.atlas.models import Edition, PlaceName
from passerelle.atlas.models import Town as Town
from passerelle.kit.begins import begins
from passerelle.kit.fold import fold
from passerelle.kit.places import Point, box_around, distance_km
from passerelle.kit.typing_errors import halves, meant_by

MOST_CANDIDATES = 3000
MOST_OF_A_NAME = 500


@dataclass(frozen=True)
class Named:
    """What a name means: a town, or a whole country where `town` is None; `folded` is the name that was found."""

    folded: str
    country: str
    town: Town | None


def edition() -> Edition | None:
    """What the atlas was filled from; None while it is empty."""
    return Edition.objects.order_by("-filled_at").first()


def places_called(text: str, *, forgiving: bool = True) -> list[Named]:
    """The towns and countries called `text` in any language: countries first, then towns, the largest first.

    Where none is called so and `forgiving`, those whose name is nearest to it by typing errors. At most three queries.
    """
    name = fold(text)
    if not name:
        return []
    exact = _named(PlaceName.objects.filter(folded=name))
    return exact if exact or not forgiving else places_meant_by(name)


def places_meant_by(text: str, country: str = "") -> list[Named]:
    """The towns and countries whose name is nearest to `text` by typing errors, within a country where one is named.

    In the order of `places_called`. Two queries.
    """
    name = fold(text)
    errors = meant_by(name, _candidates(name))
    fewest = min(errors.values(), default=0)
    likely = PlaceName.objects.filter(folded__in=[name for name, count in errors.items() if count == fewest])
    return _named(likely.filter(country=country) if country else likely) if errors else []


def places_named(rows: Sequence[tuple[str, str, int | None]]) -> dict[str, list[Named]]:
    """What names mean, each in the order of `places_called`; a row is a name with its country and its town's number.

    One query, none where no town is named.
    """
    towns = Town.objects.in_bulk({key for _, _, key in rows[:MOST_OF_A_NAME] if key is not None})
    found: dict[str, list[Named]] = {}
    for name, country, key in rows:
        if key is None or key in towns:
            found.setdefault(name, []).append(Named(name, country, towns[key] if key else None))
    return {name: sorted(meanings, key=_by_size) for name, meanings in found.items()}


def country_called(text: str) -> str:
    """The country (ISO 3166, two letters) with exactly this name in some language; empty where there is none."""
    found = PlaceName.objects.filter(folded=fold(text), town=None).values_list("country", flat=True).first()
    return found or ""


def towns_near(point: Point, within_km: float, at_most: int = 20) -> list[tuple[Town, float]]:
    """The towns within so many kilometres of a point, the nearest first, each with its distance. One query."""
    box = box_around(point, within_km)
    found = Town.objects.filter(latitude__range=(box.south, box.north))
    if not box.is_a_belt:
        found = found.filter(longitude__range=(box.west, box.east))
    away = ((town, distance_km(point, town.point)) for town in found)
    return sorted((one for one in away if one[1] <= within_km), key=lambda one: one[1])[:at_most]


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


def every_town() -> Iterator[tuple[int, str, str, float, float, str]]:
    """All towns, the largest first, for whoever places thousands of rows: number, name, country, point, time zone."""
    columns = ("id", "name", "country", "latitude", "longitude", "time_zone")
    return Town.objects.order_by("-population", "id").values_list(*columns).iterator(chunk_size=5000)


def every_name_of_towns() -> Iterator[tuple[int | None, str]]:
    """All folded names of all towns, each with the town's number; half a million of them."""
    found = PlaceName.objects.exclude(town=None).order_by().values_list("town_id", "folded")
    return found.iterator(chunk_size=10_000)


def _candidates(name: str) -> list[str]:
    """Names that share their beginning or their end with `name`, roughly: an index finds them."""
    begins_so, ends_so = halves(name)
    likely = PlaceName.objects.filter(begins("folded", begins_so) | begins("backwards", ends_so))
    return list(likely.values_list("folded", flat=True)[: 2 * MOST_CANDIDATES])


def _named(names: QuerySet[PlaceName]) -> list[Named]:
    """Countries first, then towns, the largest first, each once."""
    found: dict[tuple[str, int | None], Named] = {}
    for row in _largest_first(names):
        found.setdefault((row.country, row.town_id), Named(row.folded, row.country, row.town))
    return list(found.values())


def _largest_first(names: QuerySet[PlaceName]) -> list[PlaceName]:
    rows = list(names.select_related("town")[:MOST_OF_A_NAME])
    return sorted(rows, key=_by_size)


def _by_size(one: Named | PlaceName) -> tuple[bool, int]:
    return one.town is not None, -one.town.population if one.town else 0
