"""Which entries of the books sell something to a holder, and what its documents say, valid for programs as well."""

from dataclasses import replace
from datetime import date

import pytest

from passerelle.invoices.rules.cii import cii
from passerelle.invoices.rules.contents import Contents, numbered, read, written
from passerelle.invoices.rules.totals import must_be_a_document
from passerelle.invoices.rules.ubl import ubl
from passerelle.settlement.rules.bundles import Bill, Line, ToPay, credit_note, invoice, sold_by
from tests.invoices.makers import BE_21, HOLDER, NETWORK
from tests.invoices.official import wrongs_of_cii, wrongs_of_ubl

JANUARY, LAST, ISSUED = date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 3)
BILL = Bill(NETWORK, HOLDER, JANUARY, LAST, ISSUED, "EUR", "fr")
ASKED = ToPay(5400, date(2027, 2, 17), "+++090/9337/55493+++")


def day(number: int, gross: int = 1800, tax: int = 312) -> Line:
    return Line(f"Alder · Une journée · c{number}", date(2027, 1, number), gross, tax, BE_21)


@pytest.mark.parametrize(
    ("moved", "told"),
    [
        # a day as one goes: sold, and used at once
        (
            {
                ("credits", "owed_by_holder"): 1488, ("tax_owed", "owed_by_holder"): 312,
                ("owed_to_space", "credits"): 1200, ("credit_result", "credits"): 288,
            },
            (1800, 312),
        ),
        # something besides days, also in another currency
        ({("owed_to_space", "owed_by_holder"): 1000, ("tax_owed", "owed_by_holder"): 210}, (1210, 210)),
        ({("exchange", "owed_by_holder"): 3681, ("tax_owed", "owed_by_holder"): 773}, (4454, 773)),
        # a pack that is paid, wherever the money lies
        ({("credits", "bank"): 12314, ("tax_owed", "bank"): 2586}, (14900, 2586)),
        ({("credits", "collected"): 12314, ("tax_owed", "collected"): 2586}, (14900, 2586)),
        # a credit that is used, or lapses, was sold before
        ({("owed_to_space", "credits"): 1100, ("credit_result", "credits"): 131}, (0, 0)),
        ({("credit_result", "credits"): 500}, (0, 0)),
        # taken back, withdrawn from, lost at a bank: what was used of it stays sold
        ({("owed_by_holder", "credits"): 1488, ("owed_by_holder", "tax_owed"): 312}, (-1800, -312)),
        ({("refund", "credits"): 9851, ("refund", "tax_owed"): 2069}, (-11920, -2069)),
        ({("disputed", "credits"): 8000, ("disputed", "tax_owed"): 1680, ("disputed", "credit_result"): 320},
         (-9680, -1680)),
        # money alone
        ({("owed_by_holder", "bank"): 1800}, (0, 0)),
        ({("card_clearing", "owed_by_holder"): 1800}, (0, 0)),
        ({("bank", "refund"): 1800}, (0, 0)),
        ({("card_clearing", "disputed"): 1800}, (0, 0)),
    ],
)  # fmt: skip
def test_what_an_entry_sells(moved: dict[tuple[str, str], int], told: tuple[int, int]) -> None:
    assert sold_by(moved) == told


def contents(*lines: Line, asked: ToPay = ASKED) -> Contents:
    draft = invoice(BILL, "month:2027-01/person:3/EUR", lines, asked)
    must_be_a_document(draft)
    return numbered(draft, "F2027-0001")


@pytest.mark.parametrize(
    ("lines", "asked", "paid", "payable", "reference"),
    [
        ([day(4), day(5), day(6)], ASKED, 0, 5400, ASKED.reference),
        ([day(4)], ToPay(), 1800, 0, ""),
        ([day(4), day(5), day(6), day(7, 14900, 2586)], ASKED, 14900, 5400, ASKED.reference),
        ([day(4), day(5), day(6)], replace(ASKED, amount=1800), 3600, 1800, ASKED.reference),
        ([day(4)], ASKED, 0, 1800, ""),  # more is asked than this document says: it is not paid by its reference
        ([day(7, 14900, 2586), day(9, -11920, -2069)], ToPay(), 2980, 0, ""),
    ],
)
def test_what_is_left_to_pay_is_what_is_asked(
    lines: list[Line], asked: ToPay, paid: int, payable: int, reference: str
) -> None:
    told = contents(*lines, asked=asked)
    assert (told.totals.paid, told.totals.payable, told.draft.payment_reference) == (paid, payable, reference)
    assert written(read(written(told))) == written(told)
    assert wrongs_of_cii(cii(told)) == wrongs_of_ubl(ubl(told)) == []


def test_a_credit_note_says_what_was_taken_back_as_what_is_credited() -> None:
    back = [replace(day(4, -1800, -312), of=JANUARY), replace(day(5, -1800, -312), of=JANUARY)]
    draft = credit_note(BILL, "month:2027-02/person:3/EUR", back, "F2027-0001")
    must_be_a_document(draft)
    told = numbered(draft, "NC2027-0001")
    assert (told.totals.payable, draft.answers, draft.lines[0].net) == (3600, "F2027-0001", 1488)
    assert wrongs_of_cii(cii(told)) == wrongs_of_ubl(ubl(told)) == []


def test_what_was_charged_cannot_be_off_by_more_than_a_cent_a_line() -> None:
    draft = replace(contents(day(4)).draft, charged=1805)
    with pytest.raises(ValueError, match="1805"):
        must_be_a_document(draft)
