"""What can be asked of the books."""

from passerelle.ledger.queries.balances import (
    Line,
    Name,
    Page,
    balance,
    balance_of,
    balance_of_all,
    balances,
    balances_of_kinds,
    lines_of,
    owners_moved,
    statement,
)
from passerelle.ledger.queries.entries import Moving, entries_about, entries_by_key, entries_moving, moved_by
from passerelle.ledger.queries.faults import faults_in, what_is_loose
from passerelle.ledger.queries.months import day_to_book, first_month, is_sealed
from passerelle.ledger.queries.moving import (
    Change,
    Moved,
    Narrowed,
    Side,
    changes_by_month,
    held_around,
    held_by,
    moves_about,
    moves_in,
)
from passerelle.ledger.queries.telling import all_books, stands_in_books, told_of

__all__ = [
    "Change",
    "Line",
    "Moved",
    "Moving",
    "Name",
    "Narrowed",
    "Page",
    "Side",
    "all_books",
    "balance",
    "balance_of",
    "balance_of_all",
    "balances",
    "balances_of_kinds",
    "changes_by_month",
    "day_to_book",
    "entries_about",
    "entries_by_key",
    "entries_moving",
    "faults_in",
    "first_month",
    "held_around",
    "held_by",
    "is_sealed",
    "lines_of",
    "moved_by",
    "moves_about",
    "moves_in",
    "owners_moved",
    "stands_in_books",
    "statement",
    "told_of",
    "what_is_loose",
]
