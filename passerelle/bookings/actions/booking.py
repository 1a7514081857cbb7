"""Booking. The database refuses the second booking of a step: what is looked at before only says so more kindly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from passerelle.bookings import mails
from passerelle.bookings.access import may_book_for_others, must
from passerelle.bookings.actions.paying import must_be_payable, sell_bookings
from passerelle.bookings.models import Booking, Claim, Resource
from passerelle.bookings.queries import Time, ahead_of, asked_for, asked_in_all, times_of
from passerelle.bookings.rules import State
from passerelle.bookings.rules.paying import held_until
from passerelle.bookings.rules.recurring import MOST_TIMES, Again, walls_of
from passerelle.bookings.rules.steps import Wall, steps_of, stretch_of
from passerelle.kit import clock
from passerelle.kit.ids import reference
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.payments.rules import Method
from passerelle.people.models import Person

MOST_AHEAD = 200  # of one person: nobody takes a whole house by himself
LONGEST_ABOUT = 140


@dataclass(frozen=True)
class Wish:
    """What somebody would book. `key` makes what is sent twice one booking.

    `price` is what was read for all times together, with tax where they are sold: another one, since, is not agreed to
    unseen. `method` is how it is paid where it is. `others` takes the
    times that can be had where some cannot. `person` is whom staff book for; without one it is whoever presses.
    """

    resource: Resource
    wall: Wall
    price: int
    about: str = ""
    again: Again | None = None
    others: bool = False
    person: Person | None = None
    method: Method = Method.CASH
    key: str = field(default_factory=reference)


@transaction.atomic
def book(wish: Wish, *, by: Person) -> list[Booking]:
    """Book one time, or each of those that come again; nothing is booked where it is refused.

    Raises NotFound, Refusal `resource_is_retired`, `too_many_times`, `booking_not_possible` with the reason,
    `resource_is_not_for_you`, `resource_is_taken`, `some_times_refused` with how many, `too_many_bookings`,
    `booking_price_has_changed`; where it is sold `no_cards_here`, `no_transfers_here`, `name_is_missing`,
    `too_many_are_held`.
    """
    person = wish.person or by
    list(Person.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))  # two presses of one
    resource = Resource.objects.select_related("space", "tax").get(pk=wish.resource.pk)
    by_staff = may_book_for_others(by, resource)
    must(person.pk == by.pk or by_staff)
    if first := list(Booking.objects.filter(person=person, key=wish.key).select_related("resource__space", "person")):
        return first
    times = _times_to_take(wish, resource, person, by_staff)
    bookings = _keep(wish, resource, person, times, by)
    if bookings[0].held_until is not None:
        write_down("room_held", about=bookings[0].ref, actor=by.ref, resource=resource.ref, times=len(bookings))
        mails.hold(bookings)
    else:
        write_down("booked", about=bookings[0].ref, actor=by.ref, resource=resource.ref, times=len(bookings))
        mails.confirm(bookings)
    return bookings


def _times_to_take(wish: Wish, resource: Resource, person: Person, by_staff: bool) -> list[Time]:
    if resource.retired_at:
        raise Refusal("resource_is_retired")
    walls = walls_of(wish.wall, wish.again)
    if len(walls) > MOST_TIMES:
        raise Refusal("too_many_times", most=MOST_TIMES)
    times = times_of(resource, walls, person, by_staff=by_staff)
    free = [one for one in times if one.refusal is None]
    if len(free) < len(times) and not (wish.others and free):
        raise (times[0].refusal if len(times) == 1 else None) or Refusal(
            "some_times_refused", refused=len(times) - len(free), of=len(times)
        )
    if not by_staff and ahead_of(person.bookings.all(), clock.now()).count() + len(free) > MOST_AHEAD:
        raise Refusal("too_many_bookings", most=MOST_AHEAD)
    if asked_in_all(resource, free) != wish.price:
        raise Refusal("booking_price_has_changed")
    return free


def _keep(wish: Wish, resource: Resource, person: Person, times: Sequence[Time], by: Person) -> list[Booking]:
    """The bookings and their claims, in order of time: two that press on the same row wait in one order.

    The claims come before the sale: whoever waits for a step holds nothing yet that a sale needs.
    """
    bookings = Booking.objects.bulk_create(_rows(wish, resource, person, times, by))
    letting, zone = resource.letting, resource.space.time_zone
    claims = (
        Claim(resource=resource, step=step, booking=booking)
        for booking, one in zip(bookings, times, strict=True)
        for step in steps_of(letting.unit, one.wall, zone, letting.buffer)
    )
    try:
        with transaction.atomic():
            Claim.objects.bulk_create(claims)
    except IntegrityError:
        raise Refusal("resource_is_taken") from None
    if any(one.asked for one in bookings):
        _sell(bookings, wish.method, by, is_held=any(one.is_paid_first for one in times))
    return bookings


def _rows(wish: Wish, resource: Resource, person: Person, times: Sequence[Time], by: Person) -> Iterator[Booking]:
    letting, zone, about = resource.letting, resource.space.time_zone, wish.about.strip()[:LONGEST_ABOUT]
    asked = asked_for(resource, times)
    for number, one in enumerate(times):
        stretch = stretch_of(one.wall, zone)
        yield Booking(
            key=wish.key,
            number=number,
            resource=resource,
            person=person,
            cause=by.ref,
            begins_at=stretch.begins_at,
            ends_at=stretch.ends_at,
            about=about,
            price=one.price,
            asked=asked[number],
            currency=resource.currency,
            cancel_until=stretch.begins_at - letting.cancelled_ahead,
            late_back=letting.late_back,
        )


def _sell(bookings: Sequence[Booking], method: Method, by: Person, *, is_held: bool) -> None:
    """What is pressed for at once is one sale; where any time has to be paid first, all are held until one moment."""
    first = min(bookings, key=lambda one: one.begins_at)
    hold = first.resource.hold_hours
    until = held_until(clock.now(), first.begins_at, hold) if is_held else None
    for one in bookings:
        one.held_until, one.state = until, State.HELD if is_held else State.BOOKED
    must_be_payable(first.person, bookings, method)
    sale = sell_bookings(bookings, method, by=by)
    for one in bookings:
        one.sale = sale
    Booking.objects.bulk_update(bookings, ["sale", "held_until", "state"])
