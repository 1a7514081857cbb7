"""Terms as people read them: one sentence first, then a table in which what a host does otherwise is shown as such."""

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from passerelle.networks.queries import Offer
from passerelle.networks.rules import Terms, Way
from passerelle.visits.rules.days import kindness
from passerelle.visits.rules.fairness import away_allowance
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
    chosen = [(label, says) for field, label, says in _fair_table() if _is_chosen(field, terms, default)]
    for label, says in (*_table(currency), *chosen):
        said, usual = says(terms), says(default) if default else ""
        lines.append(Line(label, said, usual if usual != said else ""))
    return lines


def _is_chosen(field: str, terms: Terms, default: Terms | None) -> bool:
    return any(getattr(one, field) for one in (terms, default) if one)


def fairness_sentences(terms: Terms, away: int = 0) -> list[str]:
    """What was chosen for fairness, a sentence each, as a traveller reads it; `away` days of theirs count so far."""
    said = []
    if terms.floor_days:
        given = _("Here you have as many free days as your own space gives others, and %(floor)s at least.")
        said.append(given % {"floor": phrases.number(terms.floor_days)})
    if terms.rest_months:
        once = ngettext(
            "One comes here once in %(count)s month.", "One comes here once in %(count)s months.", terms.rest_months
        )
        said.append(once % {"count": terms.rest_months})
    if allowance := away_allowance(terms):
        counted = _(
            "Of any %(within)s days, %(most)s at most are spent at other spaces; %(away)s of yours count so far."
        )
        numbers = {"within": allowance.within_days, "most": allowance.free_days, "away": away}
        said.append(counted % {name: phrases.number(number) for name, number in numbers.items()})
    if terms.alone:
        said.append(_("Each comes alone: whoever comes along asks for themselves."))
    return said


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


def _fair_table() -> tuple[tuple[str, str, Callable[[Terms], str]], ...]:
    """What is only said where it is chosen: the field by which it is, its label, its words."""
    return (
        ("floor_days", _("Days by what one’s home gives"), _floor_words),
        ("rest_months", _("Between two visits"), _rest_words),
        ("most_away_percent", _("Days away from home"), _away_words),
        ("alone", _("Company"), lambda terms: _("each comes alone") if terms.alone else _("by agreement")),
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


def _floor_words(terms: Terms) -> str:
    if not terms.floor_days:
        return _("the same for everybody")
    return _("as many as it gives, %(floor)s at least") % {"floor": phrases.number(terms.floor_days)}


def _rest_words(terms: Terms) -> str:
    months = terms.rest_months
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months} if months else _("no rest")


def _away_words(terms: Terms) -> str:
    allowance = away_allowance(terms)
    if allowance is None:
        return _("not counted")
    return _("%(most)s within %(within)s at most, at all hosts together") % {
        "most": phrases.number(allowance.free_days),
        "within": phrases.number(allowance.within_days),
    }


def _same_town_words(terms: Terms) -> str:
    if not terms.same_town_km:
        return _("welcome")
    return _("not from spaces within %(distance)s") % {"distance": phrases.distance(terms.same_town_km)}
