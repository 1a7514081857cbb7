"""Every sort of search, by strangers and by who is signed in: how often it asks the database, and what it says."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passerelle.directory.queries import finding
from passerelle.kit.places import Point
from passerelle.networks.rules import Included, Terms, Way
from passerelle.spaces.models import Space
from tests.makers import make_affiliation, make_closure, make_country, make_network, make_space, make_spaces, make_town

CEILING = 8
SEARCHES = (
    {},
    {"page": 2},
    {"page": 9},
    {"q": "namur"},
    {"q": "namru"},
    {"q": "namru", "kind": "cafe", "free_days": 2, "there": "wifi"},
    {"q": "namru", "network": "net", "order": "name"},
    {"q": "namur", "open": "now"},
    {"q": "namru", "open": "now", "kind": "cafe"},
    {"q": "reykjavik", "there": "wifi", "free_days": 1},
    {"q": "reikjavik", "there": "wifi", "free_days": 1},
    {"q": "spa"},
    {"q": "space"},
    {"q": "space 0001"},
    {"q": "spaxe hive"},
    {"q": "spacr namur hivee", "kind": "coworking", "free_days": 2, "network": "net"},
    {"q": "spce belgique", "there": "wifi"},
    {"q": "belgique"},
    {"q": "hive 0001"},
    {"q": "nothing of the kind"},
    {"near": "50.46,4.86"},
    {"near": "50.46,4.86", "kind": "coworking", "free_days": 3, "there": "wifi"},
    {"near": "50.46,4.86", "q": "spaec", "there": "wifi"},
    {"near": "-55,-120", "kind": "cafe", "there": "bicycles"},
    {"near": "50.46,4.86", "order": "name"},
    {"network": "net", "kind": "coworking", "way": "request"},
    {"network": "nobody", "kind": "cafe"},
    {"network": "net", "open": "now", "there": "wifi"},
    {"bbox": "4,50,5,51"},
    {"bbox": "170,-80,-170,80", "kind": "coworking", "there": "wifi"},
)


@pytest.fixture(autouse=True)
def _world(db, wednesday_noon):
    make_town("Namur", "BE", Point(50.4669, 4.8675), 110_000, names=("Namen",))
    make_town("Reykjavík", "IS", Point(64.135, -21.895), 130_000, names=("Reykjavik",))
    make_town("Spa", "BE", Point(50.492, 5.864), 10_000)
    make_country("BE", "Belgique", "Belgium")
    network = make_network("Net", slug="net", terms=Terms(free_days=3, way=Way.REQUEST, included=(Included.WIFI,)))
    for space in make_spaces(60, hours="Mo-Su 00:00-24:00"):
        make_affiliation(space, network)
        make_closure(space, date(2030, 5, 1), date(2030, 5, 3))
    make_space("The Hive", town="Hong Kong", country="HK", latitude=22.28, longitude=114.17)


@pytest.fixture(params=["few", "many"])
def _bounds(request, monkeypatch):
    """As if sixty spaces were many: no condition is rare, and nothing is looked at as a whole."""
    if request.param == "many":
        monkeypatch.setattr(finding, "RARE", 3)
        monkeypatch.setattr(finding, "COUNTED", 5)


@pytest.mark.parametrize("asked", SEARCHES, ids=str)
@pytest.mark.usefixtures("_bounds")
def test_a_search_asks_the_database_eight_times_at_most(as_, dee, asked):
    for reader in (as_(None), as_(dee)):
        reader.cookies["drawn"] = "anew"  # so that no page is kept for the next who asks
        reader.get("/spaces/", asked)
        with CaptureQueriesContext(connection) as seen:
            assert reader.get("/spaces/", asked).status_code == 200
        assert len(seen) <= CEILING, "\n".join(query["sql"][:200] for query in seen)


def test_words_that_are_together_nowhere_are_perhaps_a_town(as_):
    make_town("Hive Space", "GB", Point(51, 0), 60_000)
    make_space("Spaxe Desk")
    page = as_(None).get("/spaces/", {"q": "hive spaxe"}).content.decode()
    assert "No space answers to “hive spaxe”" in page
    address = re.search(r'Perhaps you mean:\s*<a href="([^"]+)">Hive Space, United Kingdom</a>', page)[1]
    assert "Around Hive Space, United Kingdom" in as_(None).get(address.replace("&amp;", "&")).content.decode()


def test_a_page_that_is_not_there_is_named_and_leads_back(as_):
    page = as_(None).get("/spaces/", {"network": "net", "page": 9}).content.decode()
    assert "This list has no page 9." in page
    assert 'href="/spaces/?network=net"' in page


@pytest.fixture
def _open_one_in_three():
    for number, space in enumerate(Space.objects.order_by("name", "id")):
        space.hours = "Mo-Su 00:00-24:00" if number % 3 == 0 else "Su 03:00-04:00"
        space.closures.all().delete()
        space.save()


@pytest.mark.usefixtures("_open_one_in_three")
def test_one_looks_on_until_a_page_of_open_ones_is_full(as_, monkeypatch):
    monkeypatch.setattr(finding, "ROWS_A_PAGE", 8)
    page = as_(None).get("/spaces/", {"open": "now"}).content.decode()
    assert page.count("data-place=") == 8
    assert "22 spaces were looked at so far" in page
    further = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert further == "?open=now&page=2&passed=22"
    page = as_(None).get(f"/spaces/{further}").content.decode()
    assert "46 spaces were looked at so far" in page
    page = as_(None).get("/spaces/?open=now&page=3&passed=46").content.decode()
    assert page.count("data-place=") == 5
    assert 'rel="next"' not in page
    assert "61 spaces were looked at so far" in page


@pytest.mark.usefixtures("_open_one_in_three")
def test_one_page_of_open_ones_looks_no_further_than_its_bound(as_, monkeypatch):
    monkeypatch.setattr(finding, "MOST_LOOKED_AT_FOR_OPEN", 10)
    page = as_(None).get("/spaces/", {"open": "now"}).content.decode()
    assert page.count("data-place=") == 4
    assert "10 spaces were looked at so far" in page
    assert "?open=now&amp;page=2&amp;passed=10" in page
    Space.objects.update(hours="Su 03:00-04:00")
    page = as_(None).get("/spaces/", {"open": "now", "kind": "coworking"}).content.decode()
    assert "None of the 10 spaces that were looked at so far is known to be open at this moment." in page
    assert 'rel="next"' in page


def test_the_page_says_that_not_all_were_looked_at(as_, monkeypatch):
    monkeypatch.setattr(finding, "RARE", 3)
    monkeypatch.setattr(finding, "LOOKED_AT", 5)
    page = as_(None).get("/spaces/", {"kind": "coworking", "network": "net"}).content.decode()
    assert page.count("data-place=") == 5
    assert "some of the spaces that answer: not all could be looked at" in page
    Space.objects.order_by("name").first().affiliations.all().delete()
    Space.objects.filter(name__lt="Space 0006").update(features=" wifi ")
    monkeypatch.setattr(finding, "LOOKED_AT", 1)
    page = as_(None).get("/spaces/", {"kind": "coworking", "network": "net"}).content.decode()
    assert "Among those that were looked at, none answers to all of this." in page


def test_where_none_is_open_the_page_does_not_say_that_none_answers(as_):
    Space.objects.update(hours="Su 03:00-04:00")
    page = as_(None).get("/spaces/", {"q": "hive", "open": "now"}).content.decode()
    assert "Of the spaces that answer to the rest (1), none is known to be open at this moment." in page
    assert "No space answers" not in page
