"""What every letter of a visit says, in both languages, whatever people have typed as names and lines."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.urls import resolve

from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.networks.rules import Included, Terms, Way
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits import mails
from passerelle.visits.access import Link, opened
from passerelle.visits.models import Line, Visit
from passerelle.visits.rules import Side, State, Word
from tests.makers import make_affiliation, make_network, make_person, make_presence, make_space, make_visit
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, WEDNESDAY

HOSTILE = 'Eve [win](http://evil.example/) <b>x</b> | **y** {{ 7777777*11 }} `z` "q" \u202eabc'
HOSTILE_LINE = "[[Press|http://evil.example/]]\n# Heading\n<script>alert(1)</script>\n![i](http://evil.example/i.png)"
LANGUAGES = ("fr", "en")


def line_of(visit: Visit, side: Side) -> Line:
    return Line.objects.create(visit=visit, side=side, written_by="somebody", text=HOSTILE_LINE)


def as_(visit: Visit, state: State, **facts: object) -> Visit:
    """The visit as it is in `state`."""
    for name, value in {"state": state, **facts}.items():
        setattr(visit, name, value)
    return visit


def accepted(visit: Visit) -> Visit:
    terms = Terms(included=tuple(Included), day_price=18000).written()
    return as_(visit, State.ACCEPTED, terms=terms, answered_at=clock.now(), answered_by="letter:answer")


PROPOSED = {"proposed_days": [THURSDAY.isoformat()], "lapse_at": clock.midnight(THURSDAY, "Asia/Hong_Kong")}
LETTERS: dict[str, Callable[[Visit], None]] = {
    "ask_home_to_vouch": lambda visit: mails.ask_home_to_vouch(as_(visit, State.REQUESTED, word=Word.ASKED)),
    "ask_host_for_an_answer": mails.ask_host_for_an_answer,
    "remind_host": mails.remind_host,
    "ask_second_contact": mails.ask_second_contact,
    "tell_visitor_of_acceptance": lambda visit: mails.tell_visitor_of_acceptance(accepted(visit)),
    "confirm_to_host": lambda visit: mails.confirm_to_host(accepted(visit)),
    "tell_visitor_of_refusal": lambda visit: mails.tell_visitor_of_refusal(as_(visit, State.DECLINED)),
    "tell_visitor_of_proposal": lambda visit: mails.tell_visitor_of_proposal(as_(visit, State.COUNTERED, **PROPOSED)),
    "tell_visitor_of_lapse": lambda visit: mails.tell_visitor_of_lapse(as_(visit, State.LAPSED)),
    "tell_visitor_of_withdrawal": lambda visit: mails.tell_visitor_of_withdrawal(accepted(visit)),
    "tell_host_of_cancellation": lambda visit: mails.tell_host_of_cancellation(as_(visit, State.CANCELLED)),
    "tell_host_of_other_days_refused": lambda visit: mails.tell_host_of_cancellation(
        as_(visit, State.DECLINED, **PROPOSED)
    ),
    "tell_visitor_home_does_not_vouch": mails.tell_visitor_home_does_not_vouch,
    "tell_visitor_of_correction": lambda visit: mails.tell_visitor_of_correction(
        accepted(visit), MONDAY, line_of(visit, Side.HOST)
    ),
    "tell_visitor_host_left": mails.tell_visitor_host_left,
    "pass_on_a_line": lambda visit: mails.pass_on_a_line(visit, line_of(visit, Side.VISITOR)),
}


@dataclass(frozen=True)
class Scene:
    """A home, a host and a network, all called as badly as can be."""

    person: Person
    home: Space
    host: Space
    network: Network

    def visit(self, *days: date, **facts: object) -> Visit:
        given = {"about": HOSTILE_LINE, "answer_line": HOSTILE_LINE, "lapse_at": clock.now() + timedelta(days=3)}
        return make_visit(self.person, self.home, self.host, self.network, days or (MONDAY, TUESDAY), **(given | facts))


@pytest.fixture(params=LANGUAGES)
def hostile(request: pytest.FixtureRequest, db: None) -> Scene:
    """Everybody reads the same language, and every name tries to be more than a name."""
    language = request.param
    home = make_space(HOSTILE, slug="home", town="Namur <i>", language=language, email_confirmed_at=None)
    host = make_space(
        HOSTILE, slug="host", town="[Town](http://evil.example/)", language=language, second_email="two@example.org",
        ask_for=HOSTILE, address=HOSTILE, hours_note=HOSTILE, country="HK", time_zone="Asia/Hong_Kong", currency="HKD",
    )  # fmt: skip
    near = make_space(HOSTILE, slug="near", latitude=50.47, longitude=4.87)
    network = make_network(HOSTILE, terms=Terms(day_price=18000, way=Way.NOTICE))
    for space in (home, host, near):
        make_affiliation(space, network)
    return Scene(make_person(HOSTILE, language=language, email="eve@example.org"), home, host, network)


class Links(HTMLParser):
    """The elements and the addresses of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.hrefs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.hrefs += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_takes_what_people_typed_at_its_word(hostile: Scene, kind: str) -> None:
    LETTERS[kind](hostile.visit())
    letter = Letter.objects.get(kind=kind)
    links = Links(letter.html)
    assert letter.language == hostile.host.language
    assert letter.subject
    assert "\n" not in letter.subject
    assert all(href.startswith("http://testserver/") for href in links.hrefs)
    assert not {"b", "i", "script", "img"} & links.tags
    assert links.tags >= {"h1", "p"}
    assert not re.search(r"None(?! of your)", letter.text)
    assert "85555547" not in letter.text
    assert "&#" not in letter.text + letter.subject
    assert len(re.findall(r'class="button (first|quiet)"', letter.html)) <= 3


