"""Cards through Stripe: PaymentIntents on this side, Elements in the payer's browser. No card number comes here.

Tested against a server that speaks Stripe's protocol on loopback (tests/payments/stripe_here.py).
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from babel.numbers import get_currency_precision

from passerelle.gateways.stripe_keys import Stripe
from passerelle.kit import late
from passerelle.payments.rules.cards import (
    Begun,
    CardTold,
    DisputeTold,
    GatewayIsAway,
    GatewayRefuses,
    PayoutTold,
    Progress,
    ReturnTold,
    Told,
    Wanted,
)

_WHOLE = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
WITHOUT_DECIMALS = frozenset(_WHOLE.split(" "))
"""Of these Stripe takes whole units; of all others hundredths, also where a currency has none or has thousandths."""
TOLERANCE_S = 300
"""So old an event's signature may be: whoever recorded one cannot play it again later."""
PATIENCE_S = 20
PROGRESS = {
    "succeeded": Progress.PAID,
    "processing": Progress.PROCESSING,
    "requires_capture": Progress.PROCESSING,
    "canceled": Progress.CALLED_OFF,
}
OUR_REFUND = re.compile(r"refund:\d{1,18}")
GONE_WRONG = frozenset({"failed", "canceled"})
DECIDED = {"won": True, "lost": False}
FOR_ITSELF = frozenset({"stripe_fee", "stripe_fx_fee", "tax_fee", "network_cost"})
"""Movements of Stripe's balance that are a fee as a whole; they say of themselves that they cost nothing."""
ENQUIRY = "warning_"  # how the status of a dispute begins for which no money was taken back


