"""Points on the Earth. Plain Python."""

from math import asin, cos, degrees, pi, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088  # the mean radius, IUGG
KM_OF_A_DEGREE = pi * EARTH_RADIUS_KM / 180


class Point(NamedTuple):
    """Latitude and longitude in degrees, WGS 84."""

    latitude: float
    longitude: float


def distance_km(here: Point, there: Point) -> float:
    """The great-circle distance in kilometres (haversine)."""
    north, east = radians(there.latitude - here.latitude), radians(there.longitude - here.longitude)
    chord = sin(north / 2) ** 2 + cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


class Box(NamedTuple):
    """A box in degrees that holds a circle. `west` and `east` mean nothing where it `is_a_belt` around the Earth."""

    west: float
    south: float
    east: float
    north: float
    is_a_belt: bool


def box_around(here: Point, within_km: float) -> Box:
    """The box that holds the circle; where it holds a pole or reaches the antimeridian, the whole belt of latitudes."""
    turn = within_km / EARTH_RADIUS_KM
    high, narrowing = degrees(turn), cos(radians(here.latitude))
    wide = degrees(asin(sin(turn) / narrowing)) if turn < pi / 2 and sin(turn) < narrowing else 180.0
    is_a_belt = abs(here.longitude) + wide >= 180
    return Box(here.longitude - wide, here.latitude - high, here.longitude + wide, here.latitude + high, is_a_belt)
