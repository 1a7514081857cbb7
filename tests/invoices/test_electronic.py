"""UBL and CII pass the official rules of EN 16931, and the rules notice when something is wrong."""

import re
from dataclasses import replace
from datetime import date

import pytest

from passerelle.invoices.rules.cii import cii
from passerelle.invoices.rules.contents import numbered
from passerelle.invoices.rules.forms import Form, forms_of, lacking
from passerelle.invoices.rules.reaching import VAT_SCHEMES, endpoint_of
from passerelle.invoices.rules.ubl import ubl
from tests.invoices.makers import CASES, HOLDER, HONG_KONG, NETWORK, PARIS, SPACE, contents, draft, line
from tests.invoices.official import wrongs_of_cii, wrongs_of_ubl

BILLING = "#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0<"
SELF_BILLING = "#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0<"


@pytest.mark.parametrize("case", CASES)
def test_ubl_passes_the_schema_and_the_rules(case: str) -> None:
    assert wrongs_of_ubl(ubl(contents(case))) == []


@pytest.mark.parametrize("case", CASES)
def test_cii_passes_the_schema_and_the_rules(case: str) -> None:
    assert wrongs_of_cii(cii(contents(case))) == []


@pytest.mark.parametrize(("was", "becomes", "rule"), [
    (">149.00</cbc:TaxInclusiveAmount>", ">150.00</cbc:TaxInclusiveAmount>", "BR-CO-15"),
    (">123.14</cbc:LineExtensionAmount>\n    <cac:Item", ">1.00</cbc:LineExtensionAmount>\n    <cac:Item", "BR-CO-10"),
    ("<cbc:ID>F2027-0002</cbc:ID>", "", "BR-02"),
    ("<cbc:IdentificationCode>BE<", "<cbc:IdentificationCode>ZZ<", "BR-CL-14"),
])  # fmt: skip
def test_the_rules_notice_what_is_wrong_in_ubl(was: str, becomes: str, rule: str) -> None:
    whole = ubl(contents()).decode()
    spoilt = whole.replace(was, becomes)
    assert spoilt != whole
    assert rule in " ".join(wrongs_of_ubl(spoilt.encode()))


def test_the_rules_notice_what_is_wrong_in_cii() -> None:
    spoilt = cii(contents()).replace(b"<ram:GrandTotalAmount>149.00", b"<ram:GrandTotalAmount>150.00")
    assert "BR-CO-15" in " ".join(wrongs_of_cii(spoilt))


@pytest.mark.parametrize(("case", "code", "process"), [
    ("domestic", "<cbc:InvoiceTypeCode>380<", BILLING),
    ("credit note", "<cbc:CreditNoteTypeCode>381<", BILLING),
    ("self-billed", "<cbc:InvoiceTypeCode>389<", SELF_BILLING),
    ("self-billed credit note", "<cbc:CreditNoteTypeCode>261<", SELF_BILLING),
    ("outside", "<cbc:InvoiceTypeCode>380<", ">urn:cen.eu:en16931:2017<"),
])  # fmt: skip
def test_each_kind_says_which_rules_it_follows(case: str, code: str, process: str) -> None:
    said = ubl(contents(case)).decode()
    assert code in said
    assert process in said
    assert ("cbc:EndpointID" in said) == ("peppol" in process)


def test_who_is_reached_where() -> None:
    assert endpoint_of(SPACE) == ("0208", "0428759497")
    assert endpoint_of(replace(SPACE, company_number="")) == ("9925", "BE0428759497")
    assert endpoint_of(PARIS) == ("9957", "FR83404833048")
    assert endpoint_of(HONG_KONG) == endpoint_of(HOLDER) == ("", "")


@pytest.mark.parametrize("letters", VAT_SCHEMES)
def test_every_scheme_of_an_address_is_on_the_list(letters: str) -> None:
    buyer = replace(PARIS, vat_number=f"{letters}123456789", company_number="")
    assert wrongs_of_ubl(ubl(numbered(draft(buyer=buyer), "F2027-0001"))) == []


def test_a_structured_reference_and_the_account_stand_where_something_is_to_be_paid() -> None:
    for written in (ubl(contents()), cii(contents())):
        assert b"+++090/9337/55493+++" in written
        assert NETWORK.iban.encode() in written
    assert NETWORK.iban.encode() not in ubl(contents("paid already"))


