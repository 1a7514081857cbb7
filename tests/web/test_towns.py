"""Towns are called as their reader calls them, and two of one name are told apart."""

import pytest
from django.utils.translation import override

from passerelle.atlas.geonames import read_towns
from passerelle.kit.fold import fold
from passerelle.kit.places import Point
from passerelle.web.towns import IN_FRENCH, told_apart, town_name
from tests.makers import make_space, make_town


@pytest.fixture
def brussels(db):
    return make_town("Brussels", "BE", Point(50.8505, 4.3488), 1_000_000, names=("Bruxelles",))


@pytest.fixture(scope="module")
def names_of_towns():
    """The names of the largest town of each main name in a country, as GeoNames has them."""
    wanted = [town for town in read_towns() if (town.name, town.country) in IN_FRENCH]
    return {(town.name, town.country): town.names for town in sorted(wanted, key=lambda town: town.population)}


@pytest.mark.parametrize(("town", "french"), IN_FRENCH.items(), ids=str)
def test_each_name_in_french_is_one_of_its_town(names_of_towns, town, french):
    assert fold(french) in names_of_towns[town]
    assert french != town[0]


def test_a_town_bears_the_name_of_its_reader(brussels):
    with override("fr"):
        assert town_name(brussels) == "Bruxelles"
        assert told_apart([brussels]) == ["Bruxelles, Belgique"]
    with override("en"):
        assert town_name(brussels) == "Brussels"


@pytest.mark.django_db
def test_towns_of_one_name_in_one_country_are_told_apart_by_their_people():
    texas = make_town("Paris", "US", Point(33.66, -95.55), 24_782)
    tennessee = make_town("Paris", "US", Point(36.3, -88.3), 10_150)
    france = make_town("Paris", "FR", Point(48.85, 2.35), 2_138_551)
    with override("fr"):
        assert told_apart([texas, france]) == ["Paris, États-Unis", "Paris, France"]
        assert told_apart([texas], beside=[tennessee]) == ["Paris, États-Unis (24\u202f782 habitants)"]


def test_the_map_and_the_list_say_it_in_the_language_of_the_page(as_, brussels):
    make_space("Betacowork", latitude=50.83, longitude=4.40)
    for language, name, heading in (("fr", "Bruxelles", "Autour de Bruxelles"), ("en", "Brussels", "Around Brussels")):
        reader = as_(None)
        reader.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        drawn = reader.get("/spaces/map.json", {"bbox": "4,50,5,51", "zoom": 9}).json()
        assert [town[2] for town in drawn["towns"]] == [name]
        assert heading in reader.get("/spaces/", {"q": "Brussels"}).content.decode()