class StripeCards:
    """A `CardGateway`: see there for what each call promises."""

    def __init__(self, keys: Stripe) -> None:
        self._keys = keys

    def takes_cards_for(self, seller: str, currency: str) -> bool:
        """Whether the keys are set, and are of this seller, and Stripe counts the currency in the units that we do."""
        digits = 0 if currency in WITHOUT_DECIMALS else 2
        return self._keys.is_set and self._keys.name == seller and get_currency_precision(currency) == digits

    def begin(self, wanted: Wanted) -> Begun:
        """A PaymentIntent for the amount; Stripe gives the first one again for the same key."""
        params = {
            "amount": wanted.amount,
            "currency": wanted.currency.lower(),
            "payment_method_types": ["card"],
            "metadata": {"payment": wanted.reference},
        }
        intent = self._asked(lambda: self._api.payment_intents.create(params, _once(f"payment/{wanted.reference}")))
        return Begun(intent["id"], intent["client_secret"])

    def begun(self, gateway_ref: str) -> Begun:
        """The PaymentIntent with the secret by which the payer's browser goes on with it."""
        intent = self._intent(gateway_ref)
        return Begun(intent["id"], intent["client_secret"])

    def look_up(self, gateway_ref: str) -> CardTold:
        """The PaymentIntent with its last charge, which says what has gone back."""
        return _intent_told(self._intent(gateway_ref))

    def pay_back(self, gateway_ref: str, amount: int, key: str) -> None:
        """A Refund of this PaymentIntent."""
        params = {"payment_intent": gateway_ref, "amount": amount, "metadata": {"refund": key}}
        self._asked(lambda: self._api.refunds.create(params, _once(f"refund/{key}")))

    def understand(self, content: bytes, signature: str) -> list[Told]:
        """An event of Stripe; its signature is a code over time and content that the webhook's secret makes."""
        if not self._keys.is_set:  # an empty secret signs as well as any other
            raise GatewayRefuses("No keys are set.")
        stripe = late("stripe")
        try:
            said = content.decode()
            stripe.WebhookSignature.verify_header(said, signature, self._keys.webhook_secret, TOLERANCE_S)
            event = json.loads(said)
        except (ValueError, stripe.SignatureVerificationError) as reason:
            raise GatewayRefuses(str(reason)) from reason
        reads = _EVENTS.get(event["type"])
        return reads(self, event["data"]["object"]) if reads else []

    def _intent(self, gateway_ref: str) -> Any:
        expanded = {"expand": ["latest_charge"]}
        return self._asked(lambda: self._api.payment_intents.retrieve(gateway_ref, expanded)).to_dict()

    def _fee_of(self, payout: str) -> int:
        """What Stripe kept of all that went into a payout, in minor units: of each payment, and for itself besides."""
        moves = self._asked(lambda: self._api.balance_transactions.list({"payout": payout, "limit": 100}))
        kept = [
            (move["fee"], -move["amount"] if move["type"] in FOR_ITSELF else 0) for move in moves.auto_paging_iter()
        ]
        return sum(fee + besides for fee, besides in kept)

    @property
    def _api(self) -> Any:
        stripe = late("stripe")
        client = stripe.StripeClient(
            self._keys.secret_key,
            base_addresses={"api": self._keys.api},
            http_client=stripe.RequestsClient(timeout=PATIENCE_S),
        )
        return client.v1

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What Stripe answers. A key that is wrong, or Stripe being away, is for whoever runs the instance to mend."""
        stripe = late("stripe")
        try:
            return ask()
        except (stripe.InvalidRequestError, stripe.CardError) as reason:
            raise GatewayRefuses(str(reason)) from reason
        except stripe.StripeError as reason:
            raise GatewayIsAway(str(reason)) from reason


def _once(key: str) -> dict[str, str]:
    return {"idempotency_key": key}


def _intent_told(intent: Any) -> CardTold:
    """An intent that was tried and waits for another card has an error; a new one has none."""
    waits = Progress.REFUSED if intent.get("last_payment_error") else Progress.OPEN
    charge = intent.get("latest_charge")
    refunded = charge.get("amount_refunded", 0) if charge and not isinstance(charge, str) else 0
    progress = PROGRESS.get(intent["status"], waits)
    return CardTold(intent["id"], progress, intent["amount"], intent["currency"].upper(), refunded)


def _read_intent(_: StripeCards, intent: Any) -> list[Told]:
    return [_intent_told(intent)]


def _read_charge(_: StripeCards, charge: Any) -> list[Told]:
    """A charge of which something went back: `amount_refunded` is all of it so far."""
    if not charge.get("payment_intent"):
        return []
    currency = charge["currency"].upper()
    told = CardTold(charge["payment_intent"], Progress.PAID, charge["amount"], currency, charge["amount_refunded"])
    return [told]


def _read_dispute(_: StripeCards, dispute: Any) -> list[Told]:
    """A dispute, unless the bank only enquires: then nothing was taken back."""
    if dispute["status"].startswith(ENQUIRY) or not dispute.get("payment_intent"):
        return []
    won = DECIDED.get(dispute["status"])
    return [DisputeTold(dispute["id"], dispute["payment_intent"], dispute["amount"], won)]


def _read_refund(_: StripeCards, refund: Any) -> list[Told]:
    """A refund that did not arrive: the money is on Stripe's account again."""
    if refund["status"] not in GONE_WRONG or not refund.get("payment_intent"):
        return []
    ours = (refund.get("metadata") or {}).get("refund", "")  # whoever sends one on Stripe's pages may write anything
    named = ours if OUR_REFUND.fullmatch(ours) else ""
    return [ReturnTold(refund["payment_intent"], refund["amount"], named, refund["id"])]


def _read_payout(gateway: StripeCards, payout: Any) -> list[Told]:
    if payout["amount"] <= 0:
        return []
    on = datetime.fromtimestamp(payout["arrival_date"], UTC).date()
    fee = gateway._fee_of(payout["id"])
    return [PayoutTold(payout["id"], payout["amount"], fee, payout["currency"].upper(), on)]


_EVENTS: dict[str, Callable[[StripeCards, Any], list[Told]]] = {
    "payment_intent.succeeded": _read_intent,
    "payment_intent.payment_failed": _read_intent,
    "payment_intent.canceled": _read_intent,
    "charge.refunded": _read_charge,
    "charge.refund.updated": _read_refund,
    "refund.updated": _read_refund,
    "refund.failed": _read_refund,
    "charge.dispute.created": _read_dispute,
    "charge.dispute.funds_withdrawn": _read_dispute,
    "charge.dispute.closed": _read_dispute,
    "payout.paid": _read_payout,
}
