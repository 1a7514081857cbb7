"""What a letter says, and that nobody can make it say something else."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

from passerelle.kit import clock
from passerelle.mail import rendering
from passerelle.mail.rendering import render
from tests.mail.conftest import LETTERS

URL = "https://visa.example.org/answer/k3j4.aaaa?x=1&y=2"
ASKED = {
    "traveller": "Ana Delvaux",
    "host": "The Hive",
    "home": "Coworking Namur",
    "dates": [date(2027, 1, 12), date(2027, 1, 13), date(2027, 1, 14)],
    "left": 1,
    "words": "Je dessine des cartes.\nUn coin calme m'irait.\n\nÀ bientôt",
    "until": datetime(2027, 1, 4, 10, 30, tzinfo=UTC),
    "url": URL,
}
HOSTILE = [
    "[click](http://evil.example)",
    "![x](http://evil.example/x.png)",
    "<http://evil.example>",
    "<a href='http://evil.example'>Mei</a>",
    "<script>alert(1)</script>",
    "# Mei",
    "**Mei** _Wong_ `x` ~~y~~",
    "1. Mei",
    "- Mei",
    "    Mei",
    "Mei | Wong | \\",
    "\\",
    "Mei\n\n# Wong",
    "Mei\r\nSubject: other\r\nBcc: cy@cedar.example.org",
    "[[Pay|http://evil.example]]",
    "Mei\n[[Pay|http://evil.example]]\n",
    "[x]: http://evil.example",
    "&lt;b&gt; &#42;",
    "{{ 7 * 7 }} {% raw %}",
    "Mei\u2028[[Pay|http://evil.example]]",
    "```",
    "===",
    "> Mei",
]


class Seen(HTMLParser):
    """What a reader meets in a page: the elements, where the links lead, and the words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.words += data


@pytest.fixture(autouse=True)
def _in_december():
    with clock.at(datetime(2026, 12, 20, tzinfo=UTC)):
        yield


def greet(name, words="Hello"):
    return render("samples", "greet", "en", {"name": name, "words": words, "url": URL})


def test_a_letter_in_english():
    said = render("samples", "ask", "en", ASKED)
    assert said.subject == "Ana Delvaux asks for 12, 13 and 14\N{NO-BREAK SPACE}January"
    text = said.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "would like to come on 12, 13 and 14 January." in text
    assert "Free days left here  1 day\nAfter that           €18.00 a day" in text
    assert "> Je dessine des cartes.\n> Un coin calme m'irait.\n>\n> À bientôt" in text
    assert f"\n\nYes, welcome: {URL}\n\nOther dates: {URL}\n\n" in text
    assert "before Monday 4 January at 18:30." in text
    assert text.endswith("-- \n" + "\n".join(rendering.FEET["en"][::-1]) + "\nhttp://testserver/\n")


def test_a_letter_in_french_is_printed_as_french_is():
    said = render("samples", "ask", "fr", ASKED)
    subject, text = (part.replace("\N{NO-BREAK SPACE}", " ") for part in (said.subject, said.text))
    assert subject == "Ana Delvaux demande trois jours : 12, 13 et 14 janvier"
    assert "souhaite venir les 12, 13 et 14 janvier." in text
    assert "Reste ici  1 jour offert\n" in text
    assert "D’autres dates : https://" in text
    assert "> Un coin calme m’irait." in text
    assert "avant le lundi 4 janvier à 18 h 30." in text
    assert not re.search(r" [:;?!»]", said.subject + said.text)


def test_both_bodies_say_the_same():
    said = render("samples", "ask", "fr", ASKED)
    seen = Seen(said.html)
    for words in re.findall(r"[\w’]{4,}", re.sub(r"https?://\S+", "", said.text)):
        assert words in seen.words
    assert seen.links.count(URL) == said.text.count(URL) == 3


def test_a_letter_fetches_nothing_and_runs_nothing():
    page = render("samples", "ask", "fr", ASKED).html
    assert not {"script", "img", "link", "iframe", "form"} & set(Seen(page).elements)
    assert "url(" not in page
    assert "@import" not in page


