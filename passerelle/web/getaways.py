"""Getaways as travellers see them: what is offered, one offer, asking for a stay, and one's stays."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.getaways import actions
from passerelle.getaways.access import may_change
from passerelle.getaways.queries import (
    Wanted,
    can_be_taken_back,
    charge_of,
    countries_offered,
    full_days,
    full_days_ahead,
    getaway_called,
    getaways_offered,
    is_on_offer,
    payment_of,
    price_to_ask,
    refund_of,
    stay_called,
    stays_of,
    waits_for_its_price,
    why_no_pass_pays,
)
from passerelle.getaways.rules import UNDO_LASTS, Comprises, Setting, State
from passerelle.kit import clock
from passerelle.kit.ids import can_be_asked_for, reference
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.spaces.queries import today_at
from passerelle.web.audience import person_of, public, signed_in
from passerelle.web.forms.getaways import StayForm, month_of
from passerelle.web.refusals import sentence
from passerelle.web.words import COMPRISES, SETTINGS, listed_choices

if TYPE_CHECKING:
    from passerelle.getaways.models import Getaway, Stay

ON_A_PAGE = 20
MONTHS_AHEAD = 12


@public
@require_safe
def getaways(request: HttpRequest) -> HttpResponse:
    """What is offered, the soonest season first; the filters are in the address and never refused."""
    today = clock.now().date()
    wanted = _wanted(request)
    page = Paginator(getaways_offered(wanted, today), ON_A_PAGE).get_page(request.GET.get("page"))
    given = {
        "page": page,
        "wanted": wanted,
        "settings": listed_choices(SETTINGS, Setting),
        "comprises": listed_choices(COMPRISES, Comprises),
        "countries": countries_offered(today),
        "months": _months_from(today),
        "is_filtered": wanted != Wanted(),
        "before": _without_page(request),
    }
    return render(request, "getaways/list.html", given)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def getaway(request: HttpRequest, reference: str) -> HttpResponse:
    """One offer. Days in the address are priced before anything is asked; the button asks, signed in."""
    found = getaway_called(reference) if can_be_asked_for(reference) else None
    if found is None:
        raise Http404
    if request.method == "POST":
        return _ask(request, found)
    typed = request.GET if request.GET.get("first") else None
    return _offer_page(request, found, StayForm(typed))


@signed_in
def _ask(request: HttpRequest, found: Getaway) -> HttpResponse:
    form = StayForm(request.POST)
    wrong = ""
    if form.is_valid():
        given = form.cleaned_data
        key = {"key": given["key"]} if given["key"] else {}
        asking = actions.Asking(found, form.span(), given["price"] or 0, given["about"], **key)
        try:
            stay = actions.ask_for_a_stay(asking, by=person_of(request))
        except Refusal as refusal:
            wrong = sentence(refusal)
        else:
            messages.success(request, _("%(space)s is asked. You owe nothing before it says yes.") % _space(found))
            return redirect("stay", reference=stay.reference)
    return _offer_page(request, found, form, wrong=wrong, status=422)


def _offer_page(
    request: HttpRequest, found: Getaway, form: StayForm, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    today = today_at(found.space)
    given = {
        "getaway": found,
        "offer": found.offer,
        "form": form,
        "wrong": wrong,
        "full": full_days_ahead(found, today),
        "is_over": not is_on_offer(found, today),
        "manages": request.user.is_authenticated and may_change(person_of(request), found),
        "key": form.data.get("key") or reference(),
        **(_priced(found, form, today) if form.is_bound and form.is_valid() else {}),
    }
    return render(request, "getaways/getaway.html", given, status=status)


def _priced(found: Getaway, form: StayForm, today: date) -> dict[str, Any]:
    """What these days cost and until when they can be cancelled; or why they cannot be had."""
    span, offer = form.span(), found.offer
    if why := offer.why_not(span, today):
        return {"problem": sentence(Refusal("stay_not_possible", why=why, minimum=found.minimum_days))}
    if full := full_days(found, span):
        return {"problem": sentence(Refusal("stay_days_full", days=full))}
    return {
        "span": span,
        "price": offer.price_of(span),
        "free_until": offer.cancelling.last_free_day(span.first),
        "is_free_now": today <= offer.cancelling.last_free_day(span.first),
    }


@signed_in
@require_safe
def my_stays(request: HttpRequest) -> HttpResponse:
    """This person's stays, the latest days first."""
    page = Paginator(stays_of(person_of(request)), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "getaways/my_stays.html", {"page": page})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def stay(request: HttpRequest, reference: str) -> HttpResponse:
    """A stay as its traveller sees it; nobody else knows of it here."""
    found = stay_called(reference) if can_be_asked_for(reference) else None
    if found is None or found.person_id != person_of(request).pk:
        raise Http404
    wrong = ""
    if request.method == "POST":
        try:
            return _pressed(request, found)
        except NotFound:
            raise Http404 from None
        except Refusal as refusal:
            wrong = sentence(refusal)
            found.refresh_from_db(fields=["state", "paid_at", "paid_with", "lapse_at"])
    return render(request, "getaways/stay.html", _stay_seen(found) | {"wrong": wrong}, status=422 if wrong else 200)


