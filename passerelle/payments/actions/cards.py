"""Payments by card: begun at the gateway, and whatever it tells of them, once, twice, late or in another order."""

from datetime import timedelta

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.models import Seller
from passerelle.networks.queries import seller_is
from passerelle.payments.access import may_pay
from passerelle.payments.actions.books import book_other_fee, book_payout
from passerelle.payments.actions.receiving import came_by_card_as_well
from passerelle.payments.actions.refunding import promise_no_more, refunded_at_gateway
from passerelle.payments.actions.steps import GATEWAY, Change, become, come, hold_payments, hold_seller, locked, today
from passerelle.payments.gateway import card_gateway, takes_cards
from passerelle.payments.models import Dispute, Payment, Payout
from passerelle.payments.queries import payment_at_gateway
from passerelle.payments.rules import WAITING, DisputeState, Method, News, State
from passerelle.payments.rules.cards import Begun, CardTold, DisputeTold, PayoutTold, Progress, Wanted
from passerelle.payments.rules.matching import BY_HAND, DAYS_APART
from passerelle.people.models import Person


def begin_by_card(payment: Payment, *, by: Person) -> Begun:
    """The payment at the gateway, for the payer's browser to go on with; begun once, however often this is asked.

    Asks the gateway, so not within a transaction. Raises NotFound, Refusal `came_already`, `no_cards_here`.
    """
    if not may_pay(by, payment):
        raise NotFound
    if payment.state not in WAITING:
        raise Refusal("came_already")
    if not takes_cards(payment.seller, payment.currency):
        raise Refusal("no_cards_here")
    gateway = card_gateway(payment.seller)
    if payment.gateway_ref:
        return gateway.begun(payment.gateway_ref)
    begun = gateway.begin(Wanted(payment.reference, payment.amount, payment.currency))
    Payment.objects.filter(pk=payment.pk, gateway_ref=None).update(gateway_ref=begun.gateway_ref)
    return begun


@transaction.atomic
def card_told(told: CardTold) -> list[Change]:
    """What the gateway says of a payment is so, if it says more than is known. Of another instance's: nothing."""
    payment = payment_at_gateway(told.gateway_ref)
    if payment is None:
        return []
    hold_payments(payment.cause)
    Payment.objects.filter(pk=payment.pk).update(gateway_asked_at=clock.now())
    if told.progress is Progress.REFUSED:
        return _refused(payment)
    if told.progress is not Progress.PAID:
        return []
    if (told.amount, told.currency) != (payment.amount, payment.currency):
        raise ValueError(f"The gateway tells of {told.amount} {told.currency} for {payment}.")
    payment = locked(payment)
    changes = come(payment, Method.CARD, today(), by=GATEWAY)
    if payment.method != Method.CARD:  # it has come another way meanwhile
        came_by_card_as_well(payment, is_back=told.refunded == told.amount, by=GATEWAY)
        return []
    return changes + refunded_at_gateway(payment, told.refunded, by=GATEWAY)


@transaction.atomic
def dispute_told(told: DisputeTold) -> list[Change]:
    """The payer's bank has taken the money back, or decided to whom it goes.

    A dispute is of a payment that came: where that was not heard yet, it is known now. One that has ended stays so,
    whatever older word of it arrives.
    """
    payment = payment_at_gateway(told.payment_ref)
    if payment is None:
        return []
    payment = locked(payment)
    changes = come(payment, Method.CARD, today(), by=GATEWAY)
    if payment.method != Method.CARD:  # what the bank took back was paid twice, and is no loss of this payment
        came_by_card_as_well(payment, is_back=told.won is False, by=GATEWAY)
        return []
    facts = {"payment": payment, "amount": told.amount}
    dispute, is_new = Dispute.objects.get_or_create(gateway_ref=told.gateway_ref, defaults=facts)
    if is_new:
        become(payment, State.DISPUTED, {State.PAID, State.REFUNDED})
        write_down("payment_disputed", about=payment.ref, actor=GATEWAY, dispute=dispute.ref, amount=dispute.amount)
        changes.append(_change(News.DISPUTED, dispute, payment, dispute.ref))
    return changes if told.won is None else changes + _end(dispute, payment, won=told.won)


@transaction.atomic
def payout_told(told: PayoutTold, seller: Seller) -> None:
    """The processor has transferred what cards brought, less its fee. Told twice, it counts once.

    What a treasurer put down by hand of the same amount in those days is this very one.
    """
    hold_seller(seller)
    if Payout.objects.filter(gateway_ref=told.gateway_ref).exists():
        return
    near = (told.on - timedelta(days=DAYS_APART), told.on + timedelta(days=DAYS_APART))
    alike = Payout.objects.filter(**seller_is(seller), amount=told.amount, currency=told.currency, on__range=near)
    by_hand = alike.filter(gateway_ref__startswith=BY_HAND).order_by("on", "pk").first()
    if by_hand is not None:
        _recognise(by_hand, told)
        return
    payout = Payout.objects.create(
        **seller_is(seller), gateway_ref=told.gateway_ref, amount=told.amount, fee=told.fee, currency=told.currency,
        on=told.on,
    )  # fmt: skip
    book_payout(payout, by=GATEWAY)
    write_down("card_payout_recorded", about=payout.ref, actor=GATEWAY, amount=payout.amount, fee=payout.fee)


def _recognise(payout: Payout, told: PayoutTold) -> None:
    """What was put down by hand takes the gateway's name, and its fee."""
    if told.fee != payout.fee:
        book_other_fee(payout, told.fee, by=GATEWAY)
    Payout.objects.filter(pk=payout.pk).update(gateway_ref=told.gateway_ref, fee=told.fee)
    write_down("card_payout_recognised", about=payout.ref, actor=GATEWAY, amount=payout.amount, fee=told.fee)


def _refused(payment: Payment) -> list[Change]:
    """A card was refused. It can be tried again, so the payment waits as before, but whoever asked is told once."""
    if not become(payment, State.FAILED, {State.ASKED}):
        return []
    write_down("payment_failed", about=payment.ref, actor=GATEWAY)
    return [Change(News.FAILED, payment, GATEWAY, payment.amount, today(), f"{payment.ref}/failed")]


def _end(dispute: Dispute, payment: Payment, *, won: bool) -> list[Change]:
    ended = DisputeState.WON if won else DisputeState.LOST
    if not Dispute.objects.filter(pk=dispute.pk, state=DisputeState.OPEN).update(state=ended, ended_at=clock.now()):
        return []
    if not payment.disputes.filter(state=DisputeState.OPEN).exists():
        become(payment, _after_disputes(payment), {State.DISPUTED})
    if not won:
        promise_no_more(payment, dispute.amount, by=GATEWAY)
    write_down("dispute_ended", about=payment.ref, actor=GATEWAY, dispute=dispute.ref, won=won)
    news = News.DISPUTE_WON if won else News.DISPUTE_LOST
    return [_change(news, dispute, payment, f"{dispute.ref}/{ended}")]


def _after_disputes(payment: Payment) -> State:
    """Lost where any was lost, also for a part; else as it was before the first of them."""
    if payment.disputes.filter(state=DisputeState.LOST).exists():
        return State.LOST
    return State.REFUNDED if payment.refunded == payment.amount else State.PAID


def _change(news: News, dispute: Dispute, payment: Payment, key: str) -> Change:
    return Change(news, payment, GATEWAY, dispute.amount, today(), key)
