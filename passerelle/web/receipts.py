"""What came to a network's bank account: the bank's files, what nobody knows yet, and where transfers go."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.care.actions.paying import take_in
from passerelle.kit.refusals import Refusal
from passerelle.networks.access import may_keep_books
from passerelle.payments.actions.accounts import Details, set_bank_account
from passerelle.payments.actions.payouts import PaidOut, count_as_payout, record_payout
from passerelle.payments.actions.receiving import count_for, give_back, send_statement, take_in_statement
from passerelle.payments.actions.steps import today
from passerelle.payments.gateway import card_gateway
from passerelle.payments.queries import (
    bank_account_of,
    payment_called,
    payments_like,
    payouts_of,
    receipt_in,
    receipts_to_explain,
    statement_at,
)
from passerelle.payments.queries.previews import preview_of
from passerelle.payments.rules.matching import Verdict
from passerelle.payments.rules.references import printed
from passerelle.web.audience import for_officers, person_of
from passerelle.web.forms.payments import AccountForm, CountForm, FeeForm, GivenBackForm, PayoutForm, StatementForm
from passerelle.web.payment_words import verdict_words
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.networks.models import Network
    from passerelle.payments.models import Receipt, Statement
    from passerelle.payments.queries.previews import Told

LINES_SHOWN = 500
CHANGES_NOTHING = frozenset({Verdict.KNOWN, Verdict.RECORDED, Verdict.PAYOUT})


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest, network: "Network") -> HttpResponse:
    """What nobody knows yet, and a file of the bank to send."""
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            statement = send_statement(network, upload.name, upload.read(), by=person_of(request))
        except Refusal as refusal:
            form.add_error("file", sentence(refusal))
        else:
            return redirect("network_statement", slug=network.slug, reference=statement.reference)
    page = page_of(receipts_to_explain(network), request.GET.get("page"))
    account = bank_account_of(network)
    given = {"network": network, "here": "bank", "form": form, "page": page, "account": account}
    return render(request, "payments/bank.html", given)


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, network: "Network", reference: str) -> HttpResponse:
    """What each line of a file would do; nothing is kept before the treasurer says so."""
    sent = statement_at(network, reference)
    if sent is None:
        raise Http404
    if request.method == "POST":
        changes = take_in(take_in_statement, sent, by=person_of(request))
        messages.success(request, _("Taken in. Payments that came: %(number)s.") % {"number": len(changes)})
        return redirect("network_bank", slug=network.slug)
    if sent.taken_in_at is not None:
        return redirect("network_bank", slug=network.slug)
    return render(request, "payments/statement.html", {"network": network, "here": "bank", "sent": sent} | _told(sent))


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, network: "Network", key: int) -> HttpResponse:
    """Money that nobody knows: the treasurer says which payment it is for, or sends it back."""
    one = receipt_in(network, key)
    if one is None:
        raise Http404
    if request.method == "POST":
        try:
            _explain(request, one)
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
            return redirect("network_receipt", slug=network.slug, key=key)
        messages.success(request, _("Recorded."))
        return redirect("network_bank", slug=network.slug)
    given = {
        "network": network,
        "here": "bank",
        "one": one,
        "likely": [(each, printed(each.structured_reference)) for each in payments_like(one)],
        "count": CountForm(),
        "back": GivenBackForm(initial={"on": today()}),
        "fee": FeeForm(currency=one.currency),
        "takes_cards": card_gateway().takes_cards_for(network.slug, network.currency),
    }
    return render(request, "payments/receipt.html", given)


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, network: "Network") -> HttpResponse:
    """Where transfers go; whether cards are taken; what the card processor paid out."""
    kept = bank_account_of(network)
    first = {"holder": kept.holder, "iban": kept.iban, "bic": kept.bic} if kept else {"holder": network.name}
    act = request.POST.get("act")
    form = AccountForm(request.POST if act == "account" else None, initial=first)
    payout = PayoutForm(request.POST if act == "payout" else None, currency=network.currency, today=today())
    if (act == "account" and form.is_valid()) or (act == "payout" and payout.is_valid()):
        try:
            _set_account(request, network, form) if act == "account" else _record_payout(request, network, payout)
        except Refusal as refusal:
            (form if act == "account" else payout).add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("network_account", slug=network.slug)
    given = {"network": network, "here": "account", "form": form, "payout": payout, "kept": kept}
    given |= {"takes_cards": card_gateway().takes_cards_for(network.slug, network.currency)}
    return render(
        request, "payments/account.html", given | {"page": page_of(payouts_of(network), request.GET.get("page"))}
    )


def _explain(request: HttpRequest, one: "Receipt") -> None:
    """Raises Refusal as the actions do; `no_such_payment` for a reference that leads nowhere."""
    by, act = person_of(request), request.POST.get("act")
    form = {"count": CountForm, "back": GivenBackForm}.get(act or "", CountForm)(request.POST)
    fee = FeeForm(request.POST, currency=one.currency)
    if act == "count" and form.is_valid():
        payment = payment_called(one.seller, form.cleaned_data["reference"])
        if payment is None:
            raise Refusal("no_such_payment")
        take_in(count_for, one, payment, by=by)
    elif act == "back" and form.is_valid():
        give_back(one, form.cleaned_data["on"], by=by)
    elif act == "payout" and fee.is_valid():
        count_as_payout(one, fee.cleaned_data["fee"], by=by)
    else:
        raise BadRequest


def _told(sent: "Statement") -> dict[str, Any]:
    preview = preview_of(sent)
    new = [one for one in preview.told if one.verdict not in CHANGES_NOTHING]
    pay = [one for one in new if one.verdict is Verdict.PAYS]
    rest = [one for one in new if one.verdict is not Verdict.PAYS]
    nothing = [one for one in preview.told if one.verdict in CHANGES_NOTHING]
    return {
        "parts": [(part, _lines(part)) for part in (pay, rest, nothing)],
        "left_aside": preview.left_aside,
        "changes_something": bool(new) or any(one.verdict is not Verdict.KNOWN for one in nothing),
    }


def _lines(told: "list[Told]") -> list[tuple["Told", str, str]]:
    return [
        (one, verdict_words(one.verdict), printed(one.reference) if one.reference else one.line.said)
        for one in told[:LINES_SHOWN]
    ]


def _set_account(request: HttpRequest, network: "Network", form: AccountForm) -> None:
    set_bank_account(network, Details(**form.cleaned_data), by=person_of(request))


def _record_payout(request: HttpRequest, network: "Network", form: PayoutForm) -> None:
    record_payout(network, PaidOut(**form.cleaned_data), by=person_of(request))


urlpatterns = [
    path("networks/<slug:slug>/payments/bank/", bank, name="network_bank"),
    path("networks/<slug:slug>/payments/bank/<int:key>/", receipt, name="network_receipt"),
    path("networks/<slug:slug>/payments/bank/files/<slug:reference>/", statement, name="network_statement"),
    path("networks/<slug:slug>/payments/account/", account, name="network_account"),
]
