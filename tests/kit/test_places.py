"""Boxes around points hold the circle they are made for."""

from hypothesis import assume, given
from hypothesis import strategies as st

from passerelle.kit.places import Point, box_around, distance_km

POINTS = st.builds(Point, st.floats(-89, 89), st.floats(-180, 180))


@given(POINTS, st.floats(-20, 20), st.floats(-60, 60), st.floats(100, 3000))
def test_whatever_is_within_the_distance_is_in_the_box(here: Point, north: float, east: float, km: float) -> None:
    there = Point(max(-90.0, min(90.0, here.latitude + north)), (here.longitude + east + 180) % 360 - 180)
    assume(distance_km(here, there) < km * 0.9999)
    box = box_around(here, km)
    assert box.south <= there.latitude <= box.north
    assert box.is_a_belt or box.west <= there.longitude <= box.east


def test_near_the_antimeridian_and_the_poles_the_box_is_a_belt() -> None:
    assert box_around(Point(-16, 179.9), 50).is_a_belt
    assert box_around(Point(89.9, 0), 500).is_a_belt
    assert not box_around(Point(50.5, 4.9), 500).is_a_belt
