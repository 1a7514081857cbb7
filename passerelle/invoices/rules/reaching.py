"""Where a party is reached electronically: its address in Peppol, by the number that it has. Plain Python.

Schemes are those of the Electronic Address Scheme list (EAS) that EN 16931 and Peppol share.
"""

from passerelle.invoices.rules.contents import Contents
from passerelle.invoices.rules.drafts import Side

COMPANY_SCHEMES = {"BE": "0208", "DK": "0184", "FR": "0002", "NO": "0192", "SE": "0007"}
"""Registers of companies (ISO 6523) whose numbers check themselves; Peppol wants some of them named."""
VAT_SCHEMES = {
    "AT": "9914", "BE": "9925", "BG": "9926", "CH": "9927", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "EL": "9933", "ES": "9920", "FR": "9957", "GB": "9932", "HR": "9934", "HU": "9910", "IE": "9935", "IT": "0211",
    "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": "9944", "PL": "9945", "PT": "9946", "RO": "9947",
    "SI": "9949", "SK": "9950",
}  # fmt: skip
"""Schemes of VAT numbers, by the letters before the number."""


def endpoint_of(side: Side) -> tuple[str, str]:
    """Scheme and address; two empty texts for whoever has no number that Peppol knows."""
    if side.country == "BE" and side.company_number:
        return COMPANY_SCHEMES["BE"], side.company_number
    scheme = VAT_SCHEMES.get(side.vat_number[:2], "")
    return (scheme, side.vat_number) if scheme else ("", "")


def is_reachable(contents: Contents) -> bool:
    """Whether the document can travel through Peppol, from its seller to its buyer or, self-billed, the other way."""
    return all(endpoint_of(side)[0] for side in (contents.draft.issuer, contents.draft.buyer))
