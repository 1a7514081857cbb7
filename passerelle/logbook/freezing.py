"""How the database itself keeps records from being changed: triggers, for SQLite and for PostgreSQL.

Migrations that rebuild the table on SQLite lose its triggers without a word: such a migration ends with `freeze`.
PostgreSQL's TRUNCATE fires no row trigger; only the owner of the tables may use it, and the test suite does.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "logbook_record"
REFUSAL = "a record is never changed"

_FREEZE = {
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_no_{act} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for act in ("update", "delete")
    ],
    "postgresql": [
        (
            f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
        ),
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    ],
}
_ON_THE_TABLE = {"sqlite": "", "postgresql": f" ON {TABLE}"}
_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s ORDER BY name",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal ORDER BY tgname",
}


def freeze(connection: BaseDatabaseWrapper) -> None:
    """From now on the database refuses to change or remove a record; may be said twice."""
    thaw(connection)
    _run(connection, _FREEZE[connection.vendor])


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for a migration that rebuilds the table, and for the test suite's sweeping."""
    on_the_table = _ON_THE_TABLE[connection.vendor]
    _run(connection, [f"DROP TRIGGER IF EXISTS {TABLE}_no_{act}{on_the_table}" for act in ("update", "delete")])


def triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that stand on the table: both, or something is wrong with this instance."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES[connection.vendor], [TABLE])
        return [name for (name,) in cursor.fetchall()]


def is_frozen(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database refuses changes, as it must."""
    return triggers(connection) == [f"{TABLE}_no_delete", f"{TABLE}_no_update"]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
