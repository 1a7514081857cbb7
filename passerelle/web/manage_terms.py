"""What a space offers visitors under one network, and leaving that network."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.kit.refusals import Refusal
from passerelle.networks.actions import leave_network, set_deviations
from passerelle.networks.queries import affiliation_between
from passerelle.spaces.access import may_manage
from passerelle.spaces.queries import today_at
from passerelle.web.audience import for_staff, person_of
from passerelle.web.forms.terms import LeavingForm, TermsForm
from passerelle.web.jinja import part_of_page
from passerelle.web.refusals import sentence
from passerelle.web.terms_table import terms_lines, terms_sentence

if TYPE_CHECKING:
    from passerelle.networks.models import Affiliation
    from passerelle.spaces.models import Space


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, space: "Space", network: str) -> HttpResponse:
    """The terms, line by line, with what they come to in one sentence; htmx says it again while one types."""
    affiliation = _affiliation(space, network)
    form = TermsForm(request.POST or None, currency=space.currency, terms=affiliation.terms)
    given = {"space": space, "affiliation": affiliation, "form": form, "here": "terms"}
    if request.method == "POST" and form.is_valid() and not request.headers.get("HX-Target"):
        try:
            set_deviations(affiliation, form.terms, by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Saved. Visits already accepted keep the terms they were accepted on."))
            return redirect("manage_terms", slug=space.slug, network=network)
    meant = form.terms if form.is_bound and form.is_valid() else affiliation.terms
    lines = terms_lines(meant, space.currency, affiliation.network.terms)
    given |= {
        "sentence": "" if form.is_bound and form.errors else terms_sentence(meant),
        "otherwise": [line for line in lines if line.default],
    }
    if request.headers.get("HX-Target") == "meant":
        return part_of_page(request, "manage/terms.html", "meant", given)
    return render(request, "manage/terms.html", given)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, space: "Space", network: str) -> HttpResponse:
    """The space leaves the network, after a day and for a reason."""
    affiliation = _affiliation(space, network)
    form = LeavingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and end_affiliation(request, affiliation, form):
        return redirect("manage", slug=space.slug)
    given = {"space": space, "network": affiliation.network, "affiliation": affiliation, "form": form, "here": "terms"}
    return render(request, "manage/leave.html", given)


def end_affiliation(request: HttpRequest, affiliation: "Affiliation", form: LeavingForm) -> bool:
    """Do what the form says; whether it was done. A reason against it is put at its line."""
    until = form.cleaned_data["last_day"] + timedelta(days=1)
    try:
        leave_network(affiliation, until, form.cleaned_data["reason"], by=person_of(request))
    except Refusal as refusal:
        field = {"reason_is_missing": "reason", "too_long": "reason", "space_does_not_stand_in_the_network": None}
        form.add_error(field.get(refusal.code, "last_day"), sentence(refusal))
        return False
    said = _("Recorded. Whoever has an accepted visit after that day will be told by letter.")
    messages.success(request, said)
    return True


def _affiliation(space: "Space", network: str) -> "Affiliation":
    found = affiliation_between(space, network, today_at(space))
    if found is None:
        raise Http404
    return found


urlpatterns = [
    path("manage/<slug:slug>/terms/<slug:network>/", terms, name="manage_terms"),
    path("manage/<slug:slug>/terms/<slug:network>/leave/", leave, name="manage_leave"),
]
