"""The database itself holds the books together: tried by SQL that goes around the code."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from passerelle.ledger.actions import post, reverse
from passerelle.ledger.holding import hold, let_go
from passerelle.ledger.models import Account, Entry, MonthSum, Posting
from passerelle.ledger.queries import balance, faults_in, what_is_loose
from tests.ledger.conftest import BOOK, TREASURER, Accounts, draft

pytestmark = pytest.mark.django_db
TABLES = ("ledger_book", "ledger_account", "ledger_entry", "ledger_posting")
DEBIT_OF_ALL = "SELECT sum(debit) - sum(credit) FROM ledger_monthsum"


def run(sql: str, *facts: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return cursor.fetchall() if cursor.description else []


def refuses(sql: str, *facts: Any, match: str | None = None) -> bool:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        run(sql, *facts)
    return True


@pytest.fixture
def entry(ours: Accounts) -> Entry:
    return post(BOOK, draft("k1", (ours.credits, ours.bank, 100)), by=TREASURER)


def insert(entry: Entry, **facts: Any) -> tuple[Any, ...]:
    """SQL for one posting beside those that are there, right unless `facts` say otherwise."""
    first = Posting.objects.filter(entry=entry).values().first()
    assert first
    row = {name: value for name, value in first.items() if name != "id"} | facts
    columns, holes = ", ".join(row), ", ".join(["%s"] * len(row))
    return f"INSERT INTO ledger_posting ({columns}) VALUES ({holes})", *row.values()


def half_written(ours: Accounts, places: int = 2) -> Entry:
    """An entry that says it has two postings and has only its first: written around the code, it can be completed."""
    whole = post(BOOK, draft("k9", (ours.credits, ours.bank, 1)), by=TREASURER)
    row = Entry.objects.filter(pk=whole.pk).values().get()
    row |= {"key": "half", "places": places, "reverses_id": None}
    del row["id"]
    run(f"INSERT INTO ledger_entry ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", *row.values())
    half = Entry.objects.get(key="half")
    first = Posting.objects.filter(entry=whole).values().get() | {"entry_id": half.pk, "places": places}
    del first["id"]
    run(f"INSERT INTO ledger_posting ({', '.join(first)}) VALUES ({', '.join(['%s'] * len(first))})", *first.values())
    return half


# What cannot be written down


def test_a_second_posting_finds_its_place_only_where_one_was_kept_for_it(ours: Accounts, entry: Entry) -> None:
    half = half_written(ours)
    run(*insert(half, place=2))
    assert refuses(*insert(half, place=3), match="posting_has_a_place")
    for place in (0, 1, 2):
        assert refuses(*insert(entry, place=place))
    assert refuses(*insert(entry, place=2, places=2))


@pytest.mark.parametrize(
    "facts",
    [
        {"currency": "HKD"},
        {"amount": 0},
        {"amount": -100},
        {"amount": 10**13 + 1},
        {"dated_on": "2027-01-05"},
        {"places": 3},
        {"entry_id": 999_999},
        {"from_account_id": 999_999},
        {"amount": None},
    ],
    ids=str,
)
def test_a_posting_that_is_not_right_is_refused(ours: Accounts, facts: dict[str, Any]) -> None:
    half = half_written(ours)
    assert refuses(*insert(half, place=2, **facts))
    run(*insert(half, place=2))


def test_a_posting_stays_in_one_currency_one_book_and_between_two_accounts(ours: Accounts) -> None:
    half, theirs = half_written(ours), Accounts("network:2")
    strangers = [ours.owed_in_hkd, theirs.bank, theirs.credits]
    for stranger in strangers:
        for side in ("from_account_id", "to_account_id"):
            for more in ({}, {"currency": stranger.currency}, {"book_id": stranger.book_id}):
                assert refuses(*insert(half, place=2, **{side: stranger.pk}, **more))
    both = {"from_account_id": theirs.bank.pk, "to_account_id": theirs.credits.pk, "book_id": theirs.bank.book_id}
    assert refuses(*insert(half, place=2, **both))
    assert refuses(*insert(half, place=2, from_account_id=ours.bank.pk, to_account_id=ours.bank.pk))


def test_halves_of_a_cent_and_words_are_refused(ours: Accounts) -> None:
    half = half_written(ours, places=3)
    if connection.vendor == "postgresql":
        pytest.skip("a column of whole numbers that would keep a half (PostgreSQL has none)")
    for facts in ({"amount": 1.5}, {"amount": "many"}, {"place": 2.5}, {"dated_on": "today"}):
        assert refuses(*insert(half, **({"place": 2} | facts)))


def test_a_key_a_place_and_a_reverse_count_once(ours: Accounts, entry: Entry) -> None:
    row = Entry.objects.filter(pk=entry.pk).values().get()
    answer = reverse(entry, "k1/undone", cause="pass:1", by=TREASURER)
    theirs = Accounts("network:2").bank.book_id
    copy = "INSERT INTO ledger_entry ({}) VALUES ({})"
    for facts in (
        {},
        {"key": "k2", "reverses_id": entry.pk},
        {"key": "k2", "reverses_id": answer.pk, "book_id": theirs},
        {"key": "k2", "reverses_id": answer.pk, "places": 2},
        {"key": "k2", "reverses_id": 999_999},
        {"key": "k2", "places": 0},
    ):
        new = row | facts
        del new["id"]
        assert refuses(copy.format(", ".join(new), ", ".join(["%s"] * len(new))), *new.values())


# What cannot be changed


@pytest.mark.parametrize("table", TABLES)
def test_nothing_that_is_kept_is_changed_or_removed(table: str, entry: Entry) -> None:
    assert refuses(f"UPDATE {table} SET id = id", match="never changed")
    assert refuses(f"DELETE FROM {table}", match="never changed")
    if connection.vendor == "postgresql":
        connection.check_constraints()  # a table with keys still to be looked at is not truncated anyway
        assert refuses(f"TRUNCATE {table} CASCADE", match="never changed")


def test_nothing_is_changed_by_the_models_either(ours: Accounts, entry: Entry) -> None:
    for model, facts in ((Account, {"owner": "person:8"}), (Entry, {"line": "x"}), (Posting, {"amount": 1})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**facts)
    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.all().delete()
    assert balance(ours.bank) == 100


def test_nothing_is_written_over(entry: Entry) -> None:
    posting = Posting.objects.filter(entry=entry).values().get() | {"amount": 1}
    columns, holes = ", ".join(posting), ", ".join(["%s"] * len(posting))
    if connection.vendor == "sqlite":
        assert refuses(f"INSERT OR REPLACE INTO ledger_posting ({columns}) VALUES ({holes})", *posting.values())
    else:
        over = "ON CONFLICT (id) DO UPDATE SET amount = 1"
        assert refuses(f"INSERT INTO ledger_posting ({columns}) VALUES ({holes}) {over}", *posting.values())
    assert Posting.objects.get(entry=entry).amount == 100


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_checks_no_keys_writes_nothing_wrong_either(ours: Accounts) -> None:
    """What somebody may do with SQLite's own program, which leaves keys unchecked unless it is told."""
    if connection.vendor != "sqlite":
        pytest.skip("a connection that leaves keys unchecked (PostgreSQL has none)")
    half, theirs = half_written(ours), Accounts("network:2")
    wrong: list[dict[str, Any]] = [{"currency": "HKD"}, {"book_id": theirs.bank.book_id}, {"entry_id": 999_999}]
    wrong += [{"dated_on": "2027-01-05"}, {"places": 3}, {"from_account_id": ours.owed_in_hkd.pk}, {"place": 1}]
    wrong += [{"to_account_id": theirs.bank.pk}, {"from_account_id": 999_999}, {"id": Posting.objects.first().pk}]
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as raw:
        assert raw.execute("PRAGMA foreign_keys").fetchone() == (0,)
        for facts in wrong:
            sql, *values = insert(half, **({"place": 2} | facts))
            for how in ("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"):
                with pytest.raises(sqlite3.IntegrityError):
                    raw.execute(sql.replace("INSERT", how, 1).replace("%s", "?"), [_plain(value) for value in values])
        for table in TABLES:
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                raw.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                raw.execute(f"INSERT OR REPLACE INTO {table} SELECT {_under_new_numbers(table)} FROM {table}")
    assert {fault.code for fault in faults_in()} == {"postings_are_missing"}


