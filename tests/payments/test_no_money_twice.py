"""What is contested, paid twice or told in another order: no money leaves twice, and none is lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from passerelle.care.actions import paying as caring
from passerelle.care.actions.paying import hear, send_refunds_by_card, take_in
from passerelle.care.queries import faults_in_all
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.models import Record
from passerelle.networks.models import Network
from passerelle.passes.actions.withdrawing import withdraw
from passerelle.passes.models import Pass
from passerelle.payments.actions import promise_refund, receiving
from passerelle.payments.actions.cards import card_told, dispute_told
from passerelle.payments.actions.receiving import Came, record_transfer, send_statement, take_in_statement
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.models import Payment, Receipt, Refund
from passerelle.payments.queries import refunds_to_make, refunds_to_send
from passerelle.payments.queries.previews import Preview
from passerelle.payments.rules import Method, ReceiptState, State
from passerelle.payments.rules.cards import CardTold, DisputeTold, GatewayRefuses, Progress
from passerelle.people.models import Person
from tests.payments.makers import WEDNESDAY, held, make_payment

pytestmark = pytest.mark.django_db
PAID = CardTold("pi_1", Progress.PAID, 14_900, "EUR")


class Refusing:
    """A card gateway that sends nothing back; on its own pages `elsewhere` has gone."""

    elsewhere = 0

    def pay_back(self, *told: object) -> None:
        raise GatewayRefuses("charge_disputed")

    def look_up(self, ref: str) -> CardTold:
        return replace(PAID, refunded=self.elsewhere)


@pytest.fixture
def card(ana: Person, paid: Network, wednesday_noon: datetime) -> Payment:
    payment = make_payment(ana, paid, method=Method.CARD)
    Payment.objects.filter(pk=payment.pk).update(gateway_ref="pi_1")
    return Payment.objects.get(pk=payment.pk)


def test_what_is_contested_at_the_bank_is_not_sent_back_besides(
    card: Payment, paid: Network, tess: Person, ana: Person
) -> None:
    take_in(card_told, PAID)
    withdraw(Pass.objects.get(), by=ana)
    refund = Refund.objects.get()
    assert refunds_to_send(9, clock.now()) == [refund]
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", 14_900, None))
    assert refunds_to_send(9, clock.now()) == []
    Refund.objects.update(state="failed")
    assert list(refunds_to_make(paid)) == []
    with pytest.raises(Refusal, match="payment_is_disputed"):
        take_in(record_refund, refund, WEDNESDAY, by=tess)
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", 14_900, won=True))
    assert list(refunds_to_make(paid)) == [refund]


def test_what_the_bank_has_kept_is_promised_no_longer(card: Payment, paid: Network, ana: Person) -> None:
    take_in(card_told, PAID)
    withdraw(Pass.objects.get(), by=ana)
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", 14_900, None))
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", 14_900, won=False))
    assert not Refund.objects.exists()
    assert Record.objects.get(act="refund_let_go").facts["amount"] == 14_900
    assert (held(paid), list(faults_in_all())) == ({}, [])


def test_of_what_was_kept_in_part_the_rest_is_still_promised(card: Payment, paid: Network, ana: Person) -> None:
    take_in(card_told, PAID)
    withdraw(Pass.objects.get(), by=ana)
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", 5_000, None))
    take_in(dispute_told, DisputeTold("dp_1", "pi_1", 5_000, won=False))
    assert Refund.objects.get().amount == 9_900
    books = held(paid)
    assert (books["card_clearing"], books["refund"]) == (9_900, 9_900)
    assert list(faults_in_all()) == []


def test_what_a_person_sent_by_transfer_is_none_of_the_gateway_s(
    card: Payment, paid: Network, tess: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(card_told, PAID)
    promise_refund(card, 3_000, "a", by="person:1")
    monkeypatch.setattr(caring, "card_gateway", lambda _: Refusing())
    send_refunds_by_card(clock.now())
    take_in(record_refund, refunds_to_make(paid)[0], WEDNESDAY, by=tess)
    promise_refund(Payment.objects.get(), 5_000, "b", by="person:1")
    sent: list[int] = []

    class Stripe:
        """One that sends back, and whose answer to the first look is lost."""

        def pay_back(self, ref: str, amount: int, key: str) -> None:
            sent.append(amount)

        def look_up(self, ref: str) -> CardTold:
            return CardTold("pi_1", Progress.PAID, 14_900, "EUR", refunded=sum(sent))

    monkeypatch.setattr(caring, "card_gateway", lambda _: Stripe())
    send_refunds_by_card(clock.now())
    send_refunds_by_card(clock.now() + timedelta(days=2))
    assert sent == [5_000]
    assert set(Refund.objects.values_list("key", "amount", "state", "by_hand")) == {
        ("a", 3_000, "paid", True), ("b", 5_000, "paid", False),
    }  # fmt: skip
    assert Payment.objects.get().refunded == 8_000


@pytest.mark.parametrize(("elsewhere", "left"), [(0, 14_900), (3_000, 11_900), (14_900, 0)])
def test_what_went_back_on_its_pages_unheard_is_not_left_to_a_person_besides(
    elsewhere: int, left: int, card: Payment, paid: Network, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(card_told, PAID)
    withdraw(Pass.objects.get(), by=ana)
    monkeypatch.setattr(Refusing, "elsewhere", elsewhere)
    monkeypatch.setattr(caring, "card_gateway", lambda _: Refusing())
    send_refunds_by_card(clock.now())
    assert sum(refund.amount for refund in refunds_to_make(paid)) == left
    assert Payment.objects.get().refunded == elsewhere
    assert list(faults_in_all()) == []


def test_one_that_was_sent_by_who_died_is_looked_up_before_it_is_sent_again(
    card: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(card_told, PAID)
    refund = promise_refund(card, 5_000, "a", by="person:1")
    Refund.objects.update(state="sent", sent_at=clock.now() - timedelta(days=2))

    class Stripe:
        """One that has sent it already."""

        def pay_back(self, *told: object) -> None:
            raise AssertionError("sent twice")

        def look_up(self, ref: str) -> CardTold:
            return CardTold("pi_1", Progress.PAID, 14_900, "EUR", refunded=5_000)

    monkeypatch.setattr(caring, "card_gateway", lambda _: Stripe())
    assert send_refunds_by_card(clock.now()) == 1
    refund.refresh_from_db()
    assert refund.state == "paid"


def test_a_card_that_was_quicker_than_a_bank_s_file_leaves_the_transfer_to_be_explained(
    card: Payment, paid: Network, tess: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its event is taken in between the reading of the file and the taking of its payments."""
    said = f"date;amount;communication\n2027-01-06;149,00;{card.structured_reference}\n"
    statement = send_statement(paid, "a.csv", said.encode(), by=tess)
    looks, real = [], receiving.preview_of

    def slow(statement: object) -> Preview:
        told = real(statement)  # type: ignore[arg-type]
        if not looks:
            take_in(card_told, PAID)
        looks.append(told)
        return told

    monkeypatch.setattr(receiving, "preview_of", slow)
    take_in(take_in_statement, statement, by=tess)
    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.amount) == (ReceiptState.UNKNOWN, 14_900)
    books = held(paid)
    assert (books["bank"], books["unknown_receipt"], books["card_clearing"]) == (14_900,) * 3
    assert list(faults_in_all()) == []


