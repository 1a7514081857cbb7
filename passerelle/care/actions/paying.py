"""The one place that takes a change of a payment and tells the room that asked for it, in the same transaction.

Payments know nobody above them, and passes know no card gateway: doors and rounds come through here.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import ParamSpec

from django.db import transaction

from passerelle.bookings.actions.paying import bookings_paid
from passerelle.getaways.actions import paying as stays
from passerelle.kit.references import kind_of
from passerelle.members.actions.enrolling import term_paid
from passerelle.networks.models import Seller
from passerelle.passes.actions import accounts
from passerelle.passes.actions import paying as passes
from passerelle.passes.rules.accounts import KIND as ACCOUNT
from passerelle.payments.actions.cards import card_told, dispute_told, payout_told
from passerelle.payments.actions.receiving import take_in_statement
from passerelle.payments.actions.refunding import claim_to_send, refund_was_refused, return_told
from passerelle.payments.actions.steps import GATEWAY, Change, hold_payments
from passerelle.payments.gateway import card_gateway
from passerelle.payments.models import Payment, Refund, Statement
from passerelle.payments.queries import payment_at_gateway, payments_to_ask_about, refunds_to_send
from passerelle.payments.queries.previews import causes_behind
from passerelle.payments.rules import News, RefundState
from passerelle.payments.rules.cards import CardTold, DisputeTold, GatewayIsAway, GatewayRefuses, PayoutTold, Told
from passerelle.people.models import Person
from passerelle.sales import actions as sales
from passerelle.settlement.actions.recognising import hold_what_is_asked, recognise_transfers

P = ParamSpec("P")
Hears = Mapping[News, Callable[[Change], object]]


def _whole(change: Change) -> tuple[Payment, int, str, date]:
    return change.payment, change.amount, change.key, change.on


def _sale_came(change: Change) -> None:
    """What was sold begins: a plan, or a room."""
    sale = sales.payment_came(change.payment, by=change.by)
    term_paid(sale, by=change.by)
    bookings_paid(sale)


ASKERS: Mapping[str, Hears] = {
    "pass": {
        News.CAME: lambda change: passes.payment_came(change.payment, by=change.by),
        News.REFUNDED: lambda change: passes.payment_refunded(*_whole(change), by=change.by),
        News.DISPUTED: lambda change: passes.payment_disputed(*_whole(change), by=change.by),
        News.DISPUTE_WON: lambda change: passes.dispute_ended(*_whole(change), won=True, by=change.by),
        News.DISPUTE_LOST: lambda change: passes.dispute_ended(*_whole(change), won=False, by=change.by),
    },
    ACCOUNT: {
        News.CAME: lambda change: accounts.account_paid(change.payment, by=change.by),
        News.REFUNDED: lambda change: accounts.account_refunded(*_whole(change), by=change.by),
        News.DISPUTED: lambda change: accounts.account_disputed(*_whole(change), by=change.by),
        News.DISPUTE_WON: lambda change: accounts.account_dispute_ended(*_whole(change), won=True, by=change.by),
        News.DISPUTE_LOST: lambda change: accounts.account_dispute_ended(*_whole(change), won=False, by=change.by),
    },
    "stay": {
        News.CAME: lambda change: stays.payment_came(change.payment, by=change.by),
        News.REFUNDED: lambda change: stays.payment_refunded(*_whole(change), by=change.by),
        News.DISPUTED: lambda change: stays.payment_disputed(*_whole(change), by=change.by),
        News.DISPUTE_WON: lambda change: stays.dispute_ended(*_whole(change), won=True, by=change.by),
        News.DISPUTE_LOST: lambda change: stays.dispute_ended(*_whole(change), won=False, by=change.by),
    },
    "sale": {
        News.CAME: lambda change: _sale_came(change),
        News.CANCELLED: lambda change: sales.payment_cancelled(change.payment, by=change.by),
        News.REFUNDED: lambda change: sales.payment_refunded(*_whole(change), by=change.by),
        News.DISPUTED: lambda change: sales.payment_disputed(*_whole(change), by=change.by),
        News.DISPUTE_WON: lambda change: sales.dispute_ended(*_whole(change), won=True, by=change.by),
        News.DISPUTE_LOST: lambda change: sales.dispute_ended(*_whole(change), won=False, by=change.by),
    },
}
"""By the kind of a payment's cause (`pass:42`): who hears what."""
AT_ONCE = 100
SILENCE = timedelta(minutes=15)
"""So long a payment by card may be silent before the gateway is asked what became of it."""

