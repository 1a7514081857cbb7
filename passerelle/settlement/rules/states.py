"""The lives of what a closing leaves behind. Plain Python."""

from enum import StrEnum


class StatementState(StrEnum):
    """Due until it is posted; then settled for good."""

    DUE = "due"
    SETTLED = "settled"


class BundleState(StrEnum):
    """Due until what a holder is invoiced for the month is issued and asked for; then done for good."""

    DUE = "due"
    DONE = "done"


class TransferState(StrEnum):
    """Due, then listed in a file for the bank, then done: the money moved."""

    DUE = "due"
    LISTED = "listed"
    DONE = "done"


class FileForm(StrEnum):
    """What a file is for: the credit transfers of a bank in SEPA, or a table for whoever pays by hand."""

    PAIN = "pain.001"
    CSV = "csv"


class Missing(StrEnum):
    """What a space still has to give before money can leave for it."""

    PARTY = "party"
    ACCOUNT = "account"
    AGREEMENT = "agreement"
