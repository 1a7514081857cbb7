"""Asks and offers: what others look for and give, what I wrote, and how many suggestions I want."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.asks import actions
from passerelle.asks.access import may_change
from passerelle.asks.queries import (
    Ask,
    Looking,
    ask_called,
    ask_seen,
    asks_found,
    asks_of,
    came_of_introductions,
    introductions_of,
    wish_of,
)
from passerelle.asks.queries.reach import Reach, reach_of
from passerelle.asks.rules import Kind, Side, Weekly
from passerelle.kit import clock
from passerelle.kit.ids import can_be_asked_for, reference
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.people.queries import Person
from passerelle.web.audience import person_of, signed_in
from passerelle.web.forms.people import AskForm, first_said
from passerelle.web.introductions import seen_by
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of
from passerelle.web.words_of_people import ASK_KINDS, SIDES_SEEN, WEEKLY

ASKED = ("q", "side", "kind", "space")


@signed_in
@require_safe
def asks(request: HttpRequest) -> HttpResponse:
    """What others look for and give, without a name, the newest first."""
    person = person_of(request)
    reach = reach_of(person)
    asked = {name: value for name in ASKED if (value := request.GET.get(name, "")[:100]) and can_be_asked_for(value)}
    given = {
        "reach": reach,
        "asked": asked,
        "page": page_of(asks_found(person, reach, _looking(asked, reach)), request.GET.get("page")),
        "before": f"{urlencode(asked)}&" if asked else "",
        "sides": SIDES_SEEN.items(),
        "kinds": ASK_KINDS.items(),
        "came": came_of_introductions(reach.near),
    }
    return render(request, "asks/list.html", given)


def _looking(asked: dict[str, str], reach: Reach) -> Looking:
    side = asked.get("side", "") if asked.get("side") in set(Side) else ""
    kind = asked.get("kind", "") if asked.get("kind") in set(Kind) else ""
    space = next((place.key for place in reach.places if place.slug == asked.get("space")), 0)
    return Looking(asked.get("q", ""), side, kind, space)


@signed_in
@require_safe
def my_asks(request: HttpRequest) -> HttpResponse:
    """What I wrote, what was suggested to me, and how many suggestions I want."""
    person, today = person_of(request), clock.today()
    given = {
        "page": page_of(asks_of(person), request.GET.get("page")),
        "today": today,
        "introductions": [seen_by(one, person.pk) for one in introductions_of(person)[:50]],
        "a_week": str(wish_of(person)),
        "weekly": WEEKLY.items(),
    }
    return render(request, "asks/mine.html", given)


@signed_in
@require_POST
def want_suggestions(request: HttpRequest) -> HttpResponse:
    """So many suggestions a week, or none."""
    a_week = request.POST.get("a_week", "")
    if a_week in set(Weekly):
        actions.want_suggestions(person_of(request), Weekly(a_week))
        messages.success(request, _("Saved."))
    return redirect("my_asks")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_ask(request: HttpRequest) -> HttpResponse:
    """Write an ask or an offer."""
    person = person_of(request)
    form = AskForm(request.POST or None, initial=first_said(person.language, reference()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_ask(form.words(), by=person)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("It stands from now on."))
            return redirect("my_asks")
    return render(request, "asks/form.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what I wrote."""
    ask = _mine(person_of(request), reference)
    form = AskForm(request.POST or None, initial={name: getattr(ask, name) for name in AskForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_ask(ask, form.words(), by=person_of(request))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("my_asks")
    return render(request, "asks/form.html", {"form": form, "ask": ask}, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_ask(request: HttpRequest, reference: str) -> HttpResponse:
    """It stands no longer."""
    actions.end_ask(_mine(person_of(request), reference), by=person_of(request))
    messages.success(request, _("It stands no longer."))
    return redirect("my_asks")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def meet(request: HttpRequest, reference: str) -> HttpResponse:
    """Read what somebody wrote, and say with a line that one would like to be introduced."""
    person = person_of(request)
    ask = ask_seen(person, reach_of(person), reference) if can_be_asked_for(reference) else None
    if ask is None:
        raise Http404
    wrong = ""
    if request.method == "POST":
        try:
            actions.ask_for_introduction(ask, request.POST.get("line", ""), by=person)
        except NotFound:
            raise Http404 from None
        except Refusal as refusal:
            wrong = sentence(refusal)
        else:
            messages.success(request, _("You are introduced as soon as the other says yes too."))
            return redirect("my_asks")
    given = {"ask": ask, "wrong": wrong, "typed": request.POST.get("line", "")}
    return render(request, "asks/meet.html", given, status=422 if wrong else 200)


def _mine(person: Person, reference: str) -> Ask:
    ask = ask_called(reference) if can_be_asked_for(reference) else None
    if ask is None or not may_change(person, ask):
        raise Http404
    return ask


urlpatterns = [
    path("asks/", asks, name="asks"),
    path("asks/mine/", my_asks, name="my_asks"),
    path("asks/new/", new_ask, name="new_ask"),
    path("asks/suggestions/", want_suggestions, name="want_suggestions"),
    path("asks/<slug:reference>/", change_ask, name="change_ask"),
    path("asks/<slug:reference>/end/", end_ask, name="end_ask"),
    path("meet/<slug:reference>/", meet, name="meet"),
]
