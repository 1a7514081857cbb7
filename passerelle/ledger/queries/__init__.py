"""What can be asked of the books."""

from passerelle.ledger.queries.balances import Line, Page, balance, balances, statement
from passerelle.ledger.queries.entries import entries_about
from passerelle.ledger.queries.faults import faults_in, what_is_loose
from passerelle.ledger.queries.telling import all_books, told_of

__all__ = [
    "Line",
    "Page",
    "all_books",
    "balance",
    "balances",
    "entries_about",
    "faults_in",
    "statement",
    "told_of",
    "what_is_loose",
]
