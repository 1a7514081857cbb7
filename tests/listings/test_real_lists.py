"""Lists that others keep, read where they are; they are no part of this project."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from passerelle.kit.places import Point
from passerelle.listings.rules import Field, ListRead, read_list, share_of_hours_in
from tests.house.walls import CHECKOUT
from tests.listings.atlas import Atlas
from tests.listings.samples import must_hold

LISTS = CHECKOUT.parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not LISTS.is_dir(), reason=f"no lists of others in {LISTS.name}")

FIGURES = {
    # rows, pins, refused
    "spaces/visa_map_2014.json": (842, 836, 0),
    "spaces/fr_tiers_lieux_cget_2019.csv": (1512, 1512, 0),
    "spaces/berlin_coworking_2019.geojson": (103, 103, 0),
    "spaces/hackerspaces_org_exchanges_2015.geojson": (234, 234, 0),
    "spaces/leuven_spaces_2026.json": (23, 23, 0),
    "spaces/osm_helsinki_coworking.json": (1, 1, 0),
    "spaces/spaceapi_directory_2026.json": (245, 0, 0),
    "messy/broken_brussels.json": (4, 4, 0),
}


class AlongTheDanube(Atlas):
    """Knows the two towns whose rows contradict themselves, and is sure of nothing else."""

    def country_at(self, point: Point) -> str:
        return {(48, 16): "AT", (47, 19): "HU"}.get((int(point.latitude), int(point.longitude)), "")


@cache
def read(path: str) -> ListRead:
    return read_list((LISTS / path).read_bytes(), Path(path).name, AlongTheDanube())


def flagged(found: ListRead, code: str) -> list[str]:
    return [flaw.name for told in found.told for flaw in told.flaws if flaw.code == code]


@pytest.mark.parametrize("path", FIGURES)
def test_every_row_is_read(path: str) -> None:
    found = read(path)
    must_hold(found)
    assert (found.read, sum(bool(told.point) for told in found.told), len(found.refused)) == FIGURES[path]


def test_the_map_of_the_visa() -> None:
    found = read("spaces/visa_map_2014.json")
    assert flagged(found, "country_contradicts_the_pin") == ["Loffice Budapest", "Loffice Vienna"]
    assert {"Rasheed22", "Almaqqar", "IceCairo"} <= set(flagged(found, "pin_is_shared"))
    assert len(flagged(found, "without_coordinates")) == 6
    sites = [told.originals.get(Field.WEBSITE, "http") for told in found.told if Field.WEBSITE in told.values]
    assert sum(not site.strip().startswith("http") for site in sites) == 8
    assert flagged(found, "website_is_not_an_address") == ["Poligon"]
    offices = [told for told in found.told if "regus." in told.values.get(Field.WEBSITE, "")]
    assert {told.values[Field.KIND] for told in offices} == {"office_centre"}
    assert len(offices) == 13
    kinds = Counter(told.values.get(Field.KIND) for told in found.told)
    assert (kinds["office_centre"], kinds[None]) == (15, 657)  # the map says of no place what sort it is


def test_the_french_census() -> None:
    found = read("spaces/fr_tiers_lieux_cget_2019.csv")
    kinds = Counter(told.values.get(Field.KIND) for told in found.told)
    assert kinds == {"coworking": 1114, "maker_space": 345, None: 46, "office_centre": 6, "cafe": 1}
    assert flagged(found, "website_is_a_mail_address") == ["La Poste Nomade"]
    assert flagged(found, "website_is_not_an_address") == ["La Tuilerie", "Creamodeleeco3d"]
    assert len(flagged(found, "pin_is_imprecise")) == 56
    assert sum(Field.POSTCODE not in told.values for told in found.told) == 133
    assert not any(flagged(found, code) for code in ("country_contradicts_the_pin", "quotation_mark_is_not_closed"))


def test_the_rest_has_what_is_told_of_it() -> None:
    berlin = read("spaces/berlin_coworking_2019.geojson").told
    towns = Counter(told.values.get(Field.TOWN) for told in berlin)
    assert towns["Berlin"] > 90
    assert not any(town and town != town.strip(" ,") for town in towns)
    assert read("messy/broken_brussels.json").encoding == "cp1252"
    hours = [told.values.get(Field.HOURS) for told in read("spaces/leuven_spaces_2026.json").told]
    assert hours.count(None) == 9
    assert {told.values[Field.KIND] for told in read("spaces/spaceapi_directory_2026.json").told} == {"maker_space"}


def test_sheets_of_markdown_are_read() -> None:
    found = [
        read(f"spaces/cafeandcowork/{file.name}") for file in sorted((LISTS / "spaces/cafeandcowork").glob("*.md"))
    ]
    told = [one for sheet in found for one in sheet.told]
    assert (len(found), len(told)) == (11, 11)
    assert all(one.values.get(Field.HOURS) and one.point for one in told)
    assert sum("front_matter_is_not_closed" in [flaw.code for flaw in one.flaws] for one in told) == 1


@pytest.mark.parametrize(
    ("path", "heading", "said", "understood"),
    [
        ("messy/opening_hours_osm_helsinki.csv", "opening_hours", 379, 373),
        ("messy/opening_hours_js_tests.csv", "opening_hours", 694, 400),
        ("messy/hours_freetext.csv", "text", 298, 240),
    ],
)
def test_the_share_of_hours_does_not_fall(path: str, heading: str, said: int, understood: int) -> None:
    share = share_of_hours_in((LISTS / path).read_bytes(), path, {heading: "hours"})
    assert share.said == said
    assert share.understood >= understood
