"""A document as it is kept: one text that says everything, and its hash. Plain Python.

The text is JSON with its names in order and no blanks, so that the same contents are always the same bytes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from passerelle.invoices.rules import Category
from passerelle.invoices.rules.drafts import DocumentKind, Draft, DraftLine, Side, TaxLine
from passerelle.invoices.rules.totals import CREDITS, TaxTotal, Totals, totals_of

SELF_BILLED = (DocumentKind.SELF_BILLED, DocumentKind.SELF_BILLED_CREDIT_NOTE)
DAYS = ("issued_on", "due_on", "since", "until")


@dataclass(frozen=True)
class Contents:
    """What a document says: the draft that it was, the number it was given, and what it comes to."""

    number: str
    draft: Draft
    totals: Totals

    @property
    def is_credit_note(self) -> bool:
        """Whether it answers another document."""
        return self.draft.kind in CREDITS

    @property
    def is_self_billed(self) -> bool:
        """Whether the buyer wrote it, in the seller's name."""
        return self.draft.kind in SELF_BILLED


def numbered(draft: Draft, number: str) -> Contents:
    """The draft with its number."""
    return Contents(number, draft, totals_of(draft.lines, draft.paid, draft.charged))


def written(contents: Contents) -> str:
    """The text that is kept."""
    return json.dumps(asdict(contents), default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Contents:
    """The contents that `written` wrote."""
    told = json.loads(text)
    totals, draft = told["totals"], told["draft"]
    taxes = tuple(TaxTotal(**{**one, "category": Category(one["category"])}) for one in totals["taxes"])
    return Contents(told["number"], _draft(draft), Totals(**{**totals, "taxes": taxes}))


def hash_of(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _draft(told: Mapping[str, Any]) -> Draft:
    read_so = {
        "kind": DocumentKind(told["kind"]),
        "issuer": Side(**told["issuer"]),
        "buyer": Side(**told["buyer"]),
        "lines": tuple(map(_line, told["lines"])),
        "notes": tuple(told["notes"]),
        **{name: _day(told[name]) for name in DAYS},
    }
    return Draft(**{**told, **read_so})


def _line(told: Mapping[str, Any]) -> DraftLine:
    tax = TaxLine(**{**told["tax"], "category": Category(told["tax"]["category"])})
    return DraftLine(**{**told, "quantity": Decimal(told["quantity"]), "tax": tax, "on": _day(told["on"])})


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _plain(value: Any) -> str:
    """A day, or a quantity without the noughts that say nothing."""
    return value.isoformat() if isinstance(value, date) else format(value.normalize(), "f")
