"""What came to the bank account of a network or a space: the bank's files, what nobody knows, where transfers go."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.care.actions.paying import take_in, take_in_file
from passerelle.kit.refusals import Refusal
from passerelle.payments.actions.accounts import Details, set_bank_account
from passerelle.payments.actions.payouts import PaidOut, count_as_payout, record_payout
from passerelle.payments.actions.receiving import count_for, give_back, send_statement
from passerelle.payments.actions.steps import today
from passerelle.payments.gateway import takes_cards
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
from passerelle.web.audience import person_of
from passerelle.web.forms.payments import AccountForm, CountForm, FeeForm, GivenBackForm, PayoutForm, StatementForm
from passerelle.web.payment_words import verdict_words
from passerelle.web.refusals import sentence
from passerelle.web.sellers import back_to, framed, of_sellers
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.networks.models import Seller
    from passerelle.payments.models import Receipt, Statement
    from passerelle.payments.queries.previews import Told

LINES_SHOWN = 500
CHANGES_NOTHING = frozenset({Verdict.KNOWN, Verdict.RECORDED, Verdict.PAYOUT})


@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest, seller: "Seller") -> HttpResponse:
    """What nobody knows yet, and a file of the bank to send."""
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            statement = send_statement(seller, upload.name, upload.read(), by=person_of(request))
        except Refusal as refusal:
            form.add_error("file", sentence(refusal))
        else:
            return back_to(seller, "statement", reference=statement.reference)
    page = page_of(receipts_to_explain(seller), request.GET.get("page"))
    account = bank_account_of(seller)
    given = framed(seller, "bank") | {"form": form, "page": page, "account": account}
    return render(request, "payments/bank.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, seller: "Seller", reference: str) -> HttpResponse:
    """What each line of a file would do; nothing is kept before somebody says so."""
    sent = statement_at(seller, reference)
    if sent is None:
        raise Http404
    if request.method == "POST":
        changes, transfers = take_in_file(sent, by=person_of(request))
        messages.success(request, _("Taken in. Payments that came: %(number)s.") % {"number": len(changes) + transfers})
        return back_to(seller, "bank")
    if sent.taken_in_at is not None:
        return back_to(seller, "bank")
    return render(request, "payments/statement.html", framed(seller, "bank") | {"sent": sent} | _told(sent))


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, seller: "Seller", key: int) -> HttpResponse:
    """Money that nobody knows: somebody says which payment it is for, or sends it back."""
    one = receipt_in(seller, key)
    if one is None:
        raise Http404
    if request.method == "POST":
        try:
            _explain(request, one)
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
            return back_to(seller, "receipt", key=key)
        messages.success(request, _("Recorded."))
        return back_to(seller, "bank")
    given = {
        "one": one,
        "likely": [(each, printed(each.structured_reference)) for each in payments_like(one)],
        "count": CountForm(),
        "back": GivenBackForm(initial={"on": today(seller)}),
        "fee": FeeForm(currency=one.currency),
        "takes_cards": takes_cards(seller),
    }
    return render(request, "payments/receipt.html", framed(seller, "bank") | given)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, seller: "Seller") -> HttpResponse:
    """Where transfers go; whether cards are taken, and what the card processor paid out."""
    kept = bank_account_of(seller)
    first = {"holder": kept.holder, "iban": kept.iban, "bic": kept.bic} if kept else {"holder": seller.name}
    act = request.POST.get("act")
    form = AccountForm(request.POST if act == "account" else None, initial=first)
    payout = PayoutForm(request.POST if act == "payout" else None, currency=seller.currency, today=today(seller))
    pressed = {"account": form, "payout": payout}.get(act or "")
    if pressed is not None and pressed.is_valid():
        try:
            _save(request, seller, form if pressed is form else payout)
        except Refusal as refusal:
            pressed.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Saved."))
            return back_to(seller, "account")
    given = framed(seller, "account") | {"form": form, "kept": kept}
    given |= {"payout": payout, "takes_cards": takes_cards(seller)}
    given |= {"page": page_of(payouts_of(seller), request.GET.get("page"))}
    return render(request, "payments/account.html", given)


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


def _save(request: HttpRequest, seller: "Seller", typed: AccountForm | PayoutForm) -> None:
    """Raises Refusal as the actions do."""
    if isinstance(typed, AccountForm):
        set_bank_account(seller, Details(**typed.cleaned_data), by=person_of(request))
    else:
        record_payout(seller, PaidOut(**typed.cleaned_data), by=person_of(request))


urlpatterns = [
    *of_sellers("payments/bank/", bank, "bank"),
    *of_sellers("payments/bank/<int:key>/", receipt, "receipt"),
    *of_sellers("payments/bank/files/<slug:reference>/", statement, "statement"),
    *of_sellers("payments/account/", account, "account"),
]
