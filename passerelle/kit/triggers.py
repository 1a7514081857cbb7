"""Triggers: what the database itself refuses or does, said in the words of SQLite and of PostgreSQL.

SQLite drops a table's triggers without a word when a migration rebuilds it: such a migration begins with `take_down`
and ends with `put_up`. `tests/house/test_triggers.py` compares what stands with what should.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

_STANDING = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": (
        "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND n.nspname = current_schema() ORDER BY t.tgname"
    ),
}


@dataclass(frozen=True)
class Trigger:
    """One trigger: what follows its name in CREATE TRIGGER.

    `function` is the body of the function in PL/pgSQL that PostgreSQL calls. What one of them does not need is empty:
    SQLite has no TRUNCATE, and PostgreSQL no connection that may leave keys unchecked or write over a row unseen.
    """

    name: str
    table: str
    sqlite: str
    postgresql: str = ""
    function: str = ""

    def made(self, vendor: str) -> list[str]:
        """The statements that put it up; none where it is not needed."""
        if vendor == "sqlite":
            return [f"CREATE TRIGGER {self.name} {self.sqlite}"] if self.sqlite else []
        if not self.postgresql:
            return []
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $${self.function}$$",
            f"CREATE TRIGGER {self.name} {self.postgresql} EXECUTE FUNCTION {self.name}()",
        ]

    def as_it_stands(self, vendor: str) -> str:
        """What the database says of it while it is as it should be."""
        return self.made("sqlite")[0] if vendor == "sqlite" else self.function


def refusing(table: str, words: str, *, once: Iterable[Sequence[str]] = ()) -> tuple[Trigger, ...]:
    """The triggers by which a table refuses, in these words, that a row be changed, removed or written over.

    `once` names the columns that are unique together. On SQLite, INSERT OR REPLACE removes whatever row has them
    without a word, where a connection has not set `recursive_triggers`; so there, such a row cannot be added at all.
    """
    say_no = f"BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END"
    on_each = [
        Trigger(
            f"{table}_no_{act}",
            table,
            f"BEFORE {act.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
            f"BEFORE {act.upper()} ON {table} FOR EACH ROW",
            say_no,
        )
        for act in ("update", "delete")
    ]
    on_all = Trigger(f"{table}_no_truncate", table, "", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", say_no)
    same = [" AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in (("id",), *once)]
    is_there = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {rule})" for rule in same)  # noqa: S608
    over_a_row = Trigger(
        f"{table}_no_replace",
        table,
        f"BEFORE INSERT ON {table} WHEN {is_there} BEGIN SELECT RAISE(ABORT, '{words}'); END",
    )
    return (*on_each, on_all, over_a_row)


def put_up(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Let these triggers stand, as they are written here; may be said twice."""
    triggers = list(triggers)
    take_down(connection, triggers)
    with connection.cursor() as cursor:
        for trigger in triggers:
            for statement in trigger.made(connection.vendor):
                cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Take them away: for a migration that rebuilds a table or turns back, and for the test suite's sweeping."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            on_the_table = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on_the_table}")


def standing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Every trigger of this database that is not switched off: its name, and what it does."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        return dict(cursor.fetchall())


def fallen(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> list[str]:
    """The names of those that should stand and are missing, switched off, or no longer do what they should."""
    there = standing(connection)
    return [trigger.name for trigger in needed(connection, triggers) if not _stands(connection, trigger, there)]


def needed(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> Iterator[Trigger]:
    """Those that this kind of database needs."""
    return (trigger for trigger in triggers if trigger.made(connection.vendor))


def _stands(connection: BaseDatabaseWrapper, trigger: Trigger, there: dict[str, str]) -> bool:
    return there.get(trigger.name) == trigger.as_it_stands(connection.vendor)
