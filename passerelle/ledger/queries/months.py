"""How far the books have come: which months are over for good, and from which day on one may still post."""

from datetime import date

from django.db.models import Max, Min

from passerelle.ledger.models import Entry, MonthEnd
from passerelle.ledger.rules.months import Stage


def open_since(book: str) -> date | None:
    """The first day on which something may still be dated in the books of `book`; None where no month has ended."""
    found: date | None = MonthEnd.objects.filter(book__owner=book).aggregate(since=Max("until"))["since"]
    return found


def day_to_book(book: str, day: date) -> date:
    """`day`, or the first one that is open where its month has ended in the books: what comes late belongs there."""
    return max(day, open_since(book) or day)


def first_month(book: str) -> date | None:
    """The first day of the month in which the books of `book` begin."""
    first: date | None = Entry.objects.filter(book__owner=book).aggregate(first=Min("dated_on"))["first"]
    return first.replace(day=1) if first else None


def is_sealed(book: str, month: date) -> bool:
    """Whether nothing more can be posted into the month that begins on `month`."""
    return MonthEnd.objects.filter(book__owner=book, month=month, stage=Stage.SEALED).exists()
