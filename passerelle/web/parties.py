"""How documents name a network, a space or somebody's company, and under which tax each space sells its days."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.invoices.access import may_choose_taxes
from passerelle.invoices.actions import choose_tax, set_party
from passerelle.invoices.queries import side_of, taxes_by_space, taxes_of
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.networks.access import may_keep_books
from passerelle.networks.queries import affiliations_of
from passerelle.spaces.access import may_manage
from passerelle.web.audience import for_officers, for_staff, found_space, person_of, signed_in
from passerelle.web.forms.papers import CompanyForm, PartyForm
from passerelle.web.spaces import page_of
from passerelle.web.words import tax_word

if TYPE_CHECKING:
    from passerelle.networks.models import Network
    from passerelle.spaces.models import Space


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def network_party(request: HttpRequest, network: "Network") -> HttpResponse:
    """The legal name, address, numbers and account of a network."""
    page = {"network": network, "here": "party"}
    return _named(request, network, PartyForm, "papers/network_party.html", page)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def space_party(request: HttpRequest, space: "Space") -> HttpResponse:
    """The same of a space; what its page says is a beginning."""
    page = {"space": space, "here": "documents"}
    return _named(request, space, PartyForm, "papers/space_party.html", page)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_company(request: HttpRequest) -> HttpResponse:
    """In whose name somebody's documents are written, where it is not their own."""
    return _named(request, person_of(request), CompanyForm, "papers/my_company.html", {})


def _named(
    request: HttpRequest, owner: Any, kind: type[PartyForm], template: str, page: dict[str, Any]
) -> HttpResponse:
    form = kind(request.POST or None, initial=asdict(side_of(owner)))
    if request.method == "POST" and form.is_valid():
        try:
            set_party(owner, form.side(owner.ref), by=person_of(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. Documents from now on say so; those already issued stay as they are."))
            return redirect(request.path)
    return render(request, template, page | {"form": form})


@for_officers(may_choose_taxes)
@require_http_methods(["GET", "HEAD", "POST"])
def taxes_of_spaces(request: HttpRequest, network: "Network") -> HttpResponse:
    """Under which tax each space of the network sells its days to it."""
    taxes = list(taxes_of(network))
    if request.method == "POST":
        return _tax_chosen(request, network, {tax.code: tax for tax in taxes})
    page = page_of(affiliations_of(network, clock.now().date()), request.GET.get("page"))
    chosen = taxes_by_space(network, [one.space for one in page.object_list])
    given = {
        "network": network,
        "here": "taxes_of_spaces",
        "taxes": [(tax.pk, tax.code, tax_word(tax)) for tax in taxes],
        "page": page,
        "rows": [(one.space, chosen.get(one.space_id)) for one in page.object_list],
    }
    return render(request, "papers/space_taxes.html", given)


def _tax_chosen(request: HttpRequest, network: "Network", taxes: dict[str, Any]) -> HttpResponse:
    space, tax = found_space(request.POST.get("space", "")), taxes.get(request.POST.get("tax", ""))
    if tax is None:
        raise Http404
    choose_tax(network, space, tax, by=person_of(request))
    said = _("%(space)s sells its days under “%(tax)s” from now on.")
    messages.success(request, said % {"space": space.name, "tax": tax_word(tax)})
    return redirect(request.get_full_path())


urlpatterns = [
    path("networks/<slug:slug>/documents/party/", network_party, name="network_party"),
    path("networks/<slug:slug>/documents/taxes/", taxes_of_spaces, name="taxes_of_spaces"),
    path("manage/<slug:slug>/documents/party/", space_party, name="space_party"),
    path("me/company/", my_company, name="my_company"),
]