def _under_new_numbers(table: str) -> str:
    """The columns of a table as they are, but for its own numbers."""
    columns = [name for (name, *_) in run("SELECT name FROM pragma_table_info(%s)", table)]
    return ", ".join("id + 1000" if name == "id" else name for name in columns)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


# What is added up


def test_sums_are_kept_however_a_posting_was_written(ours: Accounts) -> None:
    half = half_written(ours, places=4)
    run(*insert(half, place=2, amount=20))
    run(*insert(half, place=3, amount=300))
    before = balance(ours.bank)
    if connection.vendor == "sqlite":  # the words of the statement outside do not reach the trigger's own
        sql, *facts = insert(half, place=4, amount=4000)
        run(sql.replace("INSERT INTO", "INSERT OR REPLACE INTO"), *facts)
        before += 4000
    assert balance(ours.bank) == before == balance(ours.credits)
    assert [fault.code for fault in faults_in() if fault.code == "sums_differ"] == []
    assert run(DEBIT_OF_ALL) == [(0,)]


def test_sums_go_with_the_transaction_that_posted(ours: Accounts) -> None:
    ours.bank, ours.credits  # noqa: B018 (opened before)
    with transaction.atomic():
        post(BOOK, draft("k1", (ours.credits, ours.bank, 100)), by=TREASURER)
        transaction.set_rollback(True)
    assert not MonthSum.objects.exists()


