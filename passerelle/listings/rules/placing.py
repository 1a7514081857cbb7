"""Where a row stands: its point, country, time zone and town, and what contradicts what. Plain Python."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from passerelle.kit.fold import fold
from passerelle.kit.places import Point
from passerelle.listings.rules.addresses import components, country_named, region_parts, town_parts
from passerelle.listings.rules.countries import country_called, is_one_town, is_same_country, may_be_elsewhere
from passerelle.listings.rules.told import Basis, Field, Gazetteer, TownNear

TOWN_WITHIN_KM = 30.0
PEOPLE_ON_A_KM2 = 2000  # as densely as people live in cities: how far a town of so many people reaches
LEAST_PRECISION = 0.5
_NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d{1,3})?)\s*°?\s*([NSEWO])?", re.I)
_NUMBERS = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?", re.I)
_NEARLY_ZERO = 0.001
_Flaw = tuple[Field, str, str]


@dataclass(frozen=True, slots=True)
class SaidOfPlace:
    """What the cells of a row say of where it is, tidied."""

    latitude: str = ""
    longitude: str = ""
    coordinates: str = ""
    precision: str = ""
    country: str = ""
    town: str = ""
    address: str = ""


@dataclass(slots=True)
class Whereabouts:
    """Where a row stands; what the list does not say itself is `derived`; `flaws` are (field, code, found)."""

    point: Point | None = None
    time_zone: str = ""
    country: str = ""
    town: str = ""
    derived: dict[Field, Basis] = field(default_factory=dict)
    flaws: list[_Flaw] = field(default_factory=list)


class AskedOnce:
    """A gazetteer that is asked each question once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.zone_at = lru_cache(maxsize=20_000)(gazetteer.zone_at)
        self.country_at = lru_cache(maxsize=20_000)(gazetteer.country_at)
        self.towns_called = lru_cache(maxsize=20_000)(gazetteer.towns_called)
        self._towns_near = lru_cache(maxsize=2_000)(gazetteer.towns_near)

    def towns_near(self, point: Point) -> Sequence[TownNear]:
        """The towns around, the nearest first."""
        return self._towns_near(point, TOWN_WITHIN_KM)


def placed(said: SaidOfPlace, where: AskedOnce) -> Whereabouts:
    """Where a row stands: country and time zone by its pin, and nothing mended that contradicts itself."""
    whereabouts = Whereabouts()
    whereabouts.point, flaw = _point(said)
    if flaw:
        whereabouts.flaws.append((Field.COORDINATES, flaw, _pin_in_words(said)))
    if whereabouts.point:
        whereabouts.time_zone = where.zone_at(whereabouts.point)
        if _number(said.precision, 1.0) < LEAST_PRECISION:
            whereabouts.flaws.append((Field.PRECISION, "pin_is_imprecise", said.precision))
    _set_country(whereabouts, said, where)
    _set_town(whereabouts, said, where)
    return whereabouts


# The point


def _point(said: SaidOfPlace) -> tuple[Point | None, str]:
    if not (said.latitude or said.longitude):
        if not said.coordinates:
            return None, "without_coordinates"
        pair = _pair(said.coordinates)
    else:
        pair = _number(said.latitude), _number(said.longitude)
    if not all(map(math.isfinite, pair)):
        return None, "pin_cannot_be_read"
    if abs(pair[0]) > 90 or abs(pair[1]) > 180:
        return None, "pin_is_off_the_earth"
    if max(map(abs, pair)) < _NEARLY_ZERO:
        return None, "pin_is_at_zero"
    return Point(*pair), ""


def _pair(text: str) -> tuple[float, float]:
    """Two numbers in one cell, latitude first; in a POINT of databases, longitude first."""
    numbers = _NUMBERS.findall(text if text.count(",") < 3 else text.replace(", ", " ").replace(",", "."))
    if len(numbers) not in (2, 3):
        return math.nan, math.nan
    first, second = float(numbers[0]), float(numbers[1])
    return (second, first) if text.upper().startswith("POINT") else (first, second)


def _number(text: str, otherwise: float = math.nan) -> float:
    found = _NUMBER.fullmatch(text)
    if not found:
        return otherwise
    sign = -1 if (found[2] or "").upper() in ("S", "W", "O") else 1
    return sign * float(found[1].replace(",", "."))


def _pin_in_words(said: SaidOfPlace) -> str:
    return said.coordinates if not (said.latitude or said.longitude) else f"{said.latitude}, {said.longitude}"


# The country


