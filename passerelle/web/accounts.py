"""What holders owe a network on account, for its treasurer: who, how much, since when, paid or late."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.networks.access import may_keep_books
from passerelle.passes.actions.accounts import send_back_what_is_over
from passerelle.passes.queries.accounts import Holder, OnAccount, accounts_in, accounts_paid, holder_at
from passerelle.web.audience import for_officers, person_of
from passerelle.web.phrases import money
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.networks.models import Network

LISTS = ("owed", "overdue", "over", "paid")


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest, network: "Network") -> HttpResponse:
    """Who owes what, what is late first; what was paid too much is sent back from here."""
    if request.method == "POST":
        return _sent_back(request, network)
    found, which = accounts_in(network), request.GET.get("show", "owed")
    which = which if which in LISTS else "owed"
    shown = accounts_paid(network) if which == "paid" else [one for one in found if which in _lists_of(one)]
    given = {
        "network": network,
        "here": "accounts",
        "which": which,
        "page": page_of(shown, request.GET.get("page")),
        "owed": sum(max(one.standing.owed, 0) for one in found if one.holder.currency == network.currency),
        "is_asked": sum(one.standing.asked for one in found if one.holder.currency == network.currency),
        "late": sum("overdue" in _lists_of(one) for one in found),
        "today": clock.today(),
    }
    return render(request, "payments/accounts.html", given)


def _lists_of(one: OnAccount) -> set[str]:
    late = one.due_on is not None and one.due_on < clock.today()
    holds = {"owed": one.standing.owed > 0 or one.waiting, "overdue": late, "over": one.standing.owed < 0}
    return {name for name, is_so in holds.items() if is_so}


def _sent_back(request: HttpRequest, network: "Network") -> HttpResponse:
    typed, currency = request.POST.get("holder", ""), request.POST.get("currency", "")
    person = holder_at(network, int(typed)) if typed.isdecimal() and len(typed) < 18 else None
    if person is None:
        raise Http404
    try:
        amount = send_back_what_is_over(Holder(person, network, currency), by=person_of(request))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        told = {"amount": money(amount, currency)}
        messages.success(request, _("%(amount)s go back: by card by themselves, otherwise they wait for you.") % told)
    return redirect(f"{request.path}?show=over")


urlpatterns = [path("networks/<slug:slug>/accounts/", accounts, name="network_accounts")]
