"""What a sale says on its invoice, before it has a number."""

from dataclasses import replace
from datetime import date

from passerelle.invoices.queries import side_of
from passerelle.invoices.rules import Category, tax_within
from passerelle.invoices.rules.drafts import Draft, Side, TaxLine
from passerelle.payments.models import Payment
from passerelle.payments.queries import bank_account_of
from passerelle.payments.rules.references import printed
from passerelle.sales.models import Sale
from passerelle.sales.rules import Billed, ToPay, invoice
from passerelle.spaces.models import Space


def bill(sale: Sale, payment: Payment | None, issuer: Side, buyer: Side) -> Draft:
    """The invoice of a sale, that has no number yet; there is no payment where credit pays all."""
    billed = billed_of(sale, sale.line, sale.amount, tax_within(sale.amount, sale.tax.percent_bp), sale.sold_on)
    if payment is None:
        asked = ToPay(sale.amount, sale.sold_on, "")
    else:
        reference = payment.structured_reference
        told = reference if reference.startswith("RF") else printed(reference)
        asked = ToPay(sale.amount if payment.paid_on else sale.from_credit, payment.due_on, told)
    return invoice(billed, issuer, buyer, asked, sale.buyer.language)


def billed_of(sale: Sale, line: str, gross: int, tax: int, on: date) -> Billed:
    """A sale, or a part of it, under the tax that it was sold with."""
    under = sale.tax
    treated = TaxLine(under.code, Category(under.category), under.percent_bp, under.reason)
    return Billed(sale.ref, line, gross, tax, treated, sale.currency, on)


def issuer_of(space: Space) -> Side:
    """The space, with the account to which it is paid."""
    account, side = bank_account_of(space), side_of(space)
    return replace(side, iban=account.iban, bic=account.bic) if account else side
