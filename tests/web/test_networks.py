from datetime import date

import pytest

from tests.makers import make_affiliation, make_charter, make_network, make_spaces


@pytest.fixture(autouse=True)
def _wednesday(wednesday_noon):
    """All of this is read on one Wednesday."""


def text_of(response):
    return response.content.decode()


def test_networks_are_listed_with_their_mode_and_number(as_, visa):
    page = text_of(as_(None).get("/networks/"))
    for said in ("The Visa", "hospitality", "2 spaces", "3 free days · on request"):
        assert said in page


def test_without_a_network_the_page_says_so(as_, db):
    assert "No network has been founded here yet." in text_of(as_(None).get("/networks/"))


def test_a_network_shows_mode_terms_charter_and_its_spaces(as_, visa, alder, birch, cedar):
    make_charter(visa, 1)
    page = text_of(as_(None).get("/networks/visa/"))
    for said in (
        "Days are given, never billed.",
        "Three free days, on request, two visitors a day.",
        "We welcome each other.",
        "Version 1",
        "/spaces/alder/",
        "/spaces/birch/",
        "since January 2020",
    ):
        assert said in page.replace("\N{NO-BREAK SPACE}", " "), said
    assert "/spaces/cedar/" not in page
    assert "/organise/" not in page


def test_who_has_left_is_no_longer_listed(as_, visa, cedar):
    make_affiliation(cedar, visa, until=date(2027, 1, 6))
    assert "/spaces/cedar/" not in text_of(as_(None).get("/networks/visa/"))


def test_the_spaces_of_a_network_are_paged(as_, visa):
    for space in make_spaces(30):
        make_affiliation(space, visa)
    page = text_of(as_(None).get("/networks/visa/", {"page": 2}))
    assert "Space 0030" in page
    assert "Space 0010" not in page


def test_the_text_of_a_network_is_in_the_readers_language_or_the_other(as_, db):
    make_network("One", slug="one", summary_fr="En français.", summary_en="")
    assert "En français." in text_of(as_(None).get("/networks/one/"))


def test_the_organiser_finds_the_way_to_keep_it_up(as_, olga, bo):
    assert "/networks/visa/organise/" in text_of(as_(olga).get("/networks/visa/"))
    assert "/networks/visa/organise/" not in text_of(as_(bo).get("/networks/visa/"))


def test_a_network_that_does_not_exist_is_not_found(as_, db):
    assert as_(None).get("/networks/oak/").status_code == 404
