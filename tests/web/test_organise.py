from datetime import date

import pytest

from passerelle.networks.models import Affiliation, Network
from passerelle.networks.queries import affiliation_between
from tests.makers import make_affiliation, make_spaces
from tests.web.test_manage import TERMS

TODAY = date(2027, 1, 6)


@pytest.fixture(autouse=True)
def _wednesday(wednesday_noon):
    """All of this happens on one Wednesday."""


@pytest.fixture
def organiser(as_, olga):
    return as_(olga)


def text_of(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("page", ["", "admit/", "terms/", "charter/", "spaces/1/"])
def test_only_organisers_come_in(as_, visa, bo, ana, cy, page):
    for other in (bo, ana, cy):
        assert as_(other).get(f"/networks/visa/organise/{page}").status_code == 404
        assert as_(other).post(f"/networks/visa/organise/{page}").status_code == 404
    assert as_(None).get(f"/networks/visa/organise/{page}").status_code == 302


def test_a_space_outside_is_found_and_admitted(organiser, visa, cedar):
    page = text_of(organiser.get("/networks/visa/organise/", {"q": "cedar"}))
    assert 'value="cedar"' in page
    page = text_of(organiser.post("/networks/visa/organise/admit/", {"space": "cedar"}, follow=True))
    assert "Cedar now stands in the network." in page
    assert affiliation_between(cedar, "visa", TODAY) is not None
    assert "No space outside the network answers" in text_of(organiser.get("/networks/visa/organise/", {"q": "cedar"}))


def test_a_space_is_admitted_once(organiser, visa, birch):
    page = text_of(organiser.post("/networks/visa/organise/admit/", {"space": "birch"}, follow=True))
    assert "stands in the network already" in page
    assert organiser.post("/networks/visa/organise/admit/", {"space": "oak"}).status_code == 404


def test_a_space_is_let_go_with_a_reason(organiser, visa, birch):
    stands = affiliation_between(birch, "visa", TODAY)
    address = f"/networks/visa/organise/spaces/{stands.pk}/"
    assert "This field is required." in text_of(organiser.post(address, {"last_day": "2027-01-31"}))
    assert organiser.post(address, {"last_day": "2027-01-31", "reason": "No answer for a year."}).status_code == 302
    assert Affiliation.objects.get(pk=stands.pk).until == date(2027, 2, 1)
    assert "leaves on 1 February 2027" in text_of(organiser.get("/networks/visa/organise/"))


def test_the_default_terms_are_set(organiser, visa):
    page = text_of(organiser.post("/networks/visa/organise/terms/", TERMS, follow=True))
    assert "Two free days, announced 48 hours ahead" in page
    assert Network.objects.get(pk=visa.pk).terms.visitors_a_day == 3


def test_default_terms_that_clash_name_the_spaces(organiser, visa, birch):
    Affiliation.objects.filter(space=birch).update(deviations={"from_hour": "16:00"})
    page = text_of(organiser.post("/networks/visa/organise/terms/", TERMS | {"to_hour": "15:00"}))
    assert "what some spaces do otherwise: Birch." in page


def test_a_charter_is_given_in_both_languages(organiser, visa):
    address = "/networks/visa/organise/charter/"
    page = text_of(organiser.post(address, {"text_fr": "Nous accueillons.", "text_en": ""}))
    assert "A charter needs its text in both languages." in page
    assert "Nous accueillons." in page
    said = {"text_fr": "Nous accueillons.", "text_en": "We welcome."}
    assert "Version 1 is in force." in text_of(organiser.post(address, said, follow=True))


def test_the_organisers_page_is_paged_and_takes_few_queries(organiser, visa, django_assert_max_num_queries):
    for space in make_spaces(60):
        make_affiliation(space, visa)
    with django_assert_max_num_queries(8):
        page = text_of(organiser.get("/networks/visa/organise/", {"q": "space", "page": 2}))
    assert "62 spaces stand in the network" in page
    assert "Space 0030" in page
    assert "Space 0001" not in page
