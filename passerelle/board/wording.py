"""The words of cards, and of what the board announces by itself, in the active language."""

from datetime import date

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from passerelle.board.rules import Kind
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
    """The word of a card’s tag."""
    return str(KINDS[Kind(kind)])


def newcomer(name: str) -> str:
    """A new member."""
    return _("%(name)s joins us") % {"name": name}


def visitor(name: str, town: str) -> str:
    """Somebody on a visit, from another town where that is known."""
    if not town:
        return _("%(name)s visits us") % {"name": name}
    return _("%(name)s visits us, from %(town)s") % {"name": name, "town": town}


def opening(space: str, network: str) -> str:
    """A space new in a network."""
    return _("%(space)s is new in %(network)s") % {"space": space, "network": network}


def place(town: str) -> str:
    """Where a new space opens its door."""
    return _("One more door that opens for you, in %(town)s") % {"town": town} if town else ""


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