def test_an_account_without_an_iban_is_told_as_such() -> None:
    seller = replace(NETWORK, iban="", bic="HSBCHKHH", account="004-123456-838")
    told = numbered(replace(contents().draft, issuer=seller), "F2027-0001")
    for written, wrongs in ((ubl(told), wrongs_of_ubl), (cii(told), wrongs_of_cii)):
        assert b">004-123456-838<" in written
        assert wrongs(written) == []
    assert b"IBANID" not in cii(told)


def test_what_is_taken_off_is_counted_below_nothing_at_a_price_that_is_not() -> None:
    said = ubl(numbered(draft(line(), replace(line(-500), quantity=line().quantity, unit_price=-500)), "F2027-0001"))
    assert wrongs_of_ubl(said) == []
    assert re.search(rb"<cbc:InvoicedQuantity[^>]*>-1<", said)


def test_names_are_escaped_and_signs_that_xml_forbids_are_left_out() -> None:
    named = numbered(draft(buyer=replace(SPACE, name="A & <B> \x07 “C” 株式会社")), "F2027-0001")
    for wrongs in (wrongs_of_ubl(ubl(named)), wrongs_of_cii(cii(named))):
        assert wrongs == []
    assert "A &amp; &lt;B&gt;  “C” 株式会社" in ubl(named).decode()


def test_currencies_without_small_units_have_none() -> None:
    said = ubl(numbered(draft(line(1000), currency="JPY"), "F2027-0001")).decode()
    assert '<cbc:TaxAmount currencyID="JPY">210</cbc:TaxAmount>' in said


@pytest.mark.parametrize(("facts", "codes"), [
    ({}, []),
    ({"buyer": HOLDER}, []),
    ({"buyer": replace(HOLDER, country="")}, ["country_is_missing"]),
    ({"issuer": replace(NETWORK, vat_number="")}, ["seller_has_no_vat_number"]),
    (
        {"issuer": replace(NETWORK, vat_number="", company_number="")},
        ["seller_has_no_number", "seller_has_no_vat_number"],
    ),
    ({"buyer": HOLDER, "lines": CASES["reverse charge"].lines}, ["buyer_has_no_number"]),
    ({"lines": [line(tax=replace(CASES["exempt"].lines[0].tax, reason=""))]}, ["reason_is_missing"]),
    ({"issuer": replace(PARIS, company_number=""), "lines": CASES["outside"].lines}, ["seller_has_no_number"]),
    ({"issuer": replace(PARIS, vat_number=""), "lines": CASES["outside"].lines}, []),
    ({"lines": [line(), *CASES["outside"].lines]}, ["outside_stands_with_others"]),
    ({"currency": "TND"}, ["currency_has_thousandths"]),
])  # fmt: skip
def test_what_is_lacking_for_programs_is_named_and_the_sheet_is_there_all_the_same(
    facts: dict[str, object], codes: list[str]
) -> None:
    told = numbered(draft(**facts), "F2027-0001")
    assert lacking(told) == codes
    assert list(forms_of(told)) == ([Form.PDF] if codes else [Form.PDF, Form.UBL])
    if not codes:
        assert wrongs_of_ubl(ubl(told)) == []


def test_the_day_of_a_line_is_told_where_it_lies_within_the_days_of_the_document() -> None:
    days = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 1))
    lines = [replace(line(100, text=f"Journée du {day}"), on=day) for day in days]
    told = numbered(draft(*lines, since=days[1], until=days[2]), "F2027-0001")
    assert wrongs_of_ubl(ubl(told)) == wrongs_of_cii(cii(told)) == []
    assert [ubl(told).decode().count(f"<cbc:EndDate>{day}") for day in days] == [0, 1, 2, 0]
    without = numbered(draft(*lines), "F2027-0001")
    assert [ubl(without).decode().count(f"<cbc:EndDate>{day}") for day in days] == [1, 1, 1, 1]


def test_peppol_is_told_one_note_at_most_and_whom_the_buyer_knows_it_by() -> None:
    said = ubl(numbered(draft(notes=("Merci.", "À bientôt.")), "F2027-0001")).decode()
    assert wrongs_of_ubl(said.encode()) == []
    assert said.count("<cbc:Note>") == 1
    assert "<cbc:BuyerReference>pass:1</cbc:BuyerReference>" in said
