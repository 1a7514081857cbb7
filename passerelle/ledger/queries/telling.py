"""All that the books say, for whoever takes them out."""

from collections.abc import Iterator

from django.db.models import Min

from passerelle.kit import clock
from passerelle.ledger.models import Account, Book, Entry
from passerelle.ledger.queries.balances import balances
from passerelle.ledger.rules.plain_text import Kept, Moved, Named, Told

AT_ONCE = 2000


def all_books() -> list[str]:
    """Whose books are kept here, as references."""
    return list(Book.objects.order_by("pk").values_list("owner", flat=True))


def stands_in_books(owner: str) -> bool:
    """Whether any books hold an account of `owner` (`space:2`)."""
    return Account.objects.filter(owner=owner).exists()


def told_of(book: str) -> Told:
    """The books of `book`: every account, every entry by day, and what each account holds after the last."""
    entries = Entry.objects.filter(book__owner=book)
    first = entries.aggregate(first=Min("dated_on"))["first"] or clock.now().date()
    accounts = {
        account.pk: (Named(account.kind, account.owner, account.currency), held) for account, held in balances(book)
    }
    names = {number: named for number, (named, _) in accounts.items()}
    return Told(book, first, list(accounts.values()), _entries(book, names))


def _entries(book: str, names: dict[int, Named]) -> Iterator[Kept]:
    found = Entry.objects.filter(book__owner=book).order_by("dated_on", "pk").prefetch_related("postings")
    for entry in found.iterator(chunk_size=AT_ONCE):
        postings = sorted(entry.postings.all(), key=lambda posting: posting.place)
        moved = [Moved(names[p.from_account_id], names[p.to_account_id], p.amount) for p in postings]
        yield Kept(entry.pk, entry.dated_on, entry.key, entry.cause, entry.actor, entry.line, entry.reverses_id, moved)
