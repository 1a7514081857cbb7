"""How the database itself keeps a closed month: closing and statements, conditions, files that were written."""

from django.db.backends.base.base import BaseDatabaseWrapper

from passerelle.kit.triggers import Trigger, put_up, refusing, take_down

_KEPT = "a closed month is final"


def _kept_once(table: str, final: str, once: list[tuple[str, ...]]) -> tuple[Trigger, ...]:
    """Nothing is removed from the table, and a row that is final (`final` says of OLD which) is not changed."""
    after = Trigger(
        f"{table}_no_update",
        table,
        f"BEFORE UPDATE ON {table} WHEN {final} BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END",
        f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({final})",
        f"BEGIN RAISE EXCEPTION '{_KEPT}' USING ERRCODE = 'restrict_violation'; END",
    )
    return (after, *(one for one in refusing(table, _KEPT, once=once) if one.name != after.name))


TRIGGERS = (
    *refusing("settlement_conditions", "conditions, once set, stay", once=[("network_id", "version")]),
    *_kept_once("settlement_closing", "OLD.closed_at IS NOT NULL", [("network_id", "month")]),
    *_kept_once("settlement_statement", "OLD.state = 'settled'", [("closing_id", "space_id", "currency")]),
    *refusing("settlement_moneyfile", "a file that was written stays as it is"),
    *_kept_once("settlement_bundle", "OLD.state = 'done'", [("closing_id", "person_id", "currency")]),
)


def freeze(connection: BaseDatabaseWrapper) -> None:
    """From now on the database refuses to change a closed month; may be said twice."""
    put_up(connection, TRIGGERS)


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, for a migration that rebuilds a table."""
    take_down(connection, TRIGGERS)
