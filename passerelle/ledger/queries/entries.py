"""Entries with what they moved."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from passerelle.kit.lots import lots
from passerelle.ledger.models import Book, Entry
from passerelle.ledger.rules import Draft, Move

AT_ONCE = 500


def entries_about(cause: str) -> QuerySet[Entry]:
    """What was posted for one cause (`visit:42`) in any book, in the order in which it was."""
    return Entry.objects.filter(cause=cause).order_by("id")


def entries_by_key(book: str) -> QuerySet[Entry]:
    """The entries of the books of `book` (`network:7`), with their book."""
    return Entry.objects.filter(book__owner=book).select_related("book")


def as_posted(entry: Entry) -> Draft:
    """What an entry says, as it was told when it was posted."""
    moves = [
        Move(posting.from_account_id, posting.to_account_id, posting.amount)
        for posting in sorted(entry.postings.all(), key=lambda posting: posting.place)
    ]
    return Draft(entry.cause, entry.key, entry.dated_on, moves, entry.line)


def posted_before(book: Book, keys: Iterable[str]) -> Iterator[tuple[Entry, Draft]]:
    """The entries that have one of these keys, each with what it says."""
    for lot in lots(sorted(keys), AT_ONCE):
        for entry in Entry.objects.filter(book=book, key__in=lot).prefetch_related("postings"):
            yield entry, as_posted(entry)
