"""What EN 16931 asks of every form of a document, whatever its syntax. Plain Python."""

from datetime import date

from passerelle.invoices.rules import Category
from passerelle.invoices.rules.contents import Contents
from passerelle.invoices.rules.drafts import DocumentKind, DraftLine

CODES = {
    DocumentKind.INVOICE: "380",
    DocumentKind.SELF_BILLED: "389",
    DocumentKind.CREDIT_NOTE: "381",
    DocumentKind.SELF_BILLED_CREDIT_NOTE: "261",
}
"""Kinds of documents in UNTDID 1001."""
TRANSFER = "30"  # UNTDID 4461: credit transfer
UNIT = "C62"  # UN/ECE Recommendation 20: one
VATEX = {Category.REVERSE_CHARGE: "VATEX-EU-AE", Category.OUTSIDE: "VATEX-EU-O"}
"""Why no tax is charged, by code, where the category alone says it (code list VATEX)."""
WITH_A_REASON = (Category.EXEMPT, Category.REVERSE_CHARGE, Category.OUTSIDE)
"""Only these may say why (BR-S-10, BR-Z-10)."""
ON_RECEIPT = {"fr": "Payable à réception", "en": "Payable on receipt"}


def has_vat_numbers(contents: Contents) -> bool:
    """Outside the scope of VAT, VAT numbers are not to be given (BR-O-02 to BR-O-04)."""
    return all(one.category is not Category.OUTSIDE for one in contents.totals.taxes)


def payment_terms(contents: Contents) -> str:
    """BT-20, asked for where something is to be paid and no day is named (BR-CO-25)."""
    draft = contents.draft
    if contents.totals.payable <= 0 or (draft.due_on and not contents.is_credit_note):
        return ""
    return ON_RECEIPT.get(draft.language, ON_RECEIPT["en"])


def signed(line: DraftLine) -> tuple[str, int]:
    """Quantity and price as they are told: no price is below nothing (BR-27), so the count is."""
    quantity = -line.quantity if line.unit_price < 0 else line.quantity
    return format(quantity.normalize(), "f"), abs(line.unit_price)


def day_of(line: DraftLine, contents: Contents) -> date | None:
    """The day of a line, where it lies within the days of the document: Peppol wants no other (R110, R111)."""
    since, until = contents.draft.since, contents.draft.until
    if line.on is None or (since and line.on < since) or (until and line.on > until):
        return None
    return line.on


def rate_is_told(category: str) -> bool:
    """Outside the scope of VAT there is no rate, not even one of nothing (BR-O-05)."""
    return category != Category.OUTSIDE
