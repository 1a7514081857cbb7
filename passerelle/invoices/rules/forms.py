"""In which forms a document is handed out, and when its sides are known well enough for each. Plain Python."""

from collections.abc import Iterator
from enum import StrEnum

from babel.numbers import get_currency_precision

from passerelle.invoices.rules import Category
from passerelle.invoices.rules.contents import Contents
from passerelle.invoices.rules.drafts import Side
from passerelle.invoices.rules.standard import has_vat_numbers

MOST_DECIMALS = 2
"""EN 16931 knows no amount with more: a document in Tunisian dinars is a sheet to read."""


class Form(StrEnum):
    """A sheet to read, with the figures for programs inside it where they can be (Factur-X); UBL for Peppol."""

    PDF = "pdf"
    UBL = "ubl"


def forms_of(contents: Contents) -> Iterator[Form]:
    """The forms in which this document can be written."""
    yield Form.PDF
    if not lacking(contents):
        yield Form.UBL


def lacking(contents: Contents) -> list[str]:
    """Why programs cannot be told what this document says: what EN 16931 asks of its sides, and nobody has given.

    Reason codes; nothing for a person who buys for themselves and has given their country.
    """
    return list(dict.fromkeys(_lacking(contents)))


def _lacking(contents: Contents) -> Iterator[str]:
    seller, buyer = contents.draft.issuer, contents.draft.buyer
    if not (seller.country and buyer.country):
        yield "country_is_missing"  # BR-09, BR-11
    if not _is_known_by_a_number(seller, contents):
        yield "seller_has_no_number"  # BR-CO-26
    if get_currency_precision(contents.draft.currency) > MOST_DECIMALS:
        yield "currency_has_thousandths"  # BR-DEC-01 to BR-DEC-28
    if len(categories := {total.category for total in contents.totals.taxes}) > 1 and Category.OUTSIDE in categories:
        yield "outside_stands_with_others"  # BR-O-11
    for total in contents.totals.taxes:
        if total.category is not Category.OUTSIDE and not seller.vat_number:
            yield "seller_has_no_vat_number"  # BR-S-02, BR-Z-02, BR-E-02, BR-AE-02
        if total.category is Category.REVERSE_CHARGE and not (buyer.vat_number or buyer.company_number):
            yield "buyer_has_no_number"  # BR-AE-02
        if total.category is Category.EXEMPT and not total.reason:
            yield "reason_is_missing"  # BR-E-10


def _is_known_by_a_number(seller: Side, contents: Contents) -> bool:
    return bool(seller.company_number or (seller.vat_number and has_vat_numbers(contents)))


def is_a_company(side: Side) -> bool:
    """Whether a side is known by a number, of VAT or of a register: consumers have none."""
    return bool(side.vat_number or side.company_number)