@pytest.mark.parametrize("kind", [kind for kind in LETTERS if "home" not in kind])
def test_every_letter_can_speak_of_a_pass(hostile: Scene, kind: str) -> None:
    days = (MONDAY, TUESDAY)
    visit = make_visit(make_person("Gil"), None, hostile.host, hostile.network, days, lapse_at=clock.now())
    LETTERS[kind](visit)
    letter = Letter.objects.get(kind=kind)
    assert not re.search(r"\bNone\b|\(\)|, \)|\*\*\*\*", letter.text + letter.subject)
    assert not re.search(r"member of \S|members of your|membre de|names .* as home|adhésion|votre maison", letter.text)


@pytest.mark.parametrize("kind", [*LETTERS])
def test_every_letter_is_about_the_visit_and_the_person(hostile: Scene, kind: str) -> None:
    visit = hostile.visit()
    LETTERS[kind](visit)
    mentioned = set(Letter.objects.get(kind=kind).mentions.values_list("ref", flat=True))
    assert mentioned == {visit.ref, visit.person.ref}


def test_what_people_wrote_comes_out_sign_by_sign(hostile: Scene) -> None:
    LETTERS["pass_on_a_line"](hostile.visit())
    letter = Letter.objects.get()
    assert "> [[Press|http://evil.example/]]\n> # Heading\n> <script>alert(1)</script>" in letter.text
    assert 'Eve [win](http://evil.example/) <b>x</b> | **y** {{ 7777777*11 }} `z` "q" abc' in letter.subject


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_is_written_once(hostile: Scene, kind: str) -> None:
    visit = hostile.visit()
    if kind in ("pass_on_a_line", "tell_visitor_of_correction"):
        return
    LETTERS[kind](visit)
    LETTERS[kind](visit)
    assert Letter.objects.filter(kind=kind).count() == 1


def pages(letter: Letter) -> set[str]:
    """The pages that the letter's plain text leads to."""
    return set(re.findall(r"http://testserver(/[^\s)]+)", letter.text))


@pytest.mark.parametrize("kind", LETTERS)
def test_every_link_leads_to_a_page_that_exists(hostile: Scene, kind: str) -> None:
    LETTERS[kind](hostile.visit())
    for page in pages(Letter.objects.get(kind=kind)):
        assert resolve(page.partition("?")[0])


@pytest.mark.parametrize(
    ("kind", "link"),
    [
        ("ask_host_for_an_answer", Link.ANSWER),
        ("remind_host", Link.ANSWER),
        ("ask_second_contact", Link.ANSWER),
        ("ask_home_to_vouch", Link.VOUCH),
        ("confirm_to_host", Link.ARRIVAL),
        ("pass_on_a_line", Link.ANSWER),
    ],
)
def test_the_links_of_spaces_open_this_visit_and_nothing_else(hostile: Scene, kind: str, link: Link) -> None:
    visit = hostile.visit()
    LETTERS[kind](visit)
    found = re.search(rf"http://testserver/{link}/([^/]+)/", Letter.objects.get(kind=kind).text)
    assert found
    assert opened(found[1], link)[0] == visit


def test_a_visitor_gets_no_link_that_acts_for_a_space(hostile: Scene) -> None:
    for kind in LETTERS:
        LETTERS[kind](hostile.visit())
    to_visitor = Letter.objects.filter(to="eve@example.org")
    assert to_visitor.count() == 8
    for letter in to_visitor:
        assert not {page for page in pages(letter) if page.startswith(("/answer/", "/vouch/", "/arrival/"))}


def test_the_three_answers_lead_to_one_page(hostile: Scene) -> None:
    LETTERS["ask_host_for_an_answer"](hostile.visit())
    answers = {page.partition("?") for page in pages(Letter.objects.get())}
    assert len({page for page, _, _ in answers}) == 1
    assert {answer for _, _, answer in answers} == {"yes", "no", "other"}


# One story in each language


@pytest.fixture
def in_both(visa: Network, alder: Space, birch: Space, ana: Person) -> Callable[[str], None]:
    """Everybody reads that language."""

    def read(language: str) -> None:
        for thing in (alder, birch, ana):
            thing.language = language
            thing.save()

    return read


