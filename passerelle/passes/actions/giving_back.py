"""What becomes of credits that are there again when a charge is taken back, and of what is left on a pass that is over.

Nothing stays in `credits` that nobody can use: it is the holder's to use or is paid back, or it is the network's.
"""

from dataclasses import dataclass

from django.db.models import F

from passerelle.kit import clock
from passerelle.kit.shares import share_of
from passerelle.ledger.queries import balance_of
from passerelle.logbook.actions import write_down
from passerelle.passes.actions.books import book, credits_of, refund_to, result_of, tax_of
from passerelle.passes.actions.buying import become, take_in_hand
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.passes.rules import State
from passerelle.passes.rules.charging import GIVEN_BACK_LASTS
from passerelle.payments.actions import promise_refund
from passerelle.payments.models import Payment
from passerelle.payments.queries import left_to_pay_back, payments_for, promised_for
from passerelle.payments.rules import State as Paid


@dataclass(frozen=True)
class Back:
    """What a charge gives back of what it took from a lot: credits, and what they are worth."""

    credits: int
    worth: int


def give_credit_back(charge: Charge, lot: Lot, back: Back, *, by: str) -> None:
    """What a charge took from a lot is there again, in the books already: the holder's, as long as they can have it.

    A pass that was over because its days were opens again for it. One that was withdrawn from pays it back. What was
    lost at the bank, was held by somebody forgotten, or is of an ended month without counting, is the network's.
    """
    if back == Back(0, 0):
        return
    of_pass = take_in_hand(charge.of_pass_id)
    has_ended = lot.ends_on is not None and lot.ends_on <= clock.today()
    if of_pass.state == State.WITHDRAWN and lot.credits is not None:
        _pay_back(of_pass, lot, charge, back.worth, by)
    elif of_pass.state == State.WITHDRAWN or _is_nobodys(of_pass) or (has_ended and lot.credits is None):
        _leave(of_pass, f"{charge.ref}/over", back.worth, by)
    else:
        _put_back(charge, lot, back, has_ended)
        if of_pass.state == State.ENDED:
            become(of_pass, State.OPEN, {State.ENDED}, ended_at=None)
            write_down("pass_opened", about=of_pass.ref, actor=by)


def leave_to_network(of_pass: Pass, lot: Lot, *, by: str) -> None:
    """Nothing is left on a lot: what stands in the books for it still is what the network earned."""
    lot.refresh_from_db()
    if lot.bought.rest:
        _leave(of_pass, f"{of_pass.ref}/over/{lot.pk}", lot.bought.rest, by)
        Lot.objects.filter(pk=lot.pk).update(recognised=lot.paid)


def promise_back(of_pass: Pass, payment: Payment, amount: int, key: str, *, by: str) -> None:
    """`amount` stands in `refund` by now: it is promised, less what the card processor sent back unasked."""
    booked = balance_of(of_pass.network.ref, *refund_to(of_pass), of_pass.sold.currency)
    due = min(amount, booked - promised_for(of_pass.ref), left_to_pay_back(payment))
    if due > 0:
        promise_refund(payment, due, key, by=by)


def _is_nobodys(of_pass: Pass) -> bool:
    """Whoever held it is forgotten, or the money for it is gone."""
    return of_pass.person.forgotten_at is not None or payments_for(of_pass.ref).filter(state=Paid.LOST).exists()


def _put_back(charge: Charge, lot: Lot, back: Back, has_ended: bool) -> None:
    """On its lot; where that has ended it leaves it, with its worth, for a lot of its own."""
    kept = Lot.objects.filter(pk=lot.pk)
    used, recognised = F("used") - back.credits, F("recognised") - back.worth
    if not has_ended:
        kept.update(used=used, recognised=recognised)
        return
    kept.update(used=used, recognised=recognised, credits=F("credits") - back.credits, paid=F("paid") - back.worth)
    today = clock.today()
    Lot.objects.create(
        of_pass=charge.of_pass, key=f"{charge.ref}/back", credits=back.credits, paid=back.worth,
        begins_on=today, ends_on=today + GIVEN_BACK_LASTS,
    )  # fmt: skip


def _pay_back(of_pass: Pass, lot: Lot, charge: Charge, worth: int, by: str) -> None:
    """A withdrawal is refunded less what was used, and this was not used after all.

    While the holder's bank has the money, it stands in the books, and is promised once it is back.
    """
    there = payments_for(of_pass.ref).filter(state__in=[Paid.PAID, Paid.DISPUTED])
    payment = next((one for one in there if one.ref == lot.key), None)
    if payment is None or not worth:
        _leave(of_pass, f"{charge.ref}/over", worth, by)
        return
    tax = share_of(lot.tax, lot.paid, worth)
    moves = [(refund_to(of_pass), credits_of(of_pass), worth), (refund_to(of_pass), tax_of(of_pass), tax)]
    book(of_pass, f"{charge.ref}/refund", clock.today(), moves, by=by)
    promise_back(of_pass, payment, worth + tax, charge.ref, by=by)


def _leave(of_pass: Pass, key: str, amount: int, by: str) -> None:
    book(of_pass, key, clock.today(), [(result_of(of_pass), credits_of(of_pass), amount)], by=by)
