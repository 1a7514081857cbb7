"""Which line of a bank pays what: told line by line, before anything is kept. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from passerelle.payments.rules import WAITING, State
from passerelle.payments.rules.lines import BankLine
from passerelle.payments.rules.references import both_forms

BY_HAND = "hand:"
"""How the key of what a treasurer put down begins."""
DAYS_APART = 5
"""A transfer recorded by hand and the bank's own line of it are dated by so many days apart at most."""


class Verdict(StrEnum):
    """What a line does. The first pays by itself, the next three change nothing; the rest is for a person to decide."""

    PAYS = "pays"
    KNOWN = "known"
    RECORDED = "recorded"
    PAYOUT = "payout"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    OTHER_CURRENCY = "other_currency"
    PAID_BEFORE = "paid_before"
    CANCELLED = "cancelled"
    SEVERAL = "several"
    NOT_KNOWN = "not_known"
    NO_REFERENCE = "no_reference"


@dataclass(frozen=True)
class Waited:
    """A payment as a line meets it: `missing` is what has not come of its amount yet."""

    reference: str
    state: State
    missing: int
    currency: str


@dataclass(frozen=True)
class OnHand:
    """An amount that is known without a line of the bank: recorded by hand, or told by the card processor."""

    key: str
    on: date
    amount: int
    currency: str
    reference: str = ""


def verdict(line: BankLine, waited: Mapping[str, Waited]) -> tuple[Verdict, Waited | None]:
    """What a line that is not known yet does, and the payment that its reference names; `waited` is by reference."""
    named = named_by(line, waited)
    if len(named) > 1:
        return Verdict.SEVERAL, None
    if not named:
        return (Verdict.NOT_KNOWN if line.references else Verdict.NO_REFERENCE), None
    return _against(line, named[0]), named[0]


def named_by(line: BankLine, waited: Mapping[str, Waited]) -> list[Waited]:
    """The payments that a line names, whichever form of the reference the bank passes on."""
    found = (waited.get(form) for reference in line.references for form in both_forms(reference))
    return list(dict.fromkeys(one for one in found if one is not None))


def on_hand(line: BankLine, known: Sequence[OnHand]) -> OnHand | None:
    """What is known of this very line without the bank, nearest in days: of the payment that it names, or of none."""
    forms = {form for reference in line.references for form in both_forms(reference)}
    alike = [one for one in known if (one.amount, one.currency) == (line.amount, line.currency)]
    near = [one for one in alike if abs((one.on - line.on).days) <= DAYS_APART]
    same = [one for one in near if (one.reference in forms if one.reference else not forms)]
    return min(same, key=lambda one: abs((one.on - line.on).days), default=None)


def _against(line: BankLine, payment: Waited) -> Verdict:
    if payment.state == State.CANCELLED:
        return Verdict.CANCELLED
    if payment.state not in WAITING:
        return Verdict.PAID_BEFORE
    if line.currency != payment.currency:
        return Verdict.OTHER_CURRENCY
    if line.amount == payment.missing:
        return Verdict.PAYS
    return Verdict.TOO_LITTLE if line.amount < payment.missing else Verdict.TOO_MUCH