SAID = {
    "ask_host_for_an_answer": {
        "fr": [
            "Ana Duarte (Alder) demande à venir les 18 et 19 janvier",
            "lundi 18 et mardi 19 janvier",
            "Namur, Belgique",
            "adhésion",
            "3 jours offerts par période de 90 jours, sur demande",
            "aucun : ce serait sa première visite",
            "lundi 11 janvier à 18 h",
        ],
        "en": [
            "Ana Duarte (Alder) asks to come on 18 and 19 January",
            "Monday 18 and Tuesday 19 January",
            "Namur, Belgium",
            "in good standing",
            "3 free days in any 90 days, on request",
            "none: this would be a first visit",
            "Monday 11 January at 18:00",
        ],
    },
    "tell_visitor_of_acceptance": {
        "fr": [
            "On vous attend chez Birch les 18 et 19 janvier",
            "Bonjour Ana,",
            "demandez Mei Wong",
            "de 9 h à 18 h",
            "21/F, 8 Luard Road, Wan Chai",
            "wifi, café, écran",
        ],
        "en": [
            "Birch expects you on 18 and 19 January",
            "Hello Ana,",
            "ask for Mei Wong",
            "from 9:00 to 18:00",
            "21/F, 8 Luard Road, Wan Chai",
            "wifi, coffee, a screen",
        ],
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SAID)
def test_the_two_letters_that_matter_most_say_it_all(
    in_both: Callable[[str], None], kind: str, language: str, asks: Callable[..., Visit], bo: Person
) -> None:
    in_both(language)
    visit = asks()
    LETTERS[kind](visit)
    letter = Letter.objects.filter(kind=kind).get()
    plain = f"{letter.subject}\n{letter.text}".replace("\N{NO-BREAK SPACE}", " ")
    assert [said for said in SAID[kind][language] if said not in plain] == []


@pytest.mark.parametrize(
    ("word", "said"),
    [(Word.SILENT, "not confirmed by the home space"), (Word.GIVEN, "Alder vouches for this member")],
)
def test_the_host_reads_what_the_home_says(asks: Callable[..., Visit], word: Word, said: str) -> None:
    visit = asks()
    Letter.objects.all().delete()
    mails.ask_host_for_an_answer(as_(visit, State.REQUESTED, word=word))
    assert said in Letter.objects.get().text


def test_the_host_reads_how_many_days_were_used_here(asks: Callable[..., Visit], ana: Person, birch: Space) -> None:
    make_presence(ana, birch, date(2027, 1, 4), state="used", used_at=clock.now())
    asks()
    assert "1 of 3" in Letter.objects.get().text


def test_hours_that_differ_are_told_day_by_day(asks: Callable[..., Visit], birch: Space) -> None:
    Space.objects.filter(pk=birch.pk).update(hours="Mo 09:00-18:00; Tu 10:00-24:00; We-Fr 09:00-18:00")
    birch.refresh_from_db()
    visit = asks(MONDAY, TUESDAY, WEDNESDAY)
    visit.host = birch
    mails.tell_visitor_of_acceptance(accepted(visit))
    text = Letter.objects.get(kind="tell_visitor_of_acceptance").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Monday 18 January from 9:00 to 18:00; Tuesday 19 January from 10:00 to midnight; Wednesday" in text


def test_a_refusal_names_the_nearest_that_answer(asks: Callable[..., Visit], visa: Network, alder: Space) -> None:
    near = make_space("Quay", slug="quay", latitude=22.2801, longitude=114.1790)
    quiet = make_space("Quiet", slug="quiet", latitude=22.2784, longitude=114.1748, email_confirmed_at=None)
    for space in (near, quiet):
        make_affiliation(space, visa)
    mails.tell_visitor_of_refusal(as_(asks(), State.DECLINED))
    text = Letter.objects.get(kind="tell_visitor_of_refusal").text
    assert "Quay (http://testserver/spaces/quay/), Namur, 500\N{NO-BREAK SPACE}m away" in text
    assert "Quiet" not in text


@pytest.mark.parametrize("is_first", [True, False])
def test_a_home_that_never_answered_reads_why_we_write(
    asks: Callable[..., Visit], alder: Space, is_first: bool
) -> None:
    visit = asks()
    visit.home.email_confirmed_at = None if is_first else clock.now()
    mails.ask_home_to_vouch(visit)
    text = Letter.objects.get(kind="ask_home_to_vouch").text
    assert ("Pourquoi cette lettre" in text) is is_first
    assert "La même page permet de le dire" in text or "la même page permet de le dire" in text


def test_a_nameless_person_is_not_called_by_the_address(asks: Callable[..., Visit], ana: Person) -> None:
    Person.objects.filter(pk=ana.pk).update(name="", email="zebulon.xyz@example.org")
    ana.refresh_from_db()
    visit = asks()
    for kind in ("remind_host", "confirm_to_host", "pass_on_a_line", "ask_home_to_vouch"):
        LETTERS[kind](visit)
    for letter in Letter.objects.exclude(to=ana.email):
        assert "Somebody from Alder" in letter.text or "Quelqu’un de Alder" in letter.text
        assert "zebulon.xyz" not in f"{letter.subject}{letter.text}{letter.html}"
