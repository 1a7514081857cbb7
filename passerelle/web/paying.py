"""The page where one pays: by transfer, with a code for the banking app; by card, where the seller takes cards.

What is typed about a card goes from the browser to the card processor and never comes here. Only the page on which it
is typed may load that processor's script.
"""

from typing import Any, cast

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.care.actions.paying import ask_about, hear
from passerelle.kit.qr import qr_picture
from passerelle.kit.refusals import Refusal
from passerelle.networks.queries import Seller, network_at
from passerelle.payments.access import may_pay
from passerelle.payments.actions.cards import begin_by_card
from passerelle.payments.gateway import card_gateway, keys_of, takes_cards
from passerelle.payments.queries import Payment, payment_at, payments_by, refunds_of, transfer_of
from passerelle.payments.rules import WAITING, Method
from passerelle.payments.rules.cards import GatewayIsAway, GatewayRefuses
from passerelle.payments.rules.references import printed
from passerelle.payments.rules.transfers import printed_iban
from passerelle.spaces.queries import space_at
from passerelle.web.audience import by_link, person_of, signed_in
from passerelle.web.payment_words import look, refund_word
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of

LARGEST_EVENT = 1_000_000


@signed_in
@require_safe
def my_payments(request: HttpRequest) -> HttpResponse:
    """What I was asked for, the newest first."""
    page = page_of(payments_by(person_of(request)), request.GET.get("page"))
    rows = [(one, look(one.state)) for one in page.object_list]
    return render(request, "paying/list.html", {"page": page, "rows": rows})


@signed_in
@require_safe
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    """One payment: how to make it while it waits, and what became of it."""
    one = _mine(request, reference)
    waits = one.state in WAITING
    given = {
        "one": one,
        "look": look(one.state),
        "waits": waits,
        "desk": one.taken_by or one.space,
        "transfer": _how_to_transfer(one) if waits and one.method != Method.CASH else None,
        "takes_cards": waits and takes_cards(one.seller, one.currency),
        "refunds": [(each, refund_word(each.state)) for each in refunds_of(one)],
    }
    return render(request, "paying/payment.html", given)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def by_card(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the card is typed. Pressing begins the payment at the processor; the page then goes on with it there."""
    one = _mine(request, reference)
    if request.method != "POST" and not one.gateway_ref:
        return redirect("payment", reference=one.reference)
    try:
        begun = begin_by_card(one, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("payment", reference=one.reference)
    except (GatewayIsAway, GatewayRefuses):
        messages.error(request, _("The card processor does not answer. Try again in a moment, or make a transfer."))
        return redirect("payment", reference=one.reference)
    if request.method == "POST":
        return redirect("payment_by_card", reference=one.reference)
    return _card_page(request, one, begun.secret)


@signed_in
@require_POST
def card_typed(request: HttpRequest, reference: str) -> HttpResponse:
    """The browser comes back from the processor, which is asked what became of it: its event may take a while."""
    one = _mine(request, reference)
    try:
        if one.gateway_ref:
            ask_about(one)
    except (GatewayIsAway, GatewayRefuses):
        messages.info(request, _("Your payment is being processed. You are told by letter as soon as it has come."))
    return redirect("payment", reference=one.reference)


@csrf_exempt
@by_link
@require_POST
def card_events(request: HttpRequest, slug: str = "") -> HttpResponse:
    """What the card processor tells, signed by a secret that it shares with us; all else finds nothing here.

    A space that takes cards has an address of its own, which tells whose secret it is.
    Where the processor has to be asked something and is away, the event is not acknowledged, and it comes again.
    """
    if int(request.headers.get("Content-Length") or 0) > LARGEST_EVENT:
        raise Http404
    seller: Seller | None = space_at(slug) if slug else network_at(settings.STRIPE.name)
    if seller is None:
        raise Http404
    try:
        told = card_gateway(seller).understand(request.body, request.headers.get("Stripe-Signature", ""))
    except GatewayRefuses as reason:
        raise Http404 from reason
    except GatewayIsAway:
        return HttpResponse(status=503)
    hear(told, seller)
    return HttpResponse(status=204)


def _mine(request: HttpRequest, reference: str) -> Payment:
    one = payment_at(reference)
    if one is None or not may_pay(person_of(request), one):
        raise Http404
    return one


def _card_page(request: HttpRequest, one: Payment, secret: str) -> HttpResponse:
    """The one page that may load what the card processor serves."""

    @csp_update(settings.STRIPE.policy)
    def shown(asked: HttpRequest) -> HttpResponse:
        return render(asked, "paying/card.html", {"one": one, "secret": secret, "keys": keys_of(one.seller)})

    return cast(HttpResponse, shown(request))


def _how_to_transfer(one: Payment) -> dict[str, Any] | None:
    """The lines of a transfer as people read them, and as a code."""
    transfer = transfer_of(one)
    if transfer is None:
        return None
    title = _("A code that fills the transfer in, in a banking app")
    return {
        "holder": transfer.holder,
        "iban": printed_iban(transfer.iban),
        "bic": transfer.bic,
        "reference": printed(transfer.reference),
        "picture": qr_picture(transfer.lines, title) if transfer.can_be_scanned else "",
    }


urlpatterns = [
    path("payments/", my_payments, name="my_payments"),
    path("payments/card-events/", card_events, name="card_events"),
    path("payments/card-events/<slug:slug>/", card_events, name="card_events_of_space"),
    path("payments/<slug:reference>/", pay, name="payment"),
    path("payments/<slug:reference>/card/", by_card, name="payment_by_card"),
    path("payments/<slug:reference>/card/done/", card_typed, name="payment_card_typed"),
]
