"""`passerelle export books`: the books as plain text, for programs that add up for themselves."""

import sys

from babel.numbers import get_currency_precision

from passerelle.console.check_books import books_of
from passerelle.console.words import CannotGoOn
from passerelle.ledger.queries import told_of
from passerelle.ledger.rules.plain_text import FORMATS


def export_books(network: str, space: str, form: str) -> int:
    """Write the books of one network or space. Where only one is kept here, it need not be named. Raises CannotGoOn."""
    books = books_of(network, space)
    if len(books) != 1:
        several = f"{len(books)} books are kept here. Name one: --network SLUG, or --space SLUG."
        raise CannotGoOn(several if books else "No books are kept yet.")
    for line in FORMATS[form](told_of(books[0]), get_currency_precision):
        sys.stdout.write(f"{line}\n")
    return 0
