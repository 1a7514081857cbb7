"""The words of walls: what is said of each kind of card, and how a wall looks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from passerelle.board.rules import Kind
from passerelle.walls.rules import Look
from passerelle.web.words import Words

CARDS: Words = {
    Kind.EVENT: pgettext("a card on a wall", "Event"),
    Kind.ARRIVAL: pgettext("a card on a wall", "Welcome"),
    Kind.ASK: pgettext("a card on a wall", "Looking for"),
    Kind.OFFER: pgettext("a card on a wall", "On offer"),
    Kind.OPENING: pgettext("a card on a wall", "New space"),
    Kind.NEWS: pgettext("a card on a wall", "News"),
}
LOOKS: Words = {
    Look.BY_HOUR: _("Light by day, dark in the evening"),
    Look.LIGHT: _("Always light"),
    Look.DARK: _("Always dark"),
}


def card_word(kind: str) -> str:
    """What kind of card it is."""
    return str(CARDS[Kind(kind)])
