"""The frame of the pages, their parts, and what the stylesheet promises."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import engines, loader
from django.test import RequestFactory
from django.utils import translation
from django.views import defaults

from passerelle.web.chrome import chrome
from passerelle.web.jinja import render_block
from passerelle.web.months import Box, months

WEB = Path(__file__).resolve().parents[2] / "passerelle" / "web"
STYLE = (WEB / "static" / "style.css").read_text()
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))


def asked(path: str = "/", person: Any = None) -> HttpRequest:
    """A request as the middleware hands it to a page."""
    request = RequestFactory().get(path)
    request.user = person or AnonymousUser()
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def drawn(source: str, **given: Any) -> str:
    """What a page's line of source becomes."""
    return str(engines["jinja2"].from_string(source).render(given))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_stranger_s_frame_costs_no_query() -> None:
    """No database is given to this test: a query would fail it."""
    frame = chrome(asked())
    assert frame.person is None
    assert frame.shown_at is None


def test_whoever_is_signed_in_costs_one_query_and_staff_are_shown_their_spaces(
    ana: Any, bo: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr("passerelle.web.chrome.way", lambda name: f"/{name}/")
    with django_assert_num_queries(1):
        member = chrome(asked("/my_visits/7/", ana))
    assert [(entry.word, entry.here) for entry in member.entries][-1] == ("My visits", True)
    assert [entry.word for entry in chrome(asked("/", bo)).entries][-2:] == ["My visits", "My spaces"]
    assert not any(entry.word == "My spaces" for entry in member.entries)


@pytest.mark.django_db
def test_a_demonstration_shows_its_own_clock_and_nothing_else_does(settings: Any, wednesday_noon: Any) -> None:
    assert "Demonstration" not in loader.render_to_string("404.html", request=asked())
    settings.DEMO = True
    made = loader.render_to_string("404.html", request=asked())
    assert "Demonstration" in made
    assert "Wed\u00a06\u00a0Jan at 12:00" in made


def test_the_page_says_its_language() -> None:
    with translation.override("fr"):
        assert '<html lang="fr">' in loader.render_to_string("404.html", request=asked())


ERRORS = [
    (400, lambda request: defaults.bad_request(request, Exception())),
    (403, lambda request: defaults.permission_denied(request, Exception())),
    (404, lambda request: defaults.page_not_found(request, Exception())),
    (500, defaults.server_error),
]


@pytest.mark.parametrize(("status", "page"), ERRORS)
def test_an_error_says_what_is_safe_and_what_to_do_next(status: int, page: Any) -> None:
    answer = page(asked("/nowhere/"))
    said = answer.content.decode()
    assert answer.status_code == status
    for part in ('<svg class="drawing"', "<h1>", '<p class="say">', '<p class="acts">', 'href="#main"'):
        assert part in said
    assert "nowhere" not in re.sub(r'name="next" value="[^"]*"', "", said)


def test_whoever_is_signed_in_is_asked_whether_with_the_right_address(ana: Any) -> None:
    hint = "the address that received the letter?"
    assert hint in loader.render_to_string("404.html", request=asked(person=ana))
    assert hint not in loader.render_to_string("404.html", request=asked())


@pytest.mark.parametrize("name", ["403_csrf.html", "429.html"])
def test_the_other_refusals_are_drawn_too(name: str) -> None:
    assert '<svg class="drawing"' in loader.render_to_string(name, request=asked())


def test_a_block_alone_has_its_csrf_field_and_nothing_of_the_page(tmp_path: Path) -> None:
    engine = engines["jinja2"]
    source = '{% extends "base.html" %}{% block content %}<form>{{ csrf_input }}{{ word }}</form>{% endblock %}'
    (tmp_path / "one.html").write_text(source)
    loaders: Any = engine.env.loader
    loaders.searchpath.append(str(tmp_path))
    try:
        alone = render_block(asked(), "one.html", "content", {"word": "<b>"})
    finally:
        loaders.searchpath.remove(str(tmp_path))
    assert 'name="csrfmiddlewaretoken"' in alone
    assert "&lt;b&gt;" in alone
    assert "<html" not in alone


def test_a_constant_is_said_in_each_reader_s_language() -> None:
    """Jinja works constants out when it compiles; what depends on the language must not be one."""
    page = engines["jinja2"].from_string("{{ 1800 | money('EUR') }}")
    assert page.render() == "€18.00"
    with translation.override("fr"):
        assert page.render() == "18,00\u202f€"


def test_a_state_is_a_word_and_a_shape() -> None:
    for state, word in (("requested", "requested"), ("countered", "other days proposed"), ("no_show", "not come")):
        made = drawn("{{ pieces.state(state) }}", state=state)
        assert f">{word}<" in made
        assert "<svg" in made


def test_a_deviation_is_explained_in_the_margin() -> None:
    made = drawn("{{ pieces.terms(lines) }}", lines=[("Free days", "5", "3"), ("Visitors", "2", "")])
    assert '<span class="deviates">5</span>' in made
    assert "the network: 3" in made
    assert made.count("deviates") == 1


class Ask(forms.Form):
    """One field of each sort."""

    name = forms.CharField(help_text="As on your passport.")
    way = forms.ChoiceField(choices=[("d", "Drop in")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()
    kept = forms.CharField(widget=forms.HiddenInput)


def test_what_is_wrong_stands_beside_its_field_in_words() -> None:
    made = drawn("{{ forms.fields(form) }}", form=Ask({"kept": "x"}))
    assert made.count("This field is required.") == 3
    described = re.search(r'<input[^>]*name="name"[^>]*aria-describedby="([^"]+)"', made)
    assert described is not None
    for described_by in described[1].split():
        assert f'id="{described_by}"' in made


def test_days_are_chosen_from_boxes_that_say_their_date() -> None:
    def box(day: date) -> Box:
        return Box(day, free=day.weekday() < 5, chosen=day.day == 12, note="closed")

    made = drawn("{{ forms.days(months) }}", months=months(date(2027, 1, 4), date(2027, 2, 2), box))
    assert made.count('type="checkbox"') == 21
    assert 'value="2027-01-12" aria-label="Tuesday 12\u00a0January, closed" checked' in made
    assert made.count("<fieldset") == 2


def test_months_show_only_the_weeks_asked_for() -> None:
    shown = months(date(2026, 12, 28), date(2027, 1, 9), lambda day: Box(day, True))
    assert [month.first for month in shown] == [date(2026, 12, 1), date(2027, 1, 1)]
    assert [len(month.boxes) for month in shown] == [7, 14]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_asks_for_what_the_policy_refuses(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", source)
    assert not re.search(
        r"<(?:script|link|img|iframe|form)\b[^>]*https?://", source
    )  # a link to elsewhere calls nobody
    scripts = re.findall(r"<script[^>]*>", source)
    assert all("src=" in script or 'type="application/ld+json"' in script for script in scripts)


def test_the_stylesheet_calls_nobody_and_all_it_names_is_there() -> None:
    assert "http" not in STYLE
    named = re.findall(r'url\("([^"]+)"\)', STYLE)
    assert len(named) == 5
    assert all((WEB / "static" / file).is_file() for file in named)


@pytest.mark.parametrize("folder", ["fonts", "vendor/htmx@2.0.11"])
def test_what_others_made_keeps_its_licence(folder: str) -> None:
    assert list((WEB / "static" / folder).glob("LICENSE*"))


def tokens(mode: int) -> dict[str, str]:
    """The colours of the light (0) or dark (1) page."""
    block = STYLE.split(":root {")[mode + 1].split("}")[0]
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 reckons it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("name", ["ink", "soft", "blue", "green", "amber", "red", "plum", "teal"])
def test_every_text_can_be_read_on_paper_and_on_card(mode: int, name: str) -> None:
    colours = tokens(mode)
    assert contrast(colours[name], colours["paper"]) >= 4.5
    assert contrast(colours[name], colours["card"]) >= 4.5
