"""A space sells in its own name: it asks, takes what comes, books it, and issues the invoice."""

from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from passerelle.care.actions.forgetting import forget
from passerelle.care.actions.paying import take_in
from passerelle.care.queries import everything_kept_about, faults_in_all
from passerelle.console.check_books import check_books
from passerelle.console.export_books import export_books
from passerelle.console.words import CannotGoOn
from passerelle.invoices.access import may_read
from passerelle.invoices.actions import name_tax
from passerelle.invoices.models import Document, Tax
from passerelle.invoices.queries import documents_of_seller, taxes_of
from passerelle.invoices.rules import Category
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.queries import balances
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.payments.access import may_take_cash
from passerelle.payments.actions.accounts import Details, set_bank_account
from passerelle.payments.actions.receiving import Came, record_transfer, send_statement, take_cash, take_in_statement
from passerelle.payments.actions.refunding import record_refund
from passerelle.payments.models import Payment
from passerelle.payments.queries import bank_account_of, refunds_to_make
from passerelle.payments.rules import Method, State
from passerelle.people.models import Person
from passerelle.sales.actions import take_back
from passerelle.sales.models import Sale
from passerelle.sales.queries import payment_of
from passerelle.spaces.models import Space
from tests.sales.conftest import Sells

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2027, 1, 6)


def held(space: Space) -> dict[str, int]:
    """What the book of the space holds, where it is not nothing."""
    sums: Counter[str] = Counter()
    for account, amount in balances(space.ref):
        sums[account.kind] += amount
    return {kind: amount for kind, amount in sums.items() if amount}


def test_what_is_sold_is_owed_asked_for_and_invoiced_at_once(sells: Sells, birch: Space, ana: Person) -> None:
    sale = sells()
    payment, document = payment_of(sale), sale.document
    assert (payment.seller, payment.state, payment.amount, payment.currency) == (birch, State.ASKED, 12100, "HKD")
    assert held(birch) == {"owed_by_member": 12100, "sold": 10000, "tax_owed": 2100}
    assert document is not None
    assert (document.seller, document.number, document.payable) == (birch, "F2027-0001", 12100)
    assert document.says.draft.issuer.iban == "BE68539007547034"
    letter = Letter.objects.get(kind="ask_payer_for_a_transfer")
    assert letter.to == ana.email
    assert "Birch" in letter.text
    assert list(faults_in_all()) == []


def test_a_transfer_is_recorded_by_a_manager_and_by_nobody_else(
    sells: Sells, birch: Space, ana: Person, dee: Person, cy: Person, bo: Person
) -> None:
    payment = payment_of(sells())
    for person in (ana, dee, cy):
        with pytest.raises(NotFound):
            take_in(record_transfer, payment, Came(12100, WEDNESDAY), by=person)
    take_in(record_transfer, payment, Came(12100, WEDNESDAY), by=bo)
    assert held(birch) == {"bank": 12100, "sold": 10000, "tax_owed": 2100}
    assert list(faults_in_all()) == []


def test_the_desk_takes_cash_and_the_invoice_of_what_lies_there_asks_for_nothing(
    sells: Sells, birch: Space, dee: Person, cy: Person
) -> None:
    sale = sells(method=Method.CASH, received=True, by=dee)
    assert sale.document is not None
    assert sale.document.payable == 0
    assert held(birch) == {"till": 12100, "sold": 10000, "tax_owed": 2100}
    later = payment_of(sells("later", method=Method.CASH, by=dee))
    assert (may_take_cash(dee, later), may_take_cash(cy, later)) == (True, False)
    take_in(take_cash, later, by=dee)
    assert held(birch) == {"till": 24200, "sold": 20000, "tax_owed": 4200}
    assert list(faults_in_all()) == []


def test_a_line_of_the_bank_pays_and_what_nobody_knows_waits(sells: Sells, birch: Space, bo: Person) -> None:
    payment = payment_of(sells())
    rows = f"2027-01-05;121,00;{payment.structured_reference}\n2027-01-05;5,00;hello\n"
    sent = send_statement(birch, "f", f"date;amount;communication\n{rows}".encode(), by=bo)
    assert len(take_in(take_in_statement, sent, by=bo)) == 1
    assert held(birch) == {"bank": 12600, "unknown_receipt": 500, "sold": 10000, "tax_owed": 2100}
    assert list(faults_in_all()) == []


def test_sold_twice_it_is_one_and_another_amount_under_the_same_key_is_refused(sells: Sells) -> None:
    assert sells() == sells()
    with pytest.raises(Refusal, match="sale_key_means_another"):
        sells(amount=100)
    assert (Sale.objects.count(), Payment.objects.count(), Document.objects.count()) == (1, 1, 1)


def test_only_its_own_people_sell_and_under_its_own_tax(sells: Sells, cy: Person, ana: Person, cedar: Space) -> None:
    for person in (cy, ana):
        with pytest.raises(NotFound):
            sells(by=person)
    with pytest.raises(NotFound):
        sells(tax=Tax.objects.create(space=cedar, code="pt_23", percent_bp=2300))
    for facts in ({"amount": 0}, {"line": " "}):
        with pytest.raises(Refusal, match="sale_is_wrong"):
            sells(**facts)
    with pytest.raises(Refusal, match="no_cards_here"):
        sells(method=Method.CARD)
    assert not Sale.objects.exists()


