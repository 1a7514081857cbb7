"""The last number each table gave out. Without it, a restored table would give the number of a removed row again,
and the logbook's `visit:42` would speak of another visit."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Model


def last_number(connection: BaseDatabaseWrapper, model: type[Model]) -> int | None:
    """The last number given out; None for a table that does not count."""
    key = model._meta.pk
    if not isinstance(key, AutoField):  # BigAutoField counts as one
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        else:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [_quoted(connection, model), key.column])
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 (its own name)
        row = cursor.fetchone()
        return (row[0] or None) if row else None  # SQLite says 0 where PostgreSQL says nothing


def count_on_from(connection: BaseDatabaseWrapper, model: type[Model], number: int | None) -> None:
    """The next row gets the number after `number`."""
    if not number:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, number])
        else:
            where = [_quoted(connection, model), model._meta.pk.column, number]
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", where)


def _quoted(connection: BaseDatabaseWrapper, model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
