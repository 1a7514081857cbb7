"""The words of cards, and of what the board announces by itself, in the active language."""

from datetime import date, datetime

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from passerelle.board.rules import Kind
from passerelle.kit.fold import fold
from passerelle.mail import words

KINDS = {
    Kind.EVENT: gettext_lazy("Event"),
    Kind.ARRIVAL: gettext_lazy("Arrival"),
    Kind.ASK: pgettext_lazy("on the board", "Looking for"),
    Kind.OFFER: pgettext_lazy("on the board", "Offer"),
    Kind.OPENING: pgettext_lazy("on the board", "Opening"),
    Kind.NEWS: gettext_lazy("News"),
}


def kind_said(kind: str) -> str:
    """The word of a notice’s tag."""
    return str(KINDS[Kind(kind)])


def welcome() -> str:
    """The tag of a new member."""
    return _("Welcome")


def on_a_visit() -> str:
    """The tag of a visitor."""
    return _("On a visit")


def newcomer(name: str) -> str:
    """A new member."""
    return _("%(name)s joins the space") % {"name": name}


def visitor(name: str, town: str) -> str:
    """Somebody on a visit, from another town where that is known: « Tomás, de Lisbonne »."""
    return f"{name}, {_from(town)}" if town else name


def _from(town: str) -> str:
    """In French, « de » gives way before a vowel: « d’Ottignies »."""
    said = pgettext("where somebody comes from", "from %(town)s") % {"town": town}
    return f"d’{town}" if said == f"de {town}" and fold(town[:1]) in set("aeiouy") else said


def opening(space: str, town: str) -> str:
    """A space new in a network."""
    return _("%(space)s, in %(town)s") % {"space": space, "town": town} if town else space


def door(network: str) -> str:
    """What a new space means to whoever reads it."""
    return _("New in %(network)s: one more door that opens for you.") % {"network": network}


def takes_place(begins_at: datetime, zone: str) -> str:
    """When an event begins, on the clock of its space."""
    return words.moment(begins_at, (get_language() or "en").partition("-")[0], zone)


def looks_for(seeks: str) -> str:
    """What somebody looks for."""
    return _("Looks for: %(what)s") % {"what": seeks} if seeks else ""


def here(first: date, last: date, today: date) -> str:
    """On which days a visitor is there."""
    language = (get_language() or "en").partition("-")[0]
    if first == last:
        return _("Here %(on_day)s") % {"on_day": words.on_day(first, language)}
    if first <= today:
        return _("Here until %(day)s") % {"day": words.day(last, language)}
    return _("Here from %(first)s to %(last)s") % {
        "first": words.day(first, language),
        "last": words.day(last, language),
    }