def _set_country(whereabouts: Whereabouts, said: SaidOfPlace, where: AskedOnce) -> None:
    """The country of the pin, else the one that is told, else the one that the address names."""
    told = country_called(said.country) if said.country else ""
    if said.country and not told:
        whereabouts.flaws.append((Field.COUNTRY, "country_is_not_known", said.country))
    by_pin = where.country_at(whereabouts.point) if whereabouts.point else ""
    named = country_named(said.address)
    by_address = named.code if named and not may_be_elsewhere(named.name, by_pin or told) else ""
    whereabouts.country = by_pin or told or by_address
    if whereabouts.country and not any(
        is_same_country(whereabouts.country, said) for said in (told, by_address) if said
    ):
        whereabouts.derived[Field.COUNTRY] = Basis.PIN
    if whereabouts.point and not by_pin:
        whereabouts.flaws.append((Field.COORDINATES, "pin_is_in_no_country", _pin_in_words(said)))
    contradictions = _contradictions(said, told, by_pin, by_address, named.name if named else "")
    whereabouts.flaws += contradictions
    is_doubtful = bool(contradictions) or not by_pin
    if whereabouts.point and is_doubtful and _is_swapped(whereabouts.point, told or by_address, where):
        whereabouts.flaws.append((Field.COORDINATES, "pin_may_be_swapped", _pin_in_words(said)))


def _contradictions(said: SaidOfPlace, told: str, by_pin: str, by_address: str, named: str) -> list[_Flaw]:
    """What of these three countries is not the same; `named` is the country as the address writes it."""
    pairs = (
        (Field.COUNTRY, "country_contradicts_the_pin", told, by_pin, said.country),
        (Field.ADDRESS, "address_contradicts_the_pin", by_address, by_pin, named),
        (Field.COUNTRY, "country_contradicts_the_address", told, by_address, said.country),
    )
    return [
        (about, code, f"{found} ≠ {other}")
        for about, code, one, other, found in pairs
        if one and other and not is_same_country(one, other)
    ]


def _is_swapped(point: Point, country: str, where: AskedOnce) -> bool:
    """Whether the point would lie in the country that is said, were its two numbers the other way round."""
    if not country or abs(point.longitude) > 90:
        return False
    other = where.country_at(Point(point.longitude, point.latitude))
    return bool(other) and is_same_country(other, country)


# The town


def _set_town(whereabouts: Whereabouts, said: SaidOfPlace, where: AskedOnce) -> None:
    whereabouts.town = said.town or _town_in_address(whereabouts, said.address, where) or _town_like_its_country(said)
    if not whereabouts.town and whereabouts.point:
        whereabouts.town = town_around(where.towns_near(whereabouts.point), whereabouts.country)
        if whereabouts.town:
            whereabouts.derived[Field.TOWN] = Basis.PIN
    if not whereabouts.town:
        whereabouts.flaws.append((Field.TOWN, "without_town", ""))


def _town_like_its_country(said: SaidOfPlace) -> str:
    """Hong Kong, Singapore: the country that an address names and that is a town."""
    named = country_named(said.address)
    return named.name if named and is_one_town(named.code) else ""


def town_around(towns: Sequence[TownNear], country: str) -> str:
    """The town that people name who are asked where the point is, of those around it, the nearest first.

    A town reaches as far as its people take room. Of those that reach the point, the one that draws most is named:
    twice as far away, it has four times the people. So a housing estate does not name what stands in a city, nor a city
    what stands in a town of its own. Where no town reaches the point, the nearest is named.
    """
    inside = [town for town in towns if is_same_country(town.country, country)] or list(towns)
    reaching = [town for town in inside if town.km <= math.sqrt(town.population / (math.pi * PEOPLE_ON_A_KM2))]
    reaching = [town for town in reaching if not any(_is_part_of(town, other) for other in reaching)]
    drawn = max(reaching, key=lambda town: math.sqrt(town.population) / (town.km + 1), default=None)
    return drawn.name if drawn else inside[0].name if inside else ""


def _is_part_of(town: TownNear, other: TownNear) -> bool:
    """Whether it bears the name of a greater one before its own: "Paris 18 Buttes-Montmartre", "Lyon 01"."""
    return town.population < other.population and town.name.startswith(f"{other.name} ")


def _town_in_address(whereabouts: Whereabouts, address: str, where: AskedOnce) -> str:
    """The part of an address that is a town around the pin or, where there is no pin, in the country."""
    parts = components(address)
    named = country_named(address)
    begins_large = address.startswith("〒") or (named is not None and named.is_first)
    ways_in = parts if begins_large else parts[::-1]
    if whereabouts.point:
        known = set(_names_near(where.towns_near(whereabouts.point)))
        said = chain(*map(town_parts, ways_in), *map(region_parts, ways_in))
        return next((part for part in said if fold(part) in known), "")
    if not whereabouts.country:
        return ""
    ways_in = ways_in[1:] if len(ways_in) > 2 else ways_in  # there stands the state, which may be a village elsewhere
    return next(
        (part for parted in ways_in for part in town_parts(parted) if where.towns_called(part, whereabouts.country)), ""
    )


def _names_near(towns: Sequence[TownNear]) -> Iterator[str]:
    for town in towns:
        yield _folded(town.name)
        yield from map(_folded, town.other_names)


_folded = lru_cache(maxsize=100_000)(fold)
