"""What documents of a month say, before they have numbers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from passerelle.invoices.rules import Category
from passerelle.invoices.rules.drafts import Side, TaxLine
from passerelle.invoices.rules.totals import must_be_a_document, totals_of
from passerelle.settlement.rules.documents import Billed, Month, Sold, self_billed

MONTH = Month(date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 3))
TAX = TaxLine("be_21", Category.STANDARD, 2_100)
SPACE = Side("space:2", "Alder SRL", country="BE", vat_number="BE0123456749")
NETWORK = Side("network:1", "Visa ASBL", country="BE", vat_number="BE0417710407")


def billed(*sold: Sold, commission: int = 0) -> Billed:
    return Billed(SPACE, NETWORK, "EUR", TAX, sold, commission)


def test_a_space_s_month_is_a_line_for_each_price_less_the_commission() -> None:
    draft = self_billed(
        MONTH, billed(*[Sold("day", 1_100)] * 9, Sold("day", 1_000), Sold("day", -1_100), commission=980)
    )
    must_be_a_document(draft)
    assert [(line.quantity, line.unit_price, line.net) for line in draft.lines] == [
        (Decimal(1), 1_000, 1_000),
        (Decimal(8), 1_100, 8_800),
        (Decimal(-1), 980, -980),
    ]
    assert (draft.kind, draft.key) == ("self_billed", "month:2027-01/space:2/EUR")


def test_more_given_back_than_sold_is_a_credit_note_that_answers_the_last_document() -> None:
    draft = self_billed(MONTH, replace(billed(Sold("day", -5_000), commission=-500), before="AF2026-0012"))
    must_be_a_document(draft)
    assert (draft.kind, draft.answers) == ("self_billed_credit_note", "AF2026-0012")
    assert sum(line.net for line in draft.lines) == 4_500


@pytest.mark.parametrize(("price", "commission", "tax"), [(10_000, 1_000, 1_890), (333, 33, 63)])
def test_the_tax_of_the_document_is_that_of_the_statement(price, commission, tax) -> None:
    draft = self_billed(MONTH, billed(Sold("day", price), commission=commission))
    assert totals_of(draft.lines).tax == tax
