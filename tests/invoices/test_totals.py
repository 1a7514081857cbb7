"""What a document comes to: tables from the standard, and what holds for any lines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.invoices.rules import Category, tax_within
from passerelle.invoices.rules.contents import hash_of, numbered, read, written
from passerelle.invoices.rules.drafts import DocumentKind, Draft, DraftLine, TaxLine
from passerelle.invoices.rules.numbering import number_of
from passerelle.invoices.rules.totals import must_be_a_document, totals_of, worth_of
from tests.invoices.makers import BE_6, BE_21, CASES, EXEMPT, NETWORK, SPACE, draft, line

TAXES = st.sampled_from([BE_21, BE_6, TaxLine("fr_20", Category.STANDARD, 2000), EXEMPT])
LINES = st.lists(st.builds(line, net=st.integers(-10_000, 10**7), tax=TAXES), min_size=1, max_size=30)


def test_tax_is_taken_of_the_sum_and_not_line_by_line() -> None:
    totals = totals_of([line(103, BE_21) for _ in range(3)])
    assert (totals.net, totals.tax) == (309, 65)  # line by line it would be 3 × 22
    assert totals.gross == totals.payable == 374


def test_each_tax_stands_by_itself_the_highest_rate_first() -> None:
    totals = totals_of([line(1000, EXEMPT), line(1000, BE_6), line(1000, BE_21), line(500, BE_6)])
    told = [(one.category.value, one.percent_bp, one.net, one.tax) for one in totals.taxes]
    assert told == [("S", 2100, 1000, 210), ("S", 600, 1500, 90), ("E", 0, 1000, 0)]
    assert totals.taxes[2].reason == EXEMPT.reason


@pytest.mark.parametrize(("net", "paid", "rounding", "payable"), [
    (8264, 0, 0, 9999), (8264, 10000, 1, 0), (8265, 10000, -1, 0), (12314, 14900, 0, 0), (12314, 5000, 0, 9900),
    (8264, 10001, 0, -2),
])  # fmt: skip
def test_the_cent_that_a_price_with_tax_is_off_is_rounding(net: int, paid: int, rounding: int, payable: int) -> None:
    totals = totals_of([line(net)], paid)
    assert (totals.rounding, totals.payable) == (rounding, payable)


@given(st.integers(1, 10**7), st.integers(1, 3000))
def test_any_price_with_tax_that_was_paid_leaves_nothing_to_pay(gross: int, percent_bp: int) -> None:
    net = gross - tax_within(gross, percent_bp)
    assert totals_of([line(net, TaxLine("some", Category.STANDARD, percent_bp))], gross).payable == 0


@given(LINES)
def test_totals_add_up_whatever_the_lines(lines: list[DraftLine]) -> None:
    totals = totals_of(lines)
    assert totals.net == sum(one.net for one in lines) == sum(one.net for one in totals.taxes)
    assert totals.payable == totals.net + totals.tax
    for one in totals.taxes:
        exact = Decimal(one.net * one.percent_bp) / 10_000
        assert abs(one.tax - exact) <= Decimal("0.5")
    assert totals == totals_of(lines[::-1])


@given(LINES, st.integers(0, 10**6), st.sampled_from(["é\n“ ”", "Zażółć", "価格"]))
def test_what_is_written_is_read_again(lines: list[DraftLine], paid: int, name: str) -> None:
    kept = numbered(draft(*lines, paid=paid, buyer=replace(SPACE, name=name), since=date(2027, 1, 1)), "F2027-0009")
    assert read(written(kept)) == replace(kept, draft=replace(kept.draft, lines=tuple(lines)))
    assert written(read(written(kept))) == written(kept)


def test_the_hash_is_that_of_the_text_and_the_text_does_not_depend_on_how_a_quantity_is_written() -> None:
    once, again = (numbered(draft(line(2000, quantity=times)), "F2027-0001") for times in ("2", "2.00"))
    assert hash_of(written(once).encode()) == hash_of(written(again).encode())
    assert hash_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("quantity", "price", "worth"), [
    ("1", 1231, 1231), ("2.5", 101, 253), ("-2.5", 101, -253), ("0.333", 100, 33), ("3", 0, 0),
])  # fmt: skip
def test_a_line_is_worth_its_quantity_times_its_price(quantity: str, price: int, worth: int) -> None:
    assert worth_of(DraftLine("x", Decimal(quantity), price, 0, BE_21)) == worth


@pytest.mark.parametrize("case", CASES)
def test_the_cases_are_documents(case: str) -> None:
    must_be_a_document(CASES[case])


@pytest.mark.parametrize(("wrong", "why"), [
    (draft(lines=()), "without lines"),
    (draft(replace(line(), text="")), "what it is for"),
    (draft(replace(line(), net=1)), "not 1"),
    (draft(line(tax=replace(BE_21, percent_bp=0))), "under S"),
    (draft(line(tax=replace(EXEMPT, percent_bp=600))), "under S"),
    (draft(line(-500)), "credit note"),
    (draft(paid=-1), "nothing or more"),
    (draft(answers="F2027-0001"), "nothing else"),
    (draft(kind=DocumentKind.CREDIT_NOTE), "answers"),
    (draft(buyer=NETWORK), "two sides"),
    (draft(buyer=replace(SPACE, name="")), "a name"),
    (draft(buyer=replace(SPACE, name="x" * 161)), "signs"),
    (draft(buyer=replace(SPACE, ref="Somebody Else")), "reference"),
    (draft(cause="what it is about"), "reference"),
    (draft(key=""), "key"),
    (draft(key="x" * 101), "key"),
    (draft(currency="EURO"), "currency"),
    (draft(due_on=date(2027, 1, 30)), "before it is issued"),
    (draft(since=date(2027, 1, 2), until=date(2027, 1, 1)), "before it begins"),
])  # fmt: skip
def test_what_no_document_can_say_is_the_callers_mistake(wrong: Draft, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        must_be_a_document(wrong)


def test_numbers_grow_beyond_four_figures() -> None:
    assert number_of(DocumentKind.INVOICE, 2027, 1) == "F2027-0001"
    assert number_of(DocumentKind.SELF_BILLED, 2027, 12345) == "AF2027-12345"
    assert len({number_of(kind, 2027, 1) for kind in DocumentKind}) == len(DocumentKind)
