"""Knowing, naming and forgetting people; the letter with the code."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from passerelle.kit.refusals import Refusal
from passerelle.mail.models import Letter
from passerelle.people.actions import end_sessions, know_person, present_oneself, send_code
from passerelle.people.models import Person
from tests.makers import make_person

pytestmark = pytest.mark.django_db


def test_an_address_is_one_person_whatever_its_capitals() -> None:
    first = know_person("Ana@Example.org ", name="Ana")
    assert know_person("ana@example.ORG", name="Somebody else") == first
    assert Person.objects.get().name == "Ana"


def test_a_name_that_was_missing_is_filled_in() -> None:
    know_person("ana@example.org")
    know_person("ana@example.org", name="Ana Duarte")
    assert Person.objects.get().name == "Ana Duarte"


@pytest.mark.parametrize(
    ("name", "language", "code"),
    [("  ", "fr", "name_is_missing"), ("x" * 121, "fr", "too_long"), ("Ana", "tlh", "language_is_not_spoken")],
)
def test_what_cannot_be_kept_of_a_person(name: str, language: str, code: str) -> None:
    person = make_person("Ana Duarte")
    with pytest.raises(Refusal, match=code):
        present_oneself(person, name=name, language=language)
    assert Person.objects.get().name == "Ana Duarte"


def test_the_code_is_written_in_the_language_of_whoever_is_known() -> None:
    make_person("Ana", email="ana@example.org", language="en")
    send_code("ana@example.org", "HK74QM", page_language="fr")
    send_code("nobody@example.org", "HK74QM", page_language="fr")
    known, unknown = Letter.objects.order_by("id")
    assert (known.language, unknown.language) == ("en", "fr")
    assert "HK7 4QM" in known.subject
    assert "HK7 4QM" in unknown.text


def test_ending_sessions_ends_those_of_one_person_alone() -> None:
    ana, fay = make_person("Ana"), make_person("Fay")
    for person in (ana, ana, fay):
        session = SessionStore()
        session["_auth_user_id"] = str(person.pk)
        session.save()
    begun = SessionStore()
    begun["account_login"] = {"email": ana.email}
    begun.save()
    assert end_sessions(ana) == 3
    assert Session.objects.get().get_decoded() == {"_auth_user_id": str(fay.pk)}