def test_styles_stand_on_the_elements_and_the_dark_ones_remain():
    page = render("samples", "ask", "fr", ASKED).html
    assert '<h1 style="' in page
    assert "prefers-color-scheme: dark" in page
    assert '<html lang="fr">' in page


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_comes_out_as_those_very_signs(name):
    plain, said = greet("Mei"), greet(name)
    seen, expected = Seen(said.html), Seen(plain.html)
    assert seen.links == expected.links
    assert seen.elements == expected.elements
    as_read = " ".join(rendering.one_line(name).split())
    assert f"From {as_read}" in " ".join(seen.words.split())
    assert f"{as_read} is here." in " ".join(said.text.split())
    assert "\n" not in said.subject
    assert len(said.text.split("\n")) == len(plain.text.split("\n"))


@pytest.mark.parametrize("words", HOSTILE)
def test_what_somebody_wrote_stays_within_its_quotation(words):
    seen, expected = Seen(greet("Mei", words).html), Seen(greet("Mei").html)
    assert seen.links == expected.links
    assert set(seen.elements) <= set(expected.elements) | {"br"}
    assert seen.elements.count("blockquote") == 1
    assert seen.elements.count("h1") == 1


@given(st.text(max_size=60))
def test_no_name_at_all_changes_the_shape_of_a_letter(name):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "letters_of", lambda room: LETTERS)
        said, plain = greet(name), greet("Mei")
    assert Seen(said.html).links == Seen(plain.html).links
    assert Seen(said.html).elements == Seen(plain.html).elements
    assert not re.search(r"[\r\n]", said.subject)


def test_signs_that_turn_the_writing_round_are_left_out():
    assert greet("Mei\u202egnoW\u202c\x00\ufeff").subject == "MeignoW says hello"


def test_a_long_subject_is_shortened():
    subject = greet("M" * 400).subject
    assert len(subject) == rendering.LONGEST_SUBJECT
    assert subject.endswith("…")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/answer/1", "ftp://example.org"])
def test_a_button_leads_to_a_page_or_nowhere(url):
    with pytest.raises(ValueError, match=r"pages and mail addresses only"):
        render("samples", "ask", "en", ASKED | {"url": url})


def test_an_address_never_leaves_its_button():
    address = "https://visa.example.org/x?a=1&quot;b"
    assert Seen(render("samples", "ask", "en", ASKED | {"url": address}).html).links.count(address) == 3


def test_a_fact_that_is_missing_stops_the_letter():
    with pytest.raises(UndefinedError, match="host"):
        render("samples", "ask", "en", {name: value for name, value in ASKED.items() if name != "host"})


def test_a_fact_that_is_empty_leaves_nothing():
    assert greet(None).subject == "says hello"


def test_a_letter_that_nobody_wrote_is_missed():
    with pytest.raises(TemplateNotFound):
        render("samples", "ask", "nl", ASKED)


def test_a_letter_without_a_subject_is_not_one():
    with pytest.raises(ValueError, match="must begin with “Subject:”"):
        render("samples", "nameless", "en", {})


@pytest.mark.parametrize("way_out", ["safe", "e", "urlize", "tojson"])
def test_no_filter_lets_a_fact_through_as_markup(way_out):
    with pytest.raises(TemplateSyntaxError, match="No filter named"):
        rendering.environment("samples", "en").from_string(f"{{{{ name|{way_out} }}}}")


def test_a_code_is_drawn_as_one_and_read_back_exactly():
    said = render("samples", "code", "en", {"code": "<HK7 4QM>"})
    assert "\n    <HK7 4QM>\n" in said.text
    assert "<HK7 4QM>" in Seen(said.html).words


def test_what_a_mailbox_shows_beside_the_subject_is_the_first_sentence():
    page = render("samples", "ask", "en", ASKED).html
    glance = re.search(r'<div class="glance"[^>]*>(.*?)</div>', page)
    assert glance
    assert glance[1].startswith("Ana Delvaux is a member of Coworking Namur")
