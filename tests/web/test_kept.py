"""Pages kept for a second: what strangers share, and what they never do."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.kit import clock
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.web import kept

NOW = datetime(2027, 1, 6, 11, 0, tzinfo=UTC)
Browser = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def keeping(settings: Any) -> Iterator[None]:
    settings.KEEP_PAGES = True
    kept._kept.clear()
    with clock.at(NOW):
        yield
    kept._kept.clear()


def body(browser: Client, **headers: str) -> str:
    return browser.get("/spaces/birch/", headers=headers or None).content.decode()


def rename(space: Space) -> None:
    Space.objects.filter(pk=space.pk).update(name="Willow")


def test_a_stranger_is_shown_for_a_second_what_another_was_shown(birch: Space, as_: Browser) -> None:
    assert "Birch" in body(as_(None))
    rename(birch)
    assert "Willow" not in body(as_(None))
    with clock.at(NOW + timedelta(seconds=1)):
        assert "Willow" in body(as_(None))


def test_a_page_that_is_kept_asks_the_database_nothing(
    birch: Space, as_: Browser, django_assert_num_queries: Any
) -> None:
    body(as_(None))
    with django_assert_num_queries(0):
        body(as_(None))


def test_whoever_is_signed_in_sees_things_as_they_are(birch: Space, as_: Browser, bo: Person) -> None:
    body(as_(None))
    rename(birch)
    assert "Willow" in body(as_(bo))


def test_a_page_drawn_for_somebody_is_never_kept_for_strangers(birch: Space, as_: Browser, bo: Person) -> None:
    assert 'action="/account/logout/"' in body(as_(bo))
    assert 'action="/account/logout/"' not in body(as_(None))


def test_each_language_is_kept_by_itself(birch: Space) -> None:
    assert '<html lang="en">' in body(Client(), **{"accept-language": "en"})
    assert '<html lang="fr">' in body(Client(), **{"accept-language": "fr"})


def test_every_stranger_has_a_token_of_their_own(birch: Space) -> None:
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    tokens = [re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', body(browser)) for browser in (first, second)]
    assert all(tokens)
    assert tokens[0] != tokens[1]
    sent = {"csrfmiddlewaretoken": tokens[1][0], "language": "en"}
    assert second.post("/language/", sent).status_code == 302
    assert first.post("/language/", sent).status_code == 403


def test_a_page_that_is_not_there_is_not_kept(as_: Browser, db: None) -> None:
    assert as_(None).get("/spaces/willow/").status_code == 404
    assert kept._kept == {}


def test_the_memory_has_an_end(birch: Space, as_: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    for text in "abc":
        as_(None).get("/spaces/", {"q": text})
    assert len(kept._kept) == 1


def test_a_demonstration_keeps_nothing(birch: Space, as_: Browser, settings: Any) -> None:
    del settings.KEEP_PAGES
    settings.DEMO = True
    body(as_(None))
    assert kept._kept == {}


@pytest.mark.parametrize("header", ["HX-Target", "HX-Request", "HX-Boosted"])
def test_a_part_of_a_page_is_never_shown_to_others_as_the_page(birch: Space, as_: Browser, header: str) -> None:
    part = as_(None).get("/spaces/", headers={header: "results"}).content.decode()
    assert ("<html" in part) == (header != "HX-Target")
    assert "<html" in as_(None).get("/spaces/").content.decode()
