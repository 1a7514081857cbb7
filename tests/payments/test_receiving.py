"""What is asked, what comes, and what a treasurer says of the rest: through actions, with the books beside."""

from datetime import date, datetime, timedelta

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.queries import faults_in
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.passes.models import Pass
from passerelle.payments.actions import ask_for_payment, cancel_payment, promise_refund
from passerelle.payments.actions.forgetting import drop_files_left_aside
from passerelle.payments.actions.receiving import (
    Came,
    count_for,
    give_back,
    record_transfer,
    send_statement,
    take_cash,
    take_in_statement,
)
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.models import Payment, Receipt, Statement
from passerelle.payments.queries import payments_of, receipts_to_explain, refunds_to_make
from passerelle.payments.queries.previews import preview_of
from passerelle.payments.rules import Method, ReceiptState, State
from passerelle.payments.rules.matching import Verdict
from passerelle.payments.rules.references import both_forms, printed, references_in
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.payments.makers import WEDNESDAY, Asked, held, make_paid_network, make_payment

pytestmark = pytest.mark.django_db


def table(*lines: tuple[str, str]) -> bytes:
    """A bank's table of 6 January: amounts, and what was said."""
    rows = "".join(f"2027-01-06;{amount};{said};Somebody\n" for amount, said in lines)
    return f"date;amount;communication;name\n{rows}".encode()


def taken_in(network: Network, content: bytes, by: Person, name: str = "bank.csv") -> list[Verdict]:
    """Send a file, look at it, take it in; what it was told each line would do."""
    statement = send_statement(network, name, content, by=by)
    told = [one.verdict for one in preview_of(statement).told]
    take_in(take_in_statement, statement, by=by)
    return told


def fresh(payment: Payment) -> Payment:
    return Payment.objects.get(pk=payment.pk)


# Asking


def test_the_payer_is_told_how_to_pay(payment: Payment, ana: Person) -> None:
    letter = Letter.objects.get(kind="ask_payer_for_a_transfer")
    assert letter.to == ana.email
    for said in ("€149.00", "BE68 5390 0754 7034", printed(payment.structured_reference), "20 January", "Ten days"):
        assert said in letter.text.replace("\N{NO-BREAK SPACE}", " ")
    assert [(file["name"], file["type"]) for file in letter.attachments] == [("sct.png", "image/png")]


def test_asked_twice_it_is_one_and_another_amount_under_the_same_key_is_refused(
    payment: Payment, ana: Person, paid: Network
) -> None:
    again = {"cause": payment.cause, "key": payment.key, "seller": paid, "payer": ana, "currency": "EUR"}
    assert ask_for_payment(Asked(**again, amount=14900, method=Method.TRANSFER), by=ana) == payment
    with pytest.raises(Refusal, match="payment_key_means_another"):
        ask_for_payment(Asked(**again, amount=1, method=Method.TRANSFER), by=ana)
    assert Letter.objects.filter(kind="ask_payer_for_a_transfer").count() == 1


@pytest.mark.parametrize(
    ("iban", "begins"), [("BE68539007547034", ""), ("FR1420041010050500013M02606", "RF"), ("", "RF")]
)
def test_the_form_of_a_reference_is_that_of_the_country_of_the_account(
    iban: str, begins: str, ana: Person, wednesday_noon: datetime
) -> None:
    reference = make_payment(ana, make_paid_network(iban=iban)).structured_reference
    assert references_in(printed(reference)) == [reference]
    assert reference[:2] == begins if begins else reference.isdigit()


def test_a_reference_that_is_taken_in_its_other_form_is_drawn_again(
    payment: Payment, ana: Person, paid: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = int(payment.structured_reference[:10])
    Payment.objects.filter(pk=payment.pk).update(structured_reference=both_forms(payment.structured_reference)[1])
    drawn = iter([number, number, 7])
    monkeypatch.setattr("secrets.randbelow", lambda below: next(drawn))
    assert int(make_payment(ana, paid).structured_reference[:10]) == 7


def test_what_is_cancelled_is_asked_no_longer(payment: Payment, ana: Person) -> None:
    assert len(take_in(cancel_payment, payment, by=ana.ref)) == 1
    assert fresh(payment).state == State.CANCELLED
    assert take_in(cancel_payment, payment, by=ana.ref) == []


# Recorded by hand


def test_a_recorded_transfer_sells_the_pass(payment: Payment, tess: Person, paid: Network) -> None:
    take_in(record_transfer, payment, Came(14900, WEDNESDAY), by=tess)
    assert (fresh(payment).state, fresh(payment).paid_on) == (State.PAID, WEDNESDAY)
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "bank": 14900}
    assert Letter.objects.get(kind="tell_payer_it_came").to == payment.payer.email
    assert list(faults_in()) == []


