"""Hours as people read them: the usual week, and whether a place is open now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from passerelle.kit import clock
from passerelle.spaces.rules import OfficeHours, Span, closes_at, next_opening, usual_week
from passerelle.web import phrases
from passerelle.web.terms_table import weekdays_words

if TYPE_CHECKING:
    from passerelle.spaces.models import Space

ALL_DAY: Span = (time(0), time(23, 59))


@dataclass(frozen=True)
class Now:
    """Whether a place is open, and when that changes."""

    is_open: bool
    said: str


def open_now(space: "Space", hours: OfficeHours) -> Now | None:
    """« Ouvert, ferme à 19 h », « Fermé, ouvre lundi à 9 h », by the clock there; None where one is not known."""
    if not space.zone_is_known or not usual_week(space.hours, space.country, _first_of_month(space)):
        return None
    there = clock.local(space.time_zone)
    closing = closes_at(there, hours)
    if closing is not None:
        is_all_day = ALL_DAY in hours(there.date())
        return Now(True, _("Open") if is_all_day else _("Open, closes at %(hour)s") % {"hour": phrases.hour(closing)})
    opening = next_opening(there, hours)
    return Now(False, _opens_words(there.date(), opening) if opening else _("Closed"))


def usual_hours(space: "Space") -> list[tuple[str, str]]:
    """The usual week in a few lines: (« lundi à vendredi », « 9 h – 18 h »); nothing where hours are not known."""
    return hours_there(space, space.hours)


def hours_there(space: "Space", hours: str) -> list[tuple[str, str]]:
    """The same for hours of something there, which may be others than the space's own."""
    week = usual_week(hours, space.country, _first_of_month(space))
    runs = groupby(range(len(week)), key=lambda day: week[day])
    lines = [(_days_words(list(days)), spans_words(spans)) for spans, days in runs]
    return [*lines, (_("public holidays"), _("closed"))] if "PH off" in hours else lines


def spans_words(spans: Sequence[Span]) -> str:
    """« 9 h – 12 h, 13 h – 18 h »."""
    if not spans:
        return _("closed")
    if ALL_DAY in spans:
        return _("all day")
    return ", ".join(f"{phrases.hour(opens)} – {phrases.hour(closes)}" for opens, closes in spans)


def _days_words(days: Sequence[int]) -> str:
    return weekdays_words(days) if len(days) < 7 else _("every day")


def _opens_words(today: date, opening: datetime) -> str:
    hour = phrases.hour(opening.time())
    if opening.date() == today:
        return _("Closed, opens at %(hour)s") % {"hour": hour}
    if opening.date() == today + timedelta(days=1):
        return _("Closed, opens tomorrow at %(hour)s") % {"hour": hour}
    if opening.date() < today + timedelta(days=7):
        return _("Closed, opens on %(weekday)s at %(hour)s") % {"weekday": phrases.weekday(opening), "hour": hour}
    return _("Closed, opens on %(day)s at %(hour)s") % {"day": phrases.day(opening.date()), "hour": hour}


def _first_of_month(space: "Space") -> date:
    """What is usual is reckoned once a month."""
    return clock.local_day(space.time_zone).replace(day=1)
