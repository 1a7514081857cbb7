"""Four real processes tell of the same money at once, each in an order of its own: it counts once."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.ledger.queries import faults_in
from passerelle.networks.models import Network
from passerelle.payments.actions.receiving import Came, record_transfer, send_statement
from passerelle.payments.models import Dispute, Payment, Payout, Receipt, Refund
from passerelle.payments.rules import Method, ReceiptState, State
from passerelle.people.models import Person
from tests.payments.makers import held, make_payment
from tests.processes import pressed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
PROCESSES = 4
SOLD, TAX = 12314, 2586


def press_at_once(presses: list[dict[str, Any]]) -> Counter[str]:
    """Each process makes all the presses; how often each outcome came."""
    outcomes: Counter[str] = Counter()
    for said in pressed("tests.payments.presser", presses, PROCESSES):
        outcomes += Counter(said)
    return outcomes


def test_whatever_a_card_gateway_tells_at_once_counts_once(ana: Person, paid: Network) -> None:
    presses: list[dict[str, Any]] = [{"press": "payout", "payout": "po_1"}]
    for number in range(5):
        payment = make_payment(ana, paid, method=Method.CARD)
        Payment.objects.filter(pk=payment.pk).update(gateway_ref=f"pi_{number}")
        said = {"press": "card", "of": f"pi_{number}"}
        presses += [said | {"progress": "paid", "refunded": back} for back in (0, 1000, 2500)]
        presses += [said | {"progress": "refused"}]
        contested = {"press": "dispute", "of": f"pi_{number}", "dispute": f"dp_{number}"}
        presses += [contested | {"won": None}, contested | {"won": True}]
    press_at_once(presses)
    assert {(one.state, one.refunded) for one in Payment.objects.all()} == {(State.PAID, 2500)}
    assert sum(one.amount for one in Refund.objects.all()) == 5 * 2500
    assert [one.state for one in Dispute.objects.all()] == ["won"] * 5
    assert Payout.objects.count() == 1
    assert held(paid) == {
        "credits": 5 * SOLD, "tax_owed": 5 * TAX, "refund": -5 * 2500, "bank": 14000, "fees": 300,
        "card_clearing": 5 * (14900 - 2500) - 14300,
    }  # fmt: skip
    assert list(faults_in()) == []


def test_a_transfer_that_several_record_at_once_is_recorded_once(ana: Person, paid: Network, tess: Person) -> None:
    payments = [make_payment(ana, paid) for _ in range(4)]
    presses = [{"press": "transfer", "payment": one.pk, "by": tess.pk, "amount": 14900} for one in payments]
    assert press_at_once(presses) == {"transfer 1": 4, "came_already": 4 * (PROCESSES - 1)}
    assert held(paid) == {"credits": 4 * SOLD, "tax_owed": 4 * TAX, "bank": 4 * 14900}


def test_halves_that_come_at_once_pay_once_and_the_rest_stays(ana: Person, paid: Network, tess: Person) -> None:
    payment = make_payment(ana, paid)
    outcomes = press_at_once([{"press": "transfer", "payment": payment.pk, "by": tess.pk, "amount": 7450}] * 2)
    assert outcomes == {"transfer 0": 1, "transfer 1": 1, "came_already": 2 * PROCESSES - 2}
    assert held(paid) == {"credits": SOLD, "tax_owed": TAX, "bank": 14900}


def test_a_part_that_is_given_back_as_the_rest_comes_counts_for_one_of_both(
    ana: Person, paid: Network, tess: Person
) -> None:
    payments = [make_payment(ana, paid) for _ in range(20)]
    for one in payments:
        take_in(record_transfer, one, Came(7450, date(2026, 1, 6)), by=tess)
    presses = [{"press": "back", "receipt": one.pk, "by": tess.pk} for one in Receipt.objects.all()]
    rest = {"press": "transfer", "by": tess.pk, "amount": 7450}
    presses += [rest | {"payment": one.pk} for one in payments]
    press_at_once(presses)
    for one in payments:
        came = sum(part.amount for part in one.receipts.filter(state=ReceiptState.COUNTED))
        assert came in (0, 14900)
    unknown = sum(one.amount for one in Receipt.objects.filter(state=ReceiptState.UNKNOWN))
    assert held(paid).get("unknown_receipt", 0) == unknown
    assert list(faults_in()) == []


def test_files_that_hold_the_same_lines_keep_each_once(ana: Person, paid: Network, tess: Person) -> None:
    payments = [make_payment(ana, paid) for _ in range(6)]
    rows = [f"2026-01-06;149,00;{one.structured_reference}\n" for one in payments]
    head = "date;amount;communication\n"
    files = [send_statement(paid, "f", (head + "".join(part)).encode(), by=tess) for part in (rows[:4], rows[2:])]
    presses = [{"press": "statement", "statement": one.pk, "by": tess.pk} for one in files]
    press_at_once(presses)
    assert Receipt.objects.count() == 6
    assert {one.state for one in Receipt.objects.all()} == {ReceiptState.COUNTED}
    assert held(paid) == {"credits": 6 * SOLD, "tax_owed": 6 * TAX, "bank": 6 * 14900}


def test_no_more_is_promised_back_than_came(ana: Person, paid: Network, tess: Person) -> None:
    payment = make_payment(ana, paid)
    press_at_once([{"press": "transfer", "payment": payment.pk, "by": tess.pk, "amount": 14900}])
    presses = [{"press": "refund", "payment": payment.pk, "amount": 5000, "key": str(key)} for key in range(4)]
    outcomes = press_at_once(presses)
    assert Refund.objects.count() == 2
    assert outcomes["refund_is_too_much"] == 2 * PROCESSES
