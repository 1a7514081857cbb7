"""The months of a network in paid mode, for its treasurer: conditions, closing, what follows, down to the entries."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.kit import clock
from passerelle.kit.pictures import Bar, bars
from passerelle.kit.references import number_in
from passerelle.kit.refusals import Refusal
from passerelle.networks.access import may_keep_books
from passerelle.settlement.actions import (
    begin_closing,
    money_moved,
    set_conditions,
    what_it_would_come_to,
    write_files,
)
from passerelle.settlement.queries import (
    bundles_that_failed,
    closing_at,
    closings_of,
    conditions_in_force,
    file_at,
    files_of,
    lines_in,
    missing_for,
    names_of_spaces,
    next_to_close,
    statement_at,
    statements_of,
    sums_by_month,
    sums_of_bundles,
    taxes_of_spaces,
    transfer_at,
    transfers_of,
)
from passerelle.settlement.rules.states import FileForm, StatementState
from passerelle.web.audience import for_officers, person_of
from passerelle.web.forms.months import ConditionsForm
from passerelle.web.forms.payments import typed_amount
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.networks.models import Network
    from passerelle.settlement.models import Closing, Conditions

LINES = 200
TYPES = {FileForm.PAIN: ("application/xml", "xml"), FileForm.CSV: ("text/csv; charset=utf-8", "csv")}


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def months(request: HttpRequest, network: "Network") -> HttpResponse:
    """What the books hold now, month by month; the next one to close, first as what it would come to."""
    conditions = conditions_in_force(network)
    typed = request.POST if "commission" in request.POST else None
    form = ConditionsForm(typed, initial=_typed(conditions, network.currency), currency=network.currency)
    if request.method == "POST" and "month" in request.POST:
        return _begun(request, network)
    if form.is_valid():
        set_conditions(network, form.wished(), by=person_of(request))
        messages.success(request, _("In force for every month that is closed from now on."))
        return redirect(request.path)
    given = {"network": network, "here": "months", "form": form, "conditions": conditions}
    return render(request, "months/months.html", given | _overview(network))


@for_officers(may_keep_books)
@require_http_methods(["GET", "HEAD", "POST"])
def closed_month(request: HttpRequest, network: "Network", key: int) -> HttpResponse:
    """What one month came to: how far its closing is, each space, the money that follows, the files."""
    closing = closing_at(network, key)
    if closing is None:
        raise Http404
    if request.method == "POST":
        return _acted(request, closing)
    statements = statements_of(closing)
    page = page_of(statements, request.GET.get("page"), LINES)
    moves = page_of(transfers_of(closing), request.GET.get("moves"))
    parties = [ref for one in moves for ref in (one.payer, one.payee)]
    files = list(files_of(closing))
    given = {
        "network": network,
        "here": "months",
        "closing": closing,
        "page": page,
        "statements": page.object_list,
        "all": page.paginator.count,
        "settled": statements.filter(state=StatementState.SETTLED).count(),
        "failed": [] if closing.closed_at else list(statements.exclude(failure="")),
        "moves": moves,
        "transfers": moves.object_list,
        "names": _names(network, [*parties, *(file.payer for file in files)]),
        "missing": missing_for(closing),
        "files": files,
        "holders": sums_of_bundles(closing),
        "not_invoiced": bundles_that_failed(closing),
        "today": clock.today(),
    }
    return render(request, "months/month.html", given)


@for_officers(may_keep_books)
@require_safe
def month_statement(request: HttpRequest, network: "Network", key: int) -> HttpResponse:
    """One space's month, down to the entries of the books."""
    statement = statement_at(key, network=network)
    if statement is None:
        raise Http404
    given = {"network": network, "here": "months", "statement": statement}
    given["page"] = page_of(lines_in(statement), request.GET.get("page"), LINES)
    return render(request, "months/statement.html", given)


@for_officers(may_keep_books)
@require_safe
def money_file(request: HttpRequest, network: "Network", key: int) -> HttpResponse:
    """A file for a bank, or a table."""
    file = file_at(network, key)
    if file is None:
        raise Http404
    kind, ending = TYPES[FileForm(file.form)]
    response = HttpResponse(file.content, content_type=kind)
    name = f"{network.slug}-{file.closing.month:%Y-%m}-{file.pk}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _names(network: "Network", references: list[str]) -> dict[str, str]:
    """What payers and payees are called: the network, and spaces."""
    spaces = names_of_spaces(number_in(ref) for ref in references if ref.startswith("space:"))
    return {f"space:{number}": name for number, name in spaces.items()} | {network.ref: network.name}


def _begun(request: HttpRequest, network: "Network") -> HttpResponse:
    """The month is shut at once; the worker settles it, and the page tells how far it is."""
    month = next_to_close(network)
    if month is None or request.POST["month"] != f"{month:%Y-%m}":
        return redirect(request.path)
    try:
        closing = begin_closing(network, month, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(request.path)
    return redirect("closed_month", slug=network.slug, key=closing.pk)


def _acted(request: HttpRequest, closing: "Closing") -> HttpResponse:
    by = person_of(request)
    try:
        if request.POST.get("act") == "files":
            write_files(closing, by=by)
        elif request.POST.get("act") == "again":
            begin_closing(closing.network, closing.month, by=by)
        else:
            _moved(request, closing)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect(request.path)


def _moved(request: HttpRequest, closing: "Closing") -> None:
    typed, on = request.POST.get("transfer", ""), request.POST.get("on", "")
    transfer = transfer_at(closing, int(typed)) if typed.isdecimal() and len(typed) < 18 else None
    try:
        day = date.fromisoformat(on)
    except ValueError:
        day = clock.today()
    if transfer is None:
        raise Http404
    money_moved(transfer, day, by=person_of(request))


def _overview(network: "Network") -> dict[str, Any]:
    month, foreseen, reason = next_to_close(network), [], ""
    try:
        foreseen = what_it_would_come_to(network, month) if month else []
    except Refusal as refusal:
        reason = sentence(refusal)
    names = names_of_spaces(space for space, _currency, _told in foreseen)
    sums, taxes = sums_by_month(network), taxes_of_spaces(network) if foreseen else {}
    return {
        "next": month,
        "reason": reason,
        "without_tax": sorted({names[space] for space, _currency, _told in foreseen if space not in taxes}),
        "foreseen": [(names[space], currency, told) for space, currency, told in foreseen],
        "closings": {closing.month: closing for closing in closings_of(network)},
        "sums": sums,
        "bars": _bars(network, sums),
    }


def _bars(network: "Network", sums: list[tuple[date, str, int, int]]) -> list[Bar]:
    """The last twelve months in the network's own currency, oldest first."""
    ours = [(f"{month:%m}", (charges, kept)) for month, currency, charges, kept in sums if currency == network.currency]
    return bars(ours[:12][::-1])


def _typed(conditions: "Conditions | None", currency: str) -> dict[str, Any]:
    if conditions is None:
        return {"days": 15, "has_till": True}
    return {
        "commission": Decimal(conditions.commission_bp) / 100,
        "smallest": typed_amount(conditions.smallest_payout, currency),
        "days": conditions.days_until_paid,
        "has_till": conditions.has_till,
    }


urlpatterns = [
    path("networks/<slug:slug>/months/", months, name="months"),
    path("networks/<slug:slug>/months/<int:key>/", closed_month, name="closed_month"),
    path("networks/<slug:slug>/months/statements/<int:key>/", month_statement, name="month_statement"),
    path("networks/<slug:slug>/months/files/<int:key>/", money_file, name="money_file"),
]
