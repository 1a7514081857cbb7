"""What a space does for companies apart from its plans, as its managers keep it up."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from passerelle.invoices.queries import taxes_of
from passerelle.kit.refusals import Refusal
from passerelle.provisions.access import may_provide
from passerelle.provisions.actions import change_provision, offer_provision, set_provided
from passerelle.provisions.queries import provision_of, provisions_of
from passerelle.web.audience import for_staff, person_of
from passerelle.web.forms.provisions import ProvisionForm
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.provisions.models import Provision
    from passerelle.spaces.models import Space


@for_staff(may_provide)
@require_http_methods(["GET", "HEAD", "POST"])
def services(request: HttpRequest, space: "Space") -> HttpResponse:
    """What is offered and was offered, and the form for another service."""
    form = ProvisionForm(request.POST or None, currency=space.currency, taxes=taxes_of(space))
    if request.method == "POST" and form.is_valid():
        try:
            offer_provision(space, form.described(), by=person_of(request), tax=form.chosen_tax)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It stands on your page from now on."))
            return redirect("services", slug=space.slug)
    page = page_of(provisions_of(space), request.GET.get("page"))
    given = {"space": space, "here": "services", "page": page, "provisions": page.object_list, "form": form}
    return render(request, "provisions/list.html", given, status=422 if form.errors else 200)


@for_staff(may_provide)
@require_http_methods(["GET", "HEAD", "POST"])
def change_service(request: HttpRequest, space: "Space", key: int) -> HttpResponse:
    """The lines of one service."""
    known = _ours(space, key)
    form = ProvisionForm(request.POST or None, currency=known.currency, taxes=taxes_of(space), known=known)
    if request.method == "POST" and form.is_valid():
        try:
            change_provision(known, form.described(), by=person_of(request), tax=form.chosen_tax)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. What you agreed with somebody before stands between you."))
            return redirect("services", slug=space.slug)
    given = {"space": space, "here": "services", "one": known, "form": form}
    return render(request, "provisions/change.html", given, status=422 if form.errors else 200)


@for_staff(may_provide)
@require_POST
def offer_service_or_stop(request: HttpRequest, space: "Space", key: int) -> HttpResponse:
    """Offered no longer, or again."""
    again = request.POST.get("act") == "again"
    set_provided(_ours(space, key), again, by=person_of(request))
    messages.success(request, _("It is offered again.") if again else _("It is offered no longer."))
    return redirect("services", slug=space.slug)


def _ours(space: "Space", key: int) -> "Provision":
    provision = provision_of(space, key)
    if provision is None:
        raise Http404
    return provision


urlpatterns = [
    path("manage/<slug:slug>/services/", services, name="services"),
    path("manage/<slug:slug>/services/<int:key>/", change_service, name="change_service"),
    path("manage/<slug:slug>/services/<int:key>/offered/", offer_service_or_stop, name="service_offered"),
]
