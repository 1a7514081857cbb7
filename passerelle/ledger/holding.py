"""How the database itself holds the books together: keys over several columns, and triggers.

Django knows no key over several columns, and SQLite can only be given one by building the table again, which loses
its triggers. Whoever migrates these tables begins with `let_go` and ends with `hold`: it puts back what is missing.
"""

from collections.abc import Iterator

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from passerelle.kit.triggers import Trigger, fallen, put_up, refusing, take_down

_KEPT = "what is posted is never changed"
_ENTRY, _POSTING, _SUM, _END = "ledger_entry", "ledger_posting", "ledger_monthsum", "ledger_monthend"

KEYS = {
    _ENTRY: {
        "entry_reverses_one_of_its_book": (
            "FOREIGN KEY (reverses_id, book_id, places) REFERENCES ledger_entry (id, book_id, places)"
        ),
    },
    _POSTING: {
        "posting_is_its_entrys": (
            "FOREIGN KEY (entry_id, book_id, places, dated_on) REFERENCES ledger_entry (id, book_id, places, dated_on)"
        ),
        "posting_leaves_in_one_currency": (
            "FOREIGN KEY (from_account_id, book_id, currency) REFERENCES ledger_account (id, book_id, currency)"
        ),
        "posting_arrives_in_that_currency": (
            "FOREIGN KEY (to_account_id, book_id, currency) REFERENCES ledger_account (id, book_id, currency)"
        ),
    },
}
"""A posting has the book, the day and the places of its entry, and the book and currency of both its accounts."""

_ON_SQLITE = {
    _ENTRY: {"entry_day_is_a_day": "CHECK (dated_on IS date(dated_on))"},
    _POSTING: {
        "posting_counts_in_whole_numbers": "CHECK (typeof(amount) = 'integer' AND typeof(place) = 'integer')",
    },
}
"""What PostgreSQL sees to by the type of a column; SQLite would keep a half, or a word."""

_ADD = (
    "INTO ledger_monthsum (account_id, month, debit, credit) {rows} ON CONFLICT (account_id, month) DO UPDATE "
    "SET debit = ledger_monthsum.debit + excluded.debit, credit = ledger_monthsum.credit + excluded.credit;"
)
_MONTH = "substr(NEW.dated_on, 1, 8) || '01'"
_SIDES = " UNION ALL ".join(
    f"SELECT {side}_account_id AS account_id, date_trunc('month', dated_on)::date AS month, {amounts} FROM posted"  # noqa: S608
    for side, amounts in (("to", "amount AS debit, 0 AS credit"), ("from", "0 AS debit, amount AS credit"))
)
_BY_ACCOUNT = (
    f"SELECT account_id, month, sum(debit), sum(credit) FROM ({_SIDES}) AS sides "  # noqa: S608
    "GROUP BY account_id, month ORDER BY account_id, month"
)
_SUMMED = Trigger(
    f"{_POSTING}_is_summed",
    _POSTING,
    f"AFTER INSERT ON {_POSTING} BEGIN "
    f"INSERT {_ADD.format(rows=f'VALUES (NEW.to_account_id, {_MONTH}, NEW.amount, 0)')} "
    f"INSERT {_ADD.format(rows=f'VALUES (NEW.from_account_id, {_MONTH}, 0, NEW.amount)')} END",
    f"AFTER INSERT ON {_POSTING} REFERENCING NEW TABLE AS posted FOR EACH STATEMENT",
    # In the order of the accounts, so that two who post at once never wait for each other.
    f"BEGIN INSERT {_ADD.format(rows=_BY_ACCOUNT)} RETURN NULL; END",
)
_FITS = (
    Trigger(
        f"{_ENTRY}_fits",
        _ENTRY,
        f"BEFORE INSERT ON {_ENTRY} WHEN NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_ENTRY} "  # noqa: S608
        "WHERE id = NEW.reverses_id AND book_id = NEW.book_id AND places = NEW.places) "
        "BEGIN SELECT RAISE(ABORT, 'an entry reverses another one of its book'); END",
    ),
    Trigger(
        f"{_POSTING}_fits",
        _POSTING,
        f"BEFORE INSERT ON {_POSTING} WHEN NOT EXISTS (SELECT 1 FROM {_ENTRY} WHERE id = NEW.entry_id "  # noqa: S608
        "AND book_id = NEW.book_id AND places = NEW.places AND dated_on = NEW.dated_on) "
        "OR (SELECT count(*) FROM ledger_account WHERE id IN (NEW.from_account_id, NEW.to_account_id) "
        "AND book_id = NEW.book_id AND currency = NEW.currency) <> 2 "
        "BEGIN SELECT RAISE(ABORT, 'a posting fits its entry and both its accounts'); END",
    ),
)
"""The keys once more, for SQLite: there, each connection chooses whether keys are checked, and triggers always run.

The keys themselves wait there for the transaction's end, as Django's do: the test suite sweeps tables in any order.
"""
MONTH_IS_OVER = "the month is closed"
_ENDED = (
    "SELECT 1 FROM ledger_monthend m {joined} m.book_id = {entry}.book_id AND {entry}.dated_on < m.until "
    "AND (m.stage = 'sealed' OR {entry}.key NOT LIKE 'month:' || {month} || '/%')"
)
_ON_NEW_ONE = _ENDED.format(joined="WHERE", entry="NEW", month="substr(m.month, 1, 7)")
_ON_POSTED = _ENDED.format(joined="JOIN posted p ON", entry="p", month="to_char(m.month, 'YYYY-MM')")
_IN_TIME = Trigger(
    f"{_ENTRY}_is_in_time",
    _ENTRY,
    f"BEFORE INSERT ON {_ENTRY} WHEN EXISTS ({_ON_NEW_ONE}) BEGIN SELECT RAISE(ABORT, '{MONTH_IS_OVER}'); END",
    f"AFTER INSERT ON {_ENTRY} REFERENCING NEW TABLE AS posted FOR EACH STATEMENT",
    # Whoever shuts a month holds the row of the book: who posts waits for him here, and looks only then.
    "BEGIN PERFORM 1 FROM ledger_book WHERE id IN (SELECT book_id FROM posted) ORDER BY id FOR KEY SHARE; "  # noqa: S608
    f"IF EXISTS ({_ON_POSTED}) THEN RAISE EXCEPTION '{MONTH_IS_OVER}' USING ERRCODE = 'restrict_violation'; END IF; "
    "RETURN NULL; END",
)
_ON_MONTHS = (_IN_TIME, *refusing(_END, "a month that has ended stays so", once=[("book_id", "month", "stage")]))
TRIGGERS = (
    _SUMMED,
    *_FITS,
    *refusing("ledger_book", _KEPT, once=[("owner",)]),
    *refusing("ledger_account", _KEPT, once=[("book_id", "kind", "owner", "currency")]),
    *refusing(_ENTRY, _KEPT, once=[("book_id", "key"), ("reverses_id",)]),
    *refusing(_POSTING, _KEPT, once=[("entry_id", "place")]),
    *_ON_MONTHS,
)


