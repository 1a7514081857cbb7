"""How a document is numbered: a series for each issuer, kind and year, without gaps. Plain Python."""

from passerelle.invoices.rules.drafts import DocumentKind

PREFIXES = {
    DocumentKind.INVOICE: "F",
    DocumentKind.SELF_BILLED: "AF",
    DocumentKind.CREDIT_NOTE: "NC",
    DocumentKind.SELF_BILLED_CREDIT_NOTE: "ANC",
}
"""Facture, autofacture, note de crédit. What a seller numbers on its own never collides with what is self-billed."""


def number_of(kind: DocumentKind, year: int, nth: int) -> str:
    """`F2027-0001`; beyond 9999 it grows a figure."""
    return f"{PREFIXES[kind]}{year}-{nth:04}"
