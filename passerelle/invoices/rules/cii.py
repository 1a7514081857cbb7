"""A document as UN/CEFACT Cross Industry Invoice, profile EN 16931: the figures inside a Factur-X sheet.

The names of EN 16931 (BT-…, BG-…) say which of its terms an element is. Elements stand in the order of the schema.
"""

from datetime import date

from passerelle.invoices.rules.contents import Contents
from passerelle.invoices.rules.drafts import DraftLine, Side
from passerelle.invoices.rules.elements import Child, amount, document, element, percent
from passerelle.invoices.rules.reaching import COMPANY_SCHEMES, endpoint_of
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
from passerelle.invoices.rules.totals import TaxTotal

UNECE = "urn:un:unece:uncefact:data:standard"
SPACES = {
    "rsm": f"{UNECE}:CrossIndustryInvoice:100",
    "ram": f"{UNECE}:ReusableAggregateBusinessInformationEntity:100",
    "qdt": f"{UNECE}:QualifiedDataType:100",
    "udt": f"{UNECE}:UnqualifiedDataType:100",
}
PROFILE = "urn:cen.eu:en16931:2017"


def cii(contents: Contents) -> bytes:
    """The document as CII."""
    draft = contents.draft
    return document(
        "rsm:CrossIndustryInvoice",
        SPACES,
        element(
            "rsm:ExchangedDocumentContext",
            element("ram:GuidelineSpecifiedDocumentContextParameter", element("ram:ID", PROFILE)),
        ),
        element(
            "rsm:ExchangedDocument",
            element("ram:ID", contents.number),
            element("ram:TypeCode", CODES[draft.kind]),
            _moment("ram:IssueDateTime", draft.issued_on),
            [element("ram:IncludedNote", element("ram:Content", note)) for note in draft.notes],
        ),
        element(
            "rsm:SupplyChainTradeTransaction",
            [_line(nth, line, contents) for nth, line in enumerate(draft.lines, 1)],
            element(
                "ram:ApplicableHeaderTradeAgreement",
                element("ram:BuyerReference", draft.cause),
                _party("ram:SellerTradeParty", draft.issuer, contents),
                _party("ram:BuyerTradeParty", draft.buyer, contents),
            ),
            _delivery(contents),
            _settlement(contents),
        ),
    )


def _line(nth: int, line: DraftLine, contents: Contents) -> Child:
    quantity, price = signed(line)
    on = day_of(line, contents)
    currency = contents.draft.currency
    return element(
        "ram:IncludedSupplyChainTradeLineItem",
        element("ram:AssociatedDocumentLineDocument", element("ram:LineID", str(nth))),
        element("ram:SpecifiedTradeProduct", element("ram:Name", line.text)),
        element(
            "ram:SpecifiedLineTradeAgreement",
            element("ram:NetPriceProductTradePrice", element("ram:ChargeAmount", amount(price, currency))),
        ),
        element("ram:SpecifiedLineTradeDelivery", element("ram:BilledQuantity", quantity, unitCode=UNIT)),
        element(
            "ram:SpecifiedLineTradeSettlement",
            element(
                "ram:ApplicableTradeTax",
                element("ram:TypeCode", "VAT"),
                element("ram:CategoryCode", line.tax.category.value),
                _rate(line.tax.category, line.tax.percent_bp),
            ),
            _period(on, on),
            element(
                "ram:SpecifiedTradeSettlementLineMonetarySummation",
                element("ram:LineTotalAmount", amount(line.net, currency)),
            ),
        ),
    )


def _party(tag: str, side: Side, contents: Contents) -> Child:
    company = {"schemeID": COMPANY_SCHEMES[side.country]} if side.country in COMPANY_SCHEMES else {}
    scheme, address = endpoint_of(side)
    vat = side.vat_number if has_vat_numbers(contents) else ""
    return element(
        tag,
        element("ram:Name", side.name),
        element("ram:SpecifiedLegalOrganization", element("ram:ID", side.company_number, **company)),
        element(
            "ram:PostalTradeAddress",
            element("ram:PostcodeCode", side.postcode),
            element("ram:LineOne", side.street),
            element("ram:CityName", side.town),
            element("ram:CountryID", side.country),
        ),
        element("ram:URIUniversalCommunication", element("ram:URIID", address, schemeID=scheme)),
        element("ram:SpecifiedTaxRegistration", element("ram:ID", vat, schemeID="VA")),
    )