def hold(connection: BaseDatabaseWrapper) -> None:
    """From now on the database refuses what does not balance, and any change; may be said twice."""
    take_down(connection, TRIGGERS)
    for table, keys in _constraints(connection).items():
        told = _told(connection, table)
        missing = {name: rule for name, rule in keys.items() if not _is_there(told, name, rule)}
        if missing and connection.vendor == "sqlite":
            _build_again(connection, table, told, missing)
        elif missing:
            added = ", ".join(f"ADD CONSTRAINT {name} {rule}" for name, rule in missing.items())
            _run(connection, f"ALTER TABLE {table} {added}")
    put_up(connection, TRIGGERS if _keeps_months(connection) else [one for one in TRIGGERS if one not in _ON_MONTHS])


def let_go(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers down: for a migration that rebuilds a table, and for the test suite's sweeping."""
    take_down(connection, TRIGGERS)


def what_is_loose(connection: BaseDatabaseWrapper, kept: list[type[models.Model]]) -> Iterator[str]:
    """The names of triggers, of keys and of these models' constraints that should stand in the database and do not."""
    yield from fallen(connection, TRIGGERS)
    rules = _constraints(connection)
    for model in kept:
        table = model._meta.db_table
        told = _told(connection, table)
        ours = rules.get(table, {}) | {constraint.name: "" for constraint in model._meta.constraints}
        yield from (name for name, rule in ours.items() if not _is_there(told, name, rule))


def _keeps_months(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has come to the migration that ends months."""
    with connection.cursor() as cursor:
        return _END in connection.introspection.table_names(cursor)


def _constraints(connection: BaseDatabaseWrapper) -> dict[str, dict[str, str]]:
    if connection.vendor != "sqlite":
        return KEYS
    return {
        table: {name: f"{rule} DEFERRABLE INITIALLY DEFERRED" for name, rule in keys.items()} | _ON_SQLITE[table]
        for table, keys in KEYS.items()
    }


def _told(connection: BaseDatabaseWrapper, table: str) -> str:
    """How the database tells the table's constraints: on SQLite the whole statement that made it, elsewhere names."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
            return str(cursor.fetchone()[0])
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND convalidated", [table])
        return " ".join(f'CONSTRAINT "{name}"' for (name,) in cursor.fetchall())


def _is_there(told: str, name: str, rule: str) -> bool:
    return f'CONSTRAINT "{name}"' in told and (rule in told or "CREATE TABLE" not in told)


def _build_again(connection: BaseDatabaseWrapper, table: str, told: str, missing: dict[str, str]) -> None:
    """SQLite's way to a new constraint: a new table beside, the rows put over, the old one dropped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql <> ''", [table])
        indexes = [sql for (sql,) in cursor.fetchall()]
    added = "".join(f', CONSTRAINT "{name}" {rule}' for name, rule in missing.items())
    made = told.rstrip().removesuffix(")") + added + ")"
    _run(connection, made.replace(f'"{table}"', f'"new__{table}"', 1))
    _run(connection, f"INSERT INTO new__{table} SELECT * FROM {table}")  # noqa: S608 (our own name)
    _run(connection, f"DROP TABLE {table}")
    _run(connection, f"ALTER TABLE new__{table} RENAME TO {table}")
    for index in indexes:
        _run(connection, index)


def _run(connection: BaseDatabaseWrapper, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
