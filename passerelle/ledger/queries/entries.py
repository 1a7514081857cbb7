"""Entries with what they moved."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from passerelle.kit.lots import lots
from passerelle.ledger.models import Account, Book, Entry, Posting
from passerelle.ledger.rules import Draft, Move
from passerelle.ledger.rules.chart import Kind

AT_ONCE = 500


@dataclass(frozen=True)
class Moving:
    """An entry by kinds of accounts: `moved` says how much went from which to which, `takes_back` from which day."""

    key: str
    cause: str
    on: date
    takes_back: tuple[str, date] | None
    moved: Counter[tuple[str, str]]


def entries_about(cause: str) -> QuerySet[Entry]:
    """What was posted for one cause (`visit:42`) in any book, in the order in which it was."""
    return Entry.objects.filter(cause=cause).order_by("id")


def entries_by_key(book: str) -> QuerySet[Entry]:
    """The entries of the books of `book` (`network:7`), with their book."""
    return Entry.objects.filter(book__owner=book).select_related("book")


def moved_by(book: str, key: str) -> Counter[tuple[str, str, int]]:
    """What the entry with this key moved: from which kind of account to which, and how much; nothing if none has it."""
    found = Posting.objects.filter(entry__book__owner=book, entry__key=key)
    return Counter(found.values_list("from_account__kind", "to_account__kind", "amount"))


def entries_moving(
    book: str, kinds: Iterable[Kind], owners: Iterable[str], currency: str, since: date, until: date | None = None
) -> list[Moving]:
    """What touched accounts of these kinds and owners from `since` to before `until`, by day; "" is any currency."""
    named = {"book__owner": book, "kind__in": list(kinds), "owner__in": list(owners)}
    named |= {"currency": currency} if currency else {}
    accounts = list(Account.objects.filter(**named).values_list("pk", flat=True))
    dated = Posting.objects.filter(dated_on__gte=since, **({"dated_on__lt": until} if until else {}))
    touched = {
        entry for side in ("from_account", "to_account")
        for entry in dated.filter(**{f"{side}__in": accounts}).values_list("entry", flat=True)
    }  # fmt: skip
    found = [
        entry
        for lot in lots(sorted(touched), AT_ONCE)
        for entry in Entry.objects.filter(pk__in=lot)
        .select_related("reverses")
        .prefetch_related("postings__from_account", "postings__to_account")
    ]
    return [_moving(entry) for entry in sorted(found, key=lambda entry: (entry.dated_on, entry.pk))]


def _moving(entry: Entry) -> Moving:
    moved: Counter[tuple[str, str]] = Counter()
    for posting in entry.postings.all():
        moved[posting.from_account.kind, posting.to_account.kind] += posting.amount
    before = (entry.reverses.key, entry.reverses.dated_on) if entry.reverses else None
    return Moving(entry.key, entry.cause, entry.dated_on, before, moved)


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
