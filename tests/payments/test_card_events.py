"""What Stripe tells, in every order and number, leaves the payment right: signed events, as its protocol has them."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from django.test import Client

from passerelle.gateways.stripe_cards import StripeCards
from passerelle.gateways.stripe_keys import Stripe
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.ledger.queries import faults_in
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.payments.actions import cancel_payment, promise_refund
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.models import Dispute, Payment, Refund
from passerelle.payments.rules import Method, RefundState, State
from passerelle.people.models import Person
from tests.payments.makers import held, make_payment

pytestmark = pytest.mark.django_db
SECRET = "whsec_of_the_tests"
Tell = Callable[..., int]


@pytest.fixture
def payment(ana: Person, paid: Network) -> Payment:
    """149 euros by card, begun at Stripe."""
    begun = make_payment(ana, paid, method=Method.CARD)
    Payment.objects.filter(pk=begun.pk).update(gateway_ref="pi_1")
    return Payment.objects.get(pk=begun.pk)


@pytest.fixture
def tell(settings: Any, client: Client) -> Tell:
    """Send an event as Stripe does; the status of the answer."""
    settings.STRIPE = Stripe("the-pass", "sk_test_1234", "pk_test_1234", SECRET)

    def send(kind: str, told: dict[str, Any], *, at: float | None = None, secret: str = SECRET) -> int:
        content = json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": told}})
        moment = int(at if at is not None else time.time())
        code = hmac.new(secret.encode(), f"{moment}.{content}".encode(), hashlib.sha256).hexdigest()
        headers = {"Stripe-Signature": f"t={moment},v1={code}"}
        answer = client.post("/payments/card-events/", content, content_type="application/json", headers=headers)
        return answer.status_code

    return send


def intent(status: str = "succeeded", **more: Any) -> dict[str, Any]:
    return {"id": "pi_1", "object": "payment_intent", "status": status, "amount": 14900, "currency": "eur"} | more


def charge(refunded: int) -> dict[str, Any]:
    return {"id": "ch_1", "object": "charge", "payment_intent": "pi_1", "amount": 14900, "currency": "eur",
            "amount_refunded": refunded}  # fmt: skip


def dispute(status: str, of: str = "pi_1") -> dict[str, Any]:
    return {"id": "dp_1", "object": "dispute", "payment_intent": of, "amount": 14900, "status": status}


PAID = ("payment_intent.succeeded", intent())
REFUSED = ("payment_intent.payment_failed", intent("requires_payment_method", last_payment_error={"code": "x"}))
BACK = ("charge.refunded", charge(5000))
MORE_BACK = ("charge.refunded", charge(8000))
OPENED = ("charge.dispute.created", dispute("needs_response"))
WON = ("charge.dispute.closed", dispute("won"))
LOST = ("charge.dispute.closed", dispute("lost"))
SOLD = {"credits": 12314, "tax_owed": 2586, "card_clearing": 14900}


def fresh() -> Payment:
    return Payment.objects.get(gateway_ref="pi_1")


def test_a_card_that_paid_sells_the_pass_once(payment: Payment, paid: Network, tell: Tell) -> None:
    assert [tell(*PAID) for _ in range(3)] == [204] * 3
    assert (fresh().state, fresh().method) == (State.PAID, Method.CARD)
    assert held(paid) == SOLD
    assert Letter.objects.filter(kind="tell_payer_it_came").count() == 1


@pytest.mark.parametrize("order", list(permutations([PAID, REFUSED, REFUSED])))
def test_a_refusal_before_or_after_changes_nothing_of_what_came(
    order: Any, payment: Payment, paid: Network, tell: Tell
) -> None:
    for event in order:
        tell(*event)
    assert fresh().state == State.PAID
    assert held(paid) == SOLD


def test_a_refused_card_can_be_tried_again(payment: Payment, paid: Network, tell: Tell) -> None:
    tell(*REFUSED)
    assert fresh().state == State.FAILED
    assert held(paid) == {}
    tell(*PAID)
    assert fresh().state == State.PAID


def test_a_new_intent_that_nobody_tried_is_no_refusal(payment: Payment, tell: Tell) -> None:
    tell("payment_intent.payment_failed", intent("requires_payment_method"))
    assert fresh().state == State.ASKED


@pytest.mark.parametrize("order", list(permutations([PAID, BACK, MORE_BACK])))
def test_what_went_back_counts_once_in_any_order(order: Any, payment: Payment, paid: Network, tell: Tell) -> None:
    for event in (*order, *order):
        tell(*event)
    assert (fresh().state, fresh().refunded) == (State.PAID, 8000)
    assert held(paid) == {**SOLD, "card_clearing": 6900, "refund": -8000}


def test_one_failure_that_stripe_tells_under_three_names_counts_once(
    payment: Payment, paid: Network, tell: Tell
) -> None:
    for refunded in (5000, 10000):
        tell("charge.refunded", charge(refunded))
    failed = {"id": "re_1", "object": "refund", "status": "failed", "payment_intent": "pi_1", "amount": 5000}
    for name in ("refund.failed", "refund.updated", "charge.refund.updated"):
        assert tell(name, failed) == 204
    assert (fresh().state, fresh().refunded) == (State.PAID, 5000)
    assert held(paid) == {**SOLD, "card_clearing": 9900, "refund": -5000}


def test_what_stripe_keeps_for_itself_is_a_fee_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    moves = [
        {"type": "charge", "amount": 14_900, "fee": 250}, {"type": "refund", "amount": -3_000, "fee": 0},
        {"type": "stripe_fee", "amount": -200, "fee": 0}, {"type": "payout", "amount": -11_450, "fee": 0},
    ]  # fmt: skip

    class Pages:
        """All of them, page after page."""

        def auto_paging_iter(self) -> list[dict[str, Any]]:
            return moves

    monkeypatch.setattr(StripeCards, "_asked", lambda *_: Pages())
    assert StripeCards(Stripe())._fee_of("po_1") == 450


def test_all_of_it_back_is_refunded(payment: Payment, tell: Tell) -> None:
    tell("charge.refunded", charge(14900))
    assert (fresh().state, fresh().refunded) == (State.REFUNDED, 14900)


@pytest.mark.parametrize(("sent", "left"), [(5_000, 1_000), (6_000, 0), (8_000, 0)])
def test_what_is_sent_back_at_the_processor_lessens_what_was_promised(
    sent: int, left: int, payment: Payment, tess: Person, tell: Tell
) -> None:
    """So nobody sends it as well, and no more goes back than came."""
    tell(*PAID)
    promised = promise_refund(fresh(), 6_000, "withdrawn", by="person:1")
    for _ in range(2):
        tell("charge.refunded", charge(sent))
    waiting = Refund.objects.exclude(state=RefundState.PAID).values_list("amount", flat=True)
    assert (fresh().refunded, sum(waiting)) == (sent, left)
    with pytest.raises(Refusal, match="went_back_already"):
        record_refund(promised, clock.today(), by=tess)


def test_an_event_of_what_we_sent_ourselves_is_not_another_refund(payment: Payment, tell: Tell) -> None:
    tell(*PAID)
    refund = promise_refund(fresh(), 5000, "withdrawn", by="person:1")
    Refund.objects.filter(pk=refund.pk).update(state=RefundState.SENT)
    for _ in range(2):
        tell(*BACK)
    assert [(one.key, one.state) for one in Refund.objects.all()] == [("withdrawn", RefundState.PAID)]


@pytest.mark.parametrize("order", list(permutations([PAID, OPENED, WON])))
def test_a_dispute_that_is_won_leaves_the_payment_paid_in_any_order(
    order: Any, payment: Payment, paid: Network, tell: Tell
) -> None:
    for event in (*order, *order):
        assert tell(*event) == 204
    assert fresh().state == State.PAID
    assert [one.state for one in Dispute.objects.all()] == ["won"]
    assert held(paid) == SOLD
    assert list(faults_in()) == []


@pytest.mark.parametrize("order", list(permutations([PAID, OPENED, LOST])))
def test_a_dispute_that_is_lost_takes_the_credits_in_any_order(
    order: Any, payment: Payment, paid: Network, tell: Tell
) -> None:
    for event in (*order, *order):
        tell(*event)
    assert fresh().state == State.LOST
    assert held(paid) == {}


def test_while_it_is_contested_the_money_is_with_the_bank(payment: Payment, paid: Network, tell: Tell) -> None:
    tell(*PAID)
    tell(*OPENED)
    assert fresh().state == State.DISPUTED
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "disputed": 14900}


def test_a_bank_that_only_asks_has_taken_nothing(payment: Payment, tell: Tell) -> None:
    tell(*PAID)
    tell("charge.dispute.created", dispute("warning_needs_response"))
    assert fresh().state == State.PAID


def test_what_comes_after_it_was_cancelled_has_come(payment: Payment, ana: Person, tell: Tell) -> None:
    cancel_payment(payment, by=ana.ref)
    tell(*PAID)
    assert fresh().state == State.PAID


def test_what_is_not_ours_is_taken_and_changes_nothing(payment: Payment, tell: Tell) -> None:
    others = intent() | {"id": "pi_other"}
    assert tell("payment_intent.succeeded", others) == 204
    assert tell("charge.dispute.created", dispute("needs_response", "pi_other")) == 204
    assert tell("charge.refunded", charge(1) | {"payment_intent": None}) == 204
    assert tell("customer.created", {"id": "cus_1"}) == 204
    assert tell("payout.paid", {"id": "po_1", "amount": -5}) == 204
    assert fresh().state == State.ASKED


def test_what_is_not_signed_by_stripe_now_is_not_heard(payment: Payment, tell: Tell, client: Client) -> None:
    assert tell(*PAID, secret="whsec_of_another") == 404
    assert tell(*PAID, at=time.time() - 301) == 404
    assert client.post("/payments/card-events/", b"{}", content_type="application/json").status_code == 404
    assert client.get("/payments/card-events/").status_code == 405
    assert fresh().state == State.ASKED
    assert tell(*PAID, at=time.time() - 290) == 204


@pytest.mark.parametrize(
    ("currency", "taken"), [("EUR", True), ("JPY", True), ("PLN", True), ("RSD", False), ("ISK", False), ("KWD", False)]
)
def test_cards_are_taken_where_an_amount_means_the_same_to_both_sides(currency: str, taken: bool) -> None:
    """Stripe counts in hundredths what has none, or thousandths, in the tables that we go by."""
    cards = StripeCards(Stripe("the-pass", "sk_test_1234", "pk_test_1234", SECRET))
    assert cards.takes_cards_for("the-pass", currency) is taken
    assert not cards.takes_cards_for("another", currency)


def test_without_keys_nothing_is_heard(payment: Payment, tell: Tell, settings: Any) -> None:
    settings.STRIPE = Stripe()
    assert tell(*PAID, secret="") == 404
    assert fresh().state == State.ASKED


def test_another_amount_than_was_asked_is_never_taken_for_it(payment: Payment, tell: Tell) -> None:
    with pytest.raises(ValueError, match="14800"):
        tell("payment_intent.succeeded", intent() | {"amount": 14800})
    assert fresh().state == State.ASKED


@pytest.mark.parametrize(
    ("keys", "missing"),
    [
        (Stripe(), []),
        (Stripe("the-pass", "sk_test_1234", "pk_test_1234", SECRET), []),
        (Stripe("the-pass", "sk_test_1234", "", ""), ["STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"]),
        (Stripe("", "sk_test_1234", "pk_test_1234", SECRET), ["STRIPE_NETWORK"]),
    ],
)
def test_half_a_set_of_keys_takes_no_cards(keys: Stripe, missing: list[str]) -> None:
    assert keys.missing == missing
    assert keys.is_set is (bool(keys.name) and not missing)
