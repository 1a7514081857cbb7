"""The days of a host as boxes to tick: open, full, closed, or already one's own, each with its reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext, pgettext_lazy

from passerelle.presence.queries import Crowd
from passerelle.spaces.queries import hours_of, today_at
from passerelle.visits.rules.days import NotOpen, why_not_open
from passerelle.web.months import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from passerelle.networks.rules import Terms
    from passerelle.spaces.models import Space

NOBODY = Crowd(0, None)
TWO_MONTHS = timedelta(days=62)
MARKS = {
    NotOpen.PAST: "",
    NotOpen.TOO_FAR: "",
    NotOpen.WEEKDAY: "",
    NotOpen.CLOSED: pgettext_lazy("at most five letters, under a day", "shut"),
}
NOTES = {
    NotOpen.PAST: lazy("it is over"),
    NotOpen.TOO_FAR: lazy("it is too far ahead"),
    NotOpen.WEEKDAY: lazy("no visitors on this day of the week"),
    NotOpen.CLOSED: lazy("the space is closed"),
}


def shown_until(since: date) -> date:
    """Where a page of days that begins with `since` ends (excluded): it shows that month's rest and the next month."""
    return (since.replace(day=1) + TWO_MONTHS).replace(day=1)


def boxes_for(
    host: Space, terms: Terms, crowds: Mapping[date, Crowd], chosen: Collection[date] = ()
) -> Callable[[date], Box]:
    """How each day is drawn for the person whose own days `crowds` knows. One query, however many days."""
    today, hours = today_at(host), hours_of(host)

    def box(day: date) -> Box:
        why = why_not_open(day, terms, hours, today)
        crowd = crowds.get(day, NOBODY)
        if crowd.own:
            return Box(day, free=False, kind="held", note=_("you are expected here"))
        if why is not None:
            return Box(day, free=False, mark=str(MARKS[why]), note=str(NOTES[why]))
        if crowd.visitors >= terms.visitors_a_day:
            full = pgettext("at most five letters, under a day", "full")
            return Box(day, free=False, kind="full", mark=full, note=_("the visitors’ places are all taken"))
        return Box(day, free=True, chosen=day in chosen)

    return box
