"""Signing in by a code in a letter."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account import urls as library_urls
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.people.rules import CODE_LASTS
from passerelle.web import sign_in
from tests.makers import make_person

pytestmark = pytest.mark.django_db

ASK = "/account/login/code/"
TYPE = "/account/login/code/confirm/"
Browser = Callable[[Person | None], Client]


def ask(client: Client, address: str, **more: str) -> Any:
    return client.post(ASK, {"email": address} | more, follow=True)


def code_of(address: str) -> str:
    letter = Letter.objects.filter(to=address).latest("id")
    found = re.search(r"\b[2-9A-Z]{3} [2-9A-Z]{3}\b", letter.subject)
    assert found
    return found[0]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_code_opens_the_door_once(as_: Browser) -> None:
    ana = make_person("Ana", email="ana@example.org")
    client = as_(None)
    ask(client, "Ana@Example.org")
    code = code_of("ana@example.org")
    client.post(TYPE, {"code": code.lower().replace(" ", "")})
    assert client.session["_auth_user_id"] == str(ana.pk)
    other = as_(None)
    ask(other, "ana@example.org")
    other.post(TYPE, {"code": code})
    assert not is_signed_in(other)


def test_an_unknown_address_becomes_a_person_when_its_code_is_typed(as_: Browser) -> None:
    client = as_(None)
    ask(client, "new@example.org")
    assert not Person.objects.exists()
    answer = client.post(TYPE, {"code": code_of("new@example.org"), "next": "/spaces/"})
    person = Person.objects.get()
    assert (person.email, person.name, person.language) == ("new@example.org", "", "en")
    assert answer["Location"] == "/me/?next=%2Fspaces%2F"
    answer = client.post("/me/", {"name": "New Comer", "language": "fr", "next": "/spaces/"})
    assert answer["Location"] == "/spaces/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"


def test_the_answer_and_the_work_are_the_same_whether_an_address_is_known(
    as_: Browser, django_assert_max_num_queries: Any
) -> None:
    make_person("Ana", email="ana@example.org")
    pages, statements = [], []
    for address in ("ana@example.org", "nob@example.org"):
        client = as_(None)
        client.get(ASK)
        with django_assert_max_num_queries(60) as queries:
            page = ask(client, address)
        pages.append(scrubbed(page.content.decode(), address))
        statements.append([re.sub(r"'[^']*'|\d+|%s", "?", query["sql"])[:60] for query in queries])
        assert page.redirect_chain == [(TYPE, 302)]
    assert pages[0] == pages[1]
    known, unknown = ([sql for sql in kind if "passing_notes" not in sql] for kind in statements)
    assert known == unknown
    assert sorted(Letter.objects.values_list("to", "kind")) == [
        ("ana@example.org", "sign_in_code"),
        ("nob@example.org", "sign_in_code"),
    ]


def scrubbed(page: str, address: str) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page).replace(address, "?")


def test_three_wrong_codes_end_the_sign_in(as_: Browser) -> None:
    make_person("Ana", email="ana@example.org")
    client = as_(None)
    ask(client, "ana@example.org")
    for _ in range(2):
        assert client.post(TYPE, {"code": "WRONG1"}).status_code == 200
    assert client.post(TYPE, {"code": "WRONG1"})["Location"] == ASK
    client.post(TYPE, {"code": code_of("ana@example.org")})
    assert not is_signed_in(client)


def test_codes_to_one_address_are_limited(as_: Browser) -> None:
    for _ in range(7):
        page = as_(None).post(ASK, {"email": "ana@example.org"})
    assert "Wait ten minutes" in page.content.decode()
    assert Letter.objects.count() == 5


def test_tries_for_one_address_are_limited_however_many_sessions() -> None:
    for _ in range(5):
        client = begun_at("ana@example.org", "HK74QM")
        for _ in range(2):
            client.post(TYPE, {"code": "WRONG1"})
    client = begun_at("ana@example.org", "HK74QM")
    page = client.post(TYPE, {"code": "HK74QM"})
    assert not is_signed_in(client)
    assert "Wait ten minutes" in page.content.decode()


def begun_at(address: str, code: str, seconds_ago: float = 0) -> Client:
    """A browser that stands before the field for the code, as if it had been written some time ago."""
    client = Client(headers={"accept-language": "en"})
    session = client.session
    moment = time.time() - seconds_ago
    state = {"at": moment, "failed_attempts": 0, "resend_count": 0, "change_count": 0, "email": address, "code": code}
    state["initiated_by_user"] = True
    session["account_login"] = {
        "user_pk": None,
        "email_verification": "none",
        "signup": False,
        "redirect_url": None,
        "email": address,
        "phone": None,
        "signal_kwargs": None,
        "state": {"stages": {"current": "login_by_code", "login_by_code": {"data": state}}},
        "initiated_at": moment,
    }
    session.save()
    return client


@pytest.mark.parametrize(("late_by", "opens"), [(timedelta(seconds=-20), True), (timedelta(seconds=20), False)])
def test_a_code_is_good_for_fifteen_minutes(late_by: timedelta, opens: bool) -> None:
    client = begun_at("ana@example.org", "HK74QM", (CODE_LASTS + late_by).total_seconds())
    client.post(TYPE, {"code": "HK74QM"})
    assert is_signed_in(client) is opens


def test_another_code_replaces_the_first(as_: Browser) -> None:
    client = as_(None)
    ask(client, "ana@example.org")
    first = code_of("ana@example.org")
    client.post(TYPE, {"action": "resend"})
    second = code_of("ana@example.org")
    assert first != second
    client.post(TYPE, {"code": first})
    assert not is_signed_in(client)
    client.post(TYPE, {"code": second})
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/me/?a=b", "/me/?a=b"), ("https://evil.example/", "/"), ("//evil.example/", "/"), ("javascript:alert(1)", "/")],
)
def test_one_is_only_led_on_to_pages_of_ours(wanted: str, led_to: str, as_: Browser) -> None:
    make_person("Ana", email="ana@example.org")
    client = as_(None)
    ask(client, "ana@example.org", next=wanted)
    answer = client.post(TYPE, {"code": code_of("ana@example.org"), "next": wanted})
    assert is_signed_in(client)
    assert answer["Location"] == led_to


def test_pages_speak_the_language_of_whoever_signs_in(as_: Browser) -> None:
    make_person("Ana", email="ana@example.org", language="fr")
    client = as_(None)
    ask(client, "ana@example.org")
    client.post(TYPE, {"code": code_of("ana@example.org")})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"


def test_somebody_shut_out_is_told_so(as_: Browser) -> None:
    make_person("Ana", email="ana@example.org", is_active=False)
    client = as_(None)
    ask(client, "ana@example.org")
    page = client.post(TYPE, {"code": code_of("ana@example.org")}, follow=True)
    assert not is_signed_in(client)
    assert "This address is closed" in page.content.decode()


def test_every_address_of_the_library_is_ours_or_does_not_exist(as_: Browser) -> None:
    """A page one forgets would appear in the library's own look."""
    ours = {pattern.name for pattern in sign_in.urlpatterns}
    for pattern in library_urls.urlpatterns:
        if pattern.name not in ours:
            with pytest.raises(NoReverseMatch):
                reverse(pattern.name)


@pytest.mark.parametrize("name", [pattern.name for pattern in sign_in.urlpatterns])
def test_every_page_of_the_library_has_our_look(name: str) -> None:
    client = begun_at("ana@example.org", "HK74QM")
    if name == "account_logout":
        client.force_login(make_person("Ana"))
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert "style.css" in page.content.decode()
    # Django’s engine tells of the templates it draws, Jinja does not.
    assert not [part.name for part in page.templates if (part.name or "").startswith("account/")]


def test_there_is_no_page_for_passwords(as_: Browser) -> None:
    for path in ("password/change/", "password/set/", "password/reset/", "signup/", "email/", "reauthenticate/"):
        assert as_(None).get(f"/account/{path}").status_code == 404


def test_signing_out_needs_a_button(as_: Browser) -> None:
    client = as_(make_person("Ana"))
    client.get("/account/logout/")
    assert is_signed_in(client)
    client.post("/account/logout/")
    assert not is_signed_in(client)
