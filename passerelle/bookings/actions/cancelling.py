"""Cancelling: by whom it is for, as was agreed; by the space until it is over, with a reason."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from passerelle.bookings import mails
from passerelle.bookings.access import may_see, must
from passerelle.bookings.models import Booking, Claim
from passerelle.bookings.queries import ahead_of, bookings_of, can_still_cancel, following, is_ahead
from passerelle.bookings.rules import State
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.access import may_receive


@transaction.atomic
def cancel_booking(booking: Booking, *, by: Person, reason: str = "", all_that_follow: bool = False) -> list[Booking]:
    """The time is free again, and whom it was for is told; `all_that_follow` takes the later ones booked with it along.

    Raises NotFound, Refusal `booking_is_cancelled`, `booking_is_over`, `too_late_to_cancel` with the moment,
    `reason_is_missing`.
    """
    must(may_see(by, booking))
    now = clock.now()
    as_agreed = by.pk == booking.person_id and can_still_cancel(booking, now)
    if booking.state == State.CANCELLED:
        raise Refusal("booking_is_cancelled")
    if not is_ahead(booking, now):
        raise Refusal("booking_is_over")
    if not as_agreed and not may_receive(by, booking.resource.space):
        raise Refusal("too_late_to_cancel", until=booking.cancel_until, zone=booking.resource.space.time_zone)
    if not as_agreed and not reason.strip():
        raise Refusal("reason_is_missing")
    chosen = following(booking) if all_that_follow else following(booking).filter(pk=booking.pk)
    bookings = _let_go(list(chosen.select_for_update(of=("self",), no_key=True)), by, reason)
    write_down("booking_cancelled", about=booking.ref, actor=by.ref, times=len(bookings))
    mails.tell_of_cancellation(bookings, by_space=not as_agreed)
    return bookings


@transaction.atomic
def leave_bookings(person: Person) -> list[Booking]:
    """Somebody is forgotten: what is not over is cancelled, what was written is wiped. Gives what was cancelled."""
    ahead = list(ahead_of(bookings_of(person), clock.now()))
    cancelled = _let_go(ahead, person, "") if ahead else []
    for booking in cancelled:
        write_down("booking_cancelled", about=booking.ref, actor=person.ref, times=1)
    Booking.objects.filter(person=person).update(about="", reason="")
    return cancelled


def _let_go(bookings: Sequence[Booking], by: Person, reason: str) -> list[Booking]:
    """Cancel those that still stand and give their steps back. Raises Refusal `booking_is_cancelled` if none did."""
    keys = [one.pk for one in bookings]
    why = reason.strip()[:280]
    said: dict[str, Any] = {"cancelled_at": clock.now(), "cancelled_by": by.ref, "reason": why}
    if not Booking.objects.filter(pk__in=keys, state=State.BOOKED).update(state=State.CANCELLED, **said):
        raise Refusal("booking_is_cancelled")
    Claim.objects.filter(booking__in=keys).delete()
    for booking in bookings:
        booking.state, booking.reason = State.CANCELLED, why
    return list(bookings)
