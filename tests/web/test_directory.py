import json
import re

import pytest

from passerelle.kit.places import Point
from passerelle.listings.models import Listing, Source
from passerelle.spaces.models import Space
from tests.makers import make_affiliation, make_network, make_space, make_spaces, make_town

NOT_KNOWN = {
    "country": "",
    "town": "",
    "latitude": None,
    "longitude": None,
    "time_zone": "UTC",
    "hours": "",
    "email": "",
}


@pytest.fixture(autouse=True)
def _wednesday(wednesday_noon):
    """Noon in Brussels, 19 h in Hong Kong."""


@pytest.fixture
def stranger(as_):
    return as_(None)


@pytest.fixture
def brussels(db):
    return make_town("Brussels", "BE", Point(50.8505, 4.3488), 1_000_000, names=("Bruxelles",))


@pytest.fixture
def beta(brussels):
    return make_space("Betacowork", slug="beta", town="Bruxelles", latitude=50.83, longitude=4.40)


def text_of(response):
    return response.content.decode()


def test_the_page_says_what_it_understood(stranger, beta):
    page = text_of(stranger.get("/spaces/", {"q": "Bruxlles"}))
    assert "You wrote “Bruxlles”: here is Bruxelles." in page
    assert "Around Bruxelles, Belgium" in page
    assert 'data-place="beta" data-lon="4.4" data-lat="50.83"' in page
    assert re.search(r'id="results"[^>]* data-bounds="4.34880,50.83000,4.40000,50.85050"', page)
    assert "4.3\N{NO-BREAK SPACE}km" in page


def test_with_or_without_a_slash(stranger, beta):
    for address in ("/spaces", "/spaces/"):
        assert stranger.get(address, {"q": "beta"}).status_code == 200


def test_what_cannot_be_read_is_said_and_the_rest_is_kept(stranger, beta):
    page = text_of(stranger.get("/spaces/", {"q": "beta", "near": "<here>", "kind": "castle"}))
    assert "“&lt;here&gt;” is no place on Earth" in page
    assert "“castle” is no sort of place" in page
    assert "/spaces/beta/" in page


def test_filters_are_set_as_the_address_says_and_go_along_to_the_next_page(stranger, db):
    network = make_network("Net", slug="net")
    for space in make_spaces(30):
        make_affiliation(space, network)
    page = text_of(stranger.get("/spaces/", {"network": "net", "way": "request", "free_days": 2}))
    assert 'name="way" value="request" checked' in page
    assert '<option value="net" selected>' in page
    assert "?network=net&amp;free_days=2&amp;way=request&amp;page=2" in page
    assert "30 spaces" in page
    assert "Space 0001" not in text_of(stranger.get("/spaces/", {"network": "net", "page": 2}))


def test_how_many_filters_are_set_is_said_also_while_one_chooses(stranger, beta):
    asked = {"kind": "cafe", "free_days": 2}
    said = r'id="filters-set" hx-swap-oob="true">([^<]*)</span>'
    for headers in ({}, {"HX-Target": "results"}):
        page = text_of(stranger.get("/spaces/", asked, headers=headers))
        assert re.findall(said, page) == ["(2)"]
        assert re.findall(said, text_of(stranger.get("/spaces/", {"q": "beta"}, headers=headers))) == [""]


def test_a_town_without_a_space_offers_the_nearest(stranger, beta):
    make_town("Liège", "BE", Point(50.63, 5.57), 200_000)
    page = text_of(stranger.get("/spaces/", {"q": "liege"}))
    assert "Around Liège, Belgium" in page
    assert "No space is known within 30 km. The nearest are these." in page
    assert "/spaces/beta/" in page


def test_the_map_is_given_clusters_places_and_towns(stranger, beta):
    answer = stranger.get("/spaces/map.json", {"bbox": "4,50,5,51", "zoom": "9.6"})
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert answer.json() == {
        "clusters": [],
        "places": [[4.4, 50.83, "beta", "Betacowork", "coworking", "Bruxelles", True]],
        "towns": [[4.3488, 50.8505, "Brussels", 0]],
        "total": 1,
        "is_more": False,
    }


@pytest.mark.parametrize(
    "asked", [{}, {"bbox": "4,50,5"}, {"bbox": "4,50,5,51", "zoom": "near"}, {"bbox": "4,50,5,51", "zoom": "inf"}]
)
def test_the_map_has_to_say_which_window(stranger, db, asked):
    assert stranger.get("/spaces/map.json", asked).status_code == 400


# The page of a space


def test_a_space_of_which_little_is_known_says_so_and_guesses_nothing(stranger, db):
    make_space("Mystery", slug="mystery", **NOT_KNOWN)
    for address in ("/", "/spaces/", "/spaces/?q=mystery", "/spaces/?open=now", "/spaces/mystery/"):
        page = text_of(stranger.get(address))
        assert "It is " not in page
        assert "Mystery, <" not in page
        assert "Closed, opens" not in page
    assert "Nobody acts for this space here." in page
    assert "Nobody answers for it here yet." in page
    assert page.count("Not known: ") == 2  # once for each group, not on each line
    assert 'class="known"' not in page


def test_what_tells_an_open_room_is_shown_as_known_or_not_known(stranger, beta):
    Space.objects.filter(pk=beta.pk).update(features=" coffee open_room ")
    page = text_of(stranger.get("/spaces/beta/"))
    (known, *others) = re.findall(r"Not known: ([^<]*)</p>", page)
    assert sum(len(re.split(", | and ", one)) for one in (known, *others)) == 6
    assert page.count('class="known"') == 1
    assert "There as well: coffee." in page


def test_each_value_names_the_list_that_it_comes_from(stranger, beta):
    Space.objects.filter(pk=beta.pk).update(own_lines=" hours ")
    source = Source.objects.create(name="OpenStreetMap", licence="ODbL 1.0", told_on="2026-10-01")
    values = {"name": "Betacowork", "hours": "Mo-Fr 09:00-18:00", "latitude": 50.83, "longitude": 4.4}
    Listing.objects.create(source=source, key="1", space=beta, line=1, values=values, told_on="2026-10-02")
    page = text_of(stranger.get("/spaces/beta/"))
    assert "<strong>OpenStreetMap</strong>, ODbL 1.0, 2\N{NO-BREAK SPACE}October\N{NO-BREAK SPACE}2026" in page
    assert "name and coordinates" in page
    owed = text_of(stranger.get("/credits/"))
    assert "OpenStreetMap" in owed
    assert "ODbL 1.0" in owed
    assert "GeoNames" in owed


def test_a_space_that_was_joined_leads_to_the_one_it_is(stranger, beta):
    make_space("Beta Cowork", slug="beta-2", joined_into=beta)
    answer = stranger.get("/spaces/beta-2/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/spaces/beta/")


def test_machines_are_told_the_same_and_no_mail_address(stranger, beta):
    Space.objects.filter(pk=beta.pk).update(summary="</script><script>alert(1)</script>", email="beta@example.org")
    page = text_of(stranger.get("/spaces/beta/"))
    said = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    assert "beta@example.org" not in page
    told = json.loads(said)
    assert told["name"] == "Betacowork"
    assert told["geo"] == {"@type": "GeoCoordinates", "latitude": 50.83, "longitude": 4.4}
    assert told["address"]["addressLocality"] == "Bruxelles"
    assert told["openingHoursSpecification"][0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "Monday",
        "opens": "09:00",
        "closes": "18:00",
    }
    assert told["description"].startswith("</script>")
