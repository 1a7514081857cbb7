"""What can be done with the books: open accounts, post, answer a mistake by its reverse, end a month. Nothing else.

Whoever posts several entries in one transaction posts them with one `post_many`: it takes keys and accounts in one
order, so that no two wait for each other.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction

from passerelle.kit import clock
from passerelle.kit.lots import lots
from passerelle.kit.references import is_reference
from passerelle.kit.refusals import Refusal
from passerelle.ledger.holding import MONTH_IS_OVER
from passerelle.ledger.models import Account, Book, Entry, MonthEnd
from passerelle.ledger.queries.balances import Name, accounts_named
from passerelle.ledger.queries.entries import as_posted, entries_by_key, posted_before
from passerelle.ledger.queries.months import day_to_book, open_since
from passerelle.ledger.rules import Draft, first_of_each_key, is_the_same, must_be_an_account, must_be_an_entry
from passerelle.ledger.rules.months import Stage, month_after

AT_ONCE = 10_000  # below the number of variables that a database takes in one statement
_CELLS = {"sqlite": "json_extract(value, '$[{}]')", "postgresql": "CAST(value ->> {} AS {})"}
_ROWS = {"sqlite": "json_each(%s)", "postgresql": "json_array_elements(CAST(%s AS json)) AS told (value)"}
_ENTRY = {"key": "varchar", "cause": "varchar", "dated_on": "date", "line": "varchar", "places": "smallint"}
_ENTRY |= {"reverses_id": "bigint"}
_POSTING = {"entry_id": "bigint", "dated_on": "date", "places": "smallint", "place": "smallint"}
_POSTING |= {"from_account_id": "bigint", "to_account_id": "bigint", "currency": "varchar", "amount": "bigint"}


def open_book(owner: str) -> None:
    """The books of `owner` (`network:7`) are there before anything is posted into them; twice changes nothing.

    Whoever opens them holds them until the transaction ends. Opened with the first entry, they would make others wait
    who hold what that one needs next.
    """
    _book(owner)


def open_account(book: str, kind: str, owner: str, currency: str, *, by: str) -> Account:
    """One account, as `open_accounts` opens several."""
    wanted = (kind, owner, currency)
    return open_accounts(book, [wanted], by=by)[wanted]


def open_accounts(book: str, wanted: Iterable[Name], *, by: str) -> dict[Name, Account]:
    """These accounts in the books of `book` (`network:7`), those opened that were not there; one query where all were.

    They are opened in one order, so that no two who open the same ones wait for each other. The first account opens
    the book. Raises ValueError for what the chart of accounts does not know.
    """
    asked = sorted(set(wanted))
    if not is_reference(book) or not is_reference(by):
        raise ValueError(f"Books and whoever acts are named by reference, not {book!r}, {by!r}.")
    for one in asked:
        must_be_an_account(book, *one)
    found = accounts_named(book, asked)
    if missing := [one for one in asked if one not in found]:
        _open(book, missing, by)
        found |= accounts_named(book, missing)
    return found


@transaction.atomic
def _open(book: str, missing: Sequence[Name], by: str) -> None:
    """Of two who open the same account at once, both find the one: SQLite lets nobody write what is there once more, so
    it is looked for again where nobody else can open it; PostgreSQL leaves it out.
    """
    same, there = {"book": _book(book), "opened_at": clock.now(), "opened_by": by}, accounts_named(book, missing)
    still = (one for one in missing if one not in there)
    new = [Account(kind=kind, owner=owner, currency=currency, **same) for kind, owner, currency in still]
    Account.objects.bulk_create(new, ignore_conflicts=True)


def post(book: str, draft: Draft, *, by: str) -> Entry:
    """Write one entry into the books of `book`; the entry that has this key already, if it says the same.

    Raises Refusal `key_means_another_entry`, `month_is_closed`; ValueError as `post_many`.
    """
    post_many(book, [draft], by=by)
    return entries_by_key(book).get(key=draft.key)


def post_many(book: str, drafts: Iterable[Draft], *, by: str) -> int:
    """Write entries, all or none; how many there were whose keys were not known yet. Those that were stay as they are.

    Raises Refusal `key_means_another_entry` where a known key has other postings or another cause; `month_is_closed`
    where a new one is dated in a month that has ended; ValueError for what the books cannot hold: that is a mistake of
    the caller.
    """
    by_key = first_of_each_key(drafts)
    for draft in by_key.values():
        must_be_an_entry(draft)
    with transaction.atomic():
        kept = Book.objects.get(owner=book)
        return len(_write(kept, by_key, _currencies(kept, by_key.values()), by))


@transaction.atomic
def reverse(entry: Entry, key: str, *, cause: str, line: str = "", by: str) -> Entry:
    """Answer a mistake: the same amounts the other way, naming the old entry. Once at most.

    It is dated on the same day, or on the first day that is open where the old entry's month has ended.

    Raises Refusal `already_reversed`; `key_means_another_entry` where the key stands for something else.
    """
    moves = [move.back for move in as_posted(entry).moves]
    draft = Draft(cause, key, day_to_book(entry.book.owner, entry.dated_on), moves, line)
    must_be_an_entry(draft)
    Entry.objects.select_for_update(no_key=True).get(pk=entry.pk)  # two who reverse at once come one after the other
    before = Entry.objects.filter(reverses=entry).first()
    if before is not None and before.key != key:
        raise Refusal("already_reversed", entry=entry.pk)
    _write(entry.book, {key: draft}, _currencies(entry.book, [draft]), by, reverses=entry.pk)
    return Entry.objects.get(book=entry.book, key=key)


@transaction.atomic
def shut_month(book: str, month: date, *, by: str) -> None:
    """From now on only the closing itself posts into the month that begins on `month`; may be said twice.

    Whoever is about to post is waited for, so that what the month holds is what it will hold.
    """
    _end(book, month, Stage.SHUT, by)


@transaction.atomic
def seal_month(book: str, month: date, *, by: str) -> None:
    """From now on nobody posts into the month that begins on `month`; may be said twice."""
    _end(book, month, Stage.SEALED, by)


def _end(book: str, month: date, stage: Stage, by: str) -> None:
    kept = Book.objects.select_for_update().get(owner=book)
    row = MonthEnd(book=kept, month=month, until=month_after(month), stage=stage, at=clock.now(), by=by)
    if not MonthEnd.objects.filter(book=kept, month=month, stage=stage).exists():
        MonthEnd.objects.bulk_create([row])


def _book(owner: str) -> Book:
    """The books of `owner`, opened if they were not; of two who open them at once, both find the one."""
    if not Book.objects.filter(owner=owner).exists():
        Book.objects.bulk_create([Book(owner=owner, opened_at=clock.now())], ignore_conflicts=True)
    return Book.objects.get(owner=owner)


def _write(
    book: Book, by_key: Mapping[str, Draft], currencies: Mapping[int, str], by: str, reverses: int | None = None
) -> Mapping[str, int]:
    """The numbers of those that are new, by key."""
    if not is_reference(by):
        raise ValueError(f"Whoever acts is named by reference, not {by!r}.")
    _must_be_open(book, by_key)
    new = _write_entries(book, by_key, by, reverses)
    if len(new) < len(by_key):
        _must_say_the_same(book, {key: draft for key, draft in by_key.items() if key not in new}, reverses)
    rows = [row for key, number in new.items() for row in _postings(number, by_key[key], currencies)]
    _insert("ledger_posting", _POSTING, rows, {"book_id": book.pk}, "WHERE true ORDER BY 1, 4")
    return new


def _must_be_open(book: Book, by_key: Mapping[str, Draft]) -> None:
    """Raises Refusal for what is new and dated in a month that has ended; the database would, with no sentence."""
    since = open_since(book.owner)
    late = {key: draft for key, draft in by_key.items() if since and draft.on < since and not key.startswith("month:")}
    if late:
        known = set(Entry.objects.filter(book=book, key__in=list(late)).values_list("key", flat=True))
        for key in late.keys() - known:
            raise Refusal("month_is_closed", on=late[key].on)


def _postings(entry: int, draft: Draft, currencies: Mapping[int, str]) -> Iterator[tuple[Any, ...]]:
    """What is told of each posting of an entry, in the order of `_POSTING`."""
    for place, move in enumerate(draft.moves, 1):
        whence, where = move.from_account, move.to_account
        yield entry, draft.on.isoformat(), len(draft.moves), place, whence, where, currencies[whence], move.amount


def _write_entries(book: Book, by_key: Mapping[str, Draft], by: str, reverses: int | None) -> dict[str, int]:
    """One statement for all, in the order of their keys: whoever posts the same ones waits at the first of them."""
    told = [
        (draft.key, draft.cause, draft.on.isoformat(), draft.line, len(draft.moves), reverses)
        for draft in by_key.values()
    ]
    same = {"book_id": book.pk, "actor": by, "written_at": _moment()}
    known = f"SELECT e.id FROM ledger_entry e WHERE e.book_id = {book.pk} AND e.key = {_cells(_ENTRY)[0]}"  # noqa: S608
    # Not by NOT EXISTS: PostgreSQL cannot know how many rows it is told, and reads every entry of the book for one.
    ending = f"WHERE ({known}) IS NULL ORDER BY 1 ON CONFLICT (book_id, key) DO NOTHING RETURNING key, id"
    try:
        return dict(_insert("ledger_entry", _ENTRY, told, same, ending))
    except IntegrityError as refused:  # somebody shut the month since we looked, and the database said so
        if MONTH_IS_OVER not in str(refused):
            raise
        raise Refusal("month_is_closed", on=min(draft.on for draft in by_key.values())) from refused


def _insert(
    table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]], same: Mapping[str, Any], ending: str
) -> list[Any]:
    """Rows by one statement on either database: told as JSON, together with what is the same for all of them."""
    into, told = ", ".join([*columns, *same]), ", ".join([*_cells(columns), *["%s"] * len(same)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({into}) SELECT {told} FROM {_ROWS[connection.vendor]} {ending}",  # noqa: S608
            [*same.values(), json.dumps(rows)],
        )
        return list(cursor.fetchall()) if cursor.description else []


def _cells(columns: Mapping[str, str]) -> list[str]:
    return [_CELLS[connection.vendor].format(number, kind) for number, kind in enumerate(columns.values())]


def _moment() -> Any:
    return connection.ops.adapt_datetimefield_value(clock.now())


def _must_say_the_same(book: Book, known: Mapping[str, Draft], reverses: int | None) -> None:
    """Raises Refusal where an entry that was posted before says something else under the same key."""
    for entry, before in posted_before(book, known):
        if entry.reverses_id != reverses or not is_the_same(before, known[entry.key]):
            raise Refusal("key_means_another_entry", key=entry.key, entry=entry.pk)


def _currencies(book: Book, drafts: Iterable[Draft]) -> dict[int, str]:
    """The currency of each account that these entries touch. Raises ValueError where one does not go with another."""
    moves = [move for draft in drafts for move in draft.moves]
    touched = {number for move in moves for number in (move.from_account, move.to_account)}
    ours = Account.objects.filter(book=book)
    found: dict[int, str] = {}
    for lot in lots(touched, AT_ONCE):
        found |= ours.filter(pk__in=lot).values_list("pk", "currency")
    if touched - found.keys():
        raise ValueError(f"The books of {book} have no account {min(touched - found.keys())}.")
    for move in moves:
        if found[move.from_account] != found[move.to_account]:
            raise ValueError(f"Accounts {move.from_account} and {move.to_account} are in different currencies.")
    return found
