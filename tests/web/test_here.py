"""Who is here, for those who are here; the evacuation list for the staff, and what a browser keeps of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.kit import clock
from passerelle.people.models import Person
from passerelle.people.rules import Shown
from passerelle.presence.rules import As as Quality
from passerelle.presence.rules import State
from passerelle.spaces.models import Space
from tests.makers import WEDNESDAY_NOON, make_person, make_presence
from tests.web.test_door import said

As = Callable[[Person | None], Client]
HERE, LIST = "/spaces/birch/here/", "/desk/birch/evacuation/"
TODAY = date(2027, 1, 6)


@pytest.fixture(autouse=True)
def _noon(wednesday_noon: datetime) -> None:
    """It is 6 January 2027, 19 h in Hong Kong."""


def comes(person: Person, space: Space, day: date = TODAY, **facts: Any) -> Person:
    """The person has checked in."""
    used = {"state": State.USED, "used_at": WEDNESDAY_NOON, "quality": Quality.MEMBER}
    make_presence(person, space, day, **(used | facts))
    return person


def seen(name: str) -> Person:
    return make_person(name, shown_while_here=Shown.SPACE)


@pytest.fixture
def crowd(birch: Space, cedar: Space) -> None:
    """One who is to be seen, and one for each reason not to be."""
    comes(seen("Sam Seen"), birch)
    comes(make_person("Uma Unseen"), birch)
    comes(seen("Yves Yesterday"), birch, TODAY - timedelta(days=1))
    comes(seen("Carl Cedar"), cedar)
    make_presence(seen("Hal Held"), birch, TODAY)


NOT_HERE = ("Yves Yesterday", "Carl Cedar", "Hal Held")


def test_whoever_is_here_sees_those_who_chose_to_be_seen(as_: As, birch: Space, crowd: None) -> None:
    page = said(as_(comes(make_person("Ida Wong"), birch, quality=Quality.VISITOR)).get(HERE))
    assert "Sam Seen" in page
    for name in ("Uma Unseen", "Ida Wong</h2>", *NOT_HERE):
        assert name not in page


def test_the_desk_sees_all_who_are_here(as_: As, dee: Person, crowd: None) -> None:
    page = said(as_(dee).get(HERE))
    for name in ("Sam Seen", "Uma Unseen"):
        assert name in page
    for name in NOT_HERE:
        assert name not in page


def test_nobody_else_sees_anybody(as_: As, birch: Space, cedar: Space, ana: Person, cy: Person, crowd: None) -> None:
    was_here = comes(make_person("Was Here"), birch, TODAY - timedelta(days=1))
    comes(ana, cedar)
    make_presence(held := make_person("Only Held"), birch, TODAY)
    for person in (ana, cy, was_here, held):
        assert as_(person).get(HERE).status_code == 404
    with clock.at(WEDNESDAY_NOON + timedelta(days=1)):
        assert as_(Person.objects.get(name="Sam Seen")).get(HERE).status_code == 404


def test_one_is_seen_by_nobody_unless_one_says_so(as_: As, birch: Space, ana: Person) -> None:
    ida = comes(make_person("Ida Wong"), birch)
    comes(ana, birch, quality=Quality.VISITOR)
    assert ida.shown_while_here == "nobody"
    for chosen, is_seen in (("space", True), ("nobody", False)):
        answer = as_(ida).post("/me/shown/", {"shown": chosen, "next": HERE})
        assert answer.headers["Location"] == HERE
        assert ("Ida Wong" in said(as_(ana).get(HERE))) is is_seen
    assert as_(ida).post("/me/shown/", {"shown": "the world"}).status_code == 400
    assert as_(ida).post("/me/shown/", {"shown": "space", "next": "https://example.net/"}).headers["Location"] == "/me/"


def test_the_list_is_paged_and_costs_the_same(
    as_: As, birch: Space, dee: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        comes(make_person(f"Member {number:02}"), birch)
    browser = as_(dee)
    with django_assert_max_num_queries(8):
        page = said(browser.get(HERE, {"page": "2"}))
    assert page.count("Member ") == 10


# The evacuation list


def test_the_evacuation_list_names_everybody_and_the_moment(
    as_: As, birch: Space, dee: Person, bo: Person, crowd: None, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        comes(make_person(f"Member {number:02}"), birch)
    comes(make_person(""), birch)
    browser = as_(dee)
    with django_assert_max_num_queries(8):
        page = said(browser.get(LIST))
    assert "63 people are here" in page
    assert "Wednesday 6 January at 19:00" in page
    assert "somebody without a name" in page
    for name in ("Sam Seen", "Uma Unseen", "Member 59", "Bo Chan", "Dee Lau"):
        assert f"<b>{name}</b>" in page
    for name in NOT_HERE:
        assert name not in page


@pytest.mark.parametrize("path", [LIST, f"{LIST}worker.js"])
def test_only_the_staff_of_the_space_opens_it(as_: As, path: str, birch: Space, ana: Person, cy: Person) -> None:
    assert as_(None).get(path).status_code == 302
    for person in (ana, cy, comes(make_person("Ida"), birch)):
        assert as_(person).get(path).status_code == 404


def test_the_script_that_keeps_it_stands_under_its_own_address(as_: As, dee: Person) -> None:
    browser = as_(dee)
    assert f'data-worker="{LIST}worker.js"' in said(browser.get(LIST))
    answer = browser.get(f"{LIST}worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
    assert b'const FILES = ["/static/style.' in answer.content


def test_signing_out_takes_what_the_browser_kept(as_: As, dee: Person) -> None:
    assert as_(dee).post("/account/logout/").headers["Clear-Site-Data"] == '"storage"'
