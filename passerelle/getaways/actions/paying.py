"""A stay is paid, by transfer, card or pass; and what was paid goes back. What comes twice, or too late, goes back too.

Payments are told to us in the transaction that changed them; each is named by its own key in the books, so that what is
told twice is booked once.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from passerelle.getaways import mails
from passerelle.getaways.access import must
from passerelle.getaways.actions.books import (
    book_the_dispute,
    book_the_end_of_a_dispute,
    book_the_refund,
    book_the_sale,
    book_what_goes_back,
    book_what_is_for_nothing,
    book_what_was_lost,
    promised_back,
)
from passerelle.getaways.actions.steps import WITH_EVERYBODY, change_state, hold_stays, read_again, record, take_in_hand
from passerelle.getaways.models import Stay
from passerelle.getaways.queries import charge_of, payment_of, price_to_ask, waits_for_its_price
from passerelle.getaways.rules import State
from passerelle.invoices.queries import tax_for
from passerelle.kit import clock
from passerelle.kit.references import name_in, number_in
from passerelle.kit.refusals import Refusal
from passerelle.passes.actions.charging import Asked as Charging
from passerelle.passes.actions.charging import charge_at_a_price, charge_day, take_back_in_part
from passerelle.passes.models import Charge
from passerelle.passes.rules.charging import part_of
from passerelle.payments.actions import Asked, ask_for_payment, cancel_payment, promise_refund
from passerelle.payments.models import Payment
from passerelle.payments.queries import left_to_pay_back
from passerelle.payments.rules import Method
from passerelle.payments.rules import State as PaymentState
from passerelle.people.models import Person
from passerelle.spaces.queries import today_at


@transaction.atomic
def ask_to_be_paid(stay: Stay, *, by: Person) -> Payment:
    """The traveller wants to pay by transfer or card: what is to be paid, asked once, at the rate of that day.

    Raises NotFound, Refusal `stay_is_not_to_be_paid`, `rate_is_missing`.
    """
    _must_wait(stay, by)
    if (asked := payment_of(stay)) is not None:
        return asked
    _choose_tax(stay)
    title = stay.getaway.title_fr if by.language == "fr" else stay.getaway.title_en
    due_on = stay.lapse_at and clock.local_day(stay.getaway.space.time_zone, stay.lapse_at - timedelta(seconds=1))
    asking = Asked(
        stay.ref, stay.ref, stay.getaway.network, by, price_to_ask(stay), stay.getaway.network.currency,
        Method.TRANSFER, line=f"{title}, {stay.getaway.space.name}"[:120], due_on=due_on,
    )  # fmt: skip
    return ask_for_payment(asking, by=by)


@transaction.atomic
def pay_by_pass(stay: Stay, *, by: Person) -> Charge:
    """The traveller's pass of the network pays: days at a desk by credits, a room on account at its own price.

    Raises NotFound, Refusal `stay_is_not_to_be_paid`, `no_pass`, `pass_not_open`, `pass_is_empty`, `pay_first`,
    `rate_is_missing`.
    """
    _must_wait(stay, by)
    _choose_tax(stay)
    space, network = stay.getaway.space, stay.getaway.network
    charging = Charging(
        by, network, space, stay.first_day, stay.price_of_the_space, stay.ref, stay.ref,
        stay.getaway.title_fr if by.language == "fr" else stay.getaway.title_en,
        len(stay.span.days), today_at(space),
    )  # fmt: skip
    if stay.is_days_at_a_desk:
        charge = charge_day(charging, by=by.ref)
    else:
        charge = charge_at_a_price(charging, stay.price, by=by.ref)
    ask_no_longer(stay, by=by.ref)
    _is_paid(stay, charge.ref, by=by.ref)
    return charge


def hold_stays_of(causes: Iterable[str]) -> None:
    """The stays among what is about to be paid (`stay:7`) are ours until the transaction ends."""
    numbers = [number_in(cause) for cause in causes if cause.startswith("stay:")]
    hold_stays(list(Stay.objects.select_related("getaway").filter(pk__in=numbers)))


@transaction.atomic
def payment_came(payment: Payment, *, by: str) -> None:
    """It pays the stay if that waits for its price; else all of it is promised back."""
    stay, on = _stay_of(payment), payment.paid_on or clock.today()
    if waits_for_its_price(stay):
        book_the_sale(stay, payment, on, by=by)
        _is_paid(stay, payment.ref, by=by)
        return
    book_what_is_for_nothing(stay, payment, on, by=by)
    promise_refund(payment, payment.amount, stay.ref, by=by)
    record("stay_payment_given_back", stay, by, payment=payment.ref)
    mails.tell_traveller_that_it_goes_back(stay, payment)


def payment_refunded(payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """What was promised back has left."""
    book_the_refund(_named_by(payment), payment, amount, key, on, by=by)


def payment_disputed(payment: Payment, amount: int, key: str, on: date, *, by: str) -> None:
    """The traveller's bank has taken the money back until it decides; meanwhile the stay stands."""
    book_the_dispute(_named_by(payment), payment, amount, key, on, by=by)


