"""What can be wrong with the books, and how it is said. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: a code, what it is about (`account:3`, or the name of a trigger or key), and facts."""

    code: str
    about: str
    facts: tuple[Any, ...] = ()

    @property
    def sentence(self) -> str:
        """For whoever runs the instance."""
        return SENTENCES[self.code].format(self.about, *self.facts)


SENTENCES: Mapping[str, str] = {
    "guard_is_missing": "The database does not have {0} as it should: it would let the books be spoilt.",
    "sums_differ": "{0}: for {1} a debit of {2} and a credit of {3} are kept; its postings say {4} and {5}.",
    "kind_is_not_known": "{0} is of the kind {1}, which the chart of accounts does not know.",
    "posting_is_stray": "{0} of entry:{1} is in another book, currency, day or place than its entry and accounts.",
    "amount_is_wrong": "{0} of entry:{1} does not move a positive whole amount from one account to another.",
    "postings_are_missing": "{0} should have {1} postings and has {2}.",
    "key_is_there_twice": "{0} has the key {1}, which {2} entries of its book have.",
    "reversed_twice": "{0} is reversed by {1} entries.",
    "does_not_reverse": "{0} says that it reverses entry:{1}, and does not move the same amounts back.",
    "credits_differ": "{0}: the books hold {1} of credits for it, and what is left of it was paid with {2}.",
    "used_days_differ": "{0}: of its lot {1}, {2} days count as used, and {3} were charged.",
    "account_differs": "{0}: the books say that {2} {1} are owed on account; charges less payments come to {3}.",
    "stay_is_not_even": "{0} keeps {1} {2} that are neither owed to its space nor given back.",
    "stay_differs": "{0} is {1} and paid with {2}: the books say otherwise of what its space is owed.",
    "figures_differ": "{0} of {1}: derived again from the books, its figures are not those that were kept.",
    "transfers_differ": "{0}: in {1} it is to be paid {3} {2}, and the transfers of that month come to {4}.",
    "document_differs": "{0}: {1} has another hash than when it was issued.",
    "numbers_have_gaps": "{0}: {2} documents of the series {1} were issued, and {3} are there.",
    "receipts_differ": "{0}: the books hold {2} {1} that nobody knows, and receipts that are not known come to {3}.",
}
"""By code; {0} is what the fault is about, the others are its facts."""
