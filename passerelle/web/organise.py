"""What organisers keep up for a network: its default terms, its charter, and who stands in it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.directory.queries import spaces_called
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.networks.access import may_organise
from passerelle.networks.actions import admit_space, give_charter, set_default_terms
from passerelle.networks.queries import affiliation_in, affiliations_of, charter_in_force, spaces_outside
from passerelle.web.audience import for_officers, found_space, person_of
from passerelle.web.forms.terms import CharterForm, LeavingForm, TermsForm
from passerelle.web.manage_terms import end_affiliation
from passerelle.web.refusals import sentence
from passerelle.web.rows import where
from passerelle.web.spaces import page_of
from passerelle.web.terms_table import terms_line, terms_sentence

if TYPE_CHECKING:
    from passerelle.networks.models import Network

CANDIDATES = 10


@for_officers(may_organise)
@require_safe
def organise(request: HttpRequest, network: "Network") -> HttpResponse:
    """Who stands in the network, and whom to admit: a search lists those that do not."""
    today, text = clock.now().date(), request.GET.get("q", "").strip()[:100]
    page = page_of(affiliations_of(network, today), request.GET.get("page"))
    found = spaces_outside(network, spaces_called(text), today)[:CANDIDATES] if text else []
    given = {
        "network": network,
        "here": "spaces",
        "q": text,
        "candidates": [(space, where(space)) for space in found],
        "page": page,
        "rows": [(one, terms_line(one.terms)) for one in page.object_list],
    }
    return render(request, "organise/spaces.html", given)


@for_officers(may_organise)
@require_POST
def admit(request: HttpRequest, network: "Network") -> HttpResponse:
    """A space stands in the network from today on; its managers are told by letter."""
    space = found_space(request.POST.get("space", ""))
    try:
        admit_space(network, space, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("%(space)s now stands in the network.") % {"space": space.name})
    return redirect("organise", slug=network.slug)


@for_officers(may_organise)
@require_http_methods(["GET", "HEAD", "POST"])
def let_go(request: HttpRequest, network: "Network", key: int) -> HttpResponse:
    """A space leaves the network by the organiser's word, after a day and for a reason."""
    affiliation = affiliation_in(network, key, clock.now().date())
    if affiliation is None:
        raise Http404
    form = LeavingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and end_affiliation(request, affiliation, form):
        return redirect("organise", slug=network.slug)
    given = {"network": network, "here": "spaces", "affiliation": affiliation, "form": form}
    return render(request, "organise/let_go.html", given)


@for_officers(may_organise)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, network: "Network") -> HttpResponse:
    """What spaces of the network offer unless they say otherwise."""
    form = TermsForm(request.POST or None, currency=network.currency, terms=network.terms)
    if request.method == "POST" and form.is_valid():
        try:
            set_default_terms(network, form.terms, by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Saved. Visits already accepted keep the terms they were accepted on."))
            return redirect("organise_terms", slug=network.slug)
    given = {"network": network, "here": "terms", "form": form, "sentence": terms_sentence(network.terms)}
    return render(request, "organise/terms.html", given)


@for_officers(may_organise)
@require_http_methods(["GET", "HEAD", "POST"])
def charter(request: HttpRequest, network: "Network") -> HttpResponse:
    """What the spaces promise each other; saving gives a new version."""
    last = charter_in_force(network)
    texts = {"text_fr": last.text_fr, "text_en": last.text_en} if last else {}
    form = CharterForm(request.POST or None, initial=texts)
    if request.method == "POST" and form.is_valid():
        try:
            given_now = give_charter(network, **form.cleaned_data, by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Version %(version)s is in force.") % {"version": given_now.version})
            return redirect("organise_charter", slug=network.slug)
    return render(request, "organise/charter.html", {"network": network, "here": "charter", "form": form, "last": last})


urlpatterns = [
    path("networks/<slug:slug>/organise/", organise, name="organise"),
    path("networks/<slug:slug>/organise/admit/", admit, name="organise_admit"),
    path("networks/<slug:slug>/organise/spaces/<int:key>/", let_go, name="organise_let_go"),
    path("networks/<slug:slug>/organise/terms/", terms, name="organise_terms"),
    path("networks/<slug:slug>/organise/charter/", charter, name="organise_charter"),
]
