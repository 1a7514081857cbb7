from urllib.parse import parse_qs

import pytest

from passerelle.directory.rules import Order, Search, Window, Wrong, holding, read_search, read_window, written
from passerelle.kit.places import Point
from passerelle.networks.rules import Way
from passerelle.spaces.rules import Kind

EVERYTHING = Search(
    q="Liège",
    near=Point(50.464, 4.867),
    bbox=Window(4.0, 50.0, 5.5, 51.0),
    town=2792413,
    network="visa",
    kinds=(Kind.CAFE, Kind.COWORKING),
    free_days=3,
    ways=(Way.NOTICE,),
    open_now=True,
    there=("wifi", "bicycles"),
    order=Order.NAME,
    page=2,
)


def said(address: str) -> dict[str, list[str]]:
    """The parameters of an address."""

    return parse_qs(address)


def test_an_address_says_a_search_whole_and_is_read_back() -> None:
    assert read_search(said(written(EVERYTHING, page=2))) == (EVERYTHING, [])
    assert written(Search()) == ""
    assert written(Search(q="a b"), page=3) == "q=a%20b&page=3"
    assert "page" not in written(EVERYTHING)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("near", "here"),
        ("near", "91,0"),
        ("near", "nan,0"),
        ("bbox", "1,2,3"),
        ("bbox", "0,50,1,40"),
        ("bbox", "inf,0,1,1"),
        ("kind", "castle"),
        ("kind", "cafe,castle"),
        ("free_days", "99"),
        ("free_days", "three"),
        ("free_days", "²"),
        ("way", "swim"),
        ("open", "later"),
        ("there", "dragon"),
        ("order", "beauty"),
        ("page", "0"),
        ("page", "-1"),
        ("town", "Namur"),
        ("network", "a/b"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_is_kept(parameter: str, value: str) -> None:
    search, wrong = read_search({"q": ["hive"], parameter: [value]})
    assert search == Search(q="hive")
    assert wrong == [Wrong(parameter, value)]


def test_several_values_stand_apart_or_between_commas() -> None:
    for values in (["cafe", "coworking"], ["cafe,coworking"], ["cafe", "cafe, coworking", ""]):
        assert read_search({"kind": values})[0].kinds == (Kind.CAFE, Kind.COWORKING)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("170,-20,-170,0", Window(170, -20, -170, 0)),
        ("170,-20,190,0", Window(170, -20, -170, 0)),
        ("-200,-20,200,0", Window(-180, -20, 180, 0)),
        ("0,0,0,0", Window(0, 0, 0, 0)),
    ],
)
def test_a_window_may_cross_the_antimeridian(text: str, window: Window) -> None:
    assert read_window(text) == window


def test_the_smallest_window_that_holds_points() -> None:
    assert holding([]) is None
    assert holding([Point(1, 2)]) == Window(2, 1, 2, 1)
    assert holding([Point(50, 4), Point(48, 2)]) == Window(2, 48, 4, 50)
    assert holding([Point(-17, 179), Point(-18, -179)]) == Window(179, -18, -179, -17)
