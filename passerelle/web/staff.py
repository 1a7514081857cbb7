"""Who acts for a space: the list, inviting by letter, and the page behind the letter's link."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from passerelle.kit.refusals import Refusal
from passerelle.spaces.access import may_manage
from passerelle.spaces.actions.staff import (
    accept_invitation,
    change_role,
    invite_staff,
    leave_staff,
    opened_invitation,
    withdraw_invitation,
)
from passerelle.spaces.queries import invitation_at, invitation_is_good, open_invitations, staff_of
from passerelle.spaces.rules import Role
from passerelle.web.audience import by_link, for_staff, person_of
from passerelle.web.forms.staff import InvitationForm
from passerelle.web.refusals import sentence
from passerelle.web.ways import way

if TYPE_CHECKING:
    from passerelle.spaces.models import Space, Staff


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest, space: "Space") -> HttpResponse:
    """Who acts for the space and who is invited; the form writes an invitation."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address, role = form.cleaned_data["address"], Role(form.cleaned_data["role"])
        try:
            invite_staff(space, address, role, by=person_of(request))
        except Refusal as refusal:
            form.add_error("address", sentence(refusal))
        else:
            messages.success(request, _("An invitation is on its way to %(address)s.") % {"address": address})
            return redirect("staff", slug=space.slug)
    return render(request, "staff/staff.html", _page(request, space) | {"form": form})


def _page(request: HttpRequest, space: "Space") -> dict[str, object]:
    waiting = [(invitation, invitation_is_good(invitation)) for invitation in open_invitations(space)]
    return {"space": space, "staff": staff_of(space), "invitations": waiting, "me": person_of(request)}


@for_staff(may_manage)
@require_POST
def withdraw(request: HttpRequest, space: "Space", reference: str) -> HttpResponse:
    """Take an invitation back."""
    invitation = invitation_at(reference)
    if invitation is None or invitation.space_id != space.pk:
        raise Http404
    withdraw_invitation(invitation, by=person_of(request))
    messages.success(request, _("The invitation to %(address)s no longer works.") % {"address": invitation.email})
    return redirect("staff", slug=space.slug)


@for_staff(may_manage)
@require_POST
def role(request: HttpRequest, space: "Space", number: int) -> HttpResponse:
    """Give somebody another role."""
    wanted = request.POST.get("role", "")
    if wanted not in set(Role):
        raise Http404
    return _about(request, space, number, lambda one: change_role(one, Role(wanted), by=person_of(request)))


@for_staff(may_manage)
@require_POST
def end(request: HttpRequest, space: "Space", number: int) -> HttpResponse:
    """Somebody no longer acts for the space."""
    response = _about(request, space, number, lambda one: leave_staff(one, by=person_of(request)))
    return response if may_manage(person_of(request), space) else redirect("me")


def _about(request: HttpRequest, space: "Space", number: int, act: Callable[["Staff"], None]) -> HttpResponse:
    one = next((one for one in staff_of(space) if one.pk == number), None)
    if one is None:
        raise Http404
    try:
        act(one)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("staff", slug=space.slug)


@by_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, sealed: str) -> HttpResponse:
    """What the letter's link opens: it shows; the button accepts, for whoever is signed in.

    Whoever is not signed in first gets a code at their address. Signed in under another address than the letter's, one
    is asked which of the two is to act.
    """
    try:
        opened = opened_invitation(sealed)
    except Refusal as refusal:
        return render(request, "staff/invitation_over.html", {"sentence": sentence(refusal)}, status=410)
    if request.method == "POST":
        return _answer(request, sealed, opened.email)
    person = person_of(request) if request.user.is_authenticated else None
    page = {
        "invitation": opened,
        "space": opened.space,
        "person": person,
        "is_another": person is not None and person.email != opened.email,
        "sign_in": _sign_in_as(opened.email, request.path),
    }
    return render(request, "staff/invitation.html", page)


def _answer(request: HttpRequest, sealed: str, address: str) -> HttpResponse:
    if request.POST.get("as") == "another":
        logout(request)
    if not request.user.is_authenticated:
        return redirect(_sign_in_as(address, request.path))
    try:
        accepted = accept_invitation(sealed, by=person_of(request))
    except Refusal as refusal:
        return render(request, "staff/invitation_over.html", {"sentence": sentence(refusal)}, status=410)
    messages.success(request, _("You now act for %(space)s.") % {"space": accepted.space.name})
    return redirect(
        way("staff" if accepted.role == Role.MANAGER else "desk", slug=accepted.space.slug) or reverse("me")
    )


def _sign_in_as(address: str, then: str) -> str:
    return f"{reverse('account_request_login_code')}?{urlencode({'address': address, 'next': then})}"


urlpatterns = [
    path("manage/<slug:slug>/staff/", staff, name="staff"),
    path("manage/<slug:slug>/staff/invitations/<slug:reference>/withdraw/", withdraw, name="withdraw_invitation"),
    path("manage/<slug:slug>/staff/<int:number>/role/", role, name="staff_role"),
    path("manage/<slug:slug>/staff/<int:number>/end/", end, name="staff_end"),
    path("invitations/<str:sealed>/", invitation, name="invitation"),
]
