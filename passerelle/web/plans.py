"""What a space sells its members, as its managers keep it up."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.invoices.queries import taxes_of
from passerelle.kit.refusals import Refusal
from passerelle.plans.access import may_offer
from passerelle.plans.actions import offer_plan, set_offered
from passerelle.plans.queries import plan_of, plans_of, plans_offered
from passerelle.web.audience import for_staff, found_space, person_of, public
from passerelle.web.forms.plans import PlanForm
from passerelle.web.opening import hours_there
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passerelle.plans.models import Plan
    from passerelle.spaces.models import Space


@public
@require_safe
def space_plans(request: HttpRequest, slug: str) -> HttpResponse:
    """What a space sells its members, as newcomers read it."""
    space = found_space(slug)
    given = {"space": space, "plans": _told(space, plans_offered(space))}
    return render(request, "plans/offered.html", given)


@for_staff(may_offer)
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest, space: "Space") -> HttpResponse:
    """What is offered and was offered, and the form for another plan."""
    form = PlanForm(request.POST or None, currency=space.currency, taxes=taxes_of(space))
    if request.method == "POST" and form.is_valid():
        try:
            offer_plan(space, form.described(), by=person_of(request), tax=form.chosen_tax)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is offered from now on."))
            return redirect("plans", slug=space.slug)
    page = page_of(plans_of(space), request.GET.get("page"))
    given = {"space": space, "here": "plans", "page": page, "form": form}
    given["plans"] = _told(space, page.object_list)
    return render(request, "plans/list.html", given, status=422 if form.errors else 200)


@for_staff(may_offer)
@require_POST
def offer_or_stop(request: HttpRequest, space: "Space", key: int) -> HttpResponse:
    """Offered no longer, or again. Whoever is on it stays on it."""
    plan = plan_of(space, key)
    if plan is None:
        raise Http404
    again = request.POST.get("act") == "again"
    set_offered(plan, again, by=person_of(request))
    messages.success(
        request, _("It is offered again.") if again else _("It is offered no longer. Whoever is on it stays on it.")
    )
    return redirect("plans", slug=space.slug)


def _told(space: "Space", plans: "Iterable[Plan]") -> "list[tuple[Plan, list[tuple[str, str]]]]":
    """Each plan with its usual week, where it has hours of its own."""
    return [(plan, hours_there(space, plan.hours)) for plan in plans]


urlpatterns = [
    path("spaces/<slug:slug>/plans/", space_plans, name="space_plans"),
    path("manage/<slug:slug>/plans/", plans, name="plans"),
    path("manage/<slug:slug>/plans/<int:key>/", offer_or_stop, name="plan_offered"),
]
