"""Documents get numbers without gaps, once for each key, and stay as they are."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from passerelle.invoices import freezing as papers
from passerelle.invoices.actions import issue
from passerelle.invoices.models import Document, Paper, Series
from passerelle.invoices.queries import faults_of_documents
from passerelle.invoices.rules.contents import hash_of, numbered
from passerelle.invoices.rules.drafts import DocumentKind
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.ledger.rules.faults import Fault
from passerelle.logbook.models import Record
from passerelle.networks.models import Network
from passerelle.people.models import Person
from tests.invoices.makers import HOLDER, SPACE, line, of
from tests.makers import make_network

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError)


def test_a_document_says_what_its_draft_said(paid: Network, tom: Person) -> None:
    drawn = of(paid)
    document = issue(drawn, seller=paid, by=tom)
    assert document.says == numbered(drawn, "F2027-0001")
    assert document.sha256 == hash_of(document.contents.encode())
    assert (document.net, document.tax, document.payable) == (12314, 2586, 14900)
    assert (document.issuer_name, document.buyer_name) == (drawn.issuer.name, drawn.buyer.name)
    assert (document.issuer, document.buyer, document.issued_by) == (paid.ref, SPACE.ref, tom.ref)
    assert Record.objects.get(act="document_issued").about == document.ref


def test_each_issuer_kind_and_year_has_its_series(paid: Network) -> None:
    def number(key: str, **facts: object) -> str:
        return issue(of(paid, key, **facts), seller=paid, by="worker").number

    assert [number(f"a{n}") for n in range(3)] == ["F2027-0001", "F2027-0002", "F2027-0003"]
    assert number("b", issued_on=date(2028, 1, 1), due_on=None) == "F2028-0001"
    assert number("c", kind=DocumentKind.CREDIT_NOTE, answers="F2027-0002") == "NC2027-0001"
    ours = replace(of(paid, "d", kind=DocumentKind.SELF_BILLED), issuer=SPACE, buyer=of(paid).issuer)
    assert issue(ours, seller=paid, by="worker").number == "AF2027-0001"


def test_the_same_key_is_the_same_document_even_when_a_name_has_changed(paid: Network) -> None:
    first = issue(of(paid), seller=paid, by="worker")
    again = issue(of(paid, buyer=replace(SPACE, name="Namur Coworking SRL")), seller=paid, by="worker")
    assert again == first
    assert Series.objects.get().last == Document.objects.count() == 1
    assert issue(of(paid, "another"), seller=paid, by="worker").number == "F2027-0002"


@pytest.mark.parametrize(
    "facts", [{"lines": [line(1)]}, {"buyer": HOLDER}, {"currency": "USD"}, {"kind": DocumentKind.SELF_BILLED}]
)
def test_a_key_never_means_two_documents(facts: dict[str, object], paid: Network) -> None:
    issue(of(paid), seller=paid, by="worker")
    with pytest.raises(Refusal, match="key_means_another_document"):
        issue(of(paid, **facts), seller=paid, by="worker")
    assert Document.objects.count() == 1


def test_two_networks_may_use_the_same_key(paid: Network) -> None:
    other = make_network("Other", mode="paid")
    numbers = {issue(of(one), seller=one, by="worker").number for one in (paid, other)}
    assert numbers == {"F2027-0001"}
    assert Document.objects.count() == 2


def test_what_is_rolled_back_leaves_no_hole(paid: Network) -> None:
    issue(of(paid, "first"), seller=paid, by="worker")
    with transaction.atomic():
        assert issue(of(paid, "never"), seller=paid, by="worker").number == "F2027-0002"
        transaction.set_rollback(True)
    with pytest.raises(Refusal, match="answered_document_is_not_known"):
        issue(of(paid, "nor this", kind=DocumentKind.CREDIT_NOTE, answers="F2027-0009"), seller=paid, by="worker")
    assert issue(of(paid, "second"), seller=paid, by="worker").number == "F2027-0002"
    assert not Series.objects.exclude(kind=DocumentKind.INVOICE).exists()


def test_a_credit_note_is_tied_to_what_it_answers(paid: Network) -> None:
    answered = issue(of(paid), seller=paid, by="worker")
    note = of(paid, "back", kind=DocumentKind.CREDIT_NOTE, answers=answered.number)
    assert issue(note, seller=paid, by="worker").answers == answered


@pytest.mark.parametrize("change", [
    "UPDATE invoices_document SET payable = 0", "UPDATE invoices_document SET contents = '{}'",
    "DELETE FROM invoices_document",
])  # fmt: skip
def test_the_database_refuses_to_change_what_was_issued(change: str, paid: Network) -> None:
    issue(of(paid), seller=paid, by="worker")
    with pytest.raises(REFUSED, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert Document.objects.get().payable == 14900


def test_a_paper_may_be_written_once_and_never_removed(paid: Network) -> None:
    issue(of(paid), seller=paid, by="worker")
    pdf = Paper.objects.filter(form="pdf")
    assert pdf.update(failures=1, report="no Pango") == 1
    assert pdf.update(content=b"%PDF", sha256=hash_of(b"%PDF"), written_at=clock.now()) == 1
    for change in ("UPDATE invoices_paper SET failures = 0", "DELETE FROM invoices_paper"):
        with pytest.raises(REFUSED, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_paper_without_its_hash_is_refused(paid: Network) -> None:
    issue(of(paid), seller=paid, by="worker")
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.update(content=b"%PDF", written_at=clock.now())


def test_a_document_that_is_another_or_gone_is_found(paid: Network) -> None:
    first, second = issue(of(paid), seller=paid, by="worker"), issue(of(paid, "second"), seller=paid, by="worker")
    assert list(faults_of_documents()) == list(faults_of_documents([paid.ref])) == []
    papers.thaw(connection)
    Document.objects.filter(pk=first.pk).update(contents=first.contents.replace("Namur", "Liège"))
    Paper.objects.filter(document=second).delete()
    Document.objects.filter(pk=second.pk).delete()
    found = [
        Fault("document_differs", first.ref, (first.number,)),
        Fault("numbers_have_gaps", paid.ref, ("invoice 2027", 2, 1)),
    ]
    assert list(faults_of_documents()) == list(faults_of_documents([paid.ref])) == found
    assert all(fault.sentence for fault in found)
    assert list(faults_of_documents(["network:999"])) == []
