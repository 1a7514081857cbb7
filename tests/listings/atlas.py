"""A gazetteer of a few boxes and towns, for lists of our own."""

from collections.abc import Sequence

from passerelle.kit.fold import fold
from passerelle.kit.places import Point, distance_km
from passerelle.listings.rules import TownNear

# South, west, north, east.
_BOXES = {
    ("BE", "Europe/Brussels"): (49.5, 2.6, 51.5, 6.4),
    ("FR", "Europe/Paris"): (43.0, -4.7, 49.4, 7.5),
    ("RE", "Indian/Reunion"): (-21.4, 55.2, -20.8, 55.9),
    ("AT", "Europe/Vienna"): (46.4, 12.9, 49.0, 17.0),
    ("HU", "Europe/Budapest"): (45.8, 17.1, 48.6, 22.9),
    ("EG", "Africa/Cairo"): (22.0, 25.0, 31.6, 36.0),
    ("KR", "Asia/Seoul"): (34.0, 126.0, 38.6, 129.6),
    ("US", "America/New_York"): (30.0, -90.0, 45.0, -70.0),
    ("GN", "Africa/Conakry"): (-1.0, -1.0, 1.0, 1.0),
}
_TOWNS = [
    (TownNear("Namur", ("Namen",), "BE", 0), Point(50.4669, 4.8675)),
    (TownNear("Jambes", (), "BE", 0), Point(50.4569, 4.8722)),
    (TownNear("Vienna", ("Wien", "Vienne"), "AT", 0), Point(48.2085, 16.3721)),
    (TownNear("Budapest", (), "HU", 0), Point(47.4979, 19.0402)),
    (TownNear("Paris", (), "FR", 0), Point(48.8566, 2.3522)),
    (TownNear("Saint-Denis", (), "RE", 0), Point(-20.8789, 55.4481)),
    (TownNear("Seoul", ("Séoul", "서울"), "KR", 0), Point(37.566, 126.9784)),
    (TownNear("Atlanta", (), "US", 0), Point(33.749, -84.388)),
]


class Atlas:
    """Speaks the protocol of gazetteers, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def zone_at(self, point: Point) -> str:
        return self._box(point)[1]

    def country_at(self, point: Point) -> str:
        return self._box(point)[0]

    def towns_near(self, point: Point, within_km: float) -> Sequence[TownNear]:
        self.asked += 1
        near = [town._replace(km=distance_km(point, place)) for town, place in _TOWNS]
        return sorted((town for town in near if town.km <= within_km), key=lambda town: town.km)

    def towns_called(self, name: str, country: str = "") -> Sequence[TownNear]:
        self.asked += 1
        return [
            town
            for town, _ in _TOWNS
            if fold(name) in map(fold, (town.name, *town.other_names)) and country in ("", town.country)
        ]

    def _box(self, point: Point) -> tuple[str, str]:
        for named, (south, west, north, east) in _BOXES.items():
            if south <= point.latitude <= north and west <= point.longitude <= east:
                return named
        return "", ""