def _pressed(request: HttpRequest, found: Stay) -> HttpResponse:
    """Do what was pressed, and go on: to the payment, or to the stay as it is now. Raises as the action."""
    by, act = person_of(request), request.POST.get("act")
    if act == "pay":
        return redirect("payment", reference=actions.ask_to_be_paid(found, by=by).reference)
    if act == "pay_by_pass":
        actions.pay_by_pass(found, by=by)
        messages.success(request, _("Your pass has paid your stay."))
    elif act == "cancel":
        actions.cancel_stay(found, by=by)
        messages.success(request, _("Your stay is cancelled, and the place is free again."))
    else:
        raise Refusal("act_is_not_known")
    return redirect("stay", reference=found.reference)


def _stay_seen(found: Stay) -> dict[str, Any]:
    today = today_at(found.getaway.space)
    is_open = found.state in (State.ASKED, State.ACCEPTED)
    return {
        "stay": found,
        "getaway": found.getaway,
        "free_until": found.rule.last_free_day(found.first_day),
        "can_cancel": is_open and (found.state == State.ASKED or today < found.first_day),
        "would_keep": found.rule.kept_of(found.price, found.first_day, today) if found.paid_at else 0,
        "is_free_now": today <= found.rule.last_free_day(found.first_day),
        **_how_it_is_paid(found),
    }


def _how_it_is_paid(found: Stay) -> dict[str, Any]:
    """What is to be paid and with what; or how it was, and what went back."""
    to_pay = waits_for_its_price(found)
    payment, charge = payment_of(found), charge_of(found)
    return {
        "to_pay": to_pay,
        "stands_from": found.answered_at + UNDO_LASTS if can_be_taken_back(found) and found.answered_at else None,
        "to_ask": payment.amount if payment else _price_or_none(found) if to_pay else None,
        "base": found.getaway.network.currency,
        "no_pass": why_no_pass_pays(found) if to_pay else None,
        "payment": payment,
        "charge": charge,
        "refund": refund_of(found),
    }


def _price_or_none(found: Stay) -> int | None:
    """In the currency in which the network sells; None where no rate is known, which the button then says."""
    try:
        return price_to_ask(found)
    except Refusal:
        return None


def _wanted(request: HttpRequest) -> Wanted:
    """What the address asks for; what is not known is left out."""
    country = request.GET.get("country", "").upper()
    return Wanted(
        tuple(one for one in Setting if one in request.GET.getlist("setting")),
        tuple(one for one in Comprises if one in request.GET.getlist("comprises")),
        country if len(country) == 2 and country.isascii() and country.isalpha() else "",
        month_of(request.GET.get("month", "")),
    )


def _months_from(today: date) -> list[date]:
    number = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number, number + MONTHS_AHEAD)]


def _without_page(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"{asked.urlencode()}&" if asked else ""


def _space(found: Getaway) -> dict[str, str]:
    return {"space": found.space.name}


urlpatterns = [
    path("getaways/", getaways, name="getaways"),
    path("getaways/<slug:reference>/", getaway, name="getaway"),
    path("stays/", my_stays, name="my_stays"),
    path("stays/<slug:reference>/", stay, name="stay"),
]