def test_of_two_disputes_the_first_that_ends_does_not_end_the_other(card: Payment, paid: Network) -> None:
    first, second = DisputeTold("dp_1", "pi_1", 5_000), DisputeTold("dp_2", "pi_1", 4_000)
    hear([PAID, first, second, replace(first, won=True)], paid)
    assert (Payment.objects.get().state, Pass.objects.get().state) == (State.DISPUTED, "blocked")
    assert held(paid)["disputed"] == 4_000
    hear([replace(second, won=False)], paid)
    assert (Payment.objects.get().state, Pass.objects.get().state) == (State.LOST, "ended")
    assert list(faults_in_all()) == []


def test_what_one_dispute_lost_stays_lost_whatever_becomes_of_the_other(card: Payment, paid: Network) -> None:
    first, second = DisputeTold("dp_1", "pi_1", 5_000), DisputeTold("dp_2", "pi_1", 4_000)
    hear([PAID, first, second, replace(first, won=False), replace(second, won=True)], paid)
    assert (Payment.objects.get().state, held(paid)["card_clearing"]) == (State.LOST, 9_900)
    assert list(faults_in_all()) == []


@pytest.mark.parametrize("day", [date(26, 1, 5), date(2025, 1, 5)])
def test_a_slip_in_the_year_is_refused(day: date, payment: Payment, tess: Person) -> None:
    with pytest.raises(Refusal, match="day_is_long_ago"):
        take_in(record_transfer, payment, Came(14_900, day), by=tess)
    assert Payment.objects.get(pk=payment.pk).state == State.ASKED
