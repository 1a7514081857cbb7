"""The pages about oneself, and switching the language."""

import json
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from passerelle.people.models import Person
from passerelle.spaces.access import is_staff_of
from passerelle.spaces.models import Space
from tests.makers import make_person
from tests.passes.makers import make_paid_network, make_pass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]
Browser = Callable[[Person | None], Client]


def test_my_page_shows_my_homes_and_roles(as_: Browser, ana: Person, dee: Person) -> None:
    page = as_(ana).get("/me/").content.decode()
    assert "Ana Duarte" in page
    assert "Alder" in page
    assert "in good standing" in page
    assert "Birch" in as_(dee).get("/me/").content.decode()


def test_name_and_language_can_be_changed(as_: Browser, ana: Person) -> None:
    client = as_(ana)
    answer = client.post("/me/", {"name": " Ana  D. ", "language": "fr"})
    ana.refresh_from_db()
    assert (ana.name, ana.language) == ("Ana D.", "fr")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    assert client.post("/me/", {"name": "", "language": "fr"}).status_code == 200
    assert client.post("/me/", {"name": "Ana", "language": "tlh"}).status_code == 200
    ana.refresh_from_db()
    assert ana.name == "Ana D."


def test_a_newcomer_is_asked_for_a_name_alone(as_: Browser) -> None:
    page = as_(make_person("", email="new@example.org")).get("/me/?next=/spaces/").content.decode()
    assert "What is your name?" in page
    assert 'value="/spaces/"' in page
    assert "Be forgotten" not in page


def test_one_is_not_led_elsewhere(as_: Browser, ana: Person) -> None:
    answer = as_(ana).post("/me/", {"name": "Ana", "language": "en", "next": "https://evil.example/"})
    assert answer["Location"] == "/me/"


def test_leaving_a_space(as_: Browser, dee: Person, bo: Person, birch: Space) -> None:
    as_(dee).post("/me/leave/birch/")
    assert not is_staff_of(dee, birch)
    page = as_(bo).post("/me/leave/birch/", follow=True)
    assert "without a manager" in page.content.decode()
    as_(dee).post("/me/leave/birch/")
    assert is_staff_of(bo, birch)


def test_taking_everything_out_is_one_press(as_: Browser, ana: Person, fay: Person) -> None:
    answer = as_(ana).post("/me/take-out/")
    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["person"]["mail address"] == "ana@example.org"
    assert fay.email not in answer.content.decode()
    assert as_(ana).get("/me/take-out/").status_code == 405


def test_being_forgotten_takes_two_steps(as_: Browser, ana: Person) -> None:
    client = as_(ana)
    assert "cannot be undone" in client.get("/me/forget/").content.decode()
    assert Person.objects.filter(email="ana@example.org").exists()
    assert "You are forgotten" in client.post("/me/forget/").content.decode()
    assert not Person.objects.filter(email="ana@example.org").exists()
    assert client.get("/me/").status_code == 302


def test_whoever_holds_a_pass_is_told_what_becomes_of_it(as_: Browser, ana: Person, fay: Person) -> None:
    make_pass(ana, make_paid_network())
    assert "stays with the network that sold them" in as_(ana).get("/me/forget/").content.decode()
    assert "stays with the network that sold them" not in as_(fay).get("/me/forget/").content.decode()


def test_whoever_manages_alone_is_told_what_to_do_first(as_: Browser, bo: Person) -> None:
    client = as_(bo)
    page = client.get("/me/forget/").content.decode()
    assert "/manage/birch/staff/" in page
    assert "Forget me now" not in page
    assert "without a manager" in client.post("/me/forget/", follow=True).content.decode()
    assert Person.objects.filter(email="bo@example.org").exists()


@pytest.mark.parametrize("page", ["/me/", "/me/forget/"])
def test_a_stranger_is_asked_to_sign_in(as_: Browser, page: str) -> None:
    assert as_(None).get(page)["Location"].startswith("/account/login/code/?next=/me/")
    assert as_(None).post("/me/take-out/").status_code == 302


def test_switching_the_language_is_remembered(as_: Browser, ana: Person) -> None:
    for client in (as_(None), as_(ana)):
        answer = client.post("/language/", {"language": "fr", "next": "/account/login/code/?a=b"})
        assert answer["Location"] == "/account/login/code/?a=b"
        assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    ana.refresh_from_db()
    assert ana.language == "fr"


@pytest.mark.parametrize(
    ("language", "then", "led_to"), [("tlh", "/me/", "/me/"), ("fr", "//evil.example/", "/"), ("", "", "/")]
)
def test_a_language_that_is_not_spoken_changes_nothing(as_: Browser, language: str, then: str, led_to: str) -> None:
    answer = as_(None).post("/language/", {"language": language, "next": then})
    assert answer["Location"] == led_to
    assert as_(None).get("/language/").status_code == 405
