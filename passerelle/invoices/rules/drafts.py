"""A document before it has a number: who issues it, for whom, with which lines. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from passerelle.invoices.rules import Category


class DocumentKind(StrEnum):
    """Self-billed: the buyer writes it in the seller's name, under an agreement (Directive 2006/112/EC, art. 224)."""

    INVOICE = "invoice"
    SELF_BILLED = "self_billed"
    CREDIT_NOTE = "credit_note"
    SELF_BILLED_CREDIT_NOTE = "self_billed_credit_note"


@dataclass(frozen=True)
class Side:
    """A party as it stands on a document, frozen on its day. `ref` says who it was (`space:7`, `person:3`).

    `account` is how its bank writes an account that has no IBAN; a BIC says then which bank that is.
    """

    ref: str
    name: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    vat_number: str = ""
    company_number: str = ""
    email: str = ""
    iban: str = ""
    bic: str = ""
    account: str = ""

    @property
    def paid_into(self) -> str:
        """The account by which it can be paid; empty where none is known."""
        return self.iban or self.account


@dataclass(frozen=True)
class TaxLine:
    """The treatment of a line, as `Tax` says it."""

    code: str
    category: Category
    percent_bp: int
    reason: str = ""


@dataclass(frozen=True)
class DraftLine:
    """One line: `net` is `quantity` times `unit_price`, in minor units, without tax; negative for what is taken off."""

    text: str
    quantity: Decimal
    unit_price: int
    net: int
    tax: TaxLine
    on: date | None = None


@dataclass(frozen=True)
class Draft:
    """A document to be issued once under `key`; `cause` is what it is about (`month:2027-01`, `pass:42`).

    `issuer` is in whose name it is numbered: the seller, also of a self-billed document. `answers` is the number of the
    document that a credit note answers. `since` and `until` (included) are the days that the lines are about. `charged`
    is what was asked for the lines one by one, tax included, where that was so: the cents between are rounding.
    """

    kind: DocumentKind
    key: str
    cause: str
    issuer: Side
    buyer: Side
    currency: str
    issued_on: date
    lines: Sequence[DraftLine]
    language: str = "fr"
    due_on: date | None = None
    since: date | None = None
    until: date | None = None
    answers: str = ""
    payment_reference: str = ""
    paid: int = 0
    charged: int | None = None
    notes: Sequence[str] = field(default_factory=tuple)
