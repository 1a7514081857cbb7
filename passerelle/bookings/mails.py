"""What is written about bookings to whom they are for: that they stand, that they do not; with a file for calendars."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from passerelle.bookings.models import Booking
from passerelle.kit import clock
from passerelle.kit.calendars import Appointment, appointments_file
from passerelle.mail import actions as mail
from passerelle.mail.actions import Attachment, Recipient
from passerelle.payments.rules import WAITING
from passerelle.sales.queries import payment_of


def confirm(bookings: Sequence[Booking]) -> None:
    """Tell somebody what is booked: where, when, what it costs or that it is paid, until when it may be cancelled."""
    _write("confirm", bookings, {"by_staff": bookings[0].cause != bookings[0].person.ref})


def hold(bookings: Sequence[Booking]) -> None:
    """Tell somebody what is held for them, until when, and where they pay it: it is not booked before."""
    _write("hold", bookings, {"held_until": bookings[0].held_until}, for_calendar=False)


def tell_of_lapse(bookings: Sequence[Booking]) -> None:
    """Tell somebody that nothing has come, so that it is free for others."""
    _write("tell_of_lapse", bookings, {"held_until": bookings[0].held_until}, for_calendar=False)


def tell_of_cancellation(bookings: Sequence[Booking], *, by_space: bool, back: int) -> None:
    """Tell somebody that it is cancelled, by themselves or by the space and why; what goes back, and what does not.

    It leaves their calendar as well.
    """
    asked = sum(one.asked for one in bookings)
    sale = bookings[0].sale
    was_paid = sale is not None and payment_of(sale).paid_on is not None
    facts = {"by_space": by_space, "reason": bookings[0].reason}
    facts |= {"back": back if was_paid else 0, "kept": asked - back, "was_paid": was_paid}
    _write("tell_of_cancellation", bookings, facts, is_off=True)


def _write(
    kind: str, bookings: Sequence[Booking], facts: dict[str, Any], *, is_off: bool = False, for_calendar: bool = True
) -> None:
    """Whoever was forgotten is not written to. What was only held never stood in a calendar."""
    first = bookings[0]
    person = first.person
    if person.forgotten_at is not None:
        return
    events = [_appointment(one, is_off=is_off) for one in bookings]
    file = Attachment("passerelle.ics", "text/calendar", appointments_file(events, written_at=clock.now()))
    mail.write(
        kind,
        room="bookings",
        to=Recipient(person.email, person.name, person.language),
        facts=_facts(bookings) | facts,
        about=(*(one.ref for one in bookings), person.ref),
        key=f"{first.ref}-{kind}",
        attachments=[file] if for_calendar else [],
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
        "asked": sum(one.asked for one in bookings),
        **_to_pay(first),
        "currency": first.currency,
        "cancel_until": first.cancel_until,
        "can_cancel": first.cancel_until > first.booked_at,
        "late_back": first.late_back,
        "about": first.about,
        "page": f"{settings.SITE_URL}/bookings/{first.reference}/",
        "room_page": f"{settings.SITE_URL}/spaces/{space.slug}/rooms/{resource.reference}/",
    }


def _to_pay(booking: Booking) -> dict[str, Any]:
    """Where and by when it is paid, as long as its money is awaited."""
    payment = payment_of(booking.sale) if booking.sale is not None else None
    if payment is None or payment.state not in WAITING:
        return {"pay_page": "", "due_on": None}
    return {"pay_page": f"{settings.SITE_URL}/payments/{payment.reference}/", "due_on": payment.due_on}


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
