"""What a space earned in networks in paid mode: month by month, when it is paid, and why so much."""

import csv
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.kit.cells import harmless
from passerelle.networks.queries import network_at
from passerelle.settlement.actions import agree_to_self_billing
from passerelle.settlement.queries import (
    lines_in,
    lines_running,
    networks_to_agree_with,
    running_for,
    running_in,
    statement_at,
    statements_for,
    transfers_with,
)
from passerelle.spaces.access import may_manage
from passerelle.web.audience import for_staff, person_of
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.settlement.models import Statement
    from passerelle.spaces.models import Space

LINES = 200
"""Of a statement on one page; as a table (CSV) all of them."""


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def earned(request: HttpRequest, space: "Space") -> HttpResponse:
    """What a space has earned and is not settled yet, every settled month with what is paid and when; and its word on
    self-billing."""
    asking = networks_to_agree_with(space)
    if request.method == "POST":
        for network in asking:
            if network.slug == request.POST.get("network"):
                agree_to_self_billing(space, network, by=person_of(request))
        return redirect(request.path)
    page = page_of(statements_for(space), request.GET.get("page"))
    transfers = transfers_with(space, page.object_list)
    rows = [(one, transfers.get((one.closing_id, one.currency))) for one in page.object_list]
    given = {"space": space, "here": "earned", "page": page, "rows": rows, "asking": asking}
    given["running"] = running_for(space)
    return render(request, "months/earned.html", given)


@for_staff(may_manage)
@require_safe
def earned_month(request: HttpRequest, space: "Space", key: int) -> HttpResponse:
    """One month, day by day: what was sold, and what becomes of it. As a table where `as=csv`."""
    statement = statement_at(key, space=space)
    if statement is None:
        raise Http404
    if request.GET.get("as") == "csv":
        return _as_csv(statement)
    page = page_of(lines_in(statement), request.GET.get("page"), LINES)
    transfer = transfers_with(space, [statement]).get((statement.closing_id, statement.currency))
    given = {"space": space, "here": "earned", "statement": statement, "page": page, "transfer": transfer}
    return render(request, "months/earned_month.html", given)


@for_staff(may_manage)
@require_safe
def earned_now(request: HttpRequest, space: "Space", network: str, currency: str) -> HttpResponse:
    """What no closing has settled yet, day by day, in one network and currency."""
    found = network_at(network)
    running = running_in(space, found, currency) if found else None
    if running is None:
        raise Http404
    page = page_of(lines_running(space, running), request.GET.get("page"), LINES)
    return render(request, "months/earned_now.html", {"space": space, "here": "earned", "one": running, "page": page})


def _as_csv(statement: "Statement") -> HttpResponse:
    """Amounts in minor units, so that no program reads a comma as a point."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{statement.space.slug}-{statement.closing.month:%Y-%m}-{statement.currency}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    rows = csv.writer(response)
    rows.writerow([_("day"), _("charge"), _("what"), _("price"), _("tax"), _("commission"), _("currency")])
    for one in lines_in(statement):
        told = [harmless(one.charge), harmless(one.line), one.price, one.tax, one.commission, statement.currency]
        rows.writerow([one.on.isoformat(), *told])
    return response


urlpatterns = [
    path("spaces/<slug:slug>/earned/", earned, name="earned"),
    path("spaces/<slug:slug>/earned/now/<slug:network>/<str:currency>/", earned_now, name="earned_now"),
    path("spaces/<slug:slug>/earned/<int:key>/", earned_month, name="earned_month"),
]
