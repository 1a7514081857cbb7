"""Money that goes back: promised, sent by card or by a person, and told to whoever asked for the payment."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q, Sum

from passerelle.kit import clock
from passerelle.kit.references import name_in
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.networks.access import may_keep_books_of
from passerelle.payments import mails
from passerelle.payments.actions.books import book_as_returned, book_as_sent_by_the_bank
from passerelle.payments.actions.steps import GATEWAY, Change, become, locked, must_have_been, today
from passerelle.payments.models import Payment, Refund
from passerelle.payments.queries import left_to_pay_back, payment_at_gateway
from passerelle.payments.rules import Method, News, RefundState, State
from passerelle.payments.rules.cards import ReturnTold
from passerelle.people.models import Person


@transaction.atomic
def promise_refund(payment: Payment, amount: int, key: str, *, by: str) -> Refund:
    """So much goes back to the payer: by card the worker sends it, otherwise a treasurer is asked to.

    The same `key` promises once. Raises Refusal `refund_is_too_much` beyond what came, less what goes back already,
    and `did_not_come` where nothing came.
    """
    payment = locked(payment)
    if (first := payment.refunds.filter(key=key).first()) is not None:
        return first
    left = left_to_pay_back(payment)
    if payment.state != State.PAID and not left:
        raise Refusal("did_not_come")
    if not 0 < amount <= left:
        raise Refusal("refund_is_too_much")
    refund = Refund.objects.create(payment=payment, key=key, amount=amount)
    write_down("refund_promised", about=refund.ref, actor=by, payment=payment.ref, amount=amount)
    return refund


@transaction.atomic
def record_refund(refund: Refund, on: date, *, by: Person) -> list[Change]:
    """A treasurer sent the money back on that day, by transfer or from the till.

    Raises NotFound, Refusal `went_back_already`, `day_is_to_come`, `day_is_long_ago`, and `payment_is_disputed` while
    the payer's bank has the money itself.
    """
    if not may_keep_books_of(by, refund.payment.seller):
        raise NotFound
    must_have_been(on, refund.payment.seller)
    if locked(refund.payment).state == State.DISPUTED:
        raise Refusal("payment_is_disputed")
    return went_back(refund, on, by=by.ref, by_hand=True)


def went_back(refund: Refund, on: date, *, by: str, by_hand: bool = False) -> list[Change]:
    """The money is with the payer again. Raises Refusal `went_back_already`."""
    payment = locked(refund.payment)
    waits = Refund.objects.filter(pk=refund.pk, amount=refund.amount).exclude(state=RefundState.PAID)
    if not waits.update(state=RefundState.PAID, paid_on=on, by_hand=by_hand):
        raise Refusal("went_back_already")
    Payment.objects.filter(pk=payment.pk).update(refunded=F("refunded") + refund.amount)
    payment.refunded += refund.amount
    if payment.refunded == payment.amount:
        become(payment, State.REFUNDED, {State.PAID})
    write_down("refund_made", about=refund.ref, actor=by, payment=payment.ref, amount=refund.amount)
    key = f"{refund.ref}/by-hand" if by_hand else refund.ref
    if by_hand and payment.method == Method.CARD:
        book_as_sent_by_the_bank(refund, on, by=by)
    mails.tell_payer_it_went_back(payment, refund.amount, key)
    return [Change(News.REFUNDED, payment, by, refund.amount, on, key)]


@transaction.atomic
def return_told(told: ReturnTold) -> list[Change]:
    """What the gateway sent back did not arrive: it is the payer's still, and a treasurer has to send it.

    Told twice, as the gateway does under several names of events, it counts once. What had not been heard to have left
    is merely refused.
    """
    payment = payment_at_gateway(told.payment_ref)
    if payment is None:
        return []
    payment = locked(payment)
    if told.gateway_ref and payment.refunds.filter(returned_as=told.gateway_ref).exists():
        return []
    sent = payment.refunds.filter(amount=told.amount, by_hand=False, returned=False)
    # What has no name of ours was sent on the gateway's own pages.
    sent = sent.filter(pk=name_in(told.refund)) if told.refund else sent.filter(sent_at=None)
    refund = sent.filter(state__in=[RefundState.SENT, RefundState.PAID]).order_by("-sent_at", "-pk").first()
    if refund is None:
        return []
    if refund.state == RefundState.PAID:
        book_as_returned(refund, by=GATEWAY)
        Payment.objects.filter(pk=payment.pk).update(refunded=F("refunded") - refund.amount)
        become(payment, State.PAID, {State.REFUNDED})
    facts = {"returned": True, "returned_as": told.gateway_ref}
    Refund.objects.filter(pk=refund.pk).update(state=RefundState.FAILED, paid_on=None, **facts)
    write_down("refund_returned", about=refund.ref, actor=GATEWAY, payment=payment.ref, amount=refund.amount)
    return []


@transaction.atomic
def refunded_at_gateway(payment: Payment, total: int, *, by: str) -> list[Change]:
    """The gateway says how much of a payment it has sent back in all; what was not known of it is put down.

    What a person has sent back by transfer is none of its business; what it sent and got back it may still count.
    What we sent and heard nothing of comes first; what is left was sent back on the gateway's own pages. It lessens
    what was promised and not sent yet, so that nobody sends that as well.
    """
    payment, changes = locked(payment), []
    paid = Q(state=RefundState.PAID, by_hand=False)
    heard = payment.refunds.filter(paid | Q(returned=True)).aggregate(all=Sum("amount", default=0))
    unheard = total - int(heard["all"])
    for refund in payment.refunds.filter(state=RefundState.SENT):
        if refund.amount <= unheard:
            unheard -= refund.amount
            changes += went_back(refund, today(), by=by)
    for refund in payment.refunds.filter(state__in=[RefundState.PROMISED, RefundState.FAILED], returned=False):
        if refund.amount <= unheard:
            unheard -= refund.amount
            changes += went_back(refund, today(), by=by)
        elif unheard > 0:
            Refund.objects.filter(pk=refund.pk).update(amount=F("amount") - unheard)
            break
    if unheard > 0:
        key = f"gateway:{total}"
        refund = Refund.objects.create(payment=payment, key=key, amount=unheard)
        changes += went_back(refund, today(), by=by)
    return changes


def promise_no_more(payment: Payment, lost: int, *, by: str) -> None:
    """The payer's bank has kept `lost` of a payment: what was promised back beyond the rest is promised no longer."""
    over = sum(refund.amount for refund in payment.refunds.all()) + lost - payment.amount
    for refund in payment.refunds.exclude(state=RefundState.PAID).order_by("-promised_at", "-pk"):
        cut = min(max(over, 0), refund.amount)
        if not cut:
            break
        row = Refund.objects.filter(pk=refund.pk)
        if cut == refund.amount:
            row.delete()
        else:
            row.update(amount=F("amount") - cut)
        write_down("refund_let_go", about=refund.ref, actor=by, payment=payment.ref, amount=cut)
        over -= cut


def claim_to_send(refund: Refund) -> bool:
    """One worker sends a refund; the gateway's key makes one of two that send it all the same."""
    waits = Refund.objects.filter(pk=refund.pk, state=refund.state, sent_at=refund.sent_at, amount=refund.amount)
    return bool(waits.update(state=RefundState.SENT, sent_at=clock.now()))


@transaction.atomic
def refund_was_refused(refund: Refund, *, by: str) -> None:
    """The gateway does not send it: a treasurer has to, by transfer."""
    if Refund.objects.filter(pk=refund.pk, state=RefundState.SENT).update(state=RefundState.FAILED):
        write_down("refund_refused", about=refund.ref, actor=by, payment=refund.payment.ref)
