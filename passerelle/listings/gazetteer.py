"""The atlas as whoever reads a list asks it: all of it in memory, for a file asks a hundred thousand times.

It is loaded when the first question needs it. The towns take some thirty megabytes, their names eighty more.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from math import floor

from passerelle.atlas.queries import every_name_of_towns, every_town
from passerelle.atlas.rules import country_of_zone, zone_at
from passerelle.kit.fold import fold
from passerelle.kit.places import Point, box_around, distance_km
from passerelle.listings.rules import TownNear

Place = tuple[int, str, str, float, float, str]
NOWHERE = "UTC"


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
        away = ((place, distance_km(point, Point(place[3], place[4]))) for place in self._around(point, within_km))
        near = sorted((one for one in away if one[1] <= within_km), key=lambda one: one[1])
        return [self._town(place, km) for place, km in near]

    def towns_called(self, name: str, country: str = "") -> Sequence[TownNear]:
        """The towns of that name, the greatest first."""
        return [self._town(place) for place in self._called(name) if country in ("", place[2])]

    def zone_of(self, town: str, country: str) -> str:
        """The time zone of a town, or else of the greatest town of the country; UTC where neither is known."""
        in_the_country = (place for place in self._called(town) if country in ("", place[2]))
        found = next(in_the_country, None)
        if found is None and country:
            found = next((place for place in self._places if place[2] == country), None)
        return found[5] if found else NOWHERE

    def _called(self, name: str) -> list[Place]:
        return [self._places[number] for number in self._by_name.get(fold(name), ())]

    def _around(self, point: Point, within_km: float) -> list[Place]:
        """The towns in the cells, of one degree, that the circle touches; near a pole, those of the whole belt."""
        box = box_around(point, within_km)
        west, east = (-180.0, 180.0) if box.is_a_belt else (box.west, box.east)
        rows = range(floor(box.south), floor(box.north) + 1)
        columns = range(floor(west), floor(east) + 1)
        return [place for row in rows for column in columns for place in self._cells.get((row, column), ())]

    def _town(self, place: Place, km: float = 0.0) -> TownNear:
        return TownNear(place[1], self._names.get(place[0], ()), place[2], km)

    @cached_property
    def _places(self) -> list[Place]:
        return list(every_town())

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[Place]]:
        cells: defaultdict[tuple[int, int], list[Place]] = defaultdict(list)
        for place in self._places:
            cells[floor(place[3]), floor(place[4])].append(place)
        return cells

    @cached_property
    def _names(self) -> dict[int, tuple[str, ...]]:
        names: defaultdict[int, list[str]] = defaultdict(list)
        for number, name in every_name_of_towns():
            names[number or 0].append(name)
        return {number: tuple(known) for number, known in names.items()}

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        """Places in `_places` by every name of theirs: those are in order of greatness, so these are as well."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, place in enumerate(self._places):
            for name in self._names.get(place[0], ()):
                found[name].append(at)
        return found
