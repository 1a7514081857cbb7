import csv
from io import StringIO
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest

from passerelle.kit.places import Point
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Kind
from passerelle.web import exports
from tests.listings.lists import take
from tests.makers import make_affiliation, make_network, make_space, make_spaces, make_town


@pytest.fixture
def stranger(as_, db, wednesday_noon):
    return as_(None)


def test_geojson_of_a_search(stranger, birch, alder):
    answer = stranger.get("/spaces.geojson", {"q": "bir"})
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    (feature,) = answer.json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [114.1747, 22.2783]}
    told = feature["properties"]
    assert (told["name"], told["kind"], told["url"]) == ("Birch", "coworking", "http://testserver/spaces/birch/")
    assert "birch@example.org" not in answer.content.decode()


def test_near_and_window_and_filters(stranger, birch, alder):
    assert [one["name"] for one in stranger.get("/spaces.json", {"near": "50.46,4.87"}).json()["spaces"]] == ["Alder"]
    assert [one["name"] for one in stranger.get("/spaces.json", {"bbox": "113,22,115,23"}).json()["spaces"]] == [
        "Birch"
    ]
    assert stranger.get("/spaces.json", {"kind": "cafe"}).json() == {"spaces": [], "next": None}
    assert stranger.get("/spaces.json", {"near": "nowhere"}).status_code == 400


def test_a_place_nobody_knows_has_no_geometry(stranger):
    make_space("Nowhere", latitude=None, longitude=None)
    assert stranger.get("/spaces.geojson").json()["features"][0]["geometry"] is None


def test_long_answers_are_sent_in_lots_that_lead_on(stranger, monkeypatch):
    monkeypatch.setattr(exports, "A_PAGE", 4)
    make_spaces(10)
    for address in ("/spaces.json?q=space", "/spaces.json", "/spaces.json?near=50.46,4.86"):
        found = []
        while address:
            answer = stranger.get(address)
            found += [one["name"] for one in answer.json()["spaces"]]
            address = answer.json()["next"]
            assert bool(address) == ("Link" in answer.headers)
            if address:
                assert answer.headers["Link"] == f'<{address}>; rel="next"'
                address = address.removeprefix("http://testserver")
        assert found == [f"Space {number:04}" for number in range(1, 11)]


def test_csv_cells_are_no_formulas(stranger):
    make_affiliation(make_space("=cmd|calc", town="-Town", longitude=-4.5), make_network("+Net"))
    answer = stranger.get("/spaces.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
    assert (row["name"], row["town"], row["networks"], row["longitude"]) == ("'=cmd|calc", "'-Town", "'+Net", "-4.5")


def test_the_sitemap_lists_every_page(stranger, birch, monkeypatch):
    monkeypatch.setattr(exports, "ADDRESSES_A_PAGE", birch.pk)
    joined = make_space("Joined", joined_into=birch)
    index = stranger.get("/sitemap.xml").content.decode()
    pages = [urlsplit(part.partition("</loc>")[0]).path for part in index.split("<loc>")[1:]]
    listed = "".join(stranger.get(page).content.decode() for page in pages)
    assert "<loc>http://testserver/spaces/birch/</loc>" in listed
    assert "<loc>http://testserver/credits/</loc>" in listed
    assert joined.slug not in listed
    assert stranger.get("/sitemap-99.xml").status_code == 404


def test_what_is_kept_for_a_second_keeps_its_headers(stranger, birch, settings):
    settings.KEEP_PAGES = True
    first, second = stranger.get("/spaces.geojson?q=birch"), stranger.get("/spaces.geojson?q=birch")
    assert first.content == second.content
    assert second.headers["Content-Type"] == "application/geo+json"
    assert second.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("near=999,999", "“999,999” is no place on Earth"),
        ("bbox=999,99,1,1", "“999,99,1,1” is no part of the map"),
        ("bbox=-500,1,2,3", "“-500,1,2,3” is no part of the map"),
        ("page=-3&kind=castle", "“castle” is no sort of place that we know. There is no page “-3”."),
        ("countri=be", "Nothing here is asked for by “countri”."),
    ],
)
@pytest.mark.parametrize("address", ["/spaces.json", "/spaces.geojson", "/spaces.csv"])
def test_machines_are_told_in_a_sentence_what_they_asked_wrongly(stranger, address, asked, said):
    answer = stranger.get(f"{address}?{asked}")
    assert answer.status_code == 400
    assert said in answer.json()["error"]


def test_robots_may_read_every_page_and_are_kept_from_what_costs(stranger, birch):
    answer = stranger.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    told = RobotFileParser()
    told.parse(answer.content.decode().splitlines())
    assert told.site_maps() == ["http://testserver/sitemap.xml"]
    for address in ("/", "/spaces/", "/spaces/birch/", "/networks/", "/credits/", "/sitemap-0.xml"):
        assert told.can_fetch("any", f"http://testserver{address}")
    for address in (
        "/spaces/?q=hive", "/spaces?near=1,2", "/spaces/map.json?zoom=1", "/spaces.geojson", "/spaces.csv?page=2",
        "/answer/abc/", "/vouch/abc/", "/confirm/abc/", "/C/abc",
        "/arrival/abc/", "/poster/abc/", "/invitations/abc/",
    ):  # fmt: skip
        assert not told.can_fetch("any", f"http://testserver{address}"), address


def test_what_no_list_says_is_marked_as_derived(stranger):
    make_town("Namur", "BE", Point(50.4669, 4.8675))
    take({"id": 1, "name": "Café du Pont", "lat": 50.4663, "lon": 4.8654})
    derived = {"country": "pin", "kind": "name", "town": "pin"}
    (said,) = stranger.get("/spaces.json").json()["spaces"]
    assert (said["town"], said["kind"], said["derived"]) == ("Namur", "cafe", derived)
    assert stranger.get("/spaces.geojson").json()["features"][0]["properties"]["derived"] == derived
    (row,) = csv.DictReader(StringIO(stranger.get("/spaces.csv").content.decode("utf-8-sig")))
    assert sorted(row["derived"].split(", ")) == ["country: pin", "kind: name", "town: pin"]


def test_spaces_of_which_the_kind_is_not_known_can_be_asked_for(stranger, birch, alder):
    Space.objects.filter(pk=birch.pk).update(kind=Kind.UNKNOWN)
    assert [one["name"] for one in stranger.get("/spaces.json", {"kind": "unknown"}).json()["spaces"]] == ["Birch"]
    assert [one["name"] for one in stranger.get("/spaces.json", {"kind": "coworking"}).json()["spaces"]] == ["Alder"]


def test_an_export_takes_as_many_queries_for_many_spaces_as_for_one(stranger, django_assert_max_num_queries):
    take(*({"id": number, "name": f"Café {number}", "lat": 50.4663, "lon": 4.8654} for number in range(30)))
    stranger.get("/spaces.json")
    with django_assert_max_num_queries(12):
        assert len(stranger.get("/spaces.json", {"kind": "cafe"}).json()["spaces"]) == 30
