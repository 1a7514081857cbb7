"""What can be done with lists: take one in, say of two spaces whether they are one, send a file to be read."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_ONE_LIST_AT_A_TIME = 7_105_001  # any number that no other lock of this database bears


@contextmanager
def one_list_at_a_time() -> Iterator[None]:
    """A transaction that no other list is taken in beside: two files of one source give one listing to a row.

    On SQLite a transaction that writes is alone as it is.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_LIST_AT_A_TIME])
        yield
