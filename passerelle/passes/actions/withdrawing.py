"""A consumer withdraws within fourteen days (Directive 2011/83/EU, art. 9 and 11a): refunded less what was used."""

from dataclasses import dataclass

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.passes.access import may_hold
from passerelle.passes.actions.buying import become, cancel_what_waits, take_in_hand
from passerelle.passes.actions.giving_back import leave_to_network
from passerelle.passes.actions.paying import pay_lot_back
from passerelle.passes.mails import holding as mails
from passerelle.passes.models import Lot, Pass
from passerelle.passes.queries.holding import withdrawal_until
from passerelle.passes.rules import State
from passerelle.payments.models import Payment
from passerelle.payments.queries import payments_for
from passerelle.people.models import Person


@dataclass(frozen=True)
class Share:
    """One lot of a pass, the payment it was bought with, and what is paid back of it: without tax, and of tax."""

    lot: Lot
    payment: Payment
    back: tuple[int, int]


def shares_of(of_pass: Pass) -> list[Share]:
    """What would be paid back today of each lot, in the order in which they end."""
    payments = {payment.ref: payment for payment in payments_for(of_pass.ref)}
    lots = [lot for lot in of_pass.lots.all() if lot.key in payments]
    return [Share(lot, payments[lot.key], lot.bought.paid_back(clock.today())) for lot in lots]


@transaction.atomic
def withdraw(of_pass: Pass, *, by: Person) -> int:
    """The contract is over; what is not used is promised back. Gives how much, in minor units, tax included.

    Raises NotFound, Refusal `pass_has_moved_on`, `too_late_to_withdraw` with the last day.
    """
    if not may_hold(by, of_pass):
        raise NotFound
    held = take_in_hand(of_pass.pk)
    until = withdrawal_until(held)
    if held.state != State.OPEN or until is None:
        raise Refusal("pass_has_moved_on", state=held.state)
    if clock.today() > until:
        raise Refusal("too_late_to_withdraw", day=until)
    shares = shares_of(held)
    become(held, State.WITHDRAWN, {State.OPEN}, ended_at=clock.now(), renews_on=None)
    for share in shares:
        pay_lot_back(held, share.lot, share.payment, share.back, clock.today(), by=by.ref)
    for lot in held.lots.all():
        leave_to_network(held, lot, by=by.ref)
    cancel_what_waits(held, by=by.ref)
    total = sum(net + tax for net, tax in (share.back for share in shares))
    write_down("pass_withdrawn_from", about=held.ref, actor=by.ref, refund=total)
    mails.confirm_withdrawal(held, total)
    return total
