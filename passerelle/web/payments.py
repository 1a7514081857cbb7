"""What whoever keeps a seller's books sees of payments: what is asked, late, paid; one; what is to be sent back.

A seller is a network, or a space.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.care.actions.paying import take_in
from passerelle.kit.refusals import Refusal
from passerelle.payments.access import may_take_cash
from passerelle.payments.actions.receiving import Came, record_transfer, take_cash
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.actions.steps import today
from passerelle.payments.queries import (
    counts_of,
    disputes_open,
    payment_at,
    payment_called,
    payments_of,
    received_so_far,
    refund_in,
    refunds_of,
    refunds_to_make,
)
from passerelle.payments.rules import CAME, WAITING
from passerelle.payments.rules.references import printed
from passerelle.web.audience import person_of
from passerelle.web.forms.payments import GivenBackForm, TransferForm
from passerelle.web.payment_words import look, refund_word
from passerelle.web.refusals import sentence
from passerelle.web.sellers import back_to, framed, of_sellers
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.networks.models import Seller
    from passerelle.payments.models import Payment

LISTS = ("asked", "overdue", "paid", "gone")


@require_safe
def payments(request: HttpRequest, seller: "Seller") -> HttpResponse:
    """What is asked of whom, by state, and what waits for the treasurer; a reference that is typed leads on."""
    typed = request.GET.get("q", "").strip()[:60]
    if typed and (found := payment_called(seller, typed)) is not None:
        return back_to(seller, "payment", reference=found.reference)
    which = request.GET.get("show", "asked")
    page = page_of(payments_of(seller, which if which in LISTS else "asked", today(seller)), request.GET.get("page"))
    given = {
        "which": which,
        "q": typed,
        "page": page,
        "rows": [(one, look(one.state), printed(one.structured_reference)) for one in page.object_list],
        "counts": counts_of(seller, today(seller)),
        "refunds": refunds_to_make(seller),
        "disputes": disputes_open(seller),
        "today": today(seller),
    }
    return render(request, "payments/list.html", framed(seller, "payments") | given)


@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: HttpRequest, seller: "Seller", reference: str) -> HttpResponse:
    """One payment: how it stands, what came of it and went back; and a transfer to record."""
    one = payment_at(reference)
    if one is None or one.seller != seller:
        raise Http404
    came = received_so_far(one)
    missing = max(one.amount - came, 0)
    in_cash = request.POST.get("act") == "cash"
    form = TransferForm(request.POST or None, currency=one.currency, came=came, missing=missing, today=today(seller))
    if request.method == "POST" and (in_cash or form.is_valid()):
        try:
            changes = take_in(take_cash, one, by=person_of(request)) if in_cash else _record(request, one, form)
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
        else:
            _say(request, came=bool(changes))
        return back_to(seller, "payment", reference=one.reference)
    given = framed(seller, "payments") | _told(request, one) | {"form": form, "missing": missing}
    return render(request, "payments/payment.html", given)


@require_POST
def refund(request: HttpRequest, seller: "Seller", key: int) -> HttpResponse:
    """Whoever keeps the books has sent money back."""
    one, form = refund_in(seller, key), GivenBackForm(request.POST)
    if one is None:
        raise Http404
    if not form.is_valid():
        raise BadRequest
    try:
        take_in(record_refund, one, form.cleaned_data["on"], by=person_of(request))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Recorded. The payer is told by letter."))
    return back_to(seller, "payments")


def _record(request: HttpRequest, one: "Payment", form: TransferForm) -> list[Any]:
    said = form.cleaned_data
    came = Came(said["amount"], said["on"], said["before"])
    return take_in(record_transfer, one, came, by=person_of(request))


def _say(request: HttpRequest, *, came: bool) -> None:
    if came:
        messages.success(request, _("Recorded: it is paid, and the payer is told by letter."))
    else:
        messages.warning(request, _("Recorded. It is less than was asked: the payment still waits for the rest."))


def _told(request: HttpRequest, one: "Payment") -> dict[str, Any]:
    """How a payment stands, for whoever keeps the books."""
    return {
        "one": one,
        "look": look(one.state),
        "reference": printed(one.structured_reference),
        "receipts": list(one.receipts.all()),
        "refunds": [(each, refund_word(each.state)) for each in refunds_of(one)],
        "disputes": list(one.disputes.all()),
        "waits": one.state in WAITING,
        "came": one.state in CAME,
        "takes_cash": one.state in WAITING and may_take_cash(person_of(request), one),
        "is_late": one.state in WAITING and one.due_on < today(one.seller),
    }


urlpatterns = [
    *of_sellers("payments/", payments, "payments"),
    *of_sellers("payments/refunds/<int:key>/", refund, "refund"),
    *of_sellers("payments/of/<slug:reference>/", payment, "payment"),
]
