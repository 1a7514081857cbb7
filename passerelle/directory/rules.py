"""What somebody may look for in the directory, as an address says it. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from passerelle.kit.places import Point, box_around
from passerelle.networks.rules import Included, Way
from passerelle.spaces.rules import Feature, Kind

LONGEST_TEXT = 100
MOST_FREE_DAYS = 31
ROWS_A_PAGE = 25
LAST_PAGE = 40
"""Further pages are not offered: who has read a thousand rows is better served by a narrower question."""

MOST_LOOKED_AT_FOR_OPEN = 200
"""Of so many spaces in order, at most, is asked for one page whether they are open."""

ONCE_AROUND = 360

AROUND_KM = 30.0
"""A town is its neighbourhood: what lies within so many kilometres is found under its name."""


class Order(StrEnum):
    """How the finds are put in order."""

    DISTANCE = "distance"
    NAME = "name"


class Window(NamedTuple):
    """A window of the map in degrees; it crosses the antimeridian where `west` is greater than `east`."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Wrong:
    """A parameter whose value cannot be used: it is left out, and the page says so."""

    parameter: str
    found: str


@dataclass(frozen=True)
class Search:
    """What is looked for. `town` is a number of GeoNames, chosen among towns of one name; `there` holds values of
    Feature or Included, all of which have to be there; `order` is None where it follows from the rest. Whoever looks
    for what is open now has looked at so many before, which are `passed`.
    """

    q: str = ""
    near: Point | None = None
    bbox: Window | None = None
    town: int = 0
    network: str = ""
    kinds: tuple[Kind, ...] = ()
    free_days: int = 0
    ways: tuple[Way, ...] = ()
    open_now: bool = False
    there: tuple[str, ...] = ()
    order: Order | None = None
    page: int = 1
    passed: int = 0

    @property
    def filters(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.network, self.kinds, self.free_days, self.ways, self.open_now, self.there)))

    @property
    def asks_of_terms(self) -> bool:
        """Whether only spaces that stand in a network can answer."""
        return bool(self.network or self.free_days or self.ways)

    def without_filters(self) -> "Search":
        """The same place, with nothing else asked."""
        return Search(q=self.q, near=self.near, bbox=self.bbox, town=self.town, order=self.order)


THERE: tuple[str, ...] = tuple(dict.fromkeys([*map(str, Feature), *map(str, Included)]))
"""What one may ask to be there: known of the space itself, or included in what it offers visitors."""


def read_search(said: Mapping[str, Sequence[str]]) -> tuple[Search, list[Wrong]]:
    """The search that the parameters of an address ask for, each with its values, and what of them cannot be used.

    Several values stand under one name several times, or with commas between them.
    """
    search, wrong = Search(), []
    for parameter, read in _READERS.items():
        values = [value.strip() for value in said.get(parameter, ()) if value.strip()]
        if not values:
            continue
        try:
            search = replace(search, **read(values))
        except (ValueError, OverflowError):
            wrong.append(Wrong(parameter, ", ".join(values)[:60]))
    return search, wrong


def unknown_parameters(said: Iterable[str], also: Iterable[str] = ()) -> list[str]:
    """The parameters that ask for nothing here, those that are `also` read left out."""
    return [parameter for parameter in said if parameter not in {*PARAMETERS, *also}]


def written(search: Search, **changes: Any) -> str:
    """The parameters of an address that ask for this search, with some `changes`; empty for everything."""
    asked = replace(search, **({"page": 1, "passed": 0} | changes))
    pairs: list[tuple[str, str]] = [("q", asked.q)] if asked.q else []
    if asked.near:
        pairs.append(("near", f"{asked.near.latitude:g},{asked.near.longitude:g}"))
    if asked.bbox:
        pairs.append(("bbox", ",".join(f"{edge:g}" for edge in asked.bbox)))
    pairs += [("town", str(asked.town))] if asked.town else []
    pairs += [("network", asked.network)] if asked.network else []
    pairs += [("kind", kind) for kind in asked.kinds]
    pairs += [("free_days", str(asked.free_days))] if asked.free_days else []
    pairs += [("way", way) for way in asked.ways]
    pairs += [("open", "now")] if asked.open_now else []
    pairs += [("there", thing) for thing in asked.there]
    pairs += [("order", asked.order)] if asked.order else []
    pairs += [("page", str(asked.page))] if asked.page > 1 else []
    pairs += [("passed", str(asked.passed))] if asked.passed else []
    return urlencode(pairs, safe=",", quote_via=quote)


