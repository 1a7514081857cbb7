"""What becomes of a pass when a payment for it comes, goes back or is contested. The books name the pass alone.

Payments are told to us in the transaction that changed them; each is named by its own key in the books, so that what is
told twice is booked once.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from passerelle.invoices.rules import tax_within
from passerelle.kit import clock
from passerelle.kit.anniversaries import next_anniversary
from passerelle.kit.references import number_in
from passerelle.kit.shares import share_of
from passerelle.ledger.queries import balance_of
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.logbook.actions import write_down
from passerelle.passes.actions.books import Side, book, credits_of, refund_to, result_of, tax_of
from passerelle.passes.actions.buying import become, cancel_what_waits, open_lot, open_pass, take_in_hand
from passerelle.passes.actions.giving_back import leave_to_network, promise_back
from passerelle.passes.mails import holding as mails
from passerelle.passes.models import Lot, Pass
from passerelle.passes.queries.holding import may_open
from passerelle.passes.rules import State
from passerelle.passes.rules.accounts import KIND as ACCOUNT
from passerelle.passes.rules.renewing import RENEWING
from passerelle.payments.models import Payment
from passerelle.payments.queries import payments_for, promised_for
from passerelle.payments.rules import Method
from passerelle.payments.rules import State as Paid

NONE_LEFT = Coalesce(F("credits"), F("used"))


def hold_passes(causes: Iterable[str]) -> None:
    """The passes that payments for these causes are about are ours, in one order, before the first of them is booked.

    A bank's file pays several in one transaction: else a desk that charges one of them would wait for the books.
    """
    told = [cause.partition(":") for cause in causes]
    passes = [int(number) for kind, _, number in told if kind == "pass"]
    holders = [int(number) for kind, _, number in told if kind == ACCOUNT]
    held = Pass.objects.filter(Q(pk__in=passes) | Q(person__in=holders))
    list(held.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def payment_came(payment: Payment, *, by: str) -> None:
    """The sale: what was paid for opens. Money that opens nothing is promised back at once.

    So it is for a pass that was withdrawn from, for a holder who is forgotten, and for a month that is paid already.
    """
    of_pass = _pass_of(payment)
    on = payment.paid_on or clock.today()
    tax = tax_within(payment.amount, of_pass.sold.percent_bp)
    where = taken_at(payment)
    net = payment.amount - tax
    book(of_pass, payment.ref, on, [(credits_of(of_pass), where, net), (tax_of(of_pass), where, tax)], by=by)
    if of_pass.state == State.WITHDRAWN or of_pass.person.forgotten_at is not None:
        _open_nothing(of_pass, payment, net, tax, by=by)
    elif of_pass.state in (State.ASKED, State.ENDED):
        open_pass(of_pass, on, by=by)
        open_lot(of_pass, payment.ref, on, paid=net, tax=tax)
        mails.tell_holder_it_is_open(of_pass)
    else:
        _renew(of_pass, payment, net, tax, by=by)


def payment_refunded(payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """What was promised back has left."""
    of_pass = _pass_of(payment)
    book(of_pass, key, on, [(taken_at(payment), refund_to(of_pass), amount)], by=by)


def payment_disputed(payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """The holder's bank has taken the money back until it decides; meanwhile the pass pays nothing."""
    of_pass = _pass_of(payment)
    book(of_pass, key, on, [(taken_at(payment), (Account.DISPUTED, of_pass.ref), amount)], by=by)
    if of_pass.state == State.OPEN:
        become(of_pass, State.BLOCKED, {State.OPEN})
        write_down("pass_blocked", about=of_pass.ref, actor=by)
        mails.tell_holder_it_is_blocked(of_pass)


def dispute_ended(payment: Payment, amount: int, key: str, on: date, *, won: bool, by: str) -> None:
    """The money is there again and the pass pays; or it is gone, and what was not used of the pass with it.

    What was used by then the spaces have earned all the same: it is the network's loss.
    """
    of_pass = _pass_of(payment)
    disputed: Side = (Account.DISPUTED, of_pass.ref)
    if won:
        book(of_pass, key, on, [(disputed, taken_at(payment), amount)], by=by)
        contested = payments_for(of_pass.ref).filter(state=Paid.DISPUTED)
        if of_pass.state == State.BLOCKED and not contested.exists():
            become(of_pass, State.OPEN, {State.BLOCKED})
            write_down("pass_opened", about=of_pass.ref, actor=by)
        promise_back(of_pass, payment, payment.amount, key, by=by)  # what was due back while the bank had the money
        return
    back = min(amount, _no_longer_promised(of_pass))
    lot = of_pass.lots.filter(key=payment.ref).first()
    net, tax = _unused(lot, amount - back)
    lost = amount - back - net - tax
    sides = [(refund_to(of_pass), back), (credits_of(of_pass), net), (tax_of(of_pass), tax), (result_of(of_pass), lost)]
    book(of_pass, key, on, [(disputed, side, part) for side, part in sides], by=by)
    if lot is not None:
        Lot.objects.filter(pk=lot.pk).update(recognised=F("recognised") + net, used=NONE_LEFT)
        leave_to_network(of_pass, lot, by=by)
    if of_pass.state == State.BLOCKED:
        become(of_pass, State.ENDED, {State.BLOCKED}, ended_at=clock.now(), renews_on=None)
        write_down("pass_ended", about=of_pass.ref, actor=by)


