"""Passes as their holders see them: buying one, what is left, the renewal, and withdrawing from the contract."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.kit import clock
from passerelle.kit.ids import can_be_asked_for, key_of, reference
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.kit.withdrawal import last_day_to_withdraw
from passerelle.networks.queries import network_at
from passerelle.passes.access import may_hold
from passerelle.passes.actions.buying import Purchase, buy, give_up, sold_of
from passerelle.passes.actions.renewing import switch_renewal
from passerelle.passes.actions.withdrawing import shares_of, withdraw
from passerelle.passes.queries.accounts import accounts_of
from passerelle.passes.queries.holding import (
    days_left,
    lots_with_something,
    pass_called,
    passes_of,
    product_of,
    withdrawal_until,
)
from passerelle.passes.rules import Kind, State
from passerelle.passes.rules.renewing import RENEWING, ends_on
from passerelle.payments.queries import payments_for
from passerelle.payments.rules import WAITING, Method
from passerelle.web.audience import person_of, signed_in
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.passes.models import Pass, Product


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def buy_pass(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Price, tax, what comes next and the right to withdraw are read before the one button that binds."""
    network = network_at(slug)
    product = product_of(network, key) if network else None
    if product is None or not product.offered:
        raise Http404
    wrong = ""
    if request.method == "POST":
        method = Method(request.POST["method"]) if request.POST.get("method") in BY_THE_HOLDER else Method.TRANSFER
        once = key_of(request.POST.get("key", ""))
        try:
            price = int(request.POST.get("price", "0") or 0)
            of_pass = buy(Purchase(product, method, price, key=once), by=person_of(request))
        except ValueError:
            wrong = sentence(Refusal("price_has_changed"))
        except Refusal as refusal:
            wrong = sentence(refusal)
        else:
            return _go_on(of_pass)
    return render(request, "passes/buy.html", _before_buying(product) | {"wrong": wrong}, status=422 if wrong else 200)


BY_THE_HOLDER = (Method.TRANSFER, Method.CARD)


def _go_on(of_pass: Pass) -> HttpResponse:
    """To the payment that waits, or to the pass where nothing is to be paid."""
    payment = payments_for(of_pass.ref).filter(state__in=[state.value for state in WAITING]).first()
    if payment is not None:
        return redirect("payment", reference=payment.reference)
    return redirect("pass", reference=of_pass.reference)


def _before_buying(product: Product) -> dict[str, Any]:
    sold, today = sold_of(product), clock.today()
    return {
        "product": product,
        "network": product.network,
        "sold": sold,
        "renews_on": ends_on(sold, today, today) if sold.kind in RENEWING else None,
        "lasts_until": today + timedelta(days=sold.valid_days) if sold.valid_days else None,
        "withdraw_until": None if sold.kind is Kind.AS_YOU_GO else last_day_to_withdraw(today),
        "key": reference(),
    }


@signed_in
@require_safe
def my_passes(request: HttpRequest) -> HttpResponse:
    """What this person owes on account, with the way to pay it; and what they bought, what is open first."""
    person = person_of(request)
    page = page_of(passes_of(person), request.GET.get("page"))
    today = clock.today()
    left = days_left(list(page.object_list), today)
    given = {"page": page, "left": left, "accounts": accounts_of(person), "today": today}
    return render(request, "passes/mine.html", given)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one_pass(request: HttpRequest, reference: str) -> HttpResponse:
    """What is left and until when, what comes next and for how much; nobody but its holder knows of it."""
    found = _mine(request, reference)
    wrong = _press(request, found) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        return redirect("pass", reference=reference)
    return render(request, "passes/pass.html", _seen(found) | {"wrong": wrong}, status=422 if wrong else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_from(request: HttpRequest, reference: str) -> HttpResponse:
    """The second step of withdrawing: what is paid back, and a button that confirms (2011/83/EU, art. 11a)."""
    found = _mine(request, reference)
    until = withdrawal_until(found)
    if until is None or found.state not in (State.OPEN, State.WITHDRAWN):
        raise Http404
    if request.method == "POST":
        try:
            withdraw(found, by=person_of(request))
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, _("You have withdrawn. A letter confirms it."))
        return redirect("pass", reference=reference)
    if found.state == State.WITHDRAWN:
        return redirect("pass", reference=reference)
    refund = sum(net + tax for net, tax in (share.back for share in shares_of(found)))
    given = {"one": found, "until": until, "refund": refund, "is_late": clock.today() > until}
    return render(request, "passes/withdraw.html", given)


def _press(request: HttpRequest, found: Pass) -> str:
    """Do what was pressed; gives the sentence of a refusal, or nothing."""
    by, act = person_of(request), request.POST.get("act", "")
    acts: dict[str, tuple[Any, str]] = {
        "renew": (lambda: switch_renewal(found, True, by=by), _("It renews again.")),
        "renew_no_more": (
            lambda: switch_renewal(found, False, by=by),
            _("It renews no more. What you have paid stays yours."),
        ),
        "give_up": (lambda: give_up(found, by=by), _("It is not asked for any more.")),
    }
    try:
        if act not in acts:
            raise Refusal("act_is_not_known")
        do, said = acts[act]
        do()
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        return sentence(refusal)
    messages.success(request, said)
    return ""


def _seen(found: Pass) -> dict[str, Any]:
    today, until = clock.today(), withdrawal_until(found)
    lots = lots_with_something(found, today) if found.state in (State.OPEN, State.BLOCKED) else []
    begun = [lot for lot in lots if lot.begins_on <= today]
    payments = list(payments_for(found.ref).order_by("-asked_at", "-pk")[:24])
    return {
        "one": found,
        "sold": found.sold,
        "lots": lots,
        "left": sum(lot.credits - lot.used for lot in begun if lot.credits is not None),
        "payments": payments,
        "waits": next((payment for payment in payments if payment.state in WAITING), None),
        "may_withdraw": found.state == State.OPEN and until is not None and today <= until,
        "withdraw_until": until,
        "renews": found.renews_on,
        "can_renew": found.sold.kind in RENEWING and found.state == State.OPEN,
        "ends_on": _last_day(begun),
    }


def _last_day(lots: list[Any]) -> date | None:
    """The last day on which something of these is left; None where it never ends."""
    ends = [lot.ends_on for lot in lots]
    return max(ends) - timedelta(days=1) if ends and None not in ends else None


def _mine(request: HttpRequest, reference: str) -> Pass:
    found = pass_called(reference) if can_be_asked_for(reference) else None
    if found is None or not may_hold(person_of(request), found):
        raise Http404
    return found


urlpatterns = [
    path("networks/<slug:slug>/passes/<int:key>/", buy_pass, name="buy_pass"),
    path("passes/", my_passes, name="my_passes"),
    path("passes/<slug:reference>/", one_pass, name="pass"),
    path("passes/<slug:reference>/withdraw/", withdraw_from, name="withdraw_from_pass"),
]