def read_window(said: str) -> Window:
    """The window that `w,s,e,n` names. Raises ValueError where it names none."""
    west, south, east, north = (float(edge) for edge in said.split(","))
    if not (abs(west) <= ONCE_AROUND and abs(east) <= ONCE_AROUND and -90 <= south <= north <= 90):
        raise ValueError
    if east - west >= ONCE_AROUND:
        return Window(-180.0, south, 180.0, north)
    return Window(_turned(west), south, _turned(east), north)


def holding(points: Iterable[Point]) -> Window | None:
    """The smallest window that holds the points, across the antimeridian where that is shorter; None for none."""
    listed = list(points)
    if not listed:
        return None
    around = sorted({point.longitude for point in listed})
    gaps = [(after - before, after, before) for before, after in pairwise(around)]
    gaps.append((around[0] + 360 - around[-1], around[0], around[-1]))
    _, west, east = max(gaps)
    latitudes = [point.latitude for point in listed]
    return Window(west, min(latitudes), east, max(latitudes))


def window_around(point: Point, km: float) -> Window:
    """The window that holds a circle: across the antimeridian where that is near, around the Earth where a pole is."""
    west, south, east, north, is_a_belt = box_around(point, km)
    if not is_a_belt:
        return Window(west, south, east, north)
    if south <= -89 or north >= 89 or east - west >= 360:
        return Window(-180.0, south, 180.0, north)
    return Window(_turned(west), south, _turned(east), north)


def _turned(longitude: float) -> float:
    """The same meridian between -180 and 180: maps scroll on around the Earth."""
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def _text(values: list[str]) -> dict[str, Any]:
    return {"q": " ".join(values[-1].replace("\0", " ").split())[:LONGEST_TEXT]}


def _near(values: list[str]) -> dict[str, Any]:
    latitude, longitude = (float(part) for part in values[-1].split(","))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError
    return {"near": Point(latitude, longitude)}


def _number(field: str, least: int, most: int) -> Any:
    def read(values: list[str]) -> dict[str, Any]:
        number = int(values[-1]) if values[-1].isascii() else -1
        if not least <= number <= most:
            raise ValueError
        return {field: number}

    return read


def _several(field: str, kind: Any) -> Any:
    def read(values: list[str]) -> dict[str, Any]:
        named = [kind(part.strip()) for value in values for part in value.split(",") if part.strip()]
        return {field: tuple(dict.fromkeys(named))}

    return read


def _thing(value: str) -> str:
    if value not in THERE:
        raise ValueError
    return value


def _slug(values: list[str]) -> dict[str, Any]:
    if not all(sign.isalnum() or sign in "-_" for sign in values[-1]) or len(values[-1]) > 80:
        raise ValueError
    return {"network": values[-1]}


def _open(values: list[str]) -> dict[str, Any]:
    if values[-1] != "now":
        raise ValueError
    return {"open_now": True}


_READERS: dict[str, Any] = {
    "q": _text,
    "near": _near,
    "bbox": lambda values: {"bbox": read_window(values[-1])},
    "town": _number("town", 1, 2**62),
    "network": _slug,
    "kind": _several("kinds", Kind),
    "free_days": _number("free_days", 0, MOST_FREE_DAYS),
    "way": _several("ways", Way),
    "open": _open,
    "there": _several("there", _thing),
    "order": lambda values: {"order": Order(values[-1])},
    "page": _number("page", 1, 10**6),
    "passed": _number("passed", 0, LAST_PAGE * MOST_LOOKED_AT_FOR_OPEN),
}
PARAMETERS = tuple(_READERS)
