"""How a payment changes: by one conditional update, so that what is told twice, or at once by two, counts once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.models import Network, Seller
from passerelle.payments import mails
from passerelle.payments.models import Payment
from passerelle.payments.rules import WAITING, Method, News, State, states_before
from passerelle.spaces.models import Space

GATEWAY = "gateway"
"""Who acts where the card gateway tells of it."""
LONG_AGO = timedelta(days=400)
"""Nobody records what moved longer ago: the year was mistyped, and what is posted can never be changed."""


@dataclass(frozen=True)
class Change:
    """What happened to a payment on a day, told to whoever asked for it. `by` is a reference.

    `amount` is what came, went back or is disputed, in minor units; `key` names this very change in the books.
    """

    news: News
    payment: Payment
    by: str
    amount: int
    on: date
    key: str


def today(seller: Seller | None = None) -> date:
    """The day of whoever sells: a space's is local; a network has no place, and so no day but the instance's."""
    return clock.local_day(seller.time_zone) if isinstance(seller, Space) else clock.today()


def must_have_been(on: date, seller: Seller) -> None:
    """Money moved on this day, says a person. Raises Refusal `day_is_to_come`, `day_is_long_ago`."""
    if on > today(seller):
        raise Refusal("day_is_to_come")
    if on < today(seller) - LONG_AGO:
        raise Refusal("day_is_long_ago")


def become(payment: Payment, state: State, before: Collection[State], **facts: Any) -> bool:
    """Turn a payment that is in one of the states `before` into `state`; False where somebody else was quicker.

    Whatever is asked for, a payment goes no way that its life does not have.
    """
    ways = [one for one in states_before(state) if one in before]
    changed = Payment.objects.filter(pk=payment.pk, state__in=ways).update(state=state, **facts)
    if changed:
        payment.state = state
        for name, value in facts.items():
            setattr(payment, name, value)
    return bool(changed)


def come(payment: Payment, method: Method, on: date, *, by: str) -> list[Change]:
    """The money is there: written down, and told to the payer. Nothing where it was there already."""
    if not become(payment, State.PAID, {*WAITING, State.CANCELLED}, paid_on=on, method=method):
        return []
    write_down("payment_came", about=payment.ref, actor=by, amount=payment.amount, method=method)
    mails.tell_payer_it_came(payment)
    return [Change(News.CAME, payment, by, payment.amount, on, payment.ref)]


def hold_seller(seller: Seller) -> None:
    """Whoever else would take in money for this seller waits until the transaction ends."""
    sellers = Network.objects if isinstance(seller, Network) else Space.objects
    sellers.select_for_update(no_key=True).get(pk=seller.pk)  # whoever writes a row of theirs meanwhile need not wait


def hold_payments(*causes: str) -> None:
    """Every payment for these causes (`stay:42`) is ours until the transaction ends: whoever takes one in waits.

    Whoever changes a payment takes all of its cause first, in the order of their keys, and then what they are for.
    """
    list(Payment.objects.select_for_update(no_key=True).filter(cause__in=causes).order_by("pk").values_list("pk"))


def locked(payment: Payment) -> Payment:
    """The payment as it stands now, held until the transaction ends: whoever adds up what came of it waits."""
    hold_payments(payment.cause)
    found = Payment.objects.select_for_update(of=("self",)).select_related("network", "space", "payer", "taken_by")
    return found.get(pk=payment.pk)
