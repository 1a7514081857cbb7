"""What the card processor pays out, when a treasurer says so: without an event of the gateway, or before it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from passerelle.kit.ids import reference
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books_of
from passerelle.networks.models import Seller
from passerelle.networks.queries import seller_is
from passerelle.payments.actions.books import book_as_known, book_payout
from passerelle.payments.actions.receiving import must_not_be_of_a_card
from passerelle.payments.actions.steps import hold_payments, hold_seller, must_have_been
from passerelle.payments.models import Payout, Receipt
from passerelle.payments.queries.previews import causes_behind
from passerelle.payments.rules import ReceiptState
from passerelle.payments.rules.matching import BY_HAND, DAYS_APART
from passerelle.people.models import Person


@dataclass(frozen=True)
class PaidOut:
    """What reached the bank on a day, and what the processor kept, in minor units of the seller's currency."""

    amount: int
    fee: int
    on: date


@transaction.atomic
def record_payout(seller: Seller, paid_out: PaidOut, *, by: Person) -> Payout:
    """Whoever keeps the books read it on the processor’s pages.

    Raises NotFound, Refusal `day_is_to_come`, `day_is_long_ago`, and `payout_is_known` where the gateway told it, or
    somebody put it down before.
    """
    if not may_keep_books_of(by, seller):
        raise NotFound
    must_have_been(paid_out.on, seller)
    _must_be_new(seller, paid_out)
    return _kept(seller, paid_out, None, by)


@transaction.atomic
def count_as_payout(receipt: Receipt, fee: int, *, by: Person) -> Payout:
    """A receipt that nobody knew is the processor's transfer: the one that was put down or told since, if there is one.

    Raises NotFound, Refusal `receipt_is_explained`, `receipt_is_of_a_card`.
    """
    must_not_be_of_a_card(receipt)
    if not may_keep_books_of(by, receipt.seller):
        raise NotFound
    hold_payments(*causes_behind(receipt))
    hold_seller(receipt.seller)
    waits = Receipt.objects.filter(pk=receipt.pk, state=ReceiptState.UNKNOWN)
    if not waits.update(state=ReceiptState.PAYOUT, payment=None):
        raise Refusal("receipt_is_explained")
    book_as_known(receipt, by=by.ref)
    if (known := _of_this_line(receipt)) is not None:
        Payout.objects.filter(pk=known.pk).update(receipt=receipt)
        return known
    return _kept(receipt.seller, PaidOut(receipt.amount, fee, receipt.on), receipt, by)


def _must_be_new(seller: Seller, paid_out: PaidOut) -> None:
    """Whoever else would put a payout down waits. One that the gateway told, of those days, is this very one; so is
    one that was put down by hand for this very day.
    """
    hold_seller(seller)
    alike = _near(seller, paid_out.on).filter(amount=paid_out.amount, currency=seller.currency)
    if alike.exclude(Q(gateway_ref__startswith=BY_HAND) & ~Q(on=paid_out.on)).exists():
        raise Refusal("payout_is_known")


def _of_this_line(receipt: Receipt) -> Payout | None:
    """The payout of which this is the bank's own line: booked already, and without a line of its own."""
    alike = _near(receipt.seller, receipt.on).filter(amount=receipt.amount, currency=receipt.currency, receipt=None)
    return min(alike, key=lambda one: (abs((one.on - receipt.on).days), one.pk), default=None)


def _near(seller: Seller, on: date) -> QuerySet[Payout]:
    within = timedelta(days=DAYS_APART)
    return Payout.objects.filter(**seller_is(seller), on__range=(on - within, on + within))


def _kept(seller: Seller, paid_out: PaidOut, receipt: Receipt | None, by: Person) -> Payout:
    payout = Payout.objects.create(
        **seller_is(seller), gateway_ref=f"{BY_HAND}{reference()}", amount=paid_out.amount, fee=paid_out.fee,
        on=paid_out.on, currency=receipt.currency if receipt else seller.currency, receipt=receipt,
    )  # fmt: skip
    book_payout(payout, by=by.ref)
    write_down("card_payout_recorded", about=payout.ref, actor=by.ref, amount=payout.amount, fee=payout.fee)
    return payout
