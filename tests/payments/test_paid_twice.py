"""What is paid by card and otherwise, paid out and told twice, or sent back in vain: it is in the books, and once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from passerelle.care.actions.paying import hear, take_in
from passerelle.care.queries import faults_in_all
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.networks.models import Network
from passerelle.passes.actions.withdrawing import withdraw
from passerelle.passes.models import Pass
from passerelle.payments.actions import promise_refund
from passerelle.payments.actions.cards import payout_told
from passerelle.payments.actions.payouts import PaidOut, count_as_payout, record_payout
from passerelle.payments.actions.receiving import (
    Came,
    count_for,
    give_back,
    record_transfer,
    send_statement,
    take_in_statement,
)
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.models import Payment, Payout, Receipt, Refund
from passerelle.payments.queries import payments_to_ask_about, refunds_to_make
from passerelle.payments.rules import Method, ReceiptState, State
from passerelle.payments.rules.cards import CardTold, DisputeTold, PayoutTold, Progress, ReturnTold, Told
from passerelle.people.models import Person
from tests.payments.makers import WEDNESDAY, held, make_payment

pytestmark = pytest.mark.django_db
PAID = CardTold("pi_1", Progress.PAID, 14_900, "EUR")
ALL_BACK = CardTold("pi_1", Progress.PAID, 14_900, "EUR", refunded=14_900)
PAYOUT = PayoutTold("po_1", 14_500, 400, "EUR", WEDNESDAY)


@pytest.fixture(autouse=True)
def _the_books_say_the_same(db: None) -> Iterator[None]:
    yield
    assert list(faults_in_all()) == []


@pytest.fixture
def card(ana: Person, paid: Network, wednesday_noon: datetime) -> Payment:
    payment = make_payment(ana, paid, method=Method.CARD)
    Payment.objects.filter(pk=payment.pk).update(gateway_ref="pi_1")
    return Payment.objects.get(pk=payment.pk)


@pytest.fixture
def twice(card: Payment, tess: Person) -> Receipt:
    """A card paid, twice told, what had been transferred meanwhile."""
    take_in(record_transfer, card, Came(14_900, WEDNESDAY), by=tess)
    assert heard([PAID, PAID]) == 0
    return Receipt.objects.get(by_card=True)


def heard(told: list[Told]) -> int:
    return hear(told, Network.objects.get(slug="the-pass"))


# By card and otherwise


def test_what_a_card_paid_besides_is_nobody_s_at_the_processor(twice: Receipt, paid: Network) -> None:
    assert (twice.state, twice.amount) == (ReceiptState.UNKNOWN, 14_900)
    books = held(paid)
    assert (books["bank"], books["card_clearing"], books["unknown_receipt"]) == (14_900, 14_900, 14_900)


def test_it_only_goes_back_and_is_heard_to_have_gone(
    twice: Receipt, card: Payment, paid: Network, tess: Person
) -> None:
    for pays in (lambda: count_for(twice, card, by=tess), lambda: count_as_payout(twice, 0, by=tess)):
        with pytest.raises(Refusal, match="receipt_is_of_a_card"):
            pays()
    heard([ALL_BACK, ALL_BACK])
    twice.refresh_from_db()
    assert twice.state == ReceiptState.GIVEN_BACK
    assert "card_clearing" not in held(paid)
    assert Payment.objects.get().state == State.PAID


def test_a_treasurer_may_say_that_it_went_back_before_it_is_heard(twice: Receipt, paid: Network, tess: Person) -> None:
    give_back(twice, WEDNESDAY, by=tess)
    heard([ALL_BACK])
    books = held(paid)
    assert (books["bank"], "card_clearing" in books) == (14_900, False)


def test_what_the_bank_takes_back_of_it_is_no_loss(twice: Receipt, card: Payment, paid: Network) -> None:
    heard([DisputeTold("dp_1", "pi_1", 14_900), DisputeTold("dp_1", "pi_1", 14_900, won=False)])
    assert Payment.objects.get().state == State.PAID
    assert "card_clearing" not in held(paid)


def test_a_card_begun_for_what_came_otherwise_is_asked_about_for_a_week(card: Payment, tess: Person) -> None:
    take_in(record_transfer, card, Came(14_900, WEDNESDAY), by=tess)
    asked = [bool(payments_to_ask_about(clock.now() + timedelta(days=days), 9)) for days in (1, 6, 8)]
    assert asked == [True, True, False]


def test_a_receipt_that_the_books_know_nothing_of_is_found(twice: Receipt, paid: Network) -> None:
    Receipt.objects.filter(pk=twice.pk).update(state=ReceiptState.GIVEN_BACK)
    (fault,) = faults_in_all([paid.ref])
    assert (fault.code, fault.about, fault.facts) == ("receipts_differ", paid.ref, ("EUR", 14_900, 0))
    assert "14900 EUR that nobody knows" in fault.sentence
    Receipt.objects.filter(pk=twice.pk).update(state=ReceiptState.UNKNOWN)


# Paid out


def test_a_payout_put_down_by_hand_is_the_one_that_is_told(
    paid: Network, tess: Person, wednesday_noon: datetime
) -> None:
    record_payout(paid, PaidOut(14_500, 380, WEDNESDAY - timedelta(days=2)), by=tess)
    payout_told(PAYOUT, paid)
    payout_told(PAYOUT, paid)
    assert (Payout.objects.get().gateway_ref, Payout.objects.get().fee) == ("po_1", 400)
    assert held(paid) == {"bank": 14_500, "fees": 400, "card_clearing": -14_900}


def test_one_that_was_told_is_not_put_down_by_hand(paid: Network, tess: Person, wednesday_noon: datetime) -> None:
    payout_told(PAYOUT, paid)
    with pytest.raises(Refusal, match="payout_is_known"):
        record_payout(paid, PaidOut(14_500, 400, WEDNESDAY), by=tess)
    record_payout(paid, PaidOut(14_501, 400, WEDNESDAY), by=tess)
    assert Payout.objects.count() == 2


def test_a_fee_that_was_given_back_is_booked_the_other_way(paid: Network, wednesday_noon: datetime) -> None:
    payout_told(PayoutTold("po_2", 500, -50, "EUR", WEDNESDAY), paid)
    assert held(paid) == {"bank": 500, "fees": -50, "card_clearing": -450}


def test_a_line_of_the_bank_that_was_quicker_than_its_payout_is_that_payout(
    paid: Network, tess: Person, wednesday_noon: datetime
) -> None:
    said = b"date;amount;name;communication\n2027-01-06;145,00;Stripe;STRIPE PAYOUT\n"
    take_in(take_in_statement, send_statement(paid, "a.csv", said, by=tess), by=tess)
    payout_told(PAYOUT, paid)
    count_as_payout(Receipt.objects.get(), 0, by=tess)
    assert Payout.objects.get().receipt == Receipt.objects.get()
    assert held(paid) == {"bank": 14_500, "fees": 400, "card_clearing": -14_900}


def test_two_treasurers_who_put_the_same_payout_down_put_it_down_once(
    paid: Network, tess: Person, wednesday_noon: datetime
) -> None:
    record_payout(paid, PaidOut(14_500, 400, WEDNESDAY), by=tess)
    with pytest.raises(Refusal, match="payout_is_known"):
        record_payout(paid, PaidOut(14_500, 400, WEDNESDAY), by=tess)
    record_payout(paid, PaidOut(14_500, 400, WEDNESDAY - timedelta(days=1)), by=tess)
    assert Payout.objects.count() == 2


# Sent back in vain


def test_what_did_not_arrive_is_owed_again_and_sent_by_transfer(
    card: Payment, paid: Network, ana: Person, tess: Person
) -> None:
    heard([PAID])
    withdraw(Pass.objects.get(), by=ana)
    refund = Refund.objects.get()
    heard([ALL_BACK])
    before, returned = held(paid), ReturnTold("pi_1", 14_900, refund.ref)
    assert before == {}
    heard([returned, returned, ALL_BACK])
    assert held(paid) == {"card_clearing": 14_900, "refund": 14_900}
    assert (Payment.objects.get().state, Payment.objects.get().refunded) == (State.PAID, 0)
    assert list(refunds_to_make(paid)) == [refund]
    take_in(record_refund, refunds_to_make(paid)[0], WEDNESDAY, by=tess)
    heard([returned, ALL_BACK])
    assert held(paid) == {"card_clearing": 14_900, "bank": -14_900}
    assert (Payment.objects.get().state, Payment.objects.get().refunded) == (State.REFUNDED, 14_900)


def test_what_was_sent_on_the_processor_s_pages_may_come_back_too(card: Payment, paid: Network) -> None:
    heard([PAID, CardTold("pi_1", Progress.PAID, 14_900, "EUR", refunded=3_000), ReturnTold("pi_1", 3_000)])
    assert Refund.objects.get().state == "failed"
    assert held(paid)["card_clearing"] == 14_900


def test_of_equal_ones_that_were_sent_back_the_one_that_did_not_arrive_is_owed_again_once(
    card: Payment, paid: Network
) -> None:
    hear([PAID] + [replace(PAID, refunded=refunded) for refunded in (3_000, 6_000)], paid)
    ours = promise_refund(Payment.objects.get(), 3_000, "ours", by="person:1")
    Refund.objects.filter(pk=ours.pk).update(state="sent", sent_at=clock.now())
    hear([replace(PAID, refunded=9_000)], paid)
    hear([ReturnTold("pi_1", 3_000, "", "re_1")] * 3, paid)
    ours.refresh_from_db()
    assert (ours.state, Payment.objects.get().refunded) == ("paid", 6_000)
    assert sorted(Refund.objects.values_list("state", flat=True)) == ["failed", "paid", "paid"]
    hear([ReturnTold("pi_1", 3_000, "", "re_2"), ReturnTold("pi_1", 3_000, ours.ref, "re_3")], paid)
    assert (Payment.objects.get().refunded, held(paid)["card_clearing"]) == (0, 14_900)


# Alike, but of two payers


def test_equal_lines_of_two_payers_count_each_in_two_files(
    paid: Network, tess: Person, wednesday_noon: datetime
) -> None:
    for name in ("Ana Duarte", "Bo Lind", "Ana Duarte"):
        said = f"date;amount;name;communication\n2027-01-06;20,00;{name};coffee\n"
        take_in(take_in_statement, send_statement(paid, "a.csv", said.encode(), by=tess), by=tess)
    assert list(Receipt.objects.order_by("pk").values_list("who", flat=True)) == ["Ana Duarte", "Bo Lind"]
