"""Very many rows at once, past the models: for what is derived from elsewhere and carries no act of a person."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from passerelle.kit.lots import lots

AT_ONCE = 10_000


def pour(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows that hold a plain value for each of `fields`, as the column keeps it; defaults are not filled in.

    Ten times as fast as `bulk_create`: half a million names take three seconds instead of thirty.
    """
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(_column(model, field)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        holes = ", ".join(["%s"] * len(fields))
        for lot in lots(rows, AT_ONCE):
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({holes})", lot)  # noqa: S608 (our own names)


def pour_over(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write over rows that are there: each holds its key first, then a plain value for each of `fields`."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    columns = ", ".join(f"{quote(_column(model, field))} = %s" for field in fields)
    with connection.cursor() as cursor:
        for lot in lots(((*values, pk) for pk, *values in rows), AT_ONCE):
            cursor.executemany(f"UPDATE {table} SET {columns} WHERE {key} = %s", lot)  # noqa: S608 (our own names)


def as_kept(moment: datetime) -> Any:
    """A moment as the column of this database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return str(field.column)


def get_to_know(*tables: type[models.Model]) -> None:
    """Let the database count what these tables hold: until then PostgreSQL reads new ones from end to end."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
