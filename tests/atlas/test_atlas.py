"""What the atlas understands: towns and countries by their names, points by their country."""

import pytest

from passerelle.atlas.actions import fill_atlas
from passerelle.atlas.models import Edition, PlaceName, Town
from passerelle.atlas.queries import edition, places_meant_by, towns_in
from passerelle.atlas.rules import TownKept, country_names, country_of_zone, zone_at
from passerelle.kit.fold import fold
from passerelle.kit.places import Point

NAMUR = Point(50.4669, 4.8675)


def town(key: int, name: str, country: str, at: tuple[float, float], population: int, *others: str) -> TownKept:
    names = frozenset(fold(one) for one in (name, *others))
    return TownKept(key, name, country, *at, "Europe/Brussels", population, names)


WORLD = (
    town(1, "Namur", "BE", (50.4669, 4.8675), 110_939, "Namen", "那慕爾"),
    town(2, "Brussels", "BE", (50.8505, 4.3488), 1_019_022, "Bruxelles", "Brussel"),
    town(3, "Liège", "BE", (50.6337, 5.5675), 182_597, "Luik", "Lüttich"),
    town(4, "Hong Kong", "HK", (22.2783, 114.1747), 7_396_076, "香港"),
    town(5, "Tokyo", "JP", (35.6895, 139.6917), 9_733_276, "東京", "Tōkyō"),
    town(6, "Paris", "FR", (48.8534, 2.3488), 2_138_551, "Paname"),
    town(7, "Paris", "US", (33.6609, -95.5555), 24_699),
    town(8, "Suva", "FJ", (-18.1416, 178.4415), 77_366),
    town(9, "Apia", "WS", (-13.8333, -171.7667), 40_407),
    town(10, "Luxembourg", "LU", (49.6117, 6.13), 76_684),
)


@pytest.fixture
def world(db: None) -> None:
    fill_atlas(WORLD, "of the tests")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Namur", "Namur, BE"),
        ("  NAMEN ", "Namur, BE"),
        ("Liege", "Liège, BE"),
        ("lüttich", "Liège, BE"),
        ("東京", "Tokyo, JP"),
        ("香港", "Hong Kong, HK"),
        ("tokyo", "Tokyo, JP"),
        ("Bruxlles", "Brussels, BE"),
        ("honk kong", "Hong Kong, HK"),
        ("hong kogn", "Hong Kong, HK"),
        ("brusels", "Brussels, BE"),
        ("xruxelles", "Brussels, BE"),
    ],
)
def test_a_town_is_understood_in_any_language_and_with_an_error(world: None, typed: str, meant: str) -> None:
    assert str(places_meant_by(typed)[0].town) == meant


@pytest.mark.parametrize("typed", ["", "  ", "!?", "pa", "pris x", "coworking", "Nemausus"])
def test_what_names_no_place_finds_none(world: None, typed: str) -> None:
    assert places_meant_by(typed) == []


def test_three_letters_are_forgiven_no_error(world: None) -> None:
    fill_atlas([town(1, "Spa", "BE", NAMUR, 10_000)], "of the tests")
    assert places_meant_by("spa") != []
    assert places_meant_by("spq") == []


def test_of_one_name_the_country_comes_first_and_then_the_largest_town(world: None) -> None:
    assert [str(one.town) for one in places_meant_by("paris")] == ["Paris, FR", "Paris, US"]
    country, town_of_the_name = places_meant_by("Luxembourg")
    assert (country.town, country.country) == (None, "LU")
    assert str(town_of_the_name.town) == "Luxembourg, LU"


def test_an_error_is_forgiven_only_where_nothing_is_called_so(world: None) -> None:
    assert {one.folded for one in places_meant_by("paris")} == {"paris"}
    assert {one.folded for one in places_meant_by("parys")} == {"paris"}


@pytest.mark.parametrize(
    ("name", "country"),
    [("Belgique", "BE"), ("belgium", "BE"), ("Ελλάδα", "GR"), ("日本", "JP"), ("USA", "US"), ("Belgiqu", "")],
)
def test_a_country_is_called_so_in_many_languages(world: None, name: str, country: str) -> None:
    called_so = {one.country for one in places_meant_by(name) if one.town is None and one.folded == fold(name)}
    assert called_so == ({country} if country else set())


def test_a_window_over_the_antimeridian_holds_both_sides(world: None) -> None:
    assert [town.name for town in towns_in(170, -30, -160, 0, at_most=5)] == ["Suva", "Apia"]
    assert [town.name for town in towns_in(-10, 40, 10, 60, at_most=2)] == ["Paris", "Brussels"]


def test_filled_again_it_holds_the_new_towns_and_no_others(world: None) -> None:
    assert fill_atlas(WORLD[:2], "another") == 2
    assert list(Town.objects.values_list("id", flat=True).order_by("id")) == [1, 2]
    assert set(PlaceName.objects.exclude(town=None).values_list("folded", flat=True)) >= {"namur", "bruxelles"}
    assert not PlaceName.objects.filter(folded="tokyo").exists()
    told = edition()
    assert told is not None
    assert (told.version, told.towns, Edition.objects.count()) == ("another", 2, 1)


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone", "country"),
    [
        (50.4669, 4.8675, "Europe/Brussels", "BE"),
        (22.2783, 114.1747, "Asia/Hong_Kong", "HK"),
        (47.5013, 19.0589, "Europe/Budapest", "HU"),
        (50.7753, 6.0839, "Europe/Berlin", "DE"),
        (-20.8789, 55.4481, "Indian/Reunion", "RE"),
        (0.0, 0.0, "Etc/GMT", ""),
    ],
)
def test_a_point_lies_in_a_zone_and_a_country(latitude: float, longitude: float, zone: str, country: str) -> None:
    point = Point(latitude, longitude)
    assert (zone_at(point), country_of_zone(zone_at(point))) == (zone, country)


def test_every_country_has_names_and_every_zone_a_country_or_none() -> None:
    named = country_names()
    assert {"belgique", "belgie", "belgien", "bel gica"} & named["BE"] >= {"belgique", "belgie", "belgien"}
    assert all(names for names in named.values())
    assert country_of_zone("America/Coyhaique") == "CL"
    assert country_of_zone("Etc/GMT-3") == country_of_zone("Mars/Olympus") == ""
