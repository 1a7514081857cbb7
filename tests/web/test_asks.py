"""The pages of people, asks and introductions: who may, what they say, and that they work behind a letter alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from passerelle.asks.access import Link, sealed, stopping
from passerelle.asks.actions import answer, suggest
from passerelle.asks.models import Ask, Count, Introduction
from passerelle.asks.queries import wish_of
from passerelle.asks.rules import Says, Side
from passerelle.kit import clock
from passerelle.people.models import Person
from passerelle.people.queries import told_by
from passerelle.people.rules import Circle, Part
from tests.asks.writing import DESIGNER, LOGO, the_introduction, wants

pytestmark = pytest.mark.usefixtures("wednesday_noon")
As = Callable[[Person | None], Client]
TYPED = {
    "side": "ask", "kind": "client", "text": LOGO, "language": "fr", "until": "2027-02-01", "shown_to": "space",
    "key": "k",
}  # fmt: skip
PARTS = {f"{part}_to": "nobody" for part in Part} | {str(part): "" for part in Part}


@pytest.fixture
def suggested(ana: Person, fay: Person) -> Introduction:
    wants(ana, Side.ASK, LOGO)
    wants(fay, Side.OFFER, DESIGNER)
    suggest(clock.now())
    return the_introduction()


def test_parts_are_kept_and_shown_by_circle(ana: Person, as_: As) -> None:
    browser = as_(ana)
    typed = PARTS | {"trade": "Cartographe", "trade_to": "network", "skills": "Reliure", "skills_to": "space"}
    looked = browser.post("/me/parts/", typed | {"act": "look"}).content.decode()
    assert told_by(ana) == {}
    assert looked.count("<dd>Cartographe</dd>") == 2
    part = browser.post("/me/parts/", typed, headers={"HX-Request": "true"}).content.decode()
    assert part.count("<dd>Reliure</dd>") == 1
    assert "<html" not in part
    assert browser.post("/me/parts/", typed | {"act": "save"}).status_code == 302
    assert told_by(ana)[Part.TRADE].shown_to == Circle.NETWORK
    page = browser.get("/me/parts/").content.decode()
    assert page.count("<dd>Cartographe</dd>") == 2
    assert browser.post("/me/parts/", typed | {"trade": "x" * 301}).status_code == 422
    assert told_by(ana)[Part.TRADE].text == "Cartographe"


def test_the_directory_names_those_who_let_themselves_be_read(ana: Person, fay: Person, cy: Person, as_: As) -> None:
    as_(fay).post("/me/parts/", PARTS | {"trade": "Relieuse <b>", "trade_to": "space", "act": "save"})
    page = as_(ana).get("/people/?q=relieuse").content.decode()
    assert "Fay Renard" in page
    assert "Relieuse &lt;b&gt;" in page
    assert fay.email not in page
    assert "Fay" not in as_(cy).get("/people/?q=relieuse").content.decode()
    assert as_(ana).get("/people/?q=%00&space=x&page=z").status_code == 200


def test_an_ask_is_written_changed_and_ended(ana: Person, fay: Person, as_: As) -> None:
    browser = as_(ana)
    for _ in range(2):
        assert browser.post("/asks/new/", TYPED).status_code == 302
    ask = Ask.objects.get()
    assert "graphiste" in browser.get("/asks/mine/").content.decode()
    assert "graphiste" in as_(fay).get("/asks/?q=logo").content.decode()
    assert browser.post(f"/asks/{ask.reference}/", TYPED | {"text": "Un yoga"}).status_code == 302
    assert browser.post("/asks/new/", TYPED | {"until": "2020-01-01", "key": "z"}).status_code == 422
    assert as_(fay).get(f"/asks/{ask.reference}/").status_code == 404
    assert as_(fay).post(f"/asks/{ask.reference}/end/").status_code == 404
    assert browser.post(f"/asks/{ask.reference}/end/").status_code == 302
    assert Ask.objects.get().ended_at is not None


def test_somebody_asks_to_be_introduced(ana: Person, fay: Person, cy: Person, as_: As) -> None:
    offer = wants(fay, Side.OFFER, DESIGNER)
    path = f"/meet/{offer.reference}/"
    page = as_(ana).get(path).content.decode()
    assert DESIGNER in page
    assert "Fay" not in page
    assert as_(ana).post(path, {"line": ""}).status_code == 422
    assert as_(ana).post(path, {"line": "J’ouvre une boulangerie."}).status_code == 302
    assert as_(ana).post(path, {"line": "Encore."}).status_code == 422
    assert as_(cy).get(path).status_code == as_(cy).get("/meet/abcdefghjkmn/").status_code == 404
    assert "boulangerie" in as_(fay).get("/asks/mine/").content.decode()


def test_a_letters_link_shows_and_only_the_button_answers(
    suggested: Introduction, ana: Person, fay: Person, as_: As
) -> None:
    stranger = as_(None)
    for person in (ana, fay):
        path = f"/introductions/{sealed(suggested, person.pk, Link.ANSWER)}/"
        page = stranger.get(path).content.decode()
        assert "Fay Renard" not in page
        assert "Ana Duarte" not in page
        assert stranger.post(path, {"act": "nonsense"}).status_code == 422
        assert stranger.post(path, {"act": "yes"}).status_code == 302
    assert the_introduction().made_at is not None
    assert "Ana Duarte" in stranger.get(path).content.decode()
    assert "Fay Renard" in as_(ana).get(f"/asks/introductions/{suggested.reference}/").content.decode()
    assert as_(fay).get("/asks/mine/").content.decode().count("Ana Duarte") == 1


def test_never_again_is_pressed_on_the_same_page(suggested: Introduction, ana: Person, cy: Person, as_: As) -> None:
    path = f"/asks/introductions/{suggested.reference}/"
    assert as_(ana).post(path, {"act": "apart"}).status_code == 302
    assert "you said no" in as_(ana).get(path).content.decode()
    assert as_(cy).get(path).status_code == as_(cy).post(path, {"act": "yes"}).status_code == 404


def test_suggestions_are_stopped_behind_a_link(ana: Person, as_: As) -> None:
    as_(ana).post("/asks/suggestions/", {"a_week": "3"})
    assert wish_of(ana) == 3
    as_(ana).post("/asks/suggestions/", {"a_week": "900"})
    path = f"/introductions/stop/{stopping(ana)}/"
    assert as_(None).get(path).status_code == 200
    assert wish_of(ana) == 3
    assert as_(None).post(path).status_code == 200
    assert wish_of(ana) == 0


def test_what_came_is_counted_by_the_button(suggested: Introduction, ana: Person, fay: Person, as_: As) -> None:
    path = f"/introductions/came/{sealed(suggested, ana.pk, Link.CAME)}/"
    assert as_(None).post(path, {"came": "yes"}).status_code == 404
    for person in (ana, fay):
        answer(suggested, Says.YES, by=person)
    assert as_(None).get(f"{path}?came=yes").status_code == 200
    assert not Count.objects.exists()
    assert as_(None).post(path, {"came": "perhaps"}).status_code == 422
    for _ in range(2):
        assert as_(None).post(path, {"came": "yes"}).status_code == 302
    assert Count.objects.get().number == 1
    assert "counted" in as_(None).get(path).content.decode()
