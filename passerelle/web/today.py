"""Today, for whoever runs a space: who comes, who is here, what waits for an answer or for money, what to do next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from passerelle.board.queries.today import Figures, figures_of, named_on
from passerelle.events.queries import standing_on
from passerelle.presence.rules import State
from passerelle.spaces.access import may_manage
from passerelle.spaces.queries import today_at
from passerelle.visits.queries.lists import visits_awaiting_an_answer
from passerelle.web import phrases
from passerelle.web.audience import for_staff
from passerelle.web.told import footing_said, known_as
from passerelle.web.ways import url, way
from passerelle.web.words import quality_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from passerelle.board.queries.today import Named
    from passerelle.spaces.models import Space
    from passerelle.visits.queries.lists import ListedVisit

NAMES = 8
"""Of each list; the desk and the page of who is here have the others."""
REQUESTS = 5


@dataclass(frozen=True)
class ToDo:
    """One line of what to do next: what, and where."""

    words: str
    address: str


@for_staff(may_manage)
@never_cache
@require_safe
def today(request: HttpRequest, space: "Space") -> HttpResponse:
    """The day on one page, on a phone first; four queries besides those of signing in."""
    day = today_at(space)
    figures, named = figures_of(space, day), named_on(space, day)
    asked = visits_awaiting_an_answer(space, REQUESTS) if figures.requests else []
    page: dict[str, Any] = {
        "space": space,
        "here": "today",
        "day": day,
        "figures": figures,
        "expected": [_name(one) for one in named if one.state == State.HELD][:NAMES],
        "present": [_present(one, space) for one in named if one.state == State.USED][:NAMES],
        "requests": [_asked(visit, space) for visit in asked],
        "events": standing_on(space, [day]),
        "to_do": [*_to_do(space, figures), *_on_the_board(space, figures)],
    }
    return render(request, "today/today.html", page)


def _name(one: "Named") -> str:
    return one.name or _("somebody without a name")


def _present(one: "Named", space: "Space") -> tuple[str, str, str]:
    """The name, as what, since when."""
    since = phrases.hour(one.since, space.time_zone) if one.since else ""
    return _name(one), quality_word(one.quality), since


def _asked(visit: "ListedVisit", space: "Space") -> dict[str, Any]:
    until = visit.lapse_at
    return {
        "visit": visit,
        "name": known_as(visit.person),
        "footing": footing_said(visit),
        "until": phrases.moment(until, space.time_zone) if until else "",
        "address": way("visit", visit.reference),
    }


def _to_do(space: "Space", figures: Figures) -> "Iterator[ToDo]":
    """What waits, the most urgent first."""
    if figures.requests_to_lapse:
        said = ngettext(
            "%(number)s request lapses within a day",
            "%(number)s requests lapse within a day",
            figures.requests_to_lapse,
        )
        yield ToDo(said % {"number": figures.requests_to_lapse}, url("our_visitors", slug=space.slug))
    if figures.stays:
        said = ngettext("%(number)s stay waits for your answer", "%(number)s stays wait for your answer", figures.stays)
        yield ToDo(said % {"number": figures.stays}, url("our_getaways", slug=space.slug))
    if figures.contested:
        said = ngettext(
            "%(number)s charge is contested: say what you think of it",
            "%(number)s charges are contested: say what you think of them",
            figures.contested,
        )
        yield ToDo(said % {"number": figures.contested}, url("space_charges", slug=space.slug))
    if figures.cash:
        said = ngettext(
            "%(number)s payment in cash is still to come", "%(number)s payments in cash are still to come", figures.cash
        )
        yield ToDo(said % {"number": figures.cash}, url("earned", slug=space.slug))
    if figures.joining:
        said = ngettext(
            "%(number)s person has asked for a plan", "%(number)s people have asked for a plan", figures.joining
        )
        yield ToDo(said % {"number": figures.joining}, url("desk_members", slug=space.slug))
    if figures.rooms_unpaid:
        said = ngettext(
            "%(number)s booking of a room is not paid",
            "%(number)s bookings of rooms are not paid",
            figures.rooms_unpaid,
        )
        yield ToDo(said % {"number": figures.rooms_unpaid}, url("bookings_here", slug=space.slug) + "?show=unpaid")
    if figures.unpaid:
        said = ngettext(
            "%(number)s payment to the space is awaited", "%(number)s payments to the space are awaited", figures.unpaid
        )
        yield ToDo(said % {"number": figures.unpaid}, url("space_payments", slug=space.slug))
    if figures.proposed:
        said = ngettext(
            "%(number)s event is proposed by a member", "%(number)s events are proposed by members", figures.proposed
        )
        yield ToDo(said % {"number": figures.proposed}, url("our_events", slug=space.slug))
    if not figures.first_hours:
        yield ToDo(_("Write down what a newcomer needs in the first hour"), url("manage_first_hour", slug=space.slug))
    elif figures.first_hours_of_old:
        said = _("Nobody has looked at the first hour for long: does it still hold?")
        yield ToDo(said, url("first_hour", slug=space.slug))


def _on_the_board(space: "Space", figures: Figures) -> "Iterator[ToDo]":
    """What the board waits for."""
    waiting, reported = figures.notices_waiting, figures.notices_reported
    if reported:
        said = ngettext("%(number)s notice was reported", "%(number)s notices were reported", reported)
        yield ToDo(said % {"number": reported}, url("manage_board", slug=space.slug))
    if waiting:
        said = ngettext(
            "%(number)s notice waits for a word before it goes on the board",
            "%(number)s notices wait for a word before they go on the board",
            waiting,
        )
        yield ToDo(said % {"number": waiting}, url("manage_board", slug=space.slug))


urlpatterns = [path("manage/<slug:slug>/today/", today, name="today")]
