"""My visits, one visit's page, and its calendar file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.kit.refusals import NotFound
from passerelle.visits.access import side_of
from passerelle.visits.queries import visit_called_with_days
from passerelle.visits.queries.lists import days_of_many, visits_listed
from passerelle.visits.rules import EXPECTED, Side, State
from passerelle.web.audience import person_of, signed_in
from passerelle.web.told import next_said
from passerelle.web.visit_acts import BY_SIDE, press, wanted_answer
from passerelle.web.visit_view import calendar_of, seen_by
from passerelle.web.ways import url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passerelle.visits.models import Visit
    from passerelle.visits.queries.lists import ListedVisit

ON_A_PAGE = 20


@dataclass(frozen=True)
class VisitRow:
    """A visit in a list: where, which days, how it stands and what happens next."""

    visit: ListedVisit
    days: list[date]
    next: str


@signed_in
@require_safe
def my_visits(request: HttpRequest) -> HttpResponse:
    """Open ones first; past ones on their own list. Paged, so that five hundred cost no more than five."""
    person = person_of(request)
    is_past = request.GET.get("show") == "past"
    page = Paginator(visits_listed(person, past=is_past), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"rows": rows_of(page), "page": page, "is_past": is_past, "how_many": page.paginator.count}
    return render(request, "visits/my_visits.html", context)


def rows_of(visits: Iterable[ListedVisit]) -> list[VisitRow]:
    """Visits as their visitor's rows; their days are fetched all together."""
    listed = list(visits)
    days = days_of_many(listed)
    return [VisitRow(visit, days[visit.pk], next_said(visit, Side.VISITOR)) for visit in listed]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, reference: str) -> HttpResponse:
    """The visit as its visitor sees it, or as the people who act for its host do; nobody else knows of it."""
    person = person_of(request)
    found, side, dates = _found(request, reference)
    wrong = ""
    if request.method == "POST":
        try:
            wrong = press(request, found, BY_SIDE[side], person)
        except NotFound:
            raise Http404 from None
        if not wrong:
            return redirect("visit", reference=reference)
        found, side, dates = _found(request, reference)
    wanted = wanted_answer(request)
    context: dict[str, Any] = {"wrong": wrong, "typed": request.POST, "wanted": wanted}
    context |= vars(seen_by(found, side, dates, with_days_to_propose=wanted == "other"))
    comes = side is Side.VISITOR and State(found.state) in EXPECTED
    context["first_hour"] = (
        url("first_hour", slug=found.host.slug) if comes else ""
    )  # asked there, not here: eight queries
    return render(request, f"visits/visit_of_{side}.html", context, status=422 if wrong else 200)


@signed_in
@require_safe
def visit_calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The days as a file that any calendar opens; only days that are expected belong into one."""
    found, *_others = _found(request, reference)
    if State(found.state) not in EXPECTED:
        raise Http404
    response = HttpResponse(calendar_of(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="passerelle.ics"'
    return response


def _found(request: HttpRequest, reference: str) -> tuple[Visit, Side, list[date]]:
    """The visit, the side on which the reader stands, and its days; to anybody else there is no such visit."""
    found, dates = visit_called_with_days(reference) or (None, [])
    side = side_of(person_of(request), found) if found else None
    if found is None or side is None:
        raise Http404
    return found, side, dates


urlpatterns = [
    path("visits/", my_visits, name="my_visits"),
    path("visits/<slug:reference>/", visit, name="visit"),
    path("visits/<slug:reference>/calendar.ics", visit_calendar, name="visit_calendar"),
]
