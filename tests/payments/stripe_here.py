"""Stripe on loopback: localstripe, and what it does not have of the protocol that we speak.

`python -m tests.payments.stripe_here PORT` serves it. Beside localstripe: Elements whose card is sent when the payment
is confirmed (`/js.stripe.com/here/`), a payment that can be tried again after a refusal, the event of a refund,
disputes (POST `/_config/disputes`), and the moves behind a payout with their fees.
"""

import sys
from typing import Any

from aiohttp import web
from localstripe import resources
from localstripe.errors import UserError
from localstripe.resources import BalanceTransaction, Charge, Event, PaymentIntent, PaymentMethod, Refund, StripeObject
from localstripe.webhooks import schedule_webhook

FEE_PERCENT_BP, FEE_EACH = 150, 25
ELEMENTS = """
const begun = Stripe;
Stripe = (apiKey) => {
  const stripe = begun(apiKey);
  const ask = async (intent, secret, told) => {
    const response = await fetch(`${LOCALSTRIPE_BASE_API}/v1/payment_intents/${intent}/_authenticate`, {
      method: 'POST', body: JSON.stringify({key: apiKey, client_secret: secret, ...told})});
    const body = await response.json();
    return response.ok ? {paymentIntent: body} : {error: body.error};
  };
  stripe.confirmCardPayment = async (secret, {payment_method}) => {
    const intent = secret.match(/^(pi_\\w+)_secret_/)[1];
    let told = await ask(intent, secret, {card: payment_method.card.value.card});
    if (told.paymentIntent && told.paymentIntent.status === 'requires_action') {
      const success = await openModal('3D Secure', 'Complete authentication', 'Fail authentication');
      told = await ask(intent, secret, {success});
    }
    const wrong = told.paymentIntent && told.paymentIntent.last_payment_error;
    return wrong ? {error: wrong} : told;
  };
  return stripe;
};
"""


class Dispute(StripeObject):  # type: ignore[misc]
    """A charge that is contested at the cardholder's bank."""

    object = "dispute"
    _id_prefix = "dp_"

    def __init__(self, payment_intent: str, amount: int) -> None:
        super().__init__()
        self.payment_intent, self.amount, self.status = payment_intent, amount, "needs_response"


_authenticate = PaymentIntent._api_authenticate.__func__


def authenticate(cls: Any, id: str, client_secret: str = "", card: Any = None, success: Any = False, **_: Any) -> Any:  # noqa: A002
    """What Elements send: the card, and then whether its holder has shown who they are."""
    intent = cls._api_retrieve(id)
    if client_secret != intent.client_secret:
        raise UserError(401, "Unauthorized")
    if card is None:
        return _authenticate(cls, id, client_secret=client_secret, success=success)
    if intent.status not in ("requires_payment_method", "requires_confirmation"):
        raise UserError(400, "This PaymentIntent cannot be confirmed again.")
    intent.payment_method, intent.latest_charge = PaymentMethod(type="card", card=card).id, None
    intent._authentication_failed = False
    intent._confirm(on_failure_now=intent._report_failure)
    return intent


_refund = Refund._api_create.__func__


def refund(cls: Any, **told: Any) -> Any:
    """A refund, and the event of the charge that localstripe leaves out. No more goes back than came."""
    intent = PaymentIntent._api_retrieve(told["payment_intent"])
    left = intent.amount - intent.latest_charge.amount_refunded
    if int(told["amount"]) > left:
        raise UserError(400, "Refund amount is greater than unrefunded amount on charge")
    made = _refund(cls, **told)
    charge = Charge._api_retrieve(made.charge)
    charge.payment_intent = told["payment_intent"]
    schedule_webhook(Event("charge.refunded", charge))
    return made


def moves(cls: Any, url: str, payout: str = "", limit: Any = None, starting_after: Any = None) -> Any:
    """The moves behind a payout, each with its fee: here, all charges so far."""
    found = super(BalanceTransaction, cls)._api_list_all(url, limit, starting_after)
    for move in found._list:
        move.fee = move.amount * FEE_PERCENT_BP // 10_000 + FEE_EACH if move.type == "charge" else 0
    return found


async def dispute(request: web.Request) -> web.Response:
    """Open a dispute of `payment_intent`, or end the one called `dispute` as `status`."""
    told = await request.json()
    if "dispute" in told:
        opened = Dispute._api_retrieve(told["dispute"])
        opened.status = told["status"]
        schedule_webhook(Event("charge.dispute.closed", opened))
    else:
        intent = PaymentIntent._api_retrieve(told["payment_intent"])
        opened = Dispute(intent.id, intent.amount)
        schedule_webhook(Event("charge.dispute.created", opened))
    return web.json_response({"id": opened.id})


def serve(port: int) -> None:
    """Until the process is ended."""
    PaymentIntent._api_authenticate = classmethod(authenticate)
    Refund._api_create = classmethod(refund)
    BalanceTransaction._api_list_all = classmethod(moves)
    at = "/v1/payment_intents/{id}/_authenticate"
    resources.extra_apis[:] = [one for one in resources.extra_apis if one[1] != at]
    resources.extra_apis.append(("POST", at, PaymentIntent._api_authenticate))
    from localstripe import server  # noqa: PLC0415  (it reads the table of addresses when it is imported)

    async def elements(request: web.Request) -> web.Response:
        theirs = server.localstripe_js(request)
        return web.Response(text=theirs.text + ELEMENTS, content_type="application/javascript")

    server.app.router.add_get("/js.stripe.com/here/", elements)
    server.app.router.add_post("/_config/disputes", dispute)
    web.run_app(server.app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
