"""From a letter's file and its facts to subject, plain text and HTML.

A letter is `passerelle/<room>/letters/<kind>.<language>.md`: `Subject: …` on the first line, a blank line, Markdown. It
is a Jinja template of which every fact is taken at its word: whatever somebody typed as a name comes out as those very
signs, never as a link, a heading, a button or a second line of the subject.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.apps import apps
from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from passerelle.mail import markdown, words

HERE = Path(__file__).parent
LONGEST_SUBJECT = 200
SIGNATURE = "-- "  # two dashes and a blank: mail programs leave out what follows when one answers
FEET = {
    "en": (
        "Passerelle joins coworking spaces: each opens its door to the members of the others.",
        "Each link opens a page; nothing happens before you press.",
    ),
    "fr": (
        "Passerelle relie des espaces de coworking : chacun ouvre sa porte aux membres des autres.",
        "Chaque lien ouvre une page ; rien ne se passe avant votre clic.",
    ),
}
_LINE_ENDS = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
# Control characters, and the signs that turn the direction of writing: they could show an address backwards.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")


@dataclass(frozen=True)
class Rendered:
    """What a letter says: its subject on one line, and its two bodies."""

    subject: str
    text: str
    html: str


def render(room: str, kind: str, language: str, facts: Mapping[str, Any]) -> Rendered:
    """The letter `kind` of `room` in `language`.

    Raises jinja2.TemplateNotFound when there is no such file, jinja2.UndefinedError when a fact is missing.
    """
    source = environment(room, language).get_template(f"{kind}.{language}.md").render(facts)
    first, _, body = source.lstrip().partition("\n")
    if not first.startswith("Subject:"):
        raise ValueError(f"The letter {kind}.{language}.md of {room} must begin with “Subject:”.")
    subject = one_line(html.unescape(words.typeset(first.removeprefix("Subject:").strip(), language)))
    tokens = markdown.parse(body, language)
    foot = _foot(language, has_button=markdown.button_count(tokens) > 0)
    text = "\n".join([markdown.as_text(tokens, language), SIGNATURE, *foot, f"{settings.SITE_URL}/", ""])
    return Rendered(_shortened(subject), text, _framed(subject, tokens, foot, language))


def one_line(text: str) -> str:
    """`text` on one line, without signs that cannot be seen."""
    return _LINE_ENDS.sub(" ", _UNSEEN.sub("", text)).strip()


def to_the_letter(value: Any) -> Markup:
    """A fact as it stands: each sign that Markdown or HTML could take for its own becomes a numeric reference.

    CommonMark (section 2.5) promises that such a reference never stands for structure. What is already Markup, a
    macro's result or what a filter marked, passes.
    """
    if isinstance(value, Markup):
        return value
    plain = one_line("" if value is None else str(value))
    return Markup(_SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", plain))  # noqa: S704 (no sign of it is left as it was)


def quoted(text: str) -> Markup:
    """What somebody wrote, on as many lines as it was, as a quotation; to stand alone on its line in the letter."""
    lines = [to_the_letter(line) for line in text.strip().splitlines()]
    # Two blanks at the end of a line keep it; an empty line parts two paragraphs.
    return Markup("\n").join(Markup("> {}  ").format(line) if line else Markup(">") for line in lines)


@lru_cache(maxsize=64)
def environment(room: str, language: str) -> Environment:
    """Where the letters of `room` are rendered; the filters speak `language`."""
    jinja = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(letters_of(room)),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=to_the_letter,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for way_out in ("safe", "e", "escape", "forceescape", "urlize", "tojson", "xmlattr"):
        del jinja.filters[way_out]  # each would let a fact through as markup
    jinja.filters["quoted"] = quoted
    for said in words.FILTERS:
        jinja.filters[said.__name__] = _in_language(said, language)
    return jinja


def letters_of(room: str) -> Path:
    """The folder that holds the letters of `room`."""
    return Path(apps.get_app_config(room).path) / "letters"


def _in_language(said: Any, language: str) -> Any:
    """The filter as templates call it: the value first, the language filled in."""
    return lambda value, *rest, **named: said(value, language, *rest, **named)


def _shortened(subject: str) -> str:
    return subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1] + "…"


def _foot(language: str, *, has_button: bool) -> list[str]:
    """What stands under each letter, for whoever has never heard of us; a language without a foot takes the English."""
    motto, promise = FEET.get(language, FEET["en"])
    return [promise, motto] if has_button else [motto]


def _framed(subject: str, tokens: list[Any], foot: list[str], language: str) -> str:
    page = _frame().render(
        subject=subject,
        glance=markdown.first_sentence(tokens),
        body=Markup(markdown.as_html(tokens)),  # noqa: S704 (made by markdown-it with HTML off)
        foot=foot,
        language=language,
        site_url=settings.SITE_URL,
        site=urlsplit(settings.SITE_URL).netloc,
    )
    return str(_inliner().inline(page))


@lru_cache(maxsize=1)
def _frame() -> Any:
    jinja = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return jinja.get_template("frame.html")


@lru_cache(maxsize=1)
def _inliner() -> Any:
    """Styles go onto each element, since many mailboxes read nothing else; rules for the dark and the phone stay."""
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
