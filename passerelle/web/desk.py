"""A space's desk: who is expected today and who is here, the code typed by hand, and all the visitors it received.

A visitor waits in front of it: one button for each, and nothing to read before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.credentials.actions import read_short_code, record_use
from passerelle.credentials.queries import code_of
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.networks.queries import sells_days
from passerelle.presence.rules import State as Day
from passerelle.spaces.access import may_manage, may_receive
from passerelle.spaces.queries import today_at
from passerelle.visits.actions import check_in
from passerelle.visits.queries import visit_called_with_days, visit_to_check_in
from passerelle.visits.queries.lists import (
    days_of_many,
    visits_at_the_desk,
    visits_awaiting_an_answer,
    visits_received_listed,
)
from passerelle.visits.rules import VOUCHED_FOR, Side
from passerelle.web import phrases
from passerelle.web.audience import for_staff, person_of
from passerelle.web.door import Opened, answered
from passerelle.web.forms.door import ShortCodeForm
from passerelle.web.jinja import part_of_page
from passerelle.web.reading import can_be_added, can_be_corrected, first_name_of
from passerelle.web.refusals import sentence
from passerelle.web.told import footing_said, known_as, next_said
from passerelle.web.ways import url, way

if TYPE_CHECKING:
    from passerelle.spaces.models import Space
    from passerelle.visits.queries.lists import AtTheDesk, Expected, ListedVisit, Mark

VISITORS_A_PAGE = 50


@dataclass(frozen=True)
class Visitor:
    """One line of today's list. `which` says which day of how many; `at` when they checked in, in words."""

    visit: Expected
    name: str
    first: str
    footing: str
    vouched: bool
    which: str
    at: str
    can_correct: bool


@dataclass(frozen=True)
class Asked:
    """A request that waits for the host's answer, until when, and where it is answered."""

    visit: ListedVisit
    name: str
    footing: str
    until: str
    address: str


@dataclass(frozen=True)
class Today:
    """The desk's day: who is expected, who is here, who came yesterday or was due and is not written down."""

    expected: list[Visitor]
    here: list[Visitor]
    came_yesterday: list[Visitor]
    forgotten: list[Visitor]
    asked: list[Asked]

    @property
    def nobody(self) -> bool:
        """Whether nobody was announced for today at all."""
        return not self.expected and not self.here


@for_staff(may_receive)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, space: Space) -> HttpResponse:
    """Today; each button checks one visitor in. The list draws itself anew every minute where scripts run."""
    wrong = ""
    if request.method == "POST":
        wrong = _check_in(request, space)
        if not wrong:
            return redirect("desk", slug=space.slug)
    page = _page(request, space) | {"wrong": wrong}
    if request.headers.get("HX-Request"):
        return part_of_page(request, "desk/today.html", "list", page)
    return render(request, "desk/today.html", page, status=422 if wrong else 200)


@for_staff(may_receive)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def short_code(request: HttpRequest, space: Space) -> HttpResponse:
    """Six signs typed by hand lead to the same page as the code itself; too many misses have to wait."""
    if request.method != "POST":  # whoever changes the language after a miss comes back by this address
        return redirect("desk", slug=space.slug)
    form, by = ShortCodeForm(request.POST), person_of(request).ref
    if not form.is_valid():
        return _typed_wrong(request, space, form)
    try:
        verdict = read_short_code(space, form.cleaned_data["code"], by=by)
    except Refusal as refusal:
        form.add_error("code", sentence(refusal))
        return _typed_wrong(request, space, form)
    if verdict.credential is None:
        form.add_error("code", _("No code of your visitors has these six signs. Look once more, or ask for the name."))
        return _typed_wrong(request, space, form)
    if not verdict.is_valid:  # one that is good is written down with the arrival
        record_use(verdict, space, by=by)
    return redirect("code", code_of(verdict.credential))


