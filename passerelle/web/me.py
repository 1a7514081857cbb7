"""About me: name and language, homes and roles, taking out everything, being forgotten."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from passerelle.bookings.queries import has_bookings
from passerelle.care.actions import forget, take_out
from passerelle.events.queries import has_events
from passerelle.kit.refusals import Refusal
from passerelle.listings.queries import pairs_waiting
from passerelle.members.queries import enrolments_of, memberships_of
from passerelle.members.rules import Standing, included_end, standing
from passerelle.passes.queries.holding import passes_of
from passerelle.passes.rules import State
from passerelle.payments.queries import payments_by
from passerelle.people.actions import present_oneself
from passerelle.people.rules import Shown
from passerelle.spaces.access import may_list
from passerelle.spaces.actions.staff import leave_staff
from passerelle.spaces.queries import roles_of, spaces_managed_alone_by, today_at
from passerelle.visits.queries import open_visits, visits_of
from passerelle.web.audience import nothing_stays_behind, person_of, signed_in
from passerelle.web.forms.me import AboutMe
from passerelle.web.language import remember_language, safe_next
from passerelle.web.refusals import sentence

if TYPE_CHECKING:
    from passerelle.members.models import Membership


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """What is known of me, and the form to change it. A newcomer is asked for a name and then led on."""
    person = person_of(request)
    form = AboutMe(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        try:
            present_oneself(person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            with override(person.language):
                messages.success(request, _("Saved."))
            return remember_language(redirect(safe_next(request, reverse("me"))), person.language)
    return render(request, "me/me.html", _page(request) | {"form": form})


def _page(request: HttpRequest) -> dict[str, object]:
    person = person_of(request)
    return {
        "person": person,
        "is_shown": person.shown_while_here == Shown.SPACE,
        "is_new": not person.name,
        "next": safe_next(request, ""),
        "homes": [_home(membership) for membership in memberships_of(person)],
        "roles": roles_of(person),
        "pays": payments_by(person).exists(),
        "pairs": pairs_waiting().count() if may_list(person) else 0,
        "books": has_bookings(person),
        "answers_events": has_events(person),
        "has_plans": enrolments_of(person).exists(),
        "holds": passes_of(person).exists(),
    }


def _home(membership: "Membership") -> dict[str, object]:
    standing_now = standing(membership.belonging, today_at(membership.space))
    return {
        "space": membership.space,
        "since": membership.since,
        "valid_until": included_end(membership.until),
        "standing": standing_now,
        "is_good": standing_now is Standing.GOOD,
    }


@signed_in
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Act no longer for a space."""
    person = person_of(request)
    role = next((role for role in roles_of(person) if role.space.slug == slug), None)
    if role is not None:
        try:
            leave_staff(role, by=person)
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, _("You no longer act for %(space)s.") % {"space": role.space.name})
    return redirect("me")


@signed_in
@require_POST
def take_out_everything(request: HttpRequest) -> HttpResponse:
    """Everything kept about me, as one file."""
    response = HttpResponse(take_out(person_of(request)), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="passerelle.json"'
    response["Cache-Control"] = "no-store"
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def be_forgotten(request: HttpRequest) -> HttpResponse:
    """What being forgotten means, and the button that does it."""
    person = person_of(request)
    if request.method == "POST":
        try:
            forget(person)
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
            return redirect("forget")
        logout(request)
        return nothing_stays_behind(render(request, "me/forgotten.html"))
    alone = spaces_managed_alone_by(person)
    page = {
        "person": person,
        "visits": open_visits(visits_of(person)).count(),
        "passes": passes_of(person).filter(state=State.OPEN).exists(),
        "alone": alone,
    }
    return render(request, "me/forget.html", page)


urlpatterns = [
    path("me/", me, name="me"),
    path("me/take-out/", take_out_everything, name="take_out"),
    path("me/forget/", be_forgotten, name="forget"),
    path("me/leave/<slug:slug>/", leave, name="leave_space"),
]