# Putting it all back


@pytest.fixture
def off_and_on() -> Iterator[None]:
    """What a migration of these tables does on SQLite: keys unchecked, and at the end everything holds again."""
    yield
    hold(connection)


@pytest.mark.usefixtures("off_and_on")
def test_triggers_are_taken_away_and_put_back(entry: Entry) -> None:
    assert what_is_loose(connection) == []
    let_go(connection)
    wanted = 19 if connection.vendor == "sqlite" else 17
    assert len(what_is_loose(connection)) == wanted
    for _ in range(2):
        hold(connection)
        assert what_is_loose(connection) == []


@pytest.mark.django_db(transaction=True)
def test_keys_lost_by_building_a_table_again_are_put_back_with_all_rows(ours: Accounts) -> None:
    entry = post(BOOK, draft("k1", (ours.credits, ours.bank, 100), (ours.bank, ours.owed, 7)), by=TREASURER)
    reverse(entry, "k2", cause="pass:1", by=TREASURER)
    before = [list(model.objects.order_by("pk").values_list()) for model in (Entry, Posting, MonthSum)]
    with connection.schema_editor() as editor:
        let_go(connection)
        if connection.vendor == "sqlite":
            editor._remake_table(Entry)
            editor._remake_table(Posting)
        else:
            for table, name in (("entry", "entry_reverses_one_of_its_book"), ("posting", "posting_is_its_entrys")):
                editor.execute(f"ALTER TABLE ledger_{table} DROP CONSTRAINT {name}")
        loose = what_is_loose(connection)
        assert {"entry_reverses_one_of_its_book", "posting_is_its_entrys"} < set(loose)
        hold(connection)
    assert what_is_loose(connection) == []
    assert [list(model.objects.order_by("pk").values_list()) for model in (Entry, Posting, MonthSum)] == before
    assert list(faults_in()) == []
    assert refuses(*insert(entry, place=2, amount=1))