log = logging.getLogger(__name__)


@transaction.atomic
def take_in(act: Callable[P, Iterable[Change]], *args: P.args, **kwargs: P.kwargs) -> list[Change]:
    """Do `act`, which changes payments, and tell whoever asked for each: all of it, or nothing.

    Whatever the arguments say is about to be paid is held first, in one order: payments, stays, passes, then the books.
    Raises what `act` raises.
    """
    causes = {cause for one in args for cause in causes_behind(one)}
    hold_payments(*causes)
    stays.hold_stays_of(causes)
    passes.hold_passes(causes)
    changes = list(act(*args, **kwargs))
    for change in changes:
        hears = ASKERS.get(kind_of(change.payment.cause), {})
        if change.news in hears:
            hears[change.news](change)
    return changes


@transaction.atomic
def take_in_file(statement: Statement, *, by: Person) -> tuple[list[Change], int]:
    """Take in a bank's file, and what spaces transfer that were asked after a month; the changes, and how many.

    Raises NotFound.
    """
    network = statement.network
    if network is not None:
        hold_what_is_asked(network)
    changes = take_in(take_in_statement, statement, by=by)
    return changes, recognise_transfers(network, by=by) if network is not None else 0


def hear(told: Iterable[Told], seller: Seller) -> int:
    """Take in what the card gateway of this seller tells; how many payments changed by it.

    Its word counts for the seller's own payments alone: whoever has the secret of one could else write for another.
    """
    return sum(len(_heard(one, seller)) for one in told)


def ask_the_card_gateway(now: datetime) -> int:
    """Ask about payments by card of which nothing was heard for long: an event may never have arrived."""
    return sum(_asked(payment) for payment in payments_to_ask_about(now - SILENCE, AT_ONCE))


def send_refunds_by_card(now: datetime) -> int:
    """Send what was promised back by card; how many left. One that does not get through is tried again."""
    return sum(_send(refund) for refund in refunds_to_send(AT_ONCE, now - SILENCE))


def ask_about(payment: Payment) -> list[Change]:
    """Ask the gateway about one payment now. Raises GatewayIsAway."""
    return take_in(card_told, card_gateway(payment.seller).look_up(payment.gateway_ref or ""))


def _heard(told: Told, seller: Seller) -> list[Change]:
    if isinstance(told, PayoutTold):
        payout_told(told, seller)
        return []
    payment = payment_at_gateway(told.gateway_ref if isinstance(told, CardTold) else told.payment_ref)
    if payment is None or payment.seller != seller:
        return []
    if isinstance(told, CardTold):
        return take_in(card_told, told)
    if isinstance(told, DisputeTold):
        return take_in(dispute_told, told)
    return take_in(return_told, told)


def _asked(payment: Payment) -> bool:
    try:
        return bool(ask_about(payment))
    except (GatewayIsAway, GatewayRefuses) as reason:
        log.warning("The card gateway does not say what became of %s: %s", payment.ref, reason)
        return False


def _send(refund: Refund) -> bool:
    """Claimed before the gateway hears of it, so that its event, if it is quicker, finds a refund that was sent.

    One that is refused may have gone back on the gateway's own pages, and no event told: it is asked before a person is
    left to send it.
    """
    payment, was_sent = refund.payment, refund.state == RefundState.SENT
    if not claim_to_send(refund):
        return False
    try:
        if was_sent and ask_about(payment):  # whoever sent it may have died before the answer came
            return True
        card_gateway(payment.seller).pay_back(payment.gateway_ref or "", refund.amount, refund.ref)
    except GatewayRefuses as reason:
        log.warning("The card gateway does not send %s: %s", refund.ref, reason)
        refund_was_refused(refund, by=GATEWAY)
    except GatewayIsAway as reason:
        log.warning("The card gateway did not answer about %s: %s", refund.ref, reason)
        return False
    return _asked(payment)
