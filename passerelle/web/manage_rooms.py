"""What managers keep up of rooms: which there are, on which conditions, and where their calendars are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.bookings import actions
from passerelle.bookings.queries import all_resources_of, feed_address, resource_called
from passerelle.invoices.queries import taxes_of
from passerelle.kit.refusals import Refusal
from passerelle.spaces.access import may_manage
from passerelle.web.audience import for_staff, person_of
from passerelle.web.forms.rooms import RoomForm
from passerelle.web.room_words import price_words
from passerelle.web.spaces import page_of
from passerelle.web.ways import url

if TYPE_CHECKING:
    from passerelle.bookings.models import Resource
    from passerelle.spaces.models import Space


@for_staff(may_manage)
@require_safe
def our_rooms(request: HttpRequest, space: Space) -> HttpResponse:
    """The rooms of a space, those out of use last."""
    page = page_of(all_resources_of(space), request.GET.get("page"))
    rows = [(one, price_words(one)) for one in page.object_list]
    return render(request, "rooms/ours.html", {"space": space, "page": page, "rows": rows, "here": "rooms"})


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def new_room(request: HttpRequest, space: Space) -> HttpResponse:
    """A room that can be booked from now on."""
    form = RoomForm(request.POST or None, currency=space.currency, taxes=taxes_of(space))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_resource(space, form.described(), by=person_of(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It can be booked from now on."))
            return redirect("our_rooms", slug=space.slug)
    given = {"space": space, "form": form, "here": "rooms"}
    return render(request, "rooms/form.html", given, status=422 if form.errors else 200)


@for_staff(may_manage)
@require_http_methods(["GET", "HEAD", "POST"])
def change_room(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """The lines of one room, and the addresses of its calendars."""
    resource = _ours(space, reference)
    form = RoomForm(request.POST or None, currency=resource.currency, resource=resource, taxes=taxes_of(space))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_resource(resource, form.described(), by=person_of(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. What was booked before keeps its price and its rule."))
            return redirect("our_rooms", slug=space.slug)
    given = {
        "space": space,
        "form": form,
        "resource": resource,
        "busy": _feed(resource, names=False),
        "named": _feed(resource, names=True),
        "here": "rooms",
    }
    return render(request, "rooms/form.html", given, status=422 if form.errors else 200)


@for_staff(may_manage)
@require_POST
def retire_room(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """Let no longer, or again."""
    again = request.POST.get("act") == "again"
    actions.set_retired(_ours(space, reference), not again, by=person_of(request))
    said = _("It can be booked again.") if again else _("It can be booked no longer. What is booked stands.")
    messages.success(request, said)
    return redirect("our_rooms", slug=space.slug)


@for_staff(may_manage)
@require_POST
def end_room_feeds(request: HttpRequest, space: Space, reference: str) -> HttpResponse:
    """New addresses for the calendars of a room; the old ones open nothing any more."""
    actions.end_feeds(_ours(space, reference), by=person_of(request))
    messages.success(request, _("The calendars have new addresses. The old ones open nothing any more."))
    return redirect("change_room", slug=space.slug, reference=reference)


def _feed(resource: Resource, *, names: bool) -> str:
    return settings.SITE_URL + url("room_feed", sealed=feed_address(resource, names=names))


def _ours(space: Space, reference: str) -> Resource:
    resource = resource_called(space.slug, reference)
    if resource is None:
        raise Http404
    return resource


urlpatterns = [
    path("manage/<slug:slug>/rooms/", our_rooms, name="our_rooms"),
    path("manage/<slug:slug>/rooms/new/", new_room, name="new_room"),
    path("manage/<slug:slug>/rooms/<slug:reference>/", change_room, name="change_room"),
    path("manage/<slug:slug>/rooms/<slug:reference>/retired/", retire_room, name="retire_room"),
    path("manage/<slug:slug>/rooms/<slug:reference>/calendars/", end_room_feeds, name="end_room_feeds"),
]
