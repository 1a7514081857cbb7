"""What a banking app reads from a QR code, so that nobody copies an IBAN by hand. Plain Python.

The text is that of the European Payments Council's guideline EPC069-12, version 2: euros only, SEPA credit transfer.
"""

from dataclasses import dataclass

from stdnum import bic as bics
from stdnum import iban as ibans

from passerelle.payments.rules.references import printed

MOST = 99_999_999_999  # cents: the guideline ends at 999 999 999,99 euros


@dataclass(frozen=True)
class Transfer:
    """A transfer to be made: to whom, how much in cents, under which reference."""

    holder: str
    iban: str
    bic: str
    amount: int
    currency: str
    reference: str

    @property
    def can_be_scanned(self) -> bool:
        """Whether the guideline has a code for it."""
        return self.currency == "EUR" and 0 < self.amount <= MOST

    @property
    def lines(self) -> str:
        """What the code holds. A creditor reference has a line of its own; the Belgian one travels as text."""
        structured = self.reference.startswith("RF")
        amount = f"EUR{self.amount // 100}.{self.amount % 100:02}"
        reference = (self.reference, "") if structured else ("", printed(self.reference))
        return "\n".join(("BCD", "002", "1", "SCT", self.bic, self.holder[:70], self.iban, amount, "", *reference))


def is_iban(text: str) -> bool:
    """Whether this is an IBAN whose check digits are right."""
    return bool(ibans.is_valid(text))


def is_bic(text: str) -> bool:
    """Whether this has the form of a BIC (ISO 9362)."""
    return bool(bics.is_valid(text))


def compact_iban(text: str) -> str:
    """Without blanks, in capitals."""
    return str(ibans.compact(text))


def printed_iban(iban: str) -> str:
    """In groups of four."""
    return str(ibans.format(iban))
