"""Several processes that tell of money at once: `python -m tests.payments.presser HOW_MANY`, on DATABASE_URL.

They read as JSON what to press, and each presses all of it in an order of its own. Then each says how often every
outcome came, as JSON.
"""

import json
import random
import sys
from collections import Counter
from datetime import date
from typing import Any

import django

django.setup()

from passerelle.care.actions.paying import hear, take_in  # noqa: E402
from passerelle.kit.refusals import Refusal  # noqa: E402
from passerelle.networks.models import Network  # noqa: E402
from passerelle.payments.actions import promise_refund  # noqa: E402
from passerelle.payments.actions.receiving import Came, give_back, record_transfer, take_in_statement  # noqa: E402
from passerelle.payments.models import Payment, Receipt, Statement  # noqa: E402
from passerelle.payments.rules.cards import CardTold, DisputeTold, PayoutTold, Progress  # noqa: E402
from passerelle.people.models import Person  # noqa: E402
from tests.processes import become_many, say  # noqa: E402


def paid() -> Network:
    return Network.objects.get(slug="the-pass")


def card(press: dict[str, Any]) -> int:
    return hear([CardTold(press["of"], Progress(press["progress"]), 14900, "EUR", press.get("refunded", 0))], paid())


def dispute(press: dict[str, Any]) -> int:
    return hear([DisputeTold(press["dispute"], press["of"], 14900, press["won"])], paid())


def payout(press: dict[str, Any]) -> int:
    return hear([PayoutTold(press["payout"], 14000, 300, "EUR", date(2027, 1, 6))], paid())


def transfer(press: dict[str, Any]) -> int:
    payment, by = Payment.objects.get(pk=press["payment"]), Person.objects.get(pk=press["by"])
    return len(take_in(record_transfer, payment, Came(press["amount"], date(2026, 1, 6)), by=by))


def back(press: dict[str, Any]) -> str:
    receipt, by = Receipt.objects.get(pk=press["receipt"]), Person.objects.get(pk=press["by"])
    give_back(receipt, date(2026, 1, 6), by=by)
    return "given"


def statement(press: dict[str, Any]) -> int:
    sent, by = Statement.objects.get(pk=press["statement"]), Person.objects.get(pk=press["by"])
    return len(take_in(take_in_statement, sent, by=by))


def refund(press: dict[str, Any]) -> int:
    payment = Payment.objects.get(pk=press["payment"])
    return promise_refund(payment, press["amount"], press["key"], by="worker").amount


PRESSES = {press.__name__: press for press in (card, dispute, payout, transfer, back, statement, refund)}


def outcome(press: dict[str, Any]) -> str:
    try:
        return f"{press['press']} {PRESSES[press['press']](press)}"
    except Refusal as refusal:
        return refusal.code


def main() -> None:
    presses = json.loads(sys.stdin.readline())
    random.Random(become_many()).shuffle(presses)
    say(Counter(outcome(press) for press in presses))


if __name__ == "__main__":
    main()
