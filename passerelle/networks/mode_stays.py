"""The database itself refuses to turn a network that gives into one that sells, or the other way round.

In the European Union a strict exchange of favours can be a taxable barter, so the mode is a promise to the spaces.
SQLite drops a table's triggers without a word when a migration rebuilds it: such a migration calls `hold` afterwards.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "networks_network"
TRIGGER = f"{TABLE}_mode_stays"
_WORDS = "the mode of a network never changes"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_TRIGGER = f"""
CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW
WHEN (OLD.mode IS DISTINCT FROM NEW.mode) EXECUTE FUNCTION {TRIGGER}()
"""
_SQLITE_TRIGGER = f"""
CREATE TRIGGER {TRIGGER} BEFORE UPDATE OF mode ON {TABLE} WHEN NEW.mode IS NOT OLD.mode
BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END
"""
_HOLD = {"sqlite": [_SQLITE_TRIGGER], "postgresql": [_FUNCTION, _TRIGGER]}
_ON_THE_TABLE = {"sqlite": "", "postgresql": f" ON {TABLE}"}


def hold(connection: BaseDatabaseWrapper) -> None:
    """From now on the mode of a network stays as it is; may be said twice."""
    let_go(connection)
    _run(connection, _HOLD[connection.vendor])


def let_go(connection: BaseDatabaseWrapper) -> None:
    """Take the trigger away, for a migration that turns back."""
    _run(connection, [f"DROP TRIGGER IF EXISTS {TRIGGER}{_ON_THE_TABLE[connection.vendor]}"])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
