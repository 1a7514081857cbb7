"""What a service of a space is, and what cannot be offered. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

MOST = 10_000_000
LONGEST_TEXT = 1000
LONGEST_NAME = 80
LONGEST_TERM = 120  # months


class Kind(StrEnum):
    """What is done for a company: its registered office, the telephone and letters it writes, the post it gets."""

    DOMICILIATION = "domiciliation"
    SECRETARIAT = "secretariat"
    MAIL = "mail"
    OTHER = "other"


class Per(StrEnum):
    """For what the price is."""

    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    PIECE = "piece"
    ONCE = "once"


@dataclass(frozen=True)
class Described:
    """A service as a manager describes it; names may be empty, and then the kind is its name.

    `price` is without tax, in minor units of the space's currency. A text in one language is enough. Whoever gives
    companies a registered office needs the word of the authorities: in Belgium a registration as a provider of services
    to companies (law of 29 March 2018), in France an approval (Code de commerce, art. L123-11-3). `approval_number` is
    its number, `approved_by` who gave it, `term_months` how long a contract lasts at least.
    """

    kind: Kind
    price: int
    per: Per
    text_fr: str = ""
    text_en: str = ""
    name_fr: str = ""
    name_en: str = ""
    approval_number: str = ""
    approved_by: str = ""
    term_months: int = 0

    def tidied(self) -> "Described":
        """Without stray blanks; an approval is domiciliation's alone."""
        has_approval = self.kind is Kind.DOMICILIATION
        return replace(
            self,
            text_fr=self.text_fr.strip(),
            text_en=self.text_en.strip(),
            name_fr=_in_one_line(self.name_fr),
            name_en=_in_one_line(self.name_en),
            approval_number=_in_one_line(self.approval_number) if has_approval else "",
            approved_by=_in_one_line(self.approved_by) if has_approval else "",
        )

    def faults(self) -> Mapping[str, str]:
        """What cannot be offered: the field, and the code of what is wrong with it."""
        found: dict[str, str] = {}
        if not 0 < self.price <= MOST:
            found["price"] = "out_of_range"
        if not 0 <= self.term_months <= LONGEST_TERM:
            found["term_months"] = "out_of_range"
        if not self.text_fr and not self.text_en:
            found["text_fr"] = "text_is_missing"
        if self.kind is Kind.OTHER:
            found |= {name: "name_is_missing" for name in ("name_fr", "name_en") if not getattr(self, name)}
        if self.kind is Kind.DOMICILIATION:
            found |= {} if self.approval_number else {"approval_number": "approval_is_missing"}
            found |= {} if self.term_months else {"term_months": "term_is_missing"}
        longest = {"text_fr": LONGEST_TEXT, "text_en": LONGEST_TEXT, "name_fr": LONGEST_NAME, "name_en": LONGEST_NAME}
        longest |= {"approval_number": LONGEST_NAME, "approved_by": LONGEST_NAME}
        found |= {name: "too_long" for name, most in longest.items() if len(getattr(self, name)) > most}
        return found


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
