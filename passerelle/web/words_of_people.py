"""The words for what people tell of themselves, look for and give, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from passerelle.asks.rules import Came, Kind, Side, Stands, Weekly
from passerelle.people.rules import Circle, Part
from passerelle.web.words import Words

PARTS: Words = {
    Part.TRADE: _("What I do"),
    Part.SKILLS: _("What I am good at"),
    Part.LANGUAGES: _("Languages I speak"),
    Part.LOOKS_FOR: _("What I look for"),
    Part.OFFERS: _("What I offer"),
}
PARTS_SEEN: Words = {
    Part.TRADE: pgettext("of a person", "Trade:"),
    Part.SKILLS: pgettext("of a person", "Good at:"),
    Part.LANGUAGES: pgettext("of a person", "Speaks:"),
    Part.LOOKS_FOR: pgettext("of a person", "Looks for:"),
    Part.OFFERS: pgettext("of a person", "Offers:"),
}
CIRCLES: Words = {
    Circle.NOBODY: pgettext("who reads it", "nobody"),
    Circle.SPACE: pgettext("who reads it", "my space"),
    Circle.NETWORK: pgettext("who reads it", "my network"),
    Circle.EVERYBODY: pgettext("who reads it", "everybody"),
}
SIDES: Words = {Side.ASK: _("I look for"), Side.OFFER: _("I offer")}
SIDES_SEEN: Words = {Side.ASK: _("somebody looks for"), Side.OFFER: _("somebody offers")}
ASK_KINDS: Words = {
    Kind.INTERNSHIP: _("an internship"),
    Kind.COLLABORATOR: _("working together"),
    Kind.CLIENT: _("a client, a job"),
    Kind.FLAT: _("a place to stay"),
    Kind.OTHER: _("something else"),
}
WEEKLY: Words = {
    Weekly.NONE: pgettext("how many suggestions", "none"),
    Weekly.ONE: _("one a week at most"),
    Weekly.THREE: _("three a week at most"),
    Weekly.FIVE: _("five a week at most"),
}
STANDS: Words = {
    Stands.WAITS_FOR_YOU: _("waits for your word"),
    Stands.YOU_SAID_YES: _("you said yes"),
    Stands.YOU_SAID_NO: _("you said no"),
    Stands.LAPSED: pgettext("an introduction", "lapsed"),
    Stands.MADE: _("you both said yes"),
}
CAME: Words = {Came.YES: _("Yes"), Came.NOT_YET: _("Not yet"), Came.NO: _("No")}


def part_word(part: str) -> str:
    """One part of what a person tells."""
    return str(PARTS[Part(part)])


def circle_word(circle: str) -> str:
    """Who may read it."""
    return str(CIRCLES[Circle(circle)])


def side_word(side: str) -> str:
    """An ask or an offer, as whoever wrote it says it."""
    return str(SIDES[Side(side)])


def side_seen_word(side: str) -> str:
    """An ask or an offer, as others read it."""
    return str(SIDES_SEEN[Side(side)])


def ask_kind_word(kind: str) -> str:
    """What is looked for or given."""
    return str(ASK_KINDS[Kind(kind)])


def stands_word(stands: str) -> str:
    """How an introduction stands to its reader."""
    return str(STANDS[Stands(stands)])


def came_word(came: str) -> str:
    """Whether anything came of it."""
    return str(CAME[Came(came)])


def part_seen_word(part: str) -> str:
    """One part, as others read it."""
    return str(PARTS_SEEN[Part(part)])
