"""The words that people read for what events are and how they recur, in the reader’s language."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from passerelle.events.rules import ForWhom, Saying
from passerelle.events.rules import Kind as EventKind
from passerelle.events.rules.recurring import Every
from passerelle.web import phrases
from passerelle.web.words import LANGUAGES, Words

if TYPE_CHECKING:
    from passerelle.events.models import Event

EVENT_KINDS: Words = {
    EventKind.MEETUP: pgettext("kind of event", "get-together"),
    EventKind.TALK: pgettext("kind of event", "talk"),
    EventKind.MEAL: pgettext("kind of event", "meal"),
    EventKind.WORKSHOP: pgettext("kind of event", "workshop"),
    EventKind.OTHER: pgettext("kind of event", "event"),
}
EVENT_FOR_WHOM: Words = {
    ForWhom.MEMBERS: _("members of the space"),
    ForWhom.VISITORS: _("members and, on their days, visitors"),
    ForWhom.EVERYBODY: _("everybody"),
}
SAYINGS: Words = {
    Saying.COMING: pgettext("answer to an event", "You come"),
    Saying.WAITING: pgettext("answer to an event", "On the waiting list"),
    Saying.NOT_COMING: pgettext("answer to an event", "You do not come"),
}
EVENT_EVERY: Words = {
    Every.ONCE: _("once"),
    Every.DAY: _("every day"),
    Every.WEEK: _("every week"),
    Every.FORTNIGHT: _("every other week"),
    Every.MONTH: _("every month, on the same date"),
    Every.WEEKDAY: _("every month, on the same weekday (the second Tuesday)"),
    Every.LAST_WEEKDAY: _("every month, on the last such weekday"),
    Every.LAST_DAY: _("every month, on its last day"),
    Every.YEAR: _("every year"),
}
NTH = (_("first"), _("second"), _("third"), _("fourth"), _("fifth"))


def event_kind_word(kind: str) -> str:
    """The word for a sort of event."""
    return str(EVENT_KINDS[kind])


def event_for_word(for_whom: str) -> str:
    """For whom an event is."""
    return str(EVENT_FOR_WHOM[for_whom])


def spoken_word(language: str) -> str:
    """The language in which an event is held, by its own name."""
    return str(LANGUAGES[language])


def saying_word(saying: str) -> str:
    """What somebody answered, said to them."""
    return str(SAYINGS[saying])


def recurring_word(event: "Event") -> str:
    """« chaque mardi » · "every Tuesday", and until when, where that is known; empty for what takes place once."""
    if event.every == Every.ONCE:
        return ""
    said = _recurring(Every(event.every), event.first_on)
    if event.until is None:
        return said
    return _now("%(recurring)s, until %(day)s") % {"recurring": said, "day": phrases.dated(event.until)}


def _recurring(every: Every, first: date) -> str:
    facts = {
        "weekday": phrases.weekday(first),
        "nth": str(NTH[(first.day - 1) // 7]),
        "number": first.day,
        "day": phrases.dated(first).rpartition("\N{NO-BREAK SPACE}")[0],
    }
    pattern = {
        Every.DAY: _now("every day"),
        Every.WEEK: _now("every %(weekday)s"),
        Every.FORTNIGHT: _now("every other %(weekday)s"),
        Every.MONTH: _now("on day %(number)s of each month"),
        Every.WEEKDAY: _now("on the %(nth)s %(weekday)s of each month"),
        Every.LAST_WEEKDAY: _now("on the last %(weekday)s of each month"),
        Every.LAST_DAY: _now("on the last day of each month"),
        Every.YEAR: _now("every year on %(day)s"),
    }[every]
    return pattern % facts