def _delivery(contents: Contents) -> Child:
    """Has to stand there even when it says nothing; the last of the days that the document is about."""
    day = contents.draft.until or contents.draft.issued_on
    return element(
        "ram:ApplicableHeaderTradeDelivery",
        element("ram:ActualDeliverySupplyChainEvent", _moment("ram:OccurrenceDateTime", day)),
    )


def _settlement(contents: Contents) -> Child:
    draft = contents.draft
    return element(
        "ram:ApplicableHeaderTradeSettlement",
        element("ram:PaymentReference", draft.payment_reference),
        element("ram:InvoiceCurrencyCode", draft.currency),
        _payment(contents),
        [_tax(one, contents) for one in contents.totals.taxes],
        _period(draft.since, draft.until),
        _terms(contents),
        _totals(contents),
        element("ram:InvoiceReferencedDocument", element("ram:IssuerAssignedID", draft.answers)),
    )


def _payment(contents: Contents) -> Child:
    seller = contents.draft.issuer
    if contents.totals.payable <= 0 or not seller.paid_into:
        return None
    return element(
        "ram:SpecifiedTradeSettlementPaymentMeans",
        element("ram:TypeCode", TRANSFER),
        element(
            "ram:PayeePartyCreditorFinancialAccount",
            element("ram:IBANID", seller.iban),
            element("ram:ProprietaryID", "" if seller.iban else seller.account),
        ),
        element("ram:PayeeSpecifiedCreditorFinancialInstitution", element("ram:BICID", seller.bic)),
    )


def _tax(one: TaxTotal, contents: Contents) -> Child:
    currency = contents.draft.currency
    return element(
        "ram:ApplicableTradeTax",
        element("ram:CalculatedAmount", amount(one.tax, currency)),
        element("ram:TypeCode", "VAT"),
        element("ram:ExemptionReason", one.reason if one.category in WITH_A_REASON else ""),
        element("ram:BasisAmount", amount(one.net, currency)),
        element("ram:CategoryCode", one.category.value),
        element("ram:ExemptionReasonCode", VATEX.get(one.category)),
        _rate(one.category, one.percent_bp),
    )


def _terms(contents: Contents) -> Child:
    due_on = None if contents.is_credit_note else contents.draft.due_on
    return element(
        "ram:SpecifiedTradePaymentTerms",
        element("ram:Description", payment_terms(contents)),
        _moment("ram:DueDateDateTime", due_on),
    )


def _totals(contents: Contents) -> Child:
    totals, currency = contents.totals, contents.draft.currency
    return element(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        element("ram:LineTotalAmount", amount(totals.net, currency)),
        element("ram:TaxBasisTotalAmount", amount(totals.net, currency)),
        element("ram:TaxTotalAmount", amount(totals.tax, currency), currencyID=currency),
        element("ram:RoundingAmount", amount(totals.rounding, currency) if totals.rounding else ""),
        element("ram:GrandTotalAmount", amount(totals.gross, currency)),
        element("ram:TotalPrepaidAmount", amount(totals.paid, currency) if totals.paid else ""),
        element("ram:DuePayableAmount", amount(totals.payable, currency)),
    )


def _rate(category: str, percent_bp: int) -> Child:
    return element("ram:RateApplicablePercent", percent(percent_bp) if rate_is_told(category) else "")


def _period(since: date | None, until: date | None) -> Child:
    return element("ram:BillingSpecifiedPeriod", _moment("ram:StartDateTime", since), _moment("ram:EndDateTime", until))


def _moment(tag: str, day: date | None) -> Child:
    return element(tag, element("udt:DateTimeString", f"{day:%Y%m%d}" if day else "", format="102"))