@for_staff(may_receive)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_visit(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """What the visitor's code would show, opened from the desk's list."""
    found = visit_called_with_days(reference)
    if found is None or found[0].host_id != space.pk:
        raise Http404
    visit, days = found
    return answered(request, visit, days, by=person_of(request), opened=Opened(desk=True))


@for_staff(may_receive)
@never_cache
@require_safe
def our_visitors(request: HttpRequest, space: Space) -> HttpResponse:
    """Every visit asked of this space: where it stands, what happens next and when."""
    shown = "past" if request.GET.get("show") == "past" else "open"
    page = Paginator(visits_received_listed(space, past=shown == "past"), VISITORS_A_PAGE).get_page(
        request.GET.get("page")
    )
    days = days_of_many(page)
    rows = [_row(visit, days[visit.pk], space) for visit in page]
    tabs = (("open", _("Under way")), ("past", _("Over")))
    context = {"space": space, "page": page, "rows": rows, "tabs": tabs, "shown": shown}
    return render(request, "desk/our_visitors.html", context)


def _check_in(request: HttpRequest, space: Space) -> str:
    """One press of the list; gives nothing once it is done, else the sentence that says why it was not."""
    visit = visit_to_check_in(space, request.POST.get("visit", ""))
    if visit is None:
        raise Http404
    try:
        arrival = check_in(visit, by=person_of(request))
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        return _("%(name)s: %(why)s") % {"name": known_as(visit.person), "why": sentence(refusal)}
    said = _("%(name)s is checked in.") if arrival.is_first else _("%(name)s was checked in already.")
    messages.success(request, said % {"name": known_as(visit.person)})
    return ""


def _typed_wrong(request: HttpRequest, space: Space, form: ShortCodeForm) -> HttpResponse:
    return render(request, "desk/today.html", _page(request, space) | {"form": form}, status=422)


def _page(request: HttpRequest, space: Space) -> dict[str, Any]:
    """All that the desk's page shows; it costs four queries however many visitors there are."""
    day = today_at(space)
    today = todays(space, day)
    manages = today.nobody and may_manage(person_of(request), space)
    poster = way("manage_poster", slug=space.slug) if manages else ""
    charges = url("space_charges", slug=space.slug) if sells_days(space, day) else ""
    page = {"space": space, "day": day, "today": today, "form": ShortCodeForm()}
    return page | {"poster": poster, "charges": charges}


def todays(space: Space, day: date) -> Today:
    """The desk's lists for a local day."""
    at_desk = visits_at_the_desk(space, day)
    now = [_visitor(one, one.presence) for one in at_desk if one.presence]
    eve = [_visitor(one, one.presence_on_eve) for one in at_desk if _came(one.presence_on_eve)]
    return Today(
        expected=[visitor for visitor in now if not visitor.at],
        here=[visitor for visitor in now if visitor.at],
        came_yesterday=[visitor for visitor in eve if visitor.can_correct],
        forgotten=[_visitor(one, None) for one in at_desk if _is_forgotten(one, day)],
        asked=[_asked(visit, space) for visit in visits_awaiting_an_answer(space, VISITORS_A_PAGE)],
    )


def _visitor(one: AtTheDesk, presence: Mark | None) -> Visitor:
    visit, used_at = one.visit, presence.used_at if presence else None
    return Visitor(
        visit=visit,
        name=known_as(visit.person),
        first=first_name_of(visit.person),
        footing=footing_said(visit),
        vouched=visit.word in VOUCHED_FOR,
        which=_which(one.number, one.total),
        at=phrases.hour(used_at, visit.host.time_zone) if used_at else "",
        can_correct=presence is not None and can_be_corrected(presence),
    )


def _which(number: int, total: int) -> str:
    if total == 1:
        return _("one day")
    return _("day %(number)s of %(total)s") % {"number": number, "total": total}


def _came(presence: Mark | None) -> bool:
    return presence is not None and presence.state == Day.USED


def _is_forgotten(one: AtTheDesk, day: date) -> bool:
    """Due yesterday, not written down, and still in time to be."""
    eve = date.fromordinal(day.toordinal() - 1)
    return one.was_due_on_eve and not _came(one.presence_on_eve) and can_be_added(one.visit, eve)


def _asked(visit: ListedVisit, space: Space) -> Asked:
    until: datetime | None = visit.lapse_at
    said = phrases.moment(until, space.time_zone) if until else ""
    return Asked(visit, known_as(visit.person), footing_said(visit), said, way("visit", visit.reference))


def _row(visit: ListedVisit, days: list[date], space: Space) -> dict[str, Any]:
    """One visit of the list."""
    return {
        "visit": visit,
        "name": known_as(visit.person),
        "days": days,
        "footing": footing_said(visit),
        "vouched": visit.word in VOUCHED_FOR,
        "next": next_said(visit, Side.HOST),
        "address": way("visit", reference=visit.reference),
        "year": days[0].year != clock.local_day(space.time_zone).year if days else False,
    }


urlpatterns = [
    path("desk/<slug:slug>/", desk, name="desk"),
    path("desk/<slug:slug>/code/", short_code, name="desk_code"),
    path("desk/<slug:slug>/visitors/", our_visitors, name="our_visitors"),
    path("desk/<slug:slug>/visits/<slug:reference>/", desk_visit, name="desk_visit"),
]
