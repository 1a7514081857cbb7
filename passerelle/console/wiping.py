"""Taking everything out of a database, whatever triggers guard it: only for a demonstration and for `restore`."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def unchecked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Keys are not checked inside; to be opened outside a transaction, which on SQLite would make it say nothing."""
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


def drop_everything(connection: BaseDatabaseWrapper) -> None:
    """Drop every table, so that the next thing to do is to migrate. The keys must be `unchecked`."""
    quote = connection.ops.quote_name
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {quote(table)}{cascade}")


def holds_something(connection: BaseDatabaseWrapper) -> bool:
    """Whether anything was ever kept here: a person, a space, a letter. What fills itself does not count."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        every = connection.introspection.table_names(cursor)
        ours = [table for table in every if not table.startswith(("django_", "atlas_", "jobs_", "sqlite_"))]
        for table in ours:
            if table in ("auth_permission", "passing_notes"):
                continue
            cursor.execute(f"SELECT 1 FROM {quote(table)} LIMIT 1")  # noqa: S608 (a table's own name)
            if cursor.fetchone():
                return True
    return False
