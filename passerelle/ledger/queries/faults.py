"""What is wrong with the books. While the database holds them together, nothing can be: this looks whether it does."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from passerelle.kit.lots import lots
from passerelle.ledger import holding
from passerelle.ledger.models import Account, Book, Entry, MonthEnd, MonthSum, Posting
from passerelle.ledger.rules.chart import Kind
from passerelle.ledger.rules.faults import Fault

AT_ONCE = 500
_MONTH = {
    "sqlite": "substr(dated_on, 1, 8) || '01'",
    "postgresql": "CAST(date_trunc('month', dated_on) AS date)",
}
_SUMS = """
SELECT account_id, month, sum(kept_in), sum(kept_out), sum(real_in), sum(real_out) FROM (
    SELECT account_id, month, debit AS kept_in, credit AS kept_out, 0 AS real_in, 0 AS real_out FROM ledger_monthsum
    UNION ALL
    SELECT to_account_id, {month}, 0, 0, sum(amount), 0 FROM ledger_posting GROUP BY 1, 2
    UNION ALL
    SELECT from_account_id, {month}, 0, 0, 0, sum(amount) FROM ledger_posting GROUP BY 1, 2
) AS sums
GROUP BY account_id, month HAVING sum(kept_in) <> sum(real_in) OR sum(kept_out) <> sum(real_out)
ORDER BY account_id, month
"""
_STRAY = """
SELECT p.id, p.entry_id FROM ledger_posting p
LEFT JOIN ledger_entry e ON e.id = p.entry_id AND e.book_id = p.book_id AND e.dated_on = p.dated_on
    AND e.places = p.places AND p.place BETWEEN 1 AND e.places
LEFT JOIN ledger_account f ON f.id = p.from_account_id AND f.book_id = p.book_id AND f.currency = p.currency
LEFT JOIN ledger_account t ON t.id = p.to_account_id AND t.book_id = p.book_id AND t.currency = p.currency
WHERE e.id IS NULL OR f.id IS NULL OR t.id IS NULL ORDER BY p.id
"""
_AMOUNTS = """
SELECT id, entry_id FROM ledger_posting
WHERE amount <= 0 OR amount <> CAST(amount AS bigint) OR from_account_id = to_account_id ORDER BY id
"""
_PLACES = """
SELECT e.id, e.places, count(p.id) FROM ledger_entry e LEFT JOIN ledger_posting p ON p.entry_id = e.id
GROUP BY e.id, e.places HAVING count(p.id) <> e.places OR count(DISTINCT p.place) <> e.places ORDER BY e.id
"""
_KEYS = """
SELECT min(id), key, count(*) FROM ledger_entry GROUP BY book_id, key HAVING count(*) > 1 ORDER BY 1
"""
_REVERSED_TWICE = """
SELECT reverses_id, count(*) FROM ledger_entry WHERE reverses_id IS NOT NULL
GROUP BY reverses_id HAVING count(*) > 1 ORDER BY 1
"""
_REVERSALS = """
SELECT DISTINCT r.id, r.reverses_id FROM ledger_entry r
LEFT JOIN ledger_entry e ON e.id = r.reverses_id AND e.book_id = r.book_id AND e.id < r.id AND e.places = r.places
LEFT JOIN ledger_posting p ON p.entry_id = r.id
LEFT JOIN ledger_posting o ON o.entry_id = e.id AND o.place = p.place AND o.amount = p.amount
    AND o.currency = p.currency AND o.from_account_id = p.to_account_id AND o.to_account_id = p.from_account_id
WHERE r.reverses_id IS NOT NULL AND (e.id IS NULL OR o.id IS NULL) ORDER BY r.id
"""


def faults_in(books: list[str] | None = None) -> Iterator[Fault]:
    """Everything that is wrong, in these books (`network:7`) or in all, and with what should hold them together."""
    for name in what_is_loose(connection):
        yield Fault("guard_is_missing", name)
    yield from _in_the_books(Account, _of_sums(), books)
    yield from _of_accounts(books)
    yield from _in_the_books(Entry, _of_entries(), books)


def what_is_loose(database: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers, keys and constraints that should hold the books together there and are gone."""
    return list(holding.what_is_loose(database, [Book, Account, Entry, Posting, MonthSum, MonthEnd]))


def _of_sums() -> Iterator[tuple[int, Fault]]:
    for account, month, *sums in _found(_SUMS.format(month=_MONTH[connection.vendor])):
        yield account, Fault("sums_differ", f"account:{account}", (str(month)[:7], *map(int, sums)))


def _of_accounts(books: list[str] | None) -> Iterator[Fault]:
    strange = Account.objects.exclude(kind__in=list(Kind))
    for account in strange if books is None else strange.filter(book__owner__in=books):
        yield Fault("kind_is_not_known", f"account:{account.pk}", (account.kind,))


def _of_entries() -> Iterator[tuple[int, Fault]]:
    for posting, entry in _found(_STRAY):
        yield entry, Fault("posting_is_stray", f"posting:{posting}", (entry,))
    for posting, entry in _found(_AMOUNTS):
        yield entry, Fault("amount_is_wrong", f"posting:{posting}", (entry,))
    for entry, places, there in _found(_PLACES):
        yield entry, Fault("postings_are_missing", f"entry:{entry}", (places, there))
    for entry, key, count in _found(_KEYS):
        yield entry, Fault("key_is_there_twice", f"entry:{entry}", (key, count))
    for entry, count in _found(_REVERSED_TWICE):
        yield entry, Fault("reversed_twice", f"entry:{entry}", (count,))
    for entry, old in _found(_REVERSALS):
        yield entry, Fault("does_not_reverse", f"entry:{entry}", (old,))


def _in_the_books(
    model: type[Account] | type[Entry], numbered: Iterable[tuple[int, Fault]], books: list[str] | None
) -> Iterator[Fault]:
    """The faults of rows of these books. Only what is wrong is looked up: that is next to nothing."""
    if books is None:
        yield from (fault for _, fault in numbered)
        return
    for lot in lots(numbered, AT_ONCE):
        ours = model._base_manager.filter(pk__in={number for number, _ in lot}, book__owner__in=books)
        kept = set(ours.values_list("pk", flat=True))
        yield from (fault for number, fault in lot if number in kept)


def _found(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
