"""What a network sells: its passes as travellers read them, and as its treasurers keep them up.

The treatments of tax are also those of a space that sells.
"""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.invoices.actions import name_tax
from passerelle.invoices.queries import taxes_of
from passerelle.invoices.rules import Category
from passerelle.kit.refusals import Refusal
from passerelle.networks.access import may_keep_books
from passerelle.networks.queries import network_at
from passerelle.networks.rules import Mode
from passerelle.passes.actions import products as selling
from passerelle.passes.queries.holding import product_of, products_of, products_sold
from passerelle.web.audience import for_officers, person_of, public
from passerelle.web.forms.products import ProductForm, TaxForm
from passerelle.web.refusals import sentence
from passerelle.web.sellers import back_to, framed, of_sellers
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.networks.models import Network, Seller


@public
@require_safe
def passes_sold(request: HttpRequest, slug: str) -> HttpResponse:
    """What is sold, for how much, and what a day is."""
    network = network_at(slug)
    if network is None or network.mode != Mode.PAID:
        raise Http404
    given = {
        "network": network,
        "products": products_sold(network),
        "keeps_books": request.user.is_authenticated and may_keep_books(person_of(request), network),
    }
    return render(request, "passes/sold.html", given)


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def products(request: HttpRequest, network: "Network") -> HttpResponse:
    """What is sold and was sold, and the form for something more."""
    taxes = list(taxes_of(network))
    form = ProductForm(request.POST or None, currency=network.currency, taxes=taxes)
    if request.method == "POST" and form.is_valid():
        try:
            selling.sell(network, form.described(), by=person_of(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is sold from now on."))
            return redirect("network_products", slug=network.slug)
    given = {
        "network": network,
        "here": "products",
        "page": page_of(products_of(network), request.GET.get("page")),
        "taxes": taxes,
        "form": form,
    }
    return render(request, "products/list.html", given, status=422 if form.errors else 200)


@for_officers(may_keep_books)
@require_POST
def sell_or_stop(request: HttpRequest, network: "Network", key: int) -> HttpResponse:
    """Sold no longer, or again. Whoever has it keeps it."""
    product = product_of(network, key)
    if product is None:
        raise Http404
    again = request.POST.get("act") == "again"
    selling.set_offered(product, again, by=person_of(request))
    messages.success(request, _("It is sold again.") if again else _("It is sold no longer. Whoever has it keeps it."))
    return redirect("network_products", slug=network.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def taxes(request: HttpRequest, seller: "Seller") -> HttpResponse:
    """The treatments of tax that what is sold may have. The law is for whoever sells to know."""
    form = TaxForm(request.POST or None, initial={"category": Category.STANDARD.value})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            name_tax(
                seller,
                told["code"],
                form.percent_bp(),
                Category(told["category"]),
                told["reason"],
                by=person_of(request),
            )
        except Refusal as refusal:
            form.add_error("code" if refusal.code == "tax_code_is_taken" else None, sentence(refusal))
        else:
            messages.success(request, _("What is sold can have this treatment from now on."))
            return back_to(seller, "taxes")
    given = framed(seller, "taxes") | {"taxes": list(taxes_of(seller)), "form": form}
    return render(request, "products/taxes.html", given, status=422 if form.errors else 200)


urlpatterns = [
    path("networks/<slug:slug>/passes/", passes_sold, name="passes_sold"),
    path("networks/<slug:slug>/products/", products, name="network_products"),
    path("networks/<slug:slug>/products/<int:key>/", sell_or_stop, name="network_product"),
    *of_sellers("taxes/", taxes, "taxes"),
]
