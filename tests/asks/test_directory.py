"""The directory of people, and asks that one looks for: only what the reader may read finds anybody."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from passerelle.asks.actions import Words, change_ask, end_ask
from passerelle.asks.models import Ask
from passerelle.asks.queries import Looking, ask_seen, asks_found, asks_on_the_board_of
from passerelle.asks.queries.directory import LookingFor, listed, people_found, read_in
from passerelle.asks.queries.reach import reach_of
from passerelle.asks.rules import LONGEST_TEXT, MOST_OPEN, Kind, Side
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.networks.models import Network
from passerelle.people.actions import be_shown, forget_person, present_oneself, tell_of_oneself
from passerelle.people.models import Person, ToldWord
from passerelle.people.queries import told_by
from passerelle.people.rules import Circle, Language, Part, Shown
from passerelle.presence.rules import State
from passerelle.spaces.models import Space
from tests.asks.writing import DESIGNER, LOGO, wants
from tests.makers import (
    WEDNESDAY_NOON,
    make_affiliation,
    make_member,
    make_network,
    make_person,
    make_presence,
    make_space,
)

pytestmark = pytest.mark.usefixtures("wednesday_noon")
As = Callable[[Person | None], Client]
TODAY = date(2027, 1, 6)


@pytest.fixture
def elif_(birch: Space, visa: Network) -> Person:
    """At home in Birch, of the same network as Alder."""
    person = make_person("Elif Çelik")
    make_member(person, birch)
    return person


def tells(person: Person, circle: Circle, trade: str = "Cartographe", **more: str) -> Person:
    parts = {Part.TRADE: (trade, circle)} | {Part(part): (text, circle) for part, text in more.items()}
    tell_of_oneself(person, parts)
    return person


def names(reader: Person, **looking: Any) -> list[str]:
    reach = reach_of(reader)
    return [one.name for one in listed(reach, people_found(reach, LookingFor(**looking)).keys)]


@pytest.mark.parametrize(
    ("circle", "readers"),
    [
        (Circle.NOBODY, set()),
        (Circle.SPACE, {"ana"}),
        (Circle.NETWORK, {"ana", "elif_", "bo"}),
        (Circle.EVERYBODY, {"ana", "elif_", "bo", "cy"}),
    ],
)
def test_who_reads_a_part(circle: Circle, readers: set[str], fay: Person, request: pytest.FixtureRequest) -> None:
    people = {name: request.getfixturevalue(name) for name in ("ana", "elif_", "bo", "cy")}
    tells(fay, circle)
    assert {name for name, person in people.items() if names(person) == ["Fay Renard"]} == readers
    assert {name for name, person in people.items() if names(person, words="cartographe")} == readers
    assert {name for name, person in people.items() if names(person, words="fay")} == readers


def test_each_part_is_shown_for_itself(ana: Person, fay: Person, elif_: Person) -> None:
    parts = {
        Part.TRADE: ("Cartographe", Circle.NETWORK),
        Part.SKILLS: ("Reliure", Circle.SPACE),
        Part.OFFERS: ("Un secret", Circle.NOBODY),
    }
    tell_of_oneself(fay, parts)
    assert names(ana, words="reliure") == ["Fay Renard"]
    assert names(elif_, words="reliure") == []
    assert names(elif_, words="cartographe") == ["Fay Renard"]
    assert names(ana, words="secret") == names(ana, words="secrte") == []
    assert not ToldWord.objects.filter(text="secret").exists()
    reach = reach_of(elif_)
    (row,) = listed(reach, people_found(reach, LookingFor()).keys)
    assert row.parts == {Part.TRADE: "Cartographe"}
    assert read_in(Circle.SPACE, parts) == {Part.TRADE: "Cartographe", Part.SKILLS: "Reliure"}
    assert read_in(Circle.EVERYBODY, parts) == {}


def test_a_mistyped_word_never_finds_what_is_not_shown(ana: Person, elif_: Person, fay: Person) -> None:
    tell_of_oneself(fay, {Part.TRADE: ("Relieuse", Circle.SPACE), Part.SKILLS: ("Typo", Circle.NETWORK)})
    assert names(ana, words="relieusse") == ["Fay Renard"]
    assert names(elif_, words="relieusse") == []


@pytest.mark.parametrize(
    ("looking", "is_found"),
    [
        ({"words": "élif"}, True),
        ({"words": "celik carto"}, True),
        ({"words": "cartogrpahe"}, True),
        ({"words": "cartographe boulangère"}, False),
        ({"trade": "cartographe"}, True),
        ({"trade": "turc"}, False),
        ({"language": "turc"}, True),
        ({"language": "cartographe"}, False),
        ({"words": "' OR 1=1"}, False),
    ],
)
def test_people_are_found_by_words_accents_and_errors(
    ana: Person, elif_: Person, looking: dict[str, str], is_found: bool
) -> None:
    tells(elif_, Circle.NETWORK, languages="Turc, néerlandais")
    assert names(ana, **looking) == (["Elif Çelik"] if is_found else [])


def test_people_of_one_space(ana: Person, fay: Person, elif_: Person, alder: Space, birch: Space, cedar: Space) -> None:
    tells(fay, Circle.NETWORK)
    tells(elif_, Circle.NETWORK)
    assert names(ana) == ["Elif Çelik", "Fay Renard"]
    assert names(ana, space=alder.pk) == ["Fay Renard"]
    assert names(ana, space=birch.pk) == ["Elif Çelik"]
    assert names(ana, space=cedar.pk) == []


def test_here_today_is_told_to_those_who_are_here_too(ana: Person, fay: Person, alder: Space) -> None:
    tells(fay, Circle.SPACE)
    used = {"state": State.USED, "used_at": WEDNESDAY_NOON}
    make_presence(fay, alder, TODAY, **used)
    assert names(ana, here=True) == []
    be_shown(fay, Shown.SPACE)
    assert names(ana, here=True) == []
    make_presence(ana, alder, TODAY, **used)
    assert names(ana, here=True) == ["Fay Renard"]
    reach = reach_of(ana)
    assert [one.here for one in listed(reach, [fay.pk])] == ["Alder"]
    be_shown(fay, Shown.NOBODY)
    assert names(ana, here=True) == []
    assert [one.here for one in listed(reach, [fay.pk])] == [""]


def test_a_visitor_stands_in_the_space_on_the_days_of_the_visit(fay: Person, alder: Space, cy: Person) -> None:
    tells(fay, Circle.SPACE)
    make_presence(cy, alder, TODAY + timedelta(days=1))
    assert names(cy) == []
    make_presence(cy, alder, TODAY)
    assert names(cy) == ["Fay Renard"]


def test_a_membership_that_is_over_shows_nothing(fay: Person, alder: Space) -> None:
    past = make_person("Past Member")
    make_member(past, alder, until=TODAY)
    tells(fay, Circle.SPACE)
    tells(past, Circle.SPACE)
    assert names(past) == []
    assert names(fay) == ["Fay Renard"]


def test_a_network_that_was_left_is_no_network(fay: Person, alder: Space, cedar: Space, cy: Person) -> None:
    left = make_network("Left")
    make_affiliation(alder, left, until=TODAY)
    make_affiliation(cedar, left)
    tells(fay, Circle.NETWORK)
    assert names(cy) == []


def test_a_new_name_and_being_forgotten_change_by_what_one_is_found(ana: Person, fay: Person) -> None:
    tells(fay, Circle.SPACE)
    present_oneself(fay, name="Fay Blanc", language="fr")
    assert names(ana, words="blanc") == ["Fay Blanc"]
    assert names(ana, words="renard") == []
    forget_person(fay)
    assert names(ana) == []
    assert told_by(fay) == {}


def test_a_part_that_is_too_long_is_refused_and_nothing_is_lost(fay: Person) -> None:
    tells(fay, Circle.SPACE)
    with pytest.raises(Refusal, match="too_long"):
        tells(fay, Circle.SPACE, "x" * 301)
    assert told_by(fay)[Part.TRADE].text == "Cartographe"
    tells(fay, Circle.SPACE, " ")
    assert told_by(fay) == {}


def texts(reader: Person, **looking: Any) -> list[str]:
    return [ask.text for ask in asks_found(reader, reach_of(reader), Looking(**looking))]


@pytest.mark.parametrize(
    ("looking", "is_found"),
    [
        ({}, True),
        ({"words": "graphisme"}, True),
        ({"words": "graphic logo"}, True),
        ({"words": "affich"}, True),
        ({"words": "affihce"}, True),
        ({"words": "plomberie"}, False),
        ({"side": "ask"}, True),
        ({"side": "offer"}, False),
        ({"kind": "client"}, True),
        ({"kind": "flat"}, False),
    ],
)
def test_asks_are_found_by_what_they_speak_of(
    ana: Person, fay: Person, looking: dict[str, str], is_found: bool
) -> None:
    wants(ana, Side.ASK, LOGO)
    assert texts(fay, **looking) == ([LOGO] if is_found else [])
    assert texts(ana, **looking) == []


def test_who_may_read_an_ask(ana: Person, fay: Person, elif_: Person, cy: Person) -> None:
    ask = wants(ana, Side.ASK, LOGO, shown_to=Circle.NETWORK)
    assert [bool(texts(person)) for person in (fay, elif_, cy)] == [True, True, False]
    assert [bool(ask_seen(one, reach_of(one), ask.reference)) for one in (fay, elif_, cy, ana)] == [
        True,
        True,
        False,
        False,
    ]
    end_ask(ask, by=ana)
    assert texts(fay) == []


def test_what_is_over_is_found_no_more(ana: Person, fay: Person) -> None:
    wants(ana, Side.ASK, LOGO, until=TODAY)
    assert texts(fay) == [LOGO]
    with clock.at(WEDNESDAY_NOON + timedelta(days=1)):
        assert texts(fay) == []


def test_a_board_has_what_its_people_want_there(ana: Person, alder: Space, birch: Space, elif_: Person) -> None:
    wants(ana, Side.ASK, LOGO, on_board=True)
    wants(elif_, Side.OFFER, DESIGNER, on_board=False)
    assert [ask.text for ask in asks_on_the_board_of(alder, TODAY)] == [LOGO]
    assert not asks_on_the_board_of(birch, TODAY).exists()


def test_writing_refuses_what_cannot_be_kept(ana: Person, fay: Person) -> None:
    for code, facts in (
        ("words_are_missing", {"text": " "}),
        ("too_long", {"text": "x" * (LONGEST_TEXT + 1)}),
        ("ask_is_over_already", {"until": TODAY - timedelta(days=1)}),
        ("ask_too_far_ahead", {"until": date(2028, 3, 1)}),
    ):
        with pytest.raises(Refusal, match=code):
            wants(ana, Side.ASK, **{"text": LOGO, **facts})
    one = wants(ana, Side.ASK, LOGO, key="k")
    assert wants(ana, Side.ASK, LOGO, key="k") == one
    for _ in range(MOST_OPEN - 1):
        wants(ana, Side.ASK, LOGO)
    with pytest.raises(Refusal, match="too_many_asks"):
        wants(ana, Side.ASK, LOGO)
    with pytest.raises(NotFound):
        end_ask(one, by=fay)
    with pytest.raises(NotFound):
        change_ask(one, _words(one), by=fay)
    end_ask(one, by=ana)
    end_ask(one, by=ana)
    wants(ana, Side.ASK, LOGO)
    with pytest.raises(Refusal, match="too_many_asks"):
        change_ask(one, _words(one), by=ana)


def _words(ask: Ask, text: str = LOGO) -> Words:
    return Words(Side(ask.side), Kind(ask.kind), text, Language.FRENCH, ask.until, Circle(ask.shown_to))


def test_an_ask_that_is_changed_is_found_by_its_new_words(ana: Person, fay: Person) -> None:
    ask = wants(ana, Side.ASK, LOGO)
    end_ask(ask, by=ana)
    change_ask(ask, _words(ask, "Je cherche un cours de yoga."), by=ana)
    assert texts(fay, words="yoga") == ["Je cherche un cours de yoga."]
    assert texts(fay, words="logo") == []


@pytest.fixture
def many(alder: Space, ana: Person) -> Person:
    """Forty people who tell much, at home in three spaces each; gives a reader who is here too."""
    others = [make_space(f"Other {number}") for number in range(2)]
    network = make_network("Many")
    for space in (alder, *others):
        make_affiliation(space, network)
    used = {"state": State.USED, "used_at": WEDNESDAY_NOON}
    for number in range(40):
        person = make_person(f"Person {number:02}", shown_while_here=Shown.SPACE)
        for space in (alder, *others):
            make_member(person, space)
        make_presence(person, alder, TODAY, **used)
        tells(person, Circle.NETWORK, "Cartographe", skills="Dessin", languages="Français", offers="Du temps")
        wants(person, Side.OFFER, f"{DESIGNER} {number}", shown_to=Circle.NETWORK, on_board=True)
    make_presence(ana, alder, TODAY, **used)
    return ana


@pytest.mark.parametrize(
    "path",
    [
        "/people/",
        "/people/?q=dessin&trade=cartographe&language=francais&space=alder&here=1",
        "/people/?q=dessni",
        "/people/?q=nowhere&page=9",
        "/asks/",
        "/asks/?q=logo&side=offer&kind=client",
        "/asks/?q=lgoos&space=alder",
        "/asks/mine/",
        "/asks/new/",
        "/me/parts/",
    ],
)
def test_no_page_asks_more_than_eight_times(many: Person, as_: As, path: str) -> None:
    browser = as_(many)
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    assert len(seen) <= 8