def test_taken_back_before_it_is_paid_nothing_is_owed_and_a_credit_note_says_so(
    sells: Sells, birch: Space, bo: Person, dee: Person
) -> None:
    sale = sells()
    with pytest.raises(NotFound):
        take_in(take_back, sale, by=dee)
    take_in(take_back, sale, by=bo)
    assert payment_of(sale).state == State.CANCELLED
    assert held(birch) == {}
    note = Document.objects.get(kind="credit_note")
    assert (note.number, note.answers, note.payable) == ("NC2027-0001", sale.document, 12100)
    with pytest.raises(Refusal, match="taken_back_already"):
        take_in(take_back, sale, by=bo)
    assert list(faults_in_all()) == []


def test_taken_back_after_it_was_paid_the_money_goes_back(sells: Sells, birch: Space, bo: Person) -> None:
    sale = sells()
    take_in(record_transfer, payment_of(sale), Came(12100, WEDNESDAY), by=bo)
    take_in(take_back, sale, by=bo)
    assert held(birch) == {"bank": 12100, "owed_by_member": -12100}
    assert list(faults_in_all()) == []
    take_in(record_refund, refunds_to_make(birch).get(), WEDNESDAY, by=bo)
    assert payment_of(sale).state == State.REFUNDED
    assert held(birch) == {}
    assert list(faults_in_all()) == []


def test_money_for_what_was_taken_back_is_promised_back(sells: Sells, birch: Space, bo: Person) -> None:
    sale = sells()
    take_in(take_back, sale, by=bo)
    take_in(record_transfer, payment_of(sale), Came(12100, WEDNESDAY), by=bo)
    assert refunds_to_make(birch).get().amount == 12100
    assert list(faults_in_all()) == []


def test_a_manager_says_where_transfers_go_and_which_taxes_there_are(birch: Space, bo: Person, dee: Person) -> None:
    details = Details("Birch Ltd", "BE71 0961 2345 6769")
    with pytest.raises(NotFound):
        set_bank_account(birch, details, by=dee)
    with pytest.raises(NotFound):
        name_tax(birch, "be_21", 2100, Category.STANDARD, "", by=dee)
    set_bank_account(birch, details, by=bo)
    set_bank_account(birch, Details("Birch", "BE71096123456769"), by=bo)
    account = bank_account_of(birch)
    assert account is not None
    assert (account.seller, account.holder) == (birch, "Birch")
    name_tax(birch, "be_21", 2100, Category.STANDARD, "", by=bo)
    with pytest.raises(Refusal, match="tax_code_is_taken"):
        name_tax(birch, "be_21", 600, Category.STANDARD, "", by=bo)
    assert [tax.code for tax in taxes_of(birch)] == ["be_21"]


def test_the_database_wants_one_seller_and_no_more(birch: Space, visa: Network) -> None:
    for sellers in ({}, {"space": birch, "network": visa}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tax.objects.create(code="be_21", percent_bp=2100, **sellers)


def test_the_books_of_a_space_are_checked_and_written_as_text(
    sells: Sells, birch: Space, cedar: Space, capsys: pytest.CaptureFixture[str]
) -> None:
    sells()
    assert check_books("", birch.slug) == 0
    assert "1 books looked at: nothing is wrong." in capsys.readouterr().out
    assert export_books("", birch.slug, "hledger") == 0
    assert "Income:Sold" in capsys.readouterr().out
    assert check_books("", cedar.slug) == 0
    assert "0 books" in capsys.readouterr().out
    with pytest.raises(CannotGoOn, match="no space called nowhere"):
        check_books("", "nowhere")


def test_a_book_that_says_something_else_is_found(sells: Sells, ana: Person) -> None:
    Sale.objects.filter(pk=sells().pk).update(amount=12000)
    assert [fault.about for fault in faults_in_all()] == [ana.ref]


def test_whoever_is_forgotten_is_asked_no_longer_and_only_the_manager_reads_the_invoice(
    sells: Sells, birch: Space, ana: Person, bo: Person, dee: Person, cy: Person
) -> None:
    paid, asked = sells(), sells("another", line="A month for Ana Duarte")
    take_in(record_transfer, payment_of(paid), Came(12100, WEDNESDAY), by=bo)
    told = everything_kept_about(ana)
    assert [(one["of"], one["for"]) for one in told["bought of spaces"]][1] == ("Birch", "A month")
    assert {one["to"] for one in told["payments"]} == {"Birch"}
    assert may_read(ana, Document.objects.get(pk=paid.document_id))
    forget(ana)
    assert payment_of(asked).state == State.CANCELLED
    assert held(birch) == {"bank": 12100, "sold": 10000, "tax_owed": 2100}
    assert not Sale.objects.filter(line__contains="Duarte").exists()
    assert documents_of_seller(birch).count() == 3
    for document in Document.objects.all():
        assert [may_read(person, document) for person in (bo, dee, cy)] == [True, False, False]
    assert list(faults_in_all()) == []
