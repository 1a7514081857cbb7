"""What is written about bookings to whom they are for: that they stand, that they do not; with a file for calendars."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from passerelle.bookings.models import Booking
from passerelle.kit import clock
from passerelle.kit.calendars import Appointment, appointments_file
from passerelle.mail import actions as mail
from passerelle.mail.actions import Attachment, Recipient


def confirm(bookings: Sequence[Booking]) -> None:
    """Tell somebody what is booked: where, when, what it costs, until when it may be cancelled."""
    _write("confirm", bookings, {"by_staff": bookings[0].cause != bookings[0].person.ref})


def tell_of_cancellation(bookings: Sequence[Booking], *, by_space: bool) -> None:
    """Tell somebody that it is cancelled, by themselves or by the space and why; it leaves their calendar as well."""
    _write("tell_of_cancellation", bookings, {"by_space": by_space, "reason": bookings[0].reason}, is_off=True)


def _write(kind: str, bookings: Sequence[Booking], facts: dict[str, Any], *, is_off: bool = False) -> None:
    """Whoever was forgotten is not written to."""
    first = bookings[0]
    person = first.person
    if person.forgotten_at is not None:
        return
    events = [_appointment(one, is_off=is_off) for one in bookings]
    mail.write(
        kind,
        room="bookings",
        to=Recipient(person.email, person.name, person.language),
        facts=_facts(bookings) | facts,
        about=(*(one.ref for one in bookings), person.ref),
        key=f"{first.ref}-{kind}",
        attachments=[Attachment("passerelle.ics", "text/calendar", appointments_file(events, written_at=clock.now()))],
    )


def _facts(bookings: Sequence[Booking]) -> dict[str, Any]:
    first = bookings[0]
    resource, space = first.resource, first.resource.space
    return {
        "first_name": first.person.first_name,
        "resource": resource.name,
        "space": space.name,
        "address": ", ".join(part for part in (space.address, space.town) if part),
        "zone": space.time_zone,
        "by_day": resource.by_the_day,
        "times": [_time(one) for one in bookings],
        "price": sum(one.price for one in bookings),
        "currency": first.currency,
        "cancel_until": first.cancel_until,
        "can_cancel": first.cancel_until > first.booked_at,
        "about": first.about,
        "page": f"{settings.SITE_URL}/bookings/{first.reference}/",
        "room_page": f"{settings.SITE_URL}/spaces/{space.slug}/rooms/{resource.reference}/",
    }


def _time(booking: Booking) -> dict[str, Any]:
    days = booking.wall.days
    return {"begins": booking.begins_at, "ends": booking.ends_at, "first": days[0], "last": days[-1]}


def _appointment(booking: Booking, *, is_off: bool) -> Appointment:
    resource, space = booking.resource, booking.resource.space
    return Appointment(
        uid=f"booking-{booking.reference}",
        title=f"{resource.name} · {space.name}",
        begins_at=booking.begins_at,
        ends_at=booking.ends_at,
        days=(booking.wall.begins.date(), booking.wall.ends.date()) if resource.by_the_day else None,
        place=", ".join(part for part in (space.name, space.address, space.town) if part),
        note=booking.about,
        url=f"{settings.SITE_URL}/bookings/{booking.reference}/",
        is_off=is_off,
    )
