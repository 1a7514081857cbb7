"""The money for a room: asked for with the booking, heard of when it comes, given back, waited for no longer.

All that is pressed for at once is one sale, with one invoice and one payment. Rows are taken in one order: the payment,
the sale, the bookings, then the books.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from passerelle.bookings import mails
from passerelle.bookings.models import Booking, Claim
from passerelle.bookings.queries import WITH_ITS_PLACE
from passerelle.bookings.rules import State
from passerelle.bookings.rules.paying import MOST_HELD
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.payments.actions.steps import locked
from passerelle.payments.queries import bank_account_of
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.sales.actions import Selling, call_off, sell_what_is_offered, take_back_part
from passerelle.sales.models import Sale
from passerelle.sales.queries import payment_of

WORKER = "worker"
AT_ONCE = 200


def must_be_payable(person: Person, bookings: Sequence[Booking], method: Method) -> None:
    """Raises Refusal `no_transfers_here`, `name_is_missing`, `too_many_are_held`."""
    if method == Method.TRANSFER and bank_account_of(bookings[0].resource.space) is None:
        raise Refusal("no_transfers_here")
    if not person.name:
        raise Refusal("name_is_missing")
    held = person.bookings.filter(state=State.HELD).values("sale").distinct().count()
    if bookings[0].held_until is not None and held >= MOST_HELD:
        raise Refusal("too_many_are_held", most=MOST_HELD)


def sell_bookings(bookings: Sequence[Booking], method: Method, *, by: Person) -> Sale:
    """Ask for what these come to together; what has to be paid first is due on the day until which it is held.

    Raises Refusal as `sell_what_is_offered` does.
    """
    first = bookings[0]
    resource, space, until = first.resource, first.resource.space, first.held_until
    assert resource.tax is not None
    asked = Selling(
        space, first.person, first.ref, f"{first.ref}/0", line_of(bookings), sum(one.asked for one in bookings),
        resource.tax, method, due_on=clock.local_day(space.time_zone, until) if until else None,
    )  # fmt: skip
    return sell_what_is_offered(asked, by=by)


def line_of(bookings: Sequence[Booking]) -> str:
    """What the invoice says, in the language of whom it is for."""
    first, more = bookings[0], len(bookings) - 1
    with override(first.person.language):
        day = date_format(first.wall.begins, "j F Y")
        told = {"room": first.resource.name[:60], "day": day, "more": more}
        if not more:
            return _("%(room)s, %(day)s") % told
        return (
            ngettext("%(room)s, %(day)s and %(more)s more time", "%(room)s, %(day)s and %(more)s more times", more)
            % told
        )


def bookings_paid(sale: Sale) -> None:
    """The money has come, told in the transaction that knows of it: what was held for it is booked.

    Where it was let go of meanwhile the sale was taken back, and the money goes back.
    """
    if not sale.cause.startswith("booking:") or sale.taken_back_at is not None:
        return
    held = list(_of(sale).filter(state=State.HELD).select_for_update(of=("self",), no_key=True))
    if not held:
        return
    Booking.objects.filter(pk__in=[one.pk for one in held]).update(state=State.BOOKED)
    for booking in held:
        booking.state = State.BOOKED
    write_down("booking_paid", about=held[0].ref, actor=held[0].person.ref, times=len(held))
    mails.confirm(held)


def hold_sales(found: QuerySet[Booking]) -> None:
    """The payments of these bookings are ours until the transaction ends.

    Whoever takes a part of a sale back may sell the rest anew: then it is the new payment that is waited for.
    """
    before: set[int] = set()
    while (now := set(found.exclude(sale=None).values_list("sale", flat=True))) - before:
        for sale in Sale.objects.filter(pk__in=now).order_by("pk"):
            locked(payment_of(sale))
        before = now


def give_back_for(bookings: Sequence[Booking], back: Mapping[int, int], *, by: Person) -> None:
    """So much of what each of these was asked goes back, or is asked no longer: `back` has it by the booking's key."""
    for sale in {one.sale_id: one.sale for one in bookings if one.sale is not None}.values():
        part = sum(back[one.pk] for one in bookings if one.sale_id == sale.pk)
        remains = take_back_part(sale, part, by=by)
        if remains.pk != sale.pk:
            Booking.objects.filter(sale=sale).update(sale=remains)


def let_go_of_what_is_not_paid(now: datetime) -> int:
    """What was held and is not paid is free again; how many wishes it were. Each in a transaction of its own."""
    late = Booking.objects.filter(state=State.HELD, held_until__lte=now).order_by("held_until", "id")
    sales = dict.fromkeys(late.values_list("sale", flat=True)[:AT_ONCE])
    return sum(_let_go(Sale.objects.get(pk=key)) for key in sales)


@transaction.atomic
def _let_go(sale: Sale) -> bool:
    """Whether it was waited for until now: money that has come, or comes at this moment, is quicker or too late."""
    if not call_off(sale, by=WORKER):
        return False
    held = list(_of(sale).filter(state=State.HELD).select_for_update(of=("self",), no_key=True))
    keys = [one.pk for one in held]
    Booking.objects.filter(pk__in=keys).update(state=State.LAPSED, cancelled_at=clock.now(), cancelled_by=WORKER)
    Claim.objects.filter(booking__in=keys).delete()
    if held:
        write_down("booking_lapsed", about=held[0].ref, actor=WORKER, times=len(held))
        mails.tell_of_lapse(held)
    return bool(held)


def _of(sale: Sale) -> QuerySet[Booking]:
    return Booking.objects.filter(sale=sale).select_related(*WITH_ITS_PLACE).order_by("begins_at", "id")