def test_whoever_keeps_no_books_records_nothing(payment: Payment, ana: Person, olga: Person) -> None:
    for person in (ana, olga):
        with pytest.raises(NotFound):
            take_in(record_transfer, payment, Came(14900, WEDNESDAY), by=person)
    assert fresh(payment).state == State.ASKED
    assert not Receipt.objects.exists()


def test_too_little_waits_for_the_rest(payment: Payment, tess: Person, paid: Network) -> None:
    take_in(record_transfer, payment, Came(10000, WEDNESDAY), by=tess)
    assert fresh(payment).state == State.ASKED
    assert held(paid) == {"unknown_receipt": 10000, "bank": 10000}
    with clock.at(clock.now() + timedelta(days=1)):
        take_in(record_transfer, payment, Came(4900, date(2027, 1, 7)), by=tess)
    assert (fresh(payment).state, fresh(payment).paid_on) == (State.PAID, date(2027, 1, 7))
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "bank": 14900}


def test_too_much_leaves_the_rest_to_be_given_back(payment: Payment, tess: Person, paid: Network) -> None:
    take_in(record_transfer, payment, Came(15000, WEDNESDAY), by=tess)
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "bank": 15000, "unknown_receipt": 100}
    rest = receipts_to_explain(paid).get()
    give_back(rest, WEDNESDAY, by=tess)
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "bank": 14900}
    with pytest.raises(Refusal, match="receipt_is_explained"):
        give_back(rest, WEDNESDAY, by=tess)


def test_what_came_is_not_recorded_again_and_nothing_comes_tomorrow(payment: Payment, tess: Person) -> None:
    with pytest.raises(Refusal, match="day_is_to_come"):
        take_in(record_transfer, payment, Came(14900, date(2027, 1, 7)), by=tess)
    take_in(record_transfer, payment, Came(14900, WEDNESDAY), by=tess)
    with pytest.raises(Refusal, match="came_already"):
        take_in(record_transfer, payment, Came(14900, WEDNESDAY), by=tess)


# In cash


def test_a_desk_takes_cash_for_the_network(
    wednesday_noon: datetime, ana: Person, paid: Network, birch: Space, dee: Person, cy: Person, tess: Person
) -> None:
    payment = make_payment(ana, paid, method=Method.CASH, taken_by=birch)
    for person in (ana, cy, tess):
        with pytest.raises(NotFound):
            take_in(take_cash, payment, by=person)
    take_in(take_cash, payment, by=dee)
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "collected": 14900}
    with pytest.raises(Refusal, match="came_already"):
        take_in(take_cash, payment, by=dee)


def test_a_treasurer_takes_cash_into_the_till(
    wednesday_noon: datetime, ana: Person, paid: Network, tess: Person
) -> None:
    take_in(take_cash, make_payment(ana, paid, method=Method.CASH), by=tess)
    assert held(paid)["till"] == 14900


# A bank's file


def test_a_file_pays_what_it_names_and_keeps_what_nobody_knows(
    payment: Payment, ana: Person, paid: Network, tess: Person
) -> None:
    other, gone = make_payment(ana, paid, 5000), make_payment(ana, paid, 700)
    cancel_payment(gone, by=ana.ref)
    content = table(
        ("149,00", printed(payment.structured_reference)),
        ("40,00", printed(other.structured_reference)),
        ("7,00", printed(gone.structured_reference)),
        ("12,00", "thanks"),
        ("149,00", printed(payment.structured_reference)),
        ("-3,00", "fees"),
    )
    said = [Verdict.PAYS, Verdict.TOO_LITTLE, Verdict.CANCELLED, Verdict.NO_REFERENCE, Verdict.PAID_BEFORE]
    assert taken_in(paid, content, tess) == said
    assert [fresh(one).state for one in (payment, other, gone)] == [State.PAID, State.ASKED, State.CANCELLED]
    unknown = 4000 + 700 + 1200 + 14900
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "bank": 14900 + unknown, "unknown_receipt": unknown}
    assert list(faults_in()) == []


