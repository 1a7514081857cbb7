"""What the card processor pays out, when a treasurer says so: without an event of the gateway, or before it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from passerelle.kit.ids import reference
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books
from passerelle.networks.models import Network
from passerelle.payments.actions.books import book_as_known, book_payout
from passerelle.payments.actions.steps import must_have_been
from passerelle.payments.models import Payout, Receipt
from passerelle.payments.rules import ReceiptState
from passerelle.people.models import Person


@dataclass(frozen=True)
class PaidOut:
    """What reached the bank on a day, and what the processor kept, in minor units of the network's currency."""

    amount: int
    fee: int
    on: date


@transaction.atomic
def record_payout(network: Network, paid_out: PaidOut, *, by: Person) -> Payout:
    """A treasurer read it on the processor’s pages. Raises NotFound, Refusal `day_is_to_come`, `day_is_long_ago`."""
    if not may_keep_books(by, network):
        raise NotFound
    must_have_been(paid_out.on, network)
    return _kept(network, paid_out, None, by)


@transaction.atomic
def count_as_payout(receipt: Receipt, fee: int, *, by: Person) -> Payout:
    """A receipt that nobody knew is the processor's transfer. Raises NotFound, Refusal `receipt_is_explained`."""
    network = receipt.network
    if network is None or not may_keep_books(by, network):
        raise NotFound
    waits = Receipt.objects.filter(pk=receipt.pk, state=ReceiptState.UNKNOWN)
    if not waits.update(state=ReceiptState.PAYOUT, payment=None):
        raise Refusal("receipt_is_explained")
    book_as_known(receipt, by=by.ref)
    return _kept(network, PaidOut(receipt.amount, fee, receipt.on), receipt, by)


def _kept(network: Network, paid_out: PaidOut, receipt: Receipt | None, by: Person) -> Payout:
    payout = Payout.objects.create(
        network=network, gateway_ref=f"hand:{reference()}", amount=paid_out.amount, fee=paid_out.fee, on=paid_out.on,
        currency=receipt.currency if receipt else network.currency, receipt=receipt,
    )  # fmt: skip
    book_payout(payout, by=by.ref)
    write_down("card_payout_recorded", about=payout.ref, actor=by.ref, amount=payout.amount, fee=payout.fee)
    return payout
