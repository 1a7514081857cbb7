"""Terms as people read them: one sentence first, then a table in which what a host does otherwise is shown as such."""

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from passerelle.networks.queries import Offer
from passerelle.networks.rules import Terms, Way
from passerelle.visits.rules.days import kindness
from passerelle.web import phrases
from passerelle.web.words import included_word

LETTERS = (
    pgettext_lazy("number", "no"),
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
    pgettext_lazy("number", "ten"),
)


class Line(NamedTuple):
    """One line of the table: what it is about, what holds, and the network's default where that is another."""

    label: str
    said: str
    default: str


def terms_sentence(terms: Terms) -> str:
    """« Trois jours offerts, sur demande, deux visiteurs par jour. » · "Three free days, on request, …"."""
    if terms.visitors_a_day == 0:
        return _("No visitors for the time being.")
    said = ", ".join((free_days_words(terms), way_in_words(terms), visitors_words(terms)))
    return f"{said[0].upper()}{said[1:]}."


def terms_line(terms: Terms, currency: str = "") -> str:
    """The same in fewer words, for a row of a list: « 3 jours offerts · sur demande », « 18,00 € la journée ».

    A day's price stands for free days where there are none, and `currency` says in which it is.
    """
    if terms.visitors_a_day == 0:
        return _("No visitors for the time being")
    if not terms.free_days and currency:
        return " · ".join((_day_price_words(terms, currency), way_in_words(terms)))
    days = ngettext("%(count)s free day", "%(count)s free days", terms.free_days) % {"count": terms.free_days}
    return " · ".join((days, way_in_words(terms)))


def _day_price_words(terms: Terms, currency: str) -> str:
    if terms.day_price is None:
        return _("no price for a day")
    return _("%(price)s a day") % {"price": phrases.money(terms.day_price, currency)}


def kindest(offers: Iterable[Offer]) -> Offer | None:
    """Of what a host offers in its networks, what a traveller would take; None where it stands in none."""
    return max(offers, key=lambda offer: kindness(offer.terms), default=None)


def terms_lines(terms: Terms, currency: str, default: Terms | None = None) -> list[Line]:
    """The table, line by line; `default` is what the network says, to be named where the host deviates."""
    lines = []
    for label, says in _table(currency):
        said, usual = says(terms), says(default) if default else ""
        lines.append(Line(label, said, usual if usual != said else ""))
    return lines


def free_days_words(terms: Terms) -> str:
    """« trois jours offerts »."""
    if terms.free_days == 0:
        return _("no free day")
    return ngettext("%(number)s free day", "%(number)s free days", terms.free_days) % {
        "number": spelled(terms.free_days)
    }


def way_in_words(terms: Terms) -> str:
    """« sur demande », « en prévenant 24 heures avant », « sans demander »."""
    if terms.way is Way.DROP_IN:
        return _("no need to ask")
    if terms.way is Way.REQUEST:
        return _("on request")
    hours = terms.notice_hours
    return ngettext("announced %(hours)s hour ahead", "announced %(hours)s hours ahead", hours) % {"hours": hours}


def visitors_words(terms: Terms) -> str:
    """« deux visiteurs par jour »."""
    count = terms.visitors_a_day
    return ngettext("%(number)s visitor a day", "%(number)s visitors a day", count) % {"number": spelled(count)}


def weekdays_words(weekdays: Sequence[int]) -> str:
    """« du lundi au vendredi », « mardi et jeudi »."""
    if not weekdays:
        return _("no day of the week")
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return _("%(first)s to %(last)s") % {
            "first": phrases.weekday(weekdays[0]),
            "last": phrases.weekday(weekdays[-1]),
        }
    return phrases.listed(phrases.weekday(day) for day in weekdays)


def spelled(number: int) -> str:
    """A small number in letters, as a sentence wants it; figures beyond ten."""
    return str(LETTERS[number]) if number < len(LETTERS) else phrases.number(number)


def _table(currency: str) -> tuple[tuple[str, Callable[[Terms], str]], ...]:
    return (
        (_("Free days"), _free_days_within),
        (_("How to come"), way_in_words),
        (_("Visitors a day"), lambda terms: phrases.number(terms.visitors_a_day)),
        (_("Days for visitors"), lambda terms: weekdays_words(terms.weekdays)),
        (_("Hours for visitors"), _hours_words),
        (_("Included"), _included_words),
        (_("A day afterwards"), lambda terms: _price_words(terms, currency)),
        (_("Member of one’s home for"), _minimum_words),
        (_("From the same town"), _same_town_words),
    )


def _free_days_within(terms: Terms) -> str:
    if terms.free_days == 0:
        return _("none")
    return ngettext("%(count)s within %(within)s days", "%(count)s within %(within)s days", terms.free_days) % {
        "count": terms.free_days,
        "within": terms.within_days,
    }


def _hours_words(terms: Terms) -> str:
    start, end = (phrases.hour(time.fromisoformat(said)) if said else "" for said in (terms.from_hour, terms.to_hour))
    if start and end:
        return _("from %(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("from %(start)s") % {"start": start}
    if end:
        return _("until %(end)s") % {"end": end}
    return _("while the space is open")


def _included_words(terms: Terms) -> str:
    return phrases.listed(included_word(thing) for thing in terms.included) or _("a desk")


def _price_words(terms: Terms, currency: str) -> str:
    return _("not sold") if terms.day_price is None else phrases.money(terms.day_price, currency)


def _minimum_words(terms: Terms) -> str:
    days = terms.minimum_membership_days
    return ngettext("%(days)s day at least", "%(days)s days at least", days) % {"days": days} if days else _("any time")


def _same_town_words(terms: Terms) -> str:
    if not terms.same_town_km:
        return _("welcome")
    return _("not from spaces within %(distance)s") % {"distance": phrases.distance(terms.same_town_km)}
