"""Points on the Earth. Plain Python."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088  # the mean radius, IUGG


class Point(NamedTuple):
    """Latitude and longitude in degrees, WGS 84."""

    latitude: float
    longitude: float


def distance_km(here: Point, there: Point) -> float:
    """The great-circle distance in kilometres (haversine)."""
    north, east = radians(there.latitude - here.latitude), radians(there.longitude - here.longitude)
    chord = sin(north / 2) ** 2 + cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
