"""What managers keep up of a calendar: announcing, changing one date or all that follow, calling off, proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from passerelle.events import actions
from passerelle.events.queries import (
    Footing,
    ahead_of,
    behind_of,
    counted,
    date_called,
    dates_of,
    event_called,
    has_following,
    members_propose_at,
    proposed_at,
)
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.spaces.access import may_manage
from passerelle.spaces.rules import Role
from passerelle.web.audience import for_staff, person_of
from passerelle.web.events import when_words
from passerelle.web.forms.events import DateForm, EventForm, initial_of_date, initial_of_event
from passerelle.web.refusals import sentence
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from passerelle.events.models import Occurrence
    from passerelle.spaces.models import Space


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def our_events(request: HttpRequest, space: Space) -> HttpResponse:
    """What lies ahead or is over, what members have proposed, and whether they may."""
    person, now = person_of(request), clock.now()
    if request.method == "POST":
        allowed = request.POST.get("act") == "open"
        actions.let_members_propose(space, allowed, by=person)
        said = _("Members may propose events from now on.") if allowed else _("Members propose no events any more.")
        messages.success(request, said)
        return redirect("our_events", slug=space.slug)
    found, is_past = dates_of(space, Footing(Role.MANAGER)), request.GET.get("show") == "past"
    page = page_of(counted(behind_of(found, now) if is_past else ahead_of(found, now)), request.GET.get("page"))
    given = {
        "space": space,
        "here": "events",
        "page": page,
        "rows": [(one, when_words(one)) for one in page.object_list],
        "is_past": is_past,
        "proposals": proposed_at(space),
        "members_propose": members_propose_at(space),
    }
    return render(request, "events/ours.html", given)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: HttpRequest, space: Space) -> HttpResponse:
    """An event that takes place from now on in the calendar."""
    form = EventForm(request.POST or None, space=space)
    if request.method == "POST" and form.is_valid():
        try:
            actions.announce(space, form.described(), by=person_of(request), host=form.cleaned_data["host"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It stands in the calendar."))
            return redirect("our_events", slug=space.slug)
    given = {"space": space, "form": form, "here": "events"}
    return render(request, "events/form.html", given, status=422 if form.errors else 200)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def change_date(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """This date alone; whoever comes is told of another time, place or title."""
    occurrence = _ours(space, reference)
    form = DateForm(request.POST or None, initial=initial_of_date(occurrence))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_one(occurrence, form.changed(), by=person_of(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Changed. Whoever comes has been told of what they need to know."))
            return redirect("our_events", slug=space.slug)
    given = {
        "space": space,
        "form": form,
        "occurrence": occurrence,
        "when": when_words(occurrence),
        "follows": has_following(occurrence),
        "here": "events",
    }
    return render(request, "events/date_form.html", given, status=422 if form.errors else 200)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def change_all_that_follow(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """This date and all that follow, as they are to be from now on."""
    occurrence = _ours(space, reference)
    initial = initial_of_event(occurrence.event, occurrence)
    form = EventForm(request.POST or None, space=space, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            host = form.cleaned_data["host"]
            actions.change_following(occurrence, form.described(), by=person_of(request), host=host)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Changed, this one and all that follow. Whoever comes has been told."))
            return redirect("our_events", slug=space.slug)
    given = {"space": space, "form": form, "occurrence": occurrence, "when": when_words(occurrence), "here": "events"}
    return render(request, "events/form.html", given, status=422 if form.errors else 200)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def call_off_event(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """It does not take place; whoever comes reads why in a letter."""
    occurrence, wrong = _ours(space, reference), ""
    if request.method == "POST":
        try:
            return _called_off(request, space, occurrence)
        except Refusal as refusal:
            wrong = sentence(refusal)
    given = {
        "space": space,
        "occurrence": occurrence,
        "when": when_words(occurrence),
        "follows": has_following(occurrence),
        "typed": request.POST,
        "wrong": wrong,
        "here": "events",
    }
    return render(request, "events/call_off.html", given, status=422 if wrong else 200)


def _called_off(request: HttpRequest, space: Space, occurrence: Occurrence) -> HttpResponse:
    """Raises as the action."""
    act = request.POST.get("act")
    if act not in ("this", "following"):
        raise Refusal("act_is_not_known")
    reason, by = request.POST.get("reason", ""), person_of(request)
    off = actions.call_off(occurrence, reason, by=by, all_that_follow=act == "following")
    said = ngettext("It is called off.", "%(count)s dates are called off.", len(off)) % {"count": len(off)}
    messages.success(request, said)
    return redirect("our_events", slug=space.slug)


@for_staff(may_manage)
@require_POST
def answer_proposal(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """Yes, it takes place; or no."""
    found = event_called(space, reference)
    if found is None:
        raise Http404
    accepted = request.POST.get("act") == "accept"
    try:
        actions.answer_proposal(found, by=person_of(request), accepted=accepted, line=request.POST.get("line", ""))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        said = _("It stands in the calendar, and its host has been told.") if accepted else _("Its host has been told.")
        messages.success(request, said)
    return redirect("our_events", slug=space.slug)


def _ours(space: Space, reference: str) -> Occurrence:
    occurrence = date_called(space.slug, reference)
    if occurrence is None:
        raise Http404
    return occurrence


urlpatterns = [
    path("manage/<slug:slug>/events/", our_events, name="our_events"),
    path("manage/<slug:slug>/events/new/", new_event, name="new_event"),
    path("manage/<slug:slug>/events/proposals/<slug:reference>/", answer_proposal, name="answer_proposal"),
    path("manage/<slug:slug>/events/<slug:reference>/", change_date, name="change_date"),
    path("manage/<slug:slug>/events/<slug:reference>/following/", change_all_that_follow, name="change_following"),
    path("manage/<slug:slug>/events/<slug:reference>/off/", call_off_event, name="call_off"),
]
