"""The atlas as whoever reads a list asks it: all of it in memory, for a file asks a hundred thousand times.

It is loaded when the first question needs it. The towns take some thirty megabytes, their names eighty more.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from math import floor
from typing import NamedTuple

from passerelle.atlas.queries import every_name_of_towns, every_town
from passerelle.atlas.rules import country_of_zone, zone_at
from passerelle.kit.fold import fold
from passerelle.kit.places import Point, box_around, distance_km
from passerelle.listings.rules import TownNear

NOWHERE = "UTC"


class _Town(NamedTuple):
    """A town as `every_town` gives it: its number at GeoNames, then what is known of it."""

    number: int
    name: str
    country: str
    latitude: float
    longitude: float
    time_zone: str
    population: int


class AtlasInMemory:
    """Speaks the protocol `Gazetteer`, and says which time zone a town without a pin keeps."""

    def zone_at(self, point: Point) -> str:
        """The time zone that is kept there."""
        return zone_at(point)

    def country_at(self, point: Point) -> str:
        """The country that the point lies in; empty at sea."""
        return country_of_zone(zone_at(point))

    def towns_near(self, point: Point, within_km: float) -> Sequence[TownNear]:
        """The towns around, the nearest first."""
        around = self._around(point, within_km)
        away = ((town, distance_km(point, Point(town.latitude, town.longitude))) for town in around)
        near = sorted((one for one in away if one[1] <= within_km), key=lambda one: one[1])
        return [self._near(town, km) for town, km in near]

    def towns_called(self, name: str, country: str = "") -> Sequence[TownNear]:
        """The towns of that name, the greatest first."""
        return [self._near(town) for town in self._called(name) if country in ("", town.country)]

    def zone_of(self, town: str, country: str) -> str:
        """The time zone of a town, or else of the greatest town of the country; UTC where neither is known."""
        in_the_country = (one for one in self._called(town) if country in ("", one.country))
        found = next(in_the_country, None)
        if found is None and country:
            found = next((one for one in self._towns if one.country == country), None)
        return found.time_zone if found else NOWHERE

    def _called(self, name: str) -> list[_Town]:
        return [self._towns[at] for at in self._by_name.get(fold(name), ())]

    def _around(self, point: Point, within_km: float) -> list[_Town]:
        """The towns in the cells, of one degree, that the circle touches; near a pole, those of the whole belt."""
        box = box_around(point, within_km)
        west, east = (-180.0, 180.0) if box.is_a_belt else (box.west, box.east)
        rows = range(floor(box.south), floor(box.north) + 1)
        columns = range(floor(west), floor(east) + 1)
        return [town for row in rows for column in columns for town in self._cells.get((row, column), ())]

    def _near(self, town: _Town, km: float = 0.0) -> TownNear:
        return TownNear(town.name, self._names.get(town.number, ()), town.country, km, town.population)

    @cached_property
    def _towns(self) -> list[_Town]:
        return [_Town(*row) for row in every_town()]

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[_Town]]:
        cells: defaultdict[tuple[int, int], list[_Town]] = defaultdict(list)
        for town in self._towns:
            cells[floor(town.latitude), floor(town.longitude)].append(town)
        return cells

    @cached_property
    def _names(self) -> dict[int, tuple[str, ...]]:
        names: defaultdict[int, list[str]] = defaultdict(list)
        for number, name in every_name_of_towns():
            names[number or 0].append(name)
        return {number: tuple(known) for number, known in names.items()}

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        """Places in `_towns` by every name of theirs: those are in order of greatness, so these are as well."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, town in enumerate(self._towns):
            for name in self._names.get(town.number, ()):
                found[name].append(at)
        return found
