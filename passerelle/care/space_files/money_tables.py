"""The tables of what a space sells and is paid, and of what networks settle with it."""

from django.db.models import Q

from passerelle.care.space_files.life_tables import LIFE
from passerelle.care.space_files.table import Table
from passerelle.care.space_files.tables import DAYS, PAGE, PEOPLE, ROOMS
from passerelle.invoices.models import Document, Party, SpaceTax, Tax
from passerelle.invoices.queries import documents_of_space
from passerelle.passes.models import Charge
from passerelle.payments.models import BankAccount, Dispute, Payment, Payout, Receipt, Refund
from passerelle.payments.models import Statement as BankFile
from passerelle.sales.models import Sale
from passerelle.settlement.models import Agreement, Statement, Transfer
from passerelle.spaces.models import Space

PAYMENT = {
    "payment": "pk", "reference": "reference", "because_of": "cause", "line": "line", "person": "payer_id",
    "person_name": "payer__name", "amount": "amount", "currency": "currency", "method": "method",
    "structured_reference": "structured_reference", "state": "state", "asked_at": "asked_at", "due_on": "due_on",
    "paid_on": "paid_on", "paid_back": "refunded", "reminded_at": "reminded_at",
}  # fmt: skip

MONEY = (
    Table("taxes", Tax, "space", {
        "tax": "code", "category": "category", "percent_bp": "percent_bp", "reason": "reason",
    }),
    Table("sales", Sale, "space", {
        "sale": "pk", "reference": "reference", "because_of": "cause", "person": "buyer_id",
        "person_name": "buyer__name", "line": "line", "amount": "amount", "currency": "currency", "tax": "tax__code",
        "sold_on": "sold_on", "sold_at": "sold_at", "document": "document__number", "taken_back_at": "taken_back_at",
        "credited": "credited", "from_credit": "from_credit",
    }),
    Table("payments", Payment, "space", PAYMENT),
    Table("cash_for_networks", Payment, "taken_by", {"network": "network__name"} | PAYMENT),
    Table("refunds", Refund, "payment__space", {
        "payment": "payment_id", "amount": "amount", "currency": "payment__currency", "state": "state",
        "promised_at": "promised_at", "sent_at": "sent_at", "paid_on": "paid_on", "by_hand": "by_hand",
    }),
    Table("disputes", Dispute, "payment__space", {
        "payment": "payment_id", "amount": "amount", "currency": "payment__currency", "state": "state",
        "opened_at": "opened_at", "ended_at": "ended_at",
    }),
    Table("payouts", Payout, "space", {
        "on": "on", "amount": "amount", "fee": "fee", "currency": "currency", "receipt": "receipt_id",
    }),
    Table("receipts", Receipt, "space", {
        "receipt": "pk", "on": "on", "amount": "amount", "currency": "currency", "from_whom": "who", "line": "said",
        "by_hand": "by_hand", "payment": "payment_id", "state": "state", "kept_at": "kept_at",
    }),
    Table("bank_files", BankFile, "space", {
        "reference": "reference", "file_name": "file_name", "sent_at": "sent_at", "taken_in_at": "taken_in_at",
    }),
    Table("bank_account", BankAccount, "space", {"holder": "holder", "iban": "iban", "bic": "bic"}),
    Table("name_on_documents", Party, lambda space: Q(owner=space.ref), {
        "name": "name", "street": "street", "postcode": "postcode", "town": "town", "country": "country",
        "vat_number": "vat_number", "company_number": "company_number", "mail_address": "email", "iban": "iban",
        "bic": "bic", "account": "account",
    }),
    Table("documents", Document, lambda space: Q(pk__in=_documents(space)), {
        "document": "pk", "number": "number", "kind": "kind", "because_of": "cause", "issuer": "issuer",
        "issuer_name": "issuer_name", "buyer": "buyer", "buyer_name": "buyer_name", "net": "net", "tax_amount": "tax",
        "to_pay": "payable", "currency": "currency", "issued_on": "issued_on", "due_on": "due_on",
        "answers": "answers__number",
    }),
    Table("charges_of_passes", Charge, "space", {
        "reference": "reference", "network": "of_pass__network__name", "person": "of_pass__person_id",
        "person_name": "of_pass__person__name", "day": "day", "kind": "kind", "line": "line", "price": "price",
        "currency": "currency", "state": "state", "charged_at": "charged_at", "charged_by": "charged_by",
        "contested_at": "contested_at", "contested_because": "contested_because", "answered_at": "answered_at",
        "answered_by": "answered_by", "answer": "answer", "decided_at": "decided_at",
    }),
    Table("self_billing", Agreement, "space", {
        "network": "network__name", "agreed_at": "agreed_at", "agreed_by": "agreed_by",
    }),
    Table("taxes_in_networks", SpaceTax, "space", {"network": "network__name", "tax": "tax__code"}),
    Table("months", Statement, "space", {
        "network": "closing__network__name", "month": "closing__month", "currency": "currency", "state": "state",
        "charges": "charges", "commission": "commission", "tax_amount": "tax", "collected": "collected",
        "carried_in": "carried_in", "owed_to_space": "net", "outcome": "outcome", "tax": "tax_code",
        "percent_bp": "tax_bp",
    }),
    Table("transfers", Transfer, lambda space: Q(payer=space.ref) | Q(payee=space.ref), {
        "network": "closing__network__name", "month": "closing__month", "payer": "payer", "payee": "payee",
        "amount": "amount", "currency": "currency", "reference": "reference", "state": "state", "due_on": "due_on",
        "done_on": "done_on",
    }),
)  # fmt: skip

TABLES: tuple[Table, ...] = (*PAGE, *PEOPLE, *DAYS, *ROOMS, *LIFE, *MONEY)


def _documents(space: Space) -> list[int]:
    return list(documents_of_space(space).order_by().values_list("pk", flat=True))
