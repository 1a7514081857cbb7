"""Cancelling: by whom it is for, as was agreed; by the space until it is over, with a reason.

What was sold goes back whole where it is in time, where the space cancels, and where it was only held; else the part
that was stated before it was booked.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from passerelle.bookings import mails
from passerelle.bookings.access import may_see, must
from passerelle.bookings.actions.paying import give_back_for, hold_sales
from passerelle.bookings.models import Booking, Claim
from passerelle.bookings.queries import (
    ahead_of,
    bookings_of,
    can_cancel_late,
    can_still_cancel,
    following,
    is_ahead,
    what_goes_back,
)
from passerelle.bookings.rules import STANDING, State
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
    in_time = by.pk == booking.person_id and can_still_cancel(booking, now)
    as_agreed = in_time or (by.pk == booking.person_id and can_cancel_late(booking, now))
    if booking.state == State.CANCELLED:
        raise Refusal("booking_is_cancelled")
    if not is_ahead(booking, now):
        raise Refusal("booking_is_over")
    if not as_agreed and not may_receive(by, booking.resource.space):
        raise Refusal("too_late_to_cancel", until=booking.cancel_until, zone=booking.resource.space.time_zone)
    if not as_agreed and not reason.strip():
        raise Refusal("reason_is_missing")
    chosen = following(booking) if all_that_follow else following(booking).filter(pk=booking.pk)
    hold_sales(chosen)
    bookings = list(chosen.select_for_update(of=("self",), no_key=True))
    back = what_goes_back(bookings, now, by_space=not as_agreed)
    _let_go(bookings, by, reason)
    write_down("booking_cancelled", about=booking.ref, actor=by.ref, times=len(bookings))
    give_back_for(bookings, back, by=by)
    mails.tell_of_cancellation(bookings, by_space=not as_agreed, back=sum(back.values()))
    return bookings


@transaction.atomic
def leave_bookings(person: Person) -> list[Booking]:
    """Somebody is forgotten: what is not over is cancelled, what was written is wiped. Gives what was cancelled."""
    ahead = ahead_of(bookings_of(person), clock.now())
    hold_sales(ahead)
    found = list(ahead.select_for_update(of=("self",), no_key=True))
    back = what_goes_back(found, clock.now(), by_space=False)
    cancelled = _let_go(found, person, "") if found else []
    give_back_for(cancelled, back, by=person)
    for booking in cancelled:
        write_down("booking_cancelled", about=booking.ref, actor=person.ref, times=1)
    Booking.objects.filter(person=person).update(about="", reason="")
    return cancelled


def _let_go(bookings: Sequence[Booking], by: Person, reason: str) -> list[Booking]:
    """Cancel those that still stand and give their steps back. Raises Refusal `booking_is_cancelled` if none did."""
    keys = [one.pk for one in bookings]
    why = reason.strip()[:280]
    said: dict[str, Any] = {"cancelled_at": clock.now(), "cancelled_by": by.ref, "reason": why}
    if not Booking.objects.filter(pk__in=keys, state__in=STANDING).update(state=State.CANCELLED, **said):
        raise Refusal("booking_is_cancelled")
    Claim.objects.filter(booking__in=keys).delete()
    for booking in bookings:
        booking.state, booking.reason = State.CANCELLED, why
    return list(bookings)
