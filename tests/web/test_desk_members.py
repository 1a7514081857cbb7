"""Members at the desk and at the poster: found by typing, one press, taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.kit import clock
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.spaces.queries import poster_code
from tests.makers import WEDNESDAY_NOON, asks_no_document, make_member, make_person
from tests.web.test_door import said

As = Callable[[Person | None], Client]
MEMBERS = "/desk/birch/members/"


@pytest.fixture(autouse=True)
def _noon(wednesday_noon: datetime) -> None:
    """It is 6 January 2027, 19 h in Hong Kong."""


@pytest.fixture
def ida(birch: Space) -> Person:
    """A member of Birch, whose desk asks for no document."""
    asks_no_document(birch)
    person = make_person("Ida Wong", email="ida@example.org")
    make_member(person, birch)
    return person


def key_of(person: Person) -> int:
    return int(person.memberships.get().pk)


def test_the_desk_finds_a_member_by_typing_and_checks_them_in(as_: As, dee: Person, ida: Person) -> None:
    browser = as_(dee)
    assert "Ida" not in said(browser.get(MEMBERS))
    page = said(browser.get(MEMBERS, {"q": "wong"}))
    assert "Welcome Ida</button>" in page
    assert "ida@example.org" not in page
    for words in ("Ida Wong is checked in.", "Ida Wong was checked in already."):
        answer = browser.post(MEMBERS, {"act": "check_in", "key": key_of(ida)}, follow=True)
        assert words in said(answer)
    page = said(browser.get(MEMBERS, {"q": "ida"}))
    assert "since 19:00" in page
    assert "Welcome Ida</button>" not in page
    assert Presence.objects.get().witness == "desk"


def test_what_is_typed_is_found_without_drawing_the_page_anew(as_: As, dee: Person, ida: Person) -> None:
    part = as_(dee).get(MEMBERS, {"q": "ida"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="results">')
    assert "csrfmiddlewaretoken" in part


def test_a_mistake_is_taken_back_and_no_later_than_a_day(as_: As, dee: Person, ida: Person) -> None:
    browser = as_(dee)
    browser.post(MEMBERS, {"act": "check_in", "key": key_of(ida)})
    key = Presence.objects.get().pk
    assert "Take back</button>" in said(browser.get(MEMBERS))
    with clock.at(WEDNESDAY_NOON + timedelta(hours=25)):
        assert "Take back</button>" not in said(browser.get(MEMBERS))
        assert browser.post(MEMBERS, {"act": "take_back", "key": key}).status_code == 422
    assert "taken back" in said(browser.post(MEMBERS, {"act": "take_back", "key": key}, follow=True))
    assert browser.post(MEMBERS, {"act": "take_back", "key": key}).status_code == 404
    assert not Presence.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "٣", "1" * 30])
def test_a_key_that_is_none_is_refused(as_: As, dee: Person, key: str) -> None:
    assert as_(dee).post(MEMBERS, {"act": "check_in", "key": key}).status_code == 400
    assert as_(dee).post(MEMBERS, {"act": "dance", "key": "1"}).status_code == 400


def test_another_spaces_member_is_not_found(as_: As, dee: Person, ana: Person) -> None:
    assert "Ana" not in said(as_(dee).get(MEMBERS, {"q": "ana duarte"})).replace("“ana", "")
    assert as_(dee).post(MEMBERS, {"act": "check_in", "key": key_of(ana)}).status_code == 404


def test_the_page_costs_the_same_with_many_members(
    as_: As, dee: Person, birch: Space, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        make_member(make_person(f"Wong {number:03}"), birch)
    browser = as_(dee)
    with django_assert_max_num_queries(8) as asked:
        page = said(browser.get(MEMBERS, {"q": "wong"}))
    assert page.count("Welcome Wong</button>") == 20
    assert "type another letter" in page
    assert len(asked) <= 8


# The poster


def test_a_member_says_i_am_here_by_the_poster_once(as_: As, ida: Person, birch: Space) -> None:
    browser, poster = as_(ida), f"/poster/{poster_code(birch)}/"
    page = said(browser.get(poster))
    assert "You are at home here" in page
    for _ in range(2):
        assert browser.post(poster, {"act": "be_here"}).status_code == 302
    page = said(browser.get(poster))
    assert "Checked in at 19:00" in page
    assert '<svg class="stamp' in page
    kept = Presence.objects.get()
    assert (kept.quality, kept.witness, kept.recorded_by) == ("member", "poster", ida.ref)


def test_somebody_who_is_no_member_any_more_reads_what_visitors_read(as_: As, ida: Person, birch: Space) -> None:
    ida.memberships.update(until=WEDNESDAY_NOON.date())
    poster = f"/poster/{poster_code(birch)}/"
    assert "You are at home here" not in said(as_(ida).get(poster))
    assert as_(ida).post(poster, {"act": "be_here"}).status_code == 422
    assert not Presence.objects.exists()
