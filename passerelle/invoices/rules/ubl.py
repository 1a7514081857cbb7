"""A document as UBL 2.1: Peppol BIS Billing 3.0 and Self-Billing 3.0, or plain EN 16931 where a side cannot be reached.

The names of EN 16931 (BT-…, BG-…) say which of its terms an element is. Elements stand in the order of the schema.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from passerelle.invoices.rules import Category
from passerelle.invoices.rules.contents import Contents
from passerelle.invoices.rules.drafts import DraftLine, Side
from passerelle.invoices.rules.elements import Child, amount, document, element, percent
from passerelle.invoices.rules.reaching import COMPANY_SCHEMES, endpoint_of, is_reachable
from passerelle.invoices.rules.standard import (
    CODES,
    TRANSFER,
    UNIT,
    VATEX,
    WITH_A_REASON,
    day_of,
    has_vat_numbers,
    payment_terms,
    rate_is_told,
    signed,
)

OASIS = "urn:oasis:names:specification:ubl:schema:xsd"
SPACES = {"cac": f"{OASIS}:CommonAggregateComponents-2", "cbc": f"{OASIS}:CommonBasicComponents-2"}
CORE = "urn:cen.eu:en16931:2017"
PEPPOL = "urn:fdc:peppol.eu:2017:poacc"


def ubl(contents: Contents) -> bytes:
    """The document as UBL 2.1."""
    root = "CreditNote" if contents.is_credit_note else "Invoice"
    return document(
        root,
        {"": f"{OASIS}:{root}-2", **SPACES},
        _head(contents, root),
        _answered(contents),
        _party("AccountingSupplierParty", contents.draft.issuer, contents),
        _party("AccountingCustomerParty", contents.draft.buyer, contents),
        _payment(contents),
        element("cac:PaymentTerms", element("cbc:Note", payment_terms(contents))),
        _taxes(contents),
        _totals(contents),
        [_line(nth, line, contents, root) for nth, line in enumerate(contents.draft.lines, 1)],
    )


def _head(contents: Contents, root: str) -> Iterator[Child]:
    draft = contents.draft
    yield from _process(contents)
    yield element("cbc:ID", contents.number)
    yield element("cbc:IssueDate", draft.issued_on.isoformat())
    if draft.due_on and not contents.is_credit_note:
        yield element("cbc:DueDate", draft.due_on.isoformat())
    yield element(f"cbc:{root}TypeCode", CODES[draft.kind])
    yield element("cbc:Note", "\n".join(draft.notes))
    yield element("cbc:DocumentCurrencyCode", draft.currency)
    yield element("cbc:BuyerReference", draft.cause)
    if draft.since or draft.until:
        yield element(
            "cac:InvoicePeriod",
            element("cbc:StartDate", draft.since.isoformat() if draft.since else ""),
            element("cbc:EndDate", draft.until.isoformat() if draft.until else ""),
        )


def _process(contents: Contents) -> Iterator[Child]:
    """BT-24 and BT-23: which rules the document follows. Peppol wants both sides to have an address in it."""
    if not is_reachable(contents):
        yield element("cbc:CustomizationID", CORE)
        return
    name = "selfbilling" if contents.is_self_billed else "billing"
    yield element("cbc:CustomizationID", f"{CORE}#compliant#{PEPPOL}:{name}:3.0")
    yield element("cbc:ProfileID", f"{PEPPOL}:{name}:01:1.0")


def _answered(contents: Contents) -> Child:
    return element(
        "cac:BillingReference", element("cac:InvoiceDocumentReference", element("cbc:ID", contents.draft.answers))
    )


def _party(tag: str, side: Side, contents: Contents) -> Child:
    scheme, address = endpoint_of(side) if is_reachable(contents) else ("", "")
    vat = side.vat_number if has_vat_numbers(contents) else ""
    company = {"schemeID": COMPANY_SCHEMES[side.country]} if side.country in COMPANY_SCHEMES else {}
    return element(
        f"cac:{tag}",
        element(
            "cac:Party",
            element("cbc:EndpointID", address, schemeID=scheme),
            element("cac:PartyName", element("cbc:Name", side.name)),
            element(
                "cac:PostalAddress",
                element("cbc:StreetName", side.street),
                element("cbc:CityName", side.town),
                element("cbc:PostalZone", side.postcode),
                element("cac:Country", element("cbc:IdentificationCode", side.country)),
            ),
            element("cac:PartyTaxScheme", element("cbc:CompanyID", vat), _scheme()) if vat else None,
            element(
                "cac:PartyLegalEntity",
                element("cbc:RegistrationName", side.name),
                element("cbc:CompanyID", side.company_number, **company),
            ),
            element("cac:Contact", element("cbc:ElectronicMail", side.email)),
        ),
    )


def _payment(contents: Contents) -> Child:
    """BG-16: by transfer to the seller, where something is left to pay and an account is known."""
    seller = contents.draft.issuer
    if contents.totals.payable <= 0 or not seller.paid_into:
        return None
    return element(
        "cac:PaymentMeans",
        element("cbc:PaymentMeansCode", TRANSFER),
        element("cbc:PaymentID", contents.draft.payment_reference),
        element(
            "cac:PayeeFinancialAccount",
            element("cbc:ID", seller.paid_into),
            element("cac:FinancialInstitutionBranch", element("cbc:ID", seller.bic)),
        ),
    )


def _taxes(contents: Contents) -> Child:
    return element(
        "cac:TaxTotal",
        _money("TaxAmount", contents.totals.tax, contents),
        [
            element(
                "cac:TaxSubtotal",
                _money("TaxableAmount", one.net, contents),
                _money("TaxAmount", one.tax, contents),
                element(
                    "cac:TaxCategory",
                    *_category(one.category, one.percent_bp),
                    element("cbc:TaxExemptionReasonCode", VATEX.get(one.category)),
                    element("cbc:TaxExemptionReason", one.reason if one.category in WITH_A_REASON else ""),
                    _scheme(),
                ),
            )
            for one in contents.totals.taxes
        ],
    )


def _totals(contents: Contents) -> Child:
    totals = contents.totals
    return element(
        "cac:LegalMonetaryTotal",
        _money("LineExtensionAmount", totals.net, contents),
        _money("TaxExclusiveAmount", totals.net, contents),
        _money("TaxInclusiveAmount", totals.gross, contents),
        _money("PrepaidAmount", totals.paid, contents) if totals.paid else None,
        _money("PayableRoundingAmount", totals.rounding, contents) if totals.rounding else None,
        _money("PayableAmount", totals.payable, contents),
    )


def _line(nth: int, line: DraftLine, contents: Contents, root: str) -> Child:
    quantity, price = signed(line)
    credited = "CreditedQuantity" if root == "CreditNote" else "InvoicedQuantity"
    on = day_of(line, contents)
    day = on.isoformat() if on else ""
    return element(
        f"cac:{root}Line",
        element("cbc:ID", str(nth)),
        element(f"cbc:{credited}", quantity, unitCode=UNIT),
        _money("LineExtensionAmount", line.net, contents),
        element("cac:InvoicePeriod", element("cbc:StartDate", day), element("cbc:EndDate", day)),
        element(
            "cac:Item",
            element("cbc:Name", line.text),
            element("cac:ClassifiedTaxCategory", *_category(line.tax.category, line.tax.percent_bp), _scheme()),
        ),
        element("cac:Price", _money("PriceAmount", price, contents)),
    )


def _category(category: Category, percent_bp: int) -> Iterator[Child]:
    yield element("cbc:ID", category.value)
    if rate_is_told(category):
        yield element("cbc:Percent", percent(percent_bp))


def _scheme() -> Element | None:
    return element("cac:TaxScheme", element("cbc:ID", "VAT"))


def _money(tag: str, minor: int, contents: Contents) -> Child:
    currency = contents.draft.currency
    return element(f"cbc:{tag}", amount(minor, currency), currencyID=currency)
