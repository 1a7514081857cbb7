"""A space takes cards by its own account at Stripe: it hears its own events alone, and its books hold what comes."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from environs import Env

from passerelle.care.actions.paying import hear, take_in
from passerelle.care.queries import faults_in_all
from passerelle.gateways.stripe_keys import Stripe, stripe_of
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.queries import balances
from passerelle.members.actions import Joining, join
from passerelle.payments.models import Payment, Payout, Refund
from passerelle.payments.rules import Method, State
from passerelle.payments.rules.cards import CardTold, PayoutTold, Progress
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.rules import Described, Kind
from passerelle.sales.actions import take_back, take_back_part
from passerelle.sales.models import Sale
from passerelle.sales.queries import payment_of
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from tests.makers import WEDNESDAY_NOON
from tests.payments.makers import make_paid_network
from tests.sales.conftest import Sells
from tests.sales.makers import make_tax

pytestmark = pytest.mark.django_db
OURS, THEIRS = "whsec_of_birch", "whsec_of_alder"
Tell = Callable[..., int]


@pytest.fixture(autouse=True)
def _the_books_say_the_same(db: None) -> Iterator[None]:
    yield
    assert list(faults_in_all()) == []


@pytest.fixture
def keys(settings: Any) -> None:
    """Birch and Alder have an account of their own each."""
    own = {
        name: Stripe(name, "sk_test_1", "pk_test_1", secret) for name, secret in (("birch", OURS), ("alder", THEIRS))
    }
    settings.STRIPE = Stripe(spaces=own)


@pytest.fixture
def sale(keys: None, sells: Sells) -> Sale:
    """A month of Birch by card, begun at Stripe."""
    sale = sells(method=Method.CARD)
    Payment.objects.update(gateway_ref="pi_1")
    return sale


@pytest.fixture
def tell(client: Client) -> Tell:
    """Send an event as Stripe does, to the address of a space; the status of the answer."""

    def send(kind: str, told: dict[str, Any], *, to: str = "birch/", secret: str = OURS) -> int:
        content = json.dumps({"id": "evt_1", "object": "event", "type": kind, "data": {"object": told}})
        moment = int(time.time())
        code = hmac.new(secret.encode(), f"{moment}.{content}".encode(), hashlib.sha256).hexdigest()
        headers = {"Stripe-Signature": f"t={moment},v1={code}"}
        answer = client.post(f"/payments/card-events/{to}", content, content_type="application/json", headers=headers)
        return answer.status_code

    return send


def intent(**more: Any) -> dict[str, Any]:
    return {"id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount": 12100, "currency": "hkd"} | more


def dispute(status: str) -> dict[str, Any]:
    return {"id": "dp_1", "object": "dispute", "payment_intent": "pi_1", "amount": 12100, "status": status}


def held(space: Space) -> dict[str, int]:
    return {account.kind: amount for account, amount in balances(space.ref) if amount}


def test_a_card_pays_and_the_books_of_the_space_hold_it(sale: Sale, tell: Tell, birch: Space) -> None:
    assert tell("payment_intent.succeeded", intent()) == 204
    assert tell("payment_intent.succeeded", intent()) == 204
    assert payment_of(sale).state == State.PAID
    assert held(birch) == {"card_clearing": 12100, "sold": 10000, "tax_owed": 2100}


@pytest.mark.parametrize(
    ("to", "secret", "status"),
    [
        ("birch/", THEIRS, 404),  # signed by another space
        ("", OURS, 404),  # the network's address: no network takes cards here
        ("nowhere/", OURS, 404),
        ("alder/", THEIRS, 204),  # well signed, but of a payment that is another's
    ],
)
def test_the_word_of_one_account_counts_for_nobody_else(
    to: str, secret: str, status: int, sale: Sale, tell: Tell, alder: Space
) -> None:
    assert tell("payment_intent.succeeded", intent(), to=to, secret=secret) == status
    assert tell("charge.dispute.created", dispute("needs_response"), to=to, secret=secret) == status
    assert payment_of(sale).state == State.ASKED


def test_a_network_s_own_word_counts_for_no_space(sale: Sale, birch: Space) -> None:
    network = make_paid_network(slug="the-pass")
    assert hear([CardTold("pi_1", Progress.PAID, 12100, "HKD")], network) == 0
    assert payment_of(sale).state == State.ASKED


def test_what_was_paid_by_card_goes_back_by_card(
    sale: Sale, tell: Tell, bo: Person, birch: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell("payment_intent.succeeded", intent())
    take_in(take_back, Sale.objects.get(), by=bo)
    assert Refund.objects.get().amount == 12100
    charge = {"payment_intent": "pi_1", "amount": 12100, "amount_refunded": 12100, "currency": "hkd"}
    assert tell("charge.refunded", charge) == 204
    assert payment_of(sale).state == State.REFUNDED
    assert held(birch) == {}


def test_a_part_goes_back_and_the_rest_stays_sold(sale: Sale, tell: Tell, ana: Person, birch: Space) -> None:
    tell("payment_intent.succeeded", intent())
    for part in (4000, 4000, 9000):  # of the last only what is left
        take_back_part(Sale.objects.get(), part, by=ana)
    assert [one.amount for one in Refund.objects.order_by("pk")] == [4000, 4000, 4100]
    assert held(birch) == {"card_clearing": 12100, "owed_by_member": -12100}
    assert take_back_part(Sale.objects.get(), 1, by=ana).credited == 12100


@pytest.mark.parametrize(("decided", "books"), [
    ("won", {"card_clearing": 12100, "sold": 10000, "tax_owed": 2100}),
    ("lost", {"owed_by_member": 12100, "sold": 10000, "tax_owed": 2100}),
])  # fmt: skip
def test_what_is_contested_is_no_money_until_it_is_decided(
    decided: str, books: dict[str, int], sale: Sale, tell: Tell, birch: Space
) -> None:
    tell("payment_intent.succeeded", intent())
    tell("charge.dispute.created", dispute("needs_response"))
    assert held(birch) == {"disputed": 12100, "sold": 10000, "tax_owed": 2100}
    tell("charge.dispute.closed", dispute(decided))
    assert held(birch) == books


def test_what_was_taken_back_while_it_was_contested_goes_back_once_it_is_won(
    sale: Sale, tell: Tell, bo: Person, birch: Space
) -> None:
    tell("payment_intent.succeeded", intent())
    tell("charge.dispute.created", dispute("needs_response"))
    take_in(take_back, Sale.objects.get(), by=bo)
    assert not Refund.objects.exists()
    tell("charge.dispute.closed", dispute("won"))
    assert Refund.objects.get().amount == 12100


def test_a_payout_lies_in_the_bank_of_the_space(sale: Sale, tell: Tell, birch: Space) -> None:
    tell("payment_intent.succeeded", intent())
    told = PayoutTold("po_1", 11800, 300, "HKD", WEDNESDAY_NOON.date())
    hear([told, told], birch)
    assert Payout.objects.get().seller == birch
    assert held(birch) == {"bank": 11800, "fees": 300, "sold": 10000, "tax_owed": 2100}


def test_without_keys_no_card_is_asked_for(sells: Sells, settings: Any) -> None:
    settings.STRIPE = Stripe("birch", "sk_test_1", "pk_test_1", OURS)  # a network may be called so too
    with pytest.raises(Refusal, match="no_cards_here"):
        sells(method=Method.CARD)
    assert not Sale.objects.exists()


def test_a_plan_is_paid_by_card_and_opens(
    keys: None, tell: Tell, birch: Space, bo: Person, ana: Person, as_: Callable[..., Client], wednesday_noon: object
) -> None:
    plan = offer_plan(birch, Described("Mois", "Month", Kind.MONTH, 12100), by=bo, tax=make_tax(birch))
    page = as_(ana).get(f"/spaces/birch/plans/{plan.pk}/join/").content.decode()
    assert "by card: your plan opens at once" in page
    enrolment = join(Joining(plan, today_at(birch), Method.CARD, "k"), by=ana)
    Payment.objects.update(gateway_ref="pi_1")
    reference = Payment.objects.get().reference
    assert "Pay by card" in as_(ana).get(f"/payments/{reference}/").content.decode()
    tell("payment_intent.succeeded", intent())
    enrolment.refresh_from_db()
    assert enrolment.state == "open"


def test_nobody_else_sells_in_the_name_of_a_space_by_card(keys: None, sells: Sells, cy: Person) -> None:
    with pytest.raises(NotFound):
        sells(method=Method.CARD, by=cy)


def test_keys_of_spaces_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_SPACES", "le-port, birch")
    for name in ("SECRET_KEY", "PUBLISHABLE_KEY", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"STRIPE_LE_PORT_{name}", name.lower())
    keys = stripe_of(Env())
    assert not keys.is_set
    assert keys.of_space("le-port").is_set
    assert keys.of_space("le-port").webhook_secret == "webhook_secret"
    assert keys.of_space("birch").missing == [
        "STRIPE_BIRCH_SECRET_KEY", "STRIPE_BIRCH_PUBLISHABLE_KEY", "STRIPE_BIRCH_WEBHOOK_SECRET",
    ]  # fmt: skip
    assert not keys.of_space("cedar").is_set
