"""The code on the poster: the visitor records the arrival, or reads why not and what can be done instead."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.networks.models import Affiliation, Network
from passerelle.networks.rules import Way
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.spaces.queries import poster_code
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit, cancel_visit, check_in
from passerelle.visits.models import Visit
from tests.makers import make_affiliation, make_closure, make_person, make_presence, make_space
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, in_hong_kong
from tests.web.test_door import said, used_days

As = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def _noon(wednesday_noon: datetime) -> None:
    """It is 6 January 2027 whenever a test does not say otherwise."""


@pytest.fixture
def poster(birch: Space) -> str:
    """Where a telephone goes that reads the poster of Birch."""
    return f"/poster/{poster_code(birch)}/"


@pytest.fixture
def visit(ana: Person, bo: Person, alder: Space, birch: Space, visa: Network) -> Visit:
    """Ana is expected at Birch from Monday to Wednesday: all her free days."""
    return accept_visit(ask_for_a_visit(Asking(alder, birch, (MONDAY, TUESDAY, WEDNESDAY)), by=ana), by=bo)


def drops_in(birch: Space, **deviations: Any) -> None:
    """From now on Birch receives visitors who come without a word."""
    Affiliation.objects.filter(space=birch).update(deviations={"way": Way.DROP_IN, **deviations})


def key_on(page: str) -> str:
    return page.split('name="key" value="')[1].split('"')[0]


# Expected


def test_the_visitor_says_i_am_here_once(as_: As, visit: Visit, ana: Person, poster: str) -> None:
    browser = as_(ana)
    with in_hong_kong(MONDAY):
        page = said(browser.get(poster))
        assert "Welcome, Ana." in page
        assert "I am here</button>" in page
        assert used_days() == []
        for _ in range(2):
            assert browser.post(poster, {"act": "check_in"}).status_code == 302
        page = said(browser.get(poster))
    assert used_days() == [MONDAY]
    presence = Presence.objects.get(day=MONDAY)
    assert (presence.witness, presence.recorded_by) == ("poster", ana.ref)
    assert '<svg class="stamp' in page
    assert "falls" in page
    assert "You are expected again on 19 and 20 January." in page
    assert "I am here</button>" not in page


def test_the_stamp_comes_down_once(as_: As, visit: Visit, ana: Person, poster: str) -> None:
    browser = as_(ana)
    with in_hong_kong(MONDAY, 10, 0):
        browser.post(poster, {"act": "check_in"})
    with in_hong_kong(MONDAY, 10, 5):
        page = said(browser.get(poster))
    assert '<svg class="stamp' in page
    assert "falls" not in page


def test_what_the_desk_recorded_is_stamped_too(as_: As, visit: Visit, ana: Person, dee: Person, poster: str) -> None:
    with in_hong_kong(MONDAY):
        check_in(visit, by=dee)
        browser = as_(ana)
        assert "Checked in at 10:00" in said(browser.get(poster))
        assert browser.post(poster, {"act": "check_in"}).status_code == 302
    assert Presence.objects.get(day=MONDAY).recorded_by == dee.ref


# Who reads it


def test_a_stranger_is_asked_who_it_is_and_brought_back(as_: As, visit: Visit, poster: str) -> None:
    with in_hong_kong(MONDAY):
        page = said(as_(None).get(poster))
        assert "Welcome to Birch." in page
        assert "/account/login/code/?next=%2Fposter%2F" in page
        as_(None).post(poster, {"act": "check_in"})
    assert used_days() == []


def test_nobody_checks_in_for_somebody_else(
    as_: As, visit: Visit, fay: Person, bo: Person, cy: Person, poster: str
) -> None:
    with in_hong_kong(MONDAY):
        for person in (fay, bo, cy):
            browser = as_(person)
            page = said(browser.get(poster))
            assert "Ana" not in page.split("<main")[1]
            assert '"check_in"' not in page
            assert browser.post(poster, {"act": "check_in"}).status_code == 422
    assert used_days() == []


def test_the_poster_of_another_space_is_not_the_one(
    as_: As, visit: Visit, ana: Person, alder: Space, cedar: Space
) -> None:
    with in_hong_kong(MONDAY):
        for space in (alder, cedar):
            answer = as_(ana).post(f"/poster/{poster_code(space)}/", {"act": "check_in"})
            assert answer.status_code == 422
    assert used_days() == []


def test_an_old_poster_is_refused_kindly(as_: As, visit: Visit, ana: Person, poster: str, birch: Space) -> None:
    Space.objects.filter(pk=birch.pk).update(poster_number=2)
    with in_hong_kong(MONDAY):
        answer = as_(ana).get(poster)
        assert answer.status_code == 404
        assert "on a poster that has been replaced" in said(answer)
        assert as_(ana).post(poster, {"act": "check_in"}).status_code == 404
    assert used_days() == []


def test_a_forged_poster_is_none(as_: As, ana: Person, birch: Space, poster: str) -> None:
    for address in (f"/poster/{birch.pk}-1.AAAAAAAAAAAAAAAAAAAAAA/", poster[:-3] + "/", "/poster/x/"):
        assert as_(ana).get(address).status_code == 404


# Not expected


def test_the_fourth_day_is_refused_with_all_that_can_be_done(
    as_: As, visit: Visit, ana: Person, dee: Person, poster: str, birch: Space, visa: Network
) -> None:
    Affiliation.objects.filter(space=birch).update(deviations={"day_price": 25000})
    near = make_space("Bamboo", town="Hong Kong", country="HK", latitude=22.2793, longitude=114.1757)
    make_affiliation(near, visa)
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        with in_hong_kong(day):
            check_in(Visit.objects.get(), by=dee)
    with in_hong_kong(THURSDAY):
        browser = as_(ana)
        page = said(browser.get(poster))
        answer = browser.post(poster, {"act": "come_in"})
    for words in (
        "This fourth day is no longer free.",
        "Birch gives members of Alder three free days within any 90 days; yours are used or held.",
        "Mon 18 Jan",
        "Tue 19 Jan",
        "Wed 20 Jan",
        "Thu 21 Jan",
        "No free day is left here before 18 April 2027.",
        "A day costs HK$250.00 here",
        "A day is free again here from 18 April 2027.",
        ">Bamboo</a>, 150 m away",
    ):
        assert words in page
    assert '"come_in"' not in page
    assert answer.status_code == 422
    assert used_days() == [MONDAY, TUESDAY, WEDNESDAY]


def test_where_the_terms_say_yes_one_press_asks_and_arrives(
    as_: As, ana: Person, poster: str, birch: Space, visa: Network
) -> None:
    drops_in(birch)
    browser = as_(ana)
    with in_hong_kong(MONDAY):
        page = said(browser.get(poster))
        assert "No announcement needed" in page
        assert not Visit.objects.exists()
        given = {"act": "come_in", "key": key_on(page)}
        for _ in range(2):
            assert browser.post(poster, given).status_code == 302
        assert "Today is counted." in said(browser.get(poster))
    visit = Visit.objects.get()
    assert (visit.state, visit.answered_by) == ("arrived", "terms")
    assert used_days() == [MONDAY]


def test_coming_in_needs_a_name_to_compare(as_: As, ana: Person, poster: str, birch: Space, visa: Network) -> None:
    drops_in(birch)
    Person.objects.filter(pk=ana.pk).update(name="")
    ana.refresh_from_db()
    with in_hong_kong(MONDAY):
        answer = as_(ana).post(poster, {"act": "come_in"})
    assert answer.headers["Location"].startswith("/me/?next=")
    assert not Visit.objects.exists()


def test_where_the_host_wants_to_be_asked_the_page_leads_there(
    as_: As, ana: Person, poster: str, visa: Network
) -> None:
    with in_hong_kong(MONDAY):
        page = said(as_(ana).get(poster))
        answer = as_(ana).post(poster, {"act": "come_in"})
    assert "Ask first, Ana." in page
    assert "/spaces/birch/ask/?days=2027-01-18" in page
    assert answer.status_code in (302, 422)
    assert used_days() == []


def test_a_full_day_names_the_places_nearby(as_: As, ana: Person, poster: str, birch: Space, visa: Network) -> None:
    drops_in(birch, visitors_a_day=1)
    make_presence(make_person("Zed"), birch, MONDAY)
    with in_hong_kong(MONDAY):
        browser = as_(ana)
        assert "Every visitor’s place is taken." in said(browser.get(poster))
        answer = browser.post(poster, {"act": "come_in"})
        assert answer.status_code == 422
        assert "all taken on 18 January" in said(answer)
    assert not Visit.objects.exists()


def test_a_closed_day_says_so(as_: As, ana: Person, poster: str, birch: Space, visa: Network) -> None:
    drops_in(birch)
    make_closure(birch, MONDAY, TUESDAY)
    with in_hong_kong(MONDAY):
        assert "No visitors are received today." in said(as_(ana).get(poster))


def test_whoever_has_no_home_here_is_shown_how_to_ask(as_: As, poster: str, visa: Network) -> None:
    with in_hong_kong(MONDAY):
        page = said(as_(make_person("Gus Ray")).get(poster))
    assert "of no home that stands in a network with Birch" in page
    assert "/spaces/birch/ask/" in page


def test_a_visit_on_another_day_is_named(as_: As, visit: Visit, ana: Person, poster: str) -> None:
    with in_hong_kong(MONDAY - timedelta(days=3)):
        page = said(as_(ana).get(poster))
    assert f"/visits/{visit.reference}/" in page
    assert "Mon 18 Jan" in page


def test_a_visit_that_was_cancelled_is_not_entered_by_its_old_key(
    as_: As, ana: Person, poster: str, birch: Space, visa: Network
) -> None:
    drops_in(birch)
    browser = as_(ana)
    with in_hong_kong(MONDAY):
        given = {"act": "come_in", "key": key_on(said(browser.get(poster)))}
        first = ask_for_a_visit(Asking(Space.objects.get(slug="alder"), birch, (MONDAY,), key=given["key"]), by=ana)
        cancel_visit(first, by=ana)
        browser.post(poster, given)
    assert used_days() == []


def test_the_day_is_the_hosts(as_: As, visit: Visit, ana: Person, poster: str) -> None:
    with in_hong_kong(MONDAY, 0, 5):
        assert "You are expected today" in said(as_(ana).get(poster))
    with in_hong_kong(date(2027, 1, 17), 23, 55):
        assert "You are expected today" not in said(as_(ana).get(poster))


def test_staff_who_try_their_own_poster_are_shown_the_way(
    as_: As, bo: Person, poster: str, birch: Space, visa: Network
) -> None:
    assert "You act for Birch" in said(as_(bo).get(poster))
