"""Bookings: one’s own, one of them, and all of a space for whoever is at its desk; calendars behind an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.bookings.access import may_see
from passerelle.bookings.actions import cancel_booking
from passerelle.bookings.queries import (
    ahead_of,
    awaited_for,
    behind_of,
    booking_called,
    bookings_at,
    bookings_of,
    bookings_of_feed,
    can_cancel_late,
    can_still_cancel,
    following,
    is_ahead,
    resource_of_feed,
    unpaid_of,
    what_goes_back,
)
from passerelle.care.actions.paying import take_in
from passerelle.kit import clock
from passerelle.kit.calendars import Appointment, appointments_file
from passerelle.kit.refusals import Refusal
from passerelle.payments.access import may_take_cash
from passerelle.payments.actions.receiving import take_cash
from passerelle.spaces.access import may_receive
from passerelle.web import phrases
from passerelle.web.answers import kept_private
from passerelle.web.audience import by_link, for_staff, person_of, signed_in
from passerelle.web.refusals import sentence
from passerelle.web.room_words import booked_words, late_words
from passerelle.web.spaces import page_of
from passerelle.web.words_of_rooms import booking_look

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passerelle.bookings.models import Booking
    from passerelle.spaces.models import Space


@signed_in
@require_safe
def my_bookings(request: HttpRequest) -> HttpResponse:
    """This person's bookings: what lies ahead, or what is over."""
    return render(request, "rooms/my_bookings.html", _listed(request, bookings_of(person_of(request))))


@for_staff(may_receive)
@require_safe
def bookings_here(request: HttpRequest, space: Space) -> HttpResponse:
    """All bookings of a space, for the desk: who, what, when, and what is not paid."""
    given = _listed(request, bookings_at(space)) | {"space": space, "here": "rooms"}
    return render(request, "rooms/bookings_here.html", given)


def _listed(request: HttpRequest, found: QuerySet[Booking]) -> dict[str, Any]:
    show, now = request.GET.get("show"), clock.now()
    listed = {"past": behind_of(found, now), "unpaid": unpaid_of(found)}.get(show or "", ahead_of(found, now))
    page = page_of(listed, request.GET.get("page"))
    awaited = awaited_for(list(page.object_list))
    rows = [(one, booked_words(one), booking_look(one.state), one.sale_id in awaited) for one in page.object_list]
    return {"page": page, "rows": rows, "show": show if show in ("past", "unpaid") else "ahead"}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def booking(request: HttpRequest, reference: str) -> HttpResponse:
    """One booking, for whom it is for and for the staff of its space; nobody else knows of it."""
    found, person = booking_called(reference), person_of(request)
    if found is None or not may_see(person, found):
        raise Http404
    wrong = ""
    if request.method == "POST":
        try:
            return _cancelled(request, found)
        except Refusal as refusal:
            wrong = sentence(refusal)
            found.refresh_from_db(fields=["state", "cancelled_at", "reason"])
    return render(request, "rooms/booking.html", _seen(request, found) | {"wrong": wrong}, status=422 if wrong else 200)


def _cancelled(request: HttpRequest, found: Booking) -> HttpResponse:
    """Raises as the action."""
    act = request.POST.get("act")
    if act == "cash":
        return _paid_in_cash(request, found)
    if act not in ("cancel", "cancel_all"):
        raise Refusal("act_is_not_known")
    reason = request.POST.get("reason", "")
    gone = cancel_booking(found, by=person_of(request), reason=reason, all_that_follow=act == "cancel_all")
    said = ngettext(
        "It is cancelled, and the time is free again.", "%(count)s times are cancelled and free again.", len(gone)
    )
    messages.success(request, said % {"count": len(gone)})
    return redirect("booking", reference=found.reference)


def _paid_in_cash(request: HttpRequest, found: Booking) -> HttpResponse:
    """The desk has the money. Raises NotFound, Refusal `came_already`."""
    payment = awaited_for([found]).get(found.sale_id or 0)
    if payment is None:
        raise Refusal("came_already")
    take_in(take_cash, payment, by=person_of(request))
    messages.success(request, _("Recorded: it is paid, and the payer is told by letter."))
    return redirect("booking", reference=found.reference)


def _seen(request: HttpRequest, found: Booking) -> dict[str, Any]:
    person, now = person_of(request), clock.now()
    is_staff, ahead = may_receive(person, found.resource.space), is_ahead(found, now)
    is_mine, payment = person.pk == found.person_id, awaited_for([found]).get(found.sale_id or 0)
    in_time = is_mine and can_still_cancel(found, now) and ahead
    as_agreed = in_time or (is_mine and can_cancel_late(found, now))
    return {
        "booking": found,
        "resource": found.resource,
        "space": found.resource.space,
        "when": booked_words(found),
        "is_mine": is_mine,
        "look": booking_look(found.state),
        "payment": payment,
        "takes_cash": payment is not None and may_take_cash(person, payment),
        "held": phrases.moment(found.held_until, found.resource.space.time_zone) if found.held_until else "",
        "late_rule": late_words(found.late_back),
        "in_time": can_still_cancel(found, now),
        "back": what_goes_back([found], now, by_space=False)[found.pk] if as_agreed and not in_time else None,
        "is_staff": is_staff,
        "can_cancel": as_agreed or (is_staff and ahead),
        "needs_reason": not as_agreed,
        "ahead": ahead,
        "follow": max(following(found).count() - 1, 0) if ahead else 0,
        "typed": request.POST,
    }


@by_link
@require_safe
def room_feed(_request: HttpRequest, sealed: str) -> HttpResponse:
    """The calendar of a room: busy times, or for staff with names. Its address is the right to read it."""
    try:
        resource, names = resource_of_feed(sealed)
    except Refusal:
        raise Http404 from None
    space = resource.space
    with override(space.language):
        events = [_appointment(one, names) for one in bookings_of_feed(resource, clock.now())]
        title = f"{resource.name} · {space.name}"
    written = appointments_file(events, written_at=clock.now(), name=title)
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="room.ics"'
    return kept_private(response)


def _appointment(one: Booking, names: bool) -> Appointment:
    wall = one.wall
    title = (one.person.name or _("Somebody without a name")) if names else _("Taken")
    return Appointment(
        uid=f"booking-{one.reference}" if names else f"busy-{one.pk}",
        title=title,
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        days=(wall.begins.date(), wall.ends.date()) if one.resource.by_the_day else None,
        note=one.about if names else "",
        url=f"{settings.SITE_URL}/bookings/{one.reference}/" if names else "",
    )


urlpatterns = [
    path("bookings/", my_bookings, name="my_bookings"),
    path("bookings/<slug:reference>/", booking, name="booking"),
    path("desk/<slug:slug>/bookings/", bookings_here, name="bookings_here"),
    path("rooms/<str:sealed>/calendar.ics", room_feed, name="room_feed"),
]
