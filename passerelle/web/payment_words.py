"""The words of payments: what became of one, what a bank's line does and why not, what is wrong with a bank's file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.payments.rules import RefundState, State
from passerelle.payments.rules.matching import Verdict
from passerelle.web.words import Words

LOOKS = {
    State.ASKED: "requested",
    State.FAILED: "no_show",
    State.CANCELLED: "cancelled",
    State.PAID: "accepted",
    State.REFUNDED: "closed",
    State.DISPUTED: "no_show",
    State.LOST: "no_show",
}
"""Which state of a visit a payment looks like: one set of signs for all."""
REFUNDS: Words = {
    RefundState.PROMISED: _("to be sent"),
    RefundState.SENT: _("on its way"),
    RefundState.PAID: _("sent back"),
    RefundState.FAILED: _("refused by the card; to be sent by transfer"),
}
VERDICTS: Words = {
    Verdict.PAYS: _("pays what was asked"),
    Verdict.KNOWN: _("known from an earlier file"),
    Verdict.RECORDED: _("recorded by hand already"),
    Verdict.PAYOUT: _("the card processor’s transfer, known already"),
    Verdict.TOO_LITTLE: _("less than was asked"),
    Verdict.TOO_MUCH: _("more than was asked"),
    Verdict.OTHER_CURRENCY: _("in another currency than was asked"),
    Verdict.PAID_BEFORE: _("for a payment that has come already"),
    Verdict.CANCELLED: _("for a payment that was cancelled"),
    Verdict.SEVERAL: _("names several payments"),
    Verdict.NOT_KNOWN: _("names no payment that is known here"),
    Verdict.NO_REFERENCE: _("names no payment"),
}
WRONG_FILES: dict[str, Any] = {
    "not_a_statement": _("This is neither a CAMT.053 nor a table with a date and an amount for each line."),
    "too_large": _("This file is larger than 5 MB."),
    "too_many_lines": _("This file has more than 20,000 lines. Send it in parts."),
    "day_is_wrong": _("Line %(line)s: “%(what)s” is not a date."),
    "currency_is_wrong": _("Line %(line)s: “%(what)s” is not a currency, as EUR is."),
    "amount_is_wrong": _("Line %(line)s: “%(what)s” is not an amount."),
    "another_account": _("This file is of another account: %(what)s."),
}


def look(state: str) -> str:
    """The sign and colour of a payment’s state."""
    return LOOKS[State(state)]


def refund_word(state: str) -> str:
    """What became of money promised back."""
    return str(REFUNDS[RefundState(state)])


def verdict_words(verdict: Verdict) -> str:
    """What a line of a bank’s file does, or why it does nothing by itself."""
    return str(VERDICTS[verdict])


def wrong_file_sentence(why: str, line: int, what: str) -> str:
    """What is wrong with a file, for whoever can mend it."""
    return str(WRONG_FILES[why]) % {"line": line, "what": what}
