"""The board on paper: one sheet of A4 to pin up, with a code beside each card that has a page of its own.

WeasyPrint needs Pango from the system; where it is missing, everything but the sheet works. Nothing is fetched.
"""

import atexit
import base64
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import override

from passerelle.board.queries import Card, cards_of, pictures_of
from passerelle.kit import late
from passerelle.kit.qr import qr_file
from passerelle.kit.sheets import template_of
from passerelle.mail import words
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at

HERE = Path(__file__).parent / "printed"
MOST_ON_A_SHEET = 8
MOST_SIGNS, MOST_LINES, A_LINE = 170, 3, 34
"""A card of a sheet holds so much text, a line of which takes its place however short it is; the code has the rest."""


def sheet(space: Space, language: str, *, outside: bool = False) -> bytes:
    """The PDF, in `language`. Raises OSError where Pango is missing."""
    cards = cards_of(space, language, outside=outside)
    return _printed(_page(space, language, cards))


def _page(space: Space, language: str, cards: list[Card]) -> str:
    """The sheet as HTML: the first cards, and how many more stand on the page."""
    first = cards[:MOST_ON_A_SHEET]
    pictures = pictures_of([card.picture for card in first if card.picture])
    board = f"{settings.SITE_URL}/spaces/{space.slug}/board/"
    with override(language):
        said = _template().render(
            language=language,
            space=space.name,
            day=words.day(today_at(space), language),
            cards=[_on_paper(card, pictures.get(card.picture), language) for card in first],
            more=len(cards) - len(first),
            code=_as_address(qr_file(board), "png"),
            address=board.partition("://")[2],
        )
    return str(said)


def _on_paper(card: Card, picture: bytes | None, language: str) -> dict[str, Any]:
    return {
        "kind": card.kind,
        "tag": card.tag,
        "title": card.title,
        "lines": _that_fit(card),
        "by": card.by,
        "last_on": words.day(card.last_day, language, weekday=False) if card.last_day and card.has_an_end else "",
        "code": _as_address(qr_file(card.link), "png") if card.link else "",
        "picture": _as_address(picture, "jpeg") if picture else "",
    }


def _that_fit(card: Card) -> list[str]:
    """So much of its text as a card holds under its title, ended at a word."""
    kept, left, lines = list[str](), MOST_SIGNS - 2 * max(0, len(card.title) - A_LINE), card.lines
    for line in lines[:MOST_LINES]:
        if len(line) > left:
            return [*kept, f"{line[:left].rsplit(' ', 1)[0]} …"]
        kept.append(line)
        left -= max(len(line), A_LINE)
    return kept if len(lines) <= MOST_LINES else [*kept, "…"]


def _as_address(picture: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


@lru_cache(maxsize=16)
def _printed(page: str) -> bytes:
    """The same page is drawn once, however many ask for it: drawing takes half a second."""
    fonts, style = _style()
    drawn = late("weasyprint").HTML(string=page, url_fetcher=_fetcher())
    return bytes(drawn.write_pdf(stylesheets=[style], font_config=fonts))


@lru_cache(maxsize=1)
def _template() -> Any:
    return template_of(HERE, "board.html")


@lru_cache(maxsize=1)
def _style() -> tuple[Any, Any]:
    folder = Path(str(finders.find("fonts/fraunces-latin.woff2"))).parent
    text = (HERE / "board.css").read_text().replace("FONTS", folder.as_uri())
    fonts = late("weasyprint.text.fonts").FontConfiguration()
    return fonts, late("weasyprint").CSS(string=text, font_config=fonts, url_fetcher=_fetcher())


atexit.register(_style.cache_clear)  # fonts want their library when they go, and Python takes that away first


def _fetcher() -> Any:
    """Nothing is fetched but our own files and what an address holds itself."""
    return late("weasyprint.urls").URLFetcher(allowed_protocols={"file", "data"})