def test_the_same_file_twice_changes_nothing(payment: Payment, paid: Network, tess: Person) -> None:
    content = table(("149,00", printed(payment.structured_reference)), ("5,00", "?"), ("5,00", "?"))
    taken_in(paid, content, tess)
    before = (held(paid), Receipt.objects.count(), Letter.objects.count())
    assert taken_in(paid, content, tess, "again.csv") == [Verdict.KNOWN] * 3
    assert (held(paid), Receipt.objects.count(), Letter.objects.count()) == before
    assert Receipt.objects.count() == 3


def test_nothing_is_kept_before_the_treasurer_says_so(
    payment: Payment, paid: Network, tess: Person, ana: Person
) -> None:
    statement = send_statement(paid, "bank.csv", table(("149,00", printed(payment.structured_reference))), by=tess)
    assert [one.verdict for one in preview_of(statement).told] == [Verdict.PAYS]
    assert not Receipt.objects.exists()
    with pytest.raises(NotFound):
        take_in(take_in_statement, statement, by=ana)
    assert len(take_in(take_in_statement, statement, by=tess)) == 1
    assert take_in(take_in_statement, statement, by=tess) == []


def test_what_was_recorded_by_hand_is_recognised_in_the_file(payment: Payment, paid: Network, tess: Person) -> None:
    take_in(record_transfer, payment, Came(14900, WEDNESDAY), by=tess)
    content = table(("149,00", printed(payment.structured_reference)))
    assert taken_in(paid, content, tess) == [Verdict.RECORDED]
    assert held(paid)["bank"] == 14900
    assert taken_in(paid, content, tess) == [Verdict.KNOWN]


def test_a_file_of_another_account_is_refused(paid: Network, tess: Person) -> None:
    content = (
        b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct><Id>'
        b"<IBAN>BE71096123456769</IBAN></Id></Acct></Stmt></BkToCstmrStmt></Document>"
    )
    with pytest.raises(Refusal, match="statement_is_wrong") as refused:
        send_statement(paid, "bank.xml", content, by=tess)
    assert refused.value.facts["why"] == "another_account"


def test_only_a_treasurer_of_this_network_sends_a_file(paid: Network, ana: Person, olga: Person) -> None:
    for person in (ana, olga):
        with pytest.raises(NotFound):
            send_statement(paid, "bank.csv", table(), by=person)


# What a treasurer says of what nobody knew


def test_a_receipt_without_a_reference_is_counted_for_what_it_is(
    payment: Payment, paid: Network, tess: Person, ana: Person
) -> None:
    taken_in(paid, table(("149,00", "for the pass")), tess)
    receipt = receipts_to_explain(paid).get()
    with pytest.raises(NotFound):
        take_in(count_for, receipt, payment, by=ana)
    take_in(count_for, receipt, payment, by=tess)
    assert fresh(payment).state == State.PAID
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "bank": 14900}


def test_the_bank_line_of_what_was_recorded_by_hand_is_the_same_money(
    payment: Payment, paid: Network, tess: Person
) -> None:
    take_in(record_transfer, payment, Came(14900, WEDNESDAY), by=tess)
    assert taken_in(paid, table(("149,00", "no reference")), tess) == [Verdict.NO_REFERENCE]
    assert held(paid)["bank"] == 29800
    receipt = receipts_to_explain(paid).get()
    assert take_in(count_for, receipt, payment, by=tess) == []
    assert held(paid) == {"credits": 12314, "tax_owed": 2586, "bank": 14900}
    assert Receipt.objects.get(pk=receipt.pk).state == ReceiptState.COUNTED