@transaction.atomic
def dispute_ended(payment: Payment, amount: int, key: str, on: date, *, won: bool, by: str) -> None:
    """Lost, a stay that has not begun was not paid. One that has begun is the network's loss: the space is owed it."""
    stay = _stay_of(payment)
    is_ahead = stay.state == State.ACCEPTED and stay.first_day > today_at(stay.getaway.space)
    if not won and stay.paid_with == payment.ref and is_ahead:
        change_state(stay, State.LAPSED, ended_at=clock.now())
        record("stay_lapsed", stay, by)
        book_what_goes_back(stay, payment, 0, on, by=by)
        mails.tell_traveller_it_was_not_paid(stay)
        mails.tell_space_it_was_not_paid(stay)
    book_the_end_of_a_dispute(stay, payment, amount, key, on, won=won, by=by)
    _promise(stay, payment, promised_back(stay, payment), by=by)


def ask_no_longer(stay: Stay, *, by: str) -> None:
    """What was asked for the stay and has not come is asked no longer. Whoever calls has the stay in hand."""
    if (payment := payment_of(stay)) is not None:
        cancel_payment(payment, by=by)


def give_back(stay: Stay, percent: int, *, by: str) -> None:
    """What was paid for the stay goes back but for so many percent, by the way it came. Nothing where nothing was."""
    on = today_at(stay.getaway.space)
    if (charge := charge_of(stay)) is not None:
        take_back_in_part(charge, percent, on, by=by)
    elif stay.paid_at is not None and (payment := payment_of(stay)) is not None:
        on = max(on, payment.paid_on or on)  # the space's day may be the one before that on which it was paid here
        book_what_goes_back(stay, payment, percent, on, by=by)
        back = payment.amount - part_of(payment.amount, percent)
        if payment.state == PaymentState.LOST:
            book_what_was_lost(stay, payment, back - left_to_pay_back(payment), on, by=by)
        _promise(stay, payment, back, by=by)


def _promise(stay: Stay, payment: Payment, amount: int, *, by: str) -> None:
    """What is contested at a bank cannot be sent back before that is decided; then what was not lost is promised."""
    if due := min(amount, left_to_pay_back(payment)):
        promise_refund(payment, due, stay.ref, by=by)


def _must_wait(stay: Stay, by: Person) -> None:
    must(by.pk == stay.person_id)
    take_in_hand(stay)
    if not waits_for_its_price(stay):
        raise Refusal("stay_is_not_to_be_paid")


def _choose_tax(stay: Stay) -> None:
    """The network sells under the tax that its treasurer has chosen for what this space sells; under none without."""
    chosen = tax_for(stay.getaway.network, stay.getaway.space)
    stay.tax, stay.tax_bp = (chosen.code, chosen.percent_bp) if chosen else ("", 0)
    Stay.objects.filter(pk=stay.pk).update(tax=stay.tax, tax_bp=stay.tax_bp)


def _is_paid(stay: Stay, with_: str, *, by: str) -> None:
    Stay.objects.filter(pk=stay.pk).update(paid_at=clock.now(), paid_with=with_, lapse_at=None)
    read_again(stay)
    record("stay_paid", stay, by, paid_with=with_)
    mails.tell_traveller_it_is_paid(stay)
    mails.tell_space_it_is_paid(stay)


def _stay_of(payment: Payment) -> Stay:
    stay = _named_by(payment)
    take_in_hand(stay)
    return stay


def _named_by(payment: Payment) -> Stay:
    """What a payment is for, without taking it in hand."""
    return Stay.objects.select_related(*WITH_EVERYBODY).get(pk=name_in(payment.cause))