def _no_longer_promised(of_pass: Pass) -> int:
    """What the books still owe the holder as a refund, beyond what is promised: their bank has taken it itself."""
    kind, owner = refund_to(of_pass)
    owed = balance_of(of_pass.network.ref, kind, owner, of_pass.sold.currency)
    return max(0, owed - promised_for(of_pass.ref))


def pay_lot_back(of_pass: Pass, lot: Lot, payment: Payment, share: tuple[int, int], on: date, *, by: str) -> None:
    """Promise back what is not used of a lot: `share` is without tax and of tax. Nothing is left on it."""
    net, tax = share
    moves = [(refund_to(of_pass), credits_of(of_pass), net), (refund_to(of_pass), tax_of(of_pass), tax)]
    book(of_pass, f"lot:{lot.pk}/back", on, moves, by=by)
    Lot.objects.filter(pk=lot.pk).update(recognised=F("recognised") + net, used=NONE_LEFT, ends_on=_over(lot, on))
    promise_back(of_pass, payment, net + tax, f"lot:{lot.pk}", by=by)


def _open_nothing(of_pass: Pass, payment: Payment, net: int, tax: int, *, by: str) -> None:
    """The money has come all the same: a lot of which nothing is left, and all of it is promised back."""
    on = payment.paid_on or clock.today()
    lot = open_lot(of_pass, payment.ref, on, paid=net, tax=tax)
    pay_lot_back(of_pass, lot, payment, (net, tax), on, by=by)


def _renew(of_pass: Pass, payment: Payment, net: int, tax: int, *, by: str) -> None:
    """The month that was asked for opens, beside what is there: paid early it waits for its day.

    Switched off and on again, a month can be paid twice, or after it is over: it opens once.
    """
    begins_on = date.fromisoformat(payment.key.rpartition("/")[2])
    if not may_open(of_pass, begins_on, clock.today()):
        _open_nothing(of_pass, payment, net, tax, by=by)
        return
    lot = open_lot(of_pass, payment.ref, begins_on, paid=net, tax=tax)
    if of_pass.sold.kind in RENEWING and of_pass.renews_on is not None and of_pass.opened_on is not None:
        renews_on = next_anniversary(of_pass.opened_on, begins_on)
        Pass.objects.filter(pk=of_pass.pk).update(renews_on=renews_on, renewal_asked_on=None)
    cancel_what_waits(of_pass, by=by)
    write_down("pass_renewed", about=of_pass.ref, actor=by, begins_on=lot.begins_on)


def _unused(lot: Lot | None, amount: int) -> tuple[int, int]:
    """What was not used of a lot whose payment is lost, without tax and of tax: no more than the `amount` that is.

    Of a part, so much is tax as of the whole: it stands on a document.
    """
    net, tax = lot.bought.paid_back(clock.today()) if lot else (0, 0)
    if net + tax <= amount:
        return net, tax
    part = share_of(tax, net + tax, amount)
    return amount - part, part


def _over(lot: Lot, on: date) -> date | None:
    """A month without counting is over on the day on which it was paid back; credits are simply none."""
    return lot.ends_on if lot.credits is not None else max(on, lot.begins_on + timedelta(days=1))


def _pass_of(payment: Payment) -> Pass:
    return take_in_hand(number_in(payment.cause))


def taken_at(payment: Payment) -> Side:
    """Where the money of this payment lies."""
    if payment.method == Method.CASH and payment.taken_by is not None:
        return Account.COLLECTED, payment.taken_by.ref
    places = {Method.TRANSFER: Account.BANK, Method.CARD: Account.CARD_CLEARING, Method.CASH: Account.TILL}
    return places[Method(payment.method)], payment.seller.ref
