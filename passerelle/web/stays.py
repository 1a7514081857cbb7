"""The space's side of getaways: what it offers, what is asked of it, and its answer, signed in or behind a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.getaways import actions
from passerelle.getaways.access import opened
from passerelle.getaways.queries import (
    can_be_taken_back,
    getaway_called,
    getaways_of,
    networks_that_sell,
    stay_called,
    stays_at,
)
from passerelle.getaways.rules import UNDO_LASTS, State
from passerelle.kit.ids import can_be_asked_for
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.spaces.access import may_manage, may_receive
from passerelle.spaces.queries import today_at
from passerelle.web.answers import kept_private, language_for
from passerelle.web.audience import by_link, for_staff, person_of
from passerelle.web.forms.getaways import GetawayForm
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.getaways.access import Actor
    from passerelle.getaways.models import Getaway, Stay
    from passerelle.spaces.models import Space


@for_staff(may_receive)
@require_safe
def our_getaways(request: HttpRequest, space: Space) -> HttpResponse:
    """What the space offers, and the stays that are asked or agreed."""
    given = {
        "space": space,
        "here": "getaways",
        "page": page_of(getaways_of(space), request.GET.get("page")),
        "stays": stays_at(space, today_at(space))[:100],
        "manages": may_manage(person_of(request), space),
        "today": today_at(space),
    }
    return render(request, "getaways/ours.html", given)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def new_getaway(request: HttpRequest, space: Space) -> HttpResponse:
    """A getaway to be offered, through one of the networks that sell."""
    networks = networks_that_sell(space, today_at(space))
    form = GetawayForm(request.POST or None, currency=space.currency)
    chosen = next((one for one in networks if one.slug == request.POST.get("network")), next(iter(networks), None))
    if request.method == "POST" and chosen and form.is_valid():
        try:
            actions.offer_getaway(space, chosen, form.described(), by=person_of(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is offered from now on."))
            return redirect("our_getaways", slug=space.slug)
    given = {"space": space, "form": form, "networks": networks, "chosen": chosen, "here": "getaways"}
    return render(request, "getaways/form.html", given, status=422 if form.errors else 200)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def change_getaway(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """The lines of one getaway. What was asked before stays as it was read."""
    getaway = _ours(space, reference)
    form = GetawayForm(request.POST or None, currency=getaway.currency, getaway=getaway)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_getaway(getaway, form.described(), by=person_of(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. Stays that were asked before keep their price and their rule."))
            return redirect("our_getaways", slug=space.slug)
    given = {"space": space, "form": form, "getaway": getaway, "here": "getaways"}
    return render(request, "getaways/form.html", given, status=422 if form.errors else 200)


@for_staff(may_manage)
@require_POST
def offer_or_stop(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """Offered no longer, or again."""
    again = request.POST.get("act") == "again"
    actions.set_offered(_ours(space, reference), again, by=person_of(request))
    said = _("It is offered again.") if again else _("It is offered no longer. Stays that were agreed stand.")
    messages.success(request, said)
    return redirect("our_getaways", slug=space.slug)


@for_staff(may_receive)
@require_http_methods(["GET", "HEAD", "POST"])
def stay_here(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """One stay, as the people who act for its space see it."""
    stay = stay_called(reference) if can_be_asked_for(reference) else None
    if stay is None or stay.getaway.space_id != space.pk:
        raise Http404
    return _answer_page(request, stay, person_of(request))


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def answer_stay(request: HttpRequest, sealed: str) -> HttpResponse:
    """Yes or no behind the link of the letter; opening it never acts. Afterwards taking it back, for ten minutes."""
    try:
        stay, right = opened(sealed)
    except Refusal:
        return kept_private(render(request, "answers/not_a_link.html", status=404))
    with translation.override(language_for(request, stay.getaway.space)):
        return kept_private(_answer_page(request, stay, right))


def _answer_page(request: HttpRequest, stay: Stay, actor: Actor) -> HttpResponse:
    wrong = _press(request, stay, actor) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        return redirect(request.path)
    if wrong:
        stay.refresh_from_db(fields=["state", "answered_at", "answer_line", "paid_at"])
    young = can_be_taken_back(stay)
    given = {
        "stay": stay,
        "getaway": stay.getaway,
        "wrong": wrong,
        "typed": request.POST,
        "free_until": stay.rule.last_free_day(stay.first_day),
        "take_back_until": stay.answered_at + UNDO_LASTS if young and stay.answered_at else None,
        "can_answer": stay.state == State.ASKED,
        "can_withdraw": stay.state == State.ACCEPTED and not young,
    }
    return render(request, "getaways/answer.html", given, status=422 if wrong else 200)


def _press(request: HttpRequest, stay: Stay, actor: Actor) -> str:
    """Do what was pressed; gives the sentence of a refusal, or nothing."""
    line, reason = request.POST.get("line", ""), request.POST.get("reason", "")
    acts: dict[str, Any] = {
        "accept": lambda: actions.accept_stay(stay, by=actor, line=line),
        "decline": lambda: actions.decline_stay(stay, by=actor, line=line),
        "take_back": lambda: actions.take_back_answer(stay, by=actor),
        "withdraw": lambda: actions.withdraw_stay(stay, reason, by=actor),
    }
    act = acts.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise Refusal("act_is_not_known")
        act()
    except NotFound:
        raise Http404 from None
    except Refusal as refusal:
        return sentence(refusal)
    return ""


def _ours(space: Space, reference: str) -> Getaway:
    found = getaway_called(reference) if can_be_asked_for(reference) else None
    if found is None or found.space_id != space.pk:
        raise Http404
    return found


urlpatterns = [
    path("desk/<slug:slug>/getaways/", our_getaways, name="our_getaways"),
    path("manage/<slug:slug>/getaways/new/", new_getaway, name="new_getaway"),
    path("manage/<slug:slug>/getaways/<slug:reference>/", change_getaway, name="change_getaway"),
    path("manage/<slug:slug>/getaways/<slug:reference>/offered/", offer_or_stop, name="offer_getaway"),
    path("desk/<slug:slug>/stays/<slug:reference>/", stay_here, name="stay_here"),
    path("stays/answer/<str:sealed>/", answer_stay, name="answer_stay"),
]
