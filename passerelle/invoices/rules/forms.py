"""In which forms a document is handed out, and when its sides are known well enough for each. Plain Python."""

from collections.abc import Iterator
from enum import StrEnum

from passerelle.invoices.rules import Category
from passerelle.invoices.rules.contents import Contents
from passerelle.invoices.rules.drafts import Side


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
    if not is_a_company(seller):
        yield "seller_has_no_number"  # BR-CO-26
    for total in contents.totals.taxes:
        if total.category is not Category.OUTSIDE and not seller.vat_number:
            yield "seller_has_no_vat_number"  # BR-S-02, BR-Z-02, BR-E-02, BR-AE-02
        if total.category is Category.REVERSE_CHARGE and not (buyer.vat_number or buyer.company_number):
            yield "buyer_has_no_number"  # BR-AE-02
        if total.category is Category.EXEMPT and not total.reason:
            yield "reason_is_missing"  # BR-E-10


def is_a_company(side: Side) -> bool:
    """Whether a side is known by a number, of VAT or of a register: consumers have none."""
    return bool(side.vat_number or side.company_number)