def test_a_receipt_is_not_counted_for_what_came_or_in_another_currency_or_network(
    payment: Payment, paid: Network, tess: Person, ana: Person
) -> None:
    taken_in(paid, table(("149,00", "a"), ("149,00", "b")), tess)
    first, second = receipts_to_explain(paid)
    Receipt.objects.filter(pk=second.pk).update(currency="USD")
    second.refresh_from_db()
    with pytest.raises(Refusal, match="currencies_differ"):
        take_in(count_for, second, payment, by=tess)
    with pytest.raises(NotFound):
        take_in(count_for, first, make_payment(ana, make_paid_network("Other")), by=tess)
    take_in(count_for, first, payment, by=tess)
    with pytest.raises(Refusal, match="came_already"):
        take_in(count_for, second, payment, by=tess)


# Back


def test_a_refund_is_promised_once_and_made_by_a_person(payment: Payment, paid: Network, tess: Person) -> None:
    with pytest.raises(Refusal, match="did_not_come"):
        promise_refund(payment, 100, "withdrawn", by=tess.ref)
    take_in(record_transfer, payment, Came(14900, WEDNESDAY), by=tess)
    refund = promise_refund(payment, 11920, "withdrawn", by=tess.ref)
    assert promise_refund(payment, 11920, "withdrawn", by=tess.ref) == refund
    with pytest.raises(Refusal, match="refund_is_too_much"):
        promise_refund(payment, 2981, "more", by=tess.ref)
    assert list(refunds_to_make(paid)) == [refund]
    take_in(record_refund, refund, WEDNESDAY, by=tess)
    assert (fresh(payment).state, fresh(payment).refunded) == (State.PAID, 11920)
    assert held(paid)["bank"] == 2980
    assert "€119.20" in Letter.objects.get(kind="tell_payer_it_went_back").text
    with pytest.raises(Refusal, match="went_back_already"):
        take_in(record_refund, refund, WEDNESDAY, by=tess)
    take_in(record_refund, promise_refund(payment, 2980, "rest", by=tess.ref), WEDNESDAY, by=tess)
    assert fresh(payment).state == State.REFUNDED


def test_only_a_treasurer_makes_a_refund(payment: Payment, tess: Person, ana: Person) -> None:
    take_in(record_transfer, payment, Came(14900, WEDNESDAY), by=tess)
    refund = promise_refund(payment, 100, "withdrawn", by=tess.ref)
    with pytest.raises(NotFound):
        take_in(record_refund, refund, WEDNESDAY, by=ana)
    assert fresh(payment).refunded == 0
    take_in(record_refund, refund, WEDNESDAY, by=tess)
    assert fresh(payment).refunded == 100


# Lists


def test_a_list_holds_what_it_says(payment: Payment, paid: Network, tess: Person, ana: Person) -> None:
    late = make_payment(ana, paid, 500, due_on=date(2027, 1, 5))
    came, gone = make_payment(ana, paid, 600), make_payment(ana, paid, 700)
    make_payment(ana, make_paid_network("Other"))
    take_in(record_transfer, came, Came(600, WEDNESDAY), by=tess)
    cancel_payment(gone, by=ana.ref)
    lists = {which: set(payments_of(paid, which, WEDNESDAY)) for which in ("asked", "overdue", "paid", "gone", "")}
    assert lists == {
        "asked": {payment, late}, "overdue": {late}, "paid": {came}, "gone": {gone}, "": {payment, late, came, gone},
    }  # fmt: skip


def test_an_act_that_fails_leaves_nothing(payment: Payment, paid: Network, tess: Person) -> None:
    Payment.objects.filter(pk=payment.pk).update(cause="pass:999999")
    records = Record.objects.count()
    with pytest.raises(Pass.DoesNotExist):
        take_in(record_transfer, fresh(payment), Came(14900, WEDNESDAY), by=tess)
    assert fresh(payment).state == State.ASKED
    assert (held(paid), Record.objects.count()) == ({}, records)


# Files that nobody takes in


def test_a_file_left_aside_is_dropped_after_a_week(paid: Network, tess: Person) -> None:
    taken_in(paid, table(("5,00", "?")), tess)
    send_statement(paid, "left.csv", table(("6,00", "?")), by=tess)
    now = clock.now()
    assert drop_files_left_aside(now + timedelta(days=6)) == 0
    assert drop_files_left_aside(now + timedelta(days=8)) == 1
    assert [one.file_name for one in Statement.objects.all()] == ["bank.csv"]
