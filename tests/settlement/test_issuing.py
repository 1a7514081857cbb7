"""Once a month is closed, what a space sold is written in its name, once, where it has agreed and its tax is chosen."""

from datetime import date

import pytest

from passerelle.invoices.models import Document, SpaceTax, Tax
from passerelle.kit import clock
from passerelle.ledger.actions import reverse
from passerelle.settlement.actions import agree_to_self_billing, close_month
from passerelle.settlement.actions.documents import issue_documents
from passerelle.settlement.models import Statement
from tests.makers import make_person, make_space, make_staff
from tests.settlement.makers import (
    FEBRUARY,
    IN_FEBRUARY,
    IN_MARCH,
    JANUARY,
    charge,
    make_paid_network,
    make_payable,
    make_taxed,
)

pytestmark = pytest.mark.django_db


def test_what_a_space_sold_is_written_once_it_has_agreed_and_comes_to_what_was_settled() -> None:
    network, _ = make_paid_network()
    space, other = make_space("Paid", language="fr"), make_space("Not yet")
    make_taxed(network, space)
    manager = make_person("Manager")
    make_staff(manager, space)
    charge(network, space, "a", 11_000, date(2027, 1, 28))
    charge(network, space, "b", 11_000, date(2027, 1, 29))
    charge(network, other, "c", 900, date(2027, 1, 29))
    with clock.at(IN_FEBRUARY):
        close_month(network, JANUARY, by="console")
        assert issue_documents(clock.now()) == 0
        agree_to_self_billing(space, network, by=manager)
        assert issue_documents(clock.now()) == 1
        assert issue_documents(clock.now()) == 0
    document = Document.objects.get()
    statement = Statement.objects.get(space=space)
    assert (document.kind, document.issuer, document.cause) == ("self_billed", space.ref, "month:2027-01")
    assert document.payable == statement.charges - statement.commission + statement.tax


def test_a_document_bears_the_tax_under_which_its_month_was_settled() -> None:
    network, _ = make_paid_network()
    taxed, later, free = (make_space(name) for name in ("Taxed", "Later", "Free"))
    make_taxed(network, taxed)
    for space in (taxed, later, free):
        make_payable(network, space)
        charge(network, space, space.slug, 11_000, date(2027, 1, 28))
    with clock.at(IN_FEBRUARY):
        close_month(network, JANUARY, by="console")
        make_taxed(network, later)
        exempt = Tax.objects.create(network=network, code="exempt", category="E", percent_bp=0, reason="Art. 44")
        for space in (taxed, free):
            SpaceTax.objects.update_or_create(network=network, space=space, defaults={"tax": exempt})
        assert issue_documents(clock.now()) == 2
    written = {one.issuer: (one.tax, one.payable) for one in Document.objects.all()}
    settled = {one.space.ref: (one.tax, one.net) for one in Statement.objects.select_related("space")}
    assert written == {ref: settled[ref] for ref in (taxed.ref, free.ref)}
    assert written[taxed.ref][0] > 0


def test_a_month_in_which_more_was_given_back_than_sold_is_credited_against_the_document_before() -> None:
    network, _ = make_paid_network()
    space = make_space("Paid")
    make_taxed(network, space)
    make_payable(network, space)
    day = charge(network, space, "a", 11_000, date(2027, 1, 28))
    with clock.at(IN_FEBRUARY):
        close_month(network, JANUARY, by="console")
        issue_documents(clock.now())
        reverse(day, "charge:a/back", cause="charge:a", by="worker")
    with clock.at(IN_MARCH):
        close_month(network, FEBRUARY, by="console")
        assert issue_documents(clock.now()) == 1
    written, credited = Document.objects.order_by("pk")
    assert (credited.kind, credited.answers, credited.payable) == ("self_billed_credit_note", written, written.payable)
