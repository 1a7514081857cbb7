"""How the database itself keeps records from being changed."""

from django.db.backends.base.base import BaseDatabaseWrapper

from passerelle.kit.triggers import fallen, put_up, refusing, take_down

TRIGGERS = refusing("logbook_record", "a record is never changed")


def freeze(connection: BaseDatabaseWrapper) -> None:
    """From now on the database refuses to change or remove a record; may be said twice."""
    put_up(connection, TRIGGERS)


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for a migration that rebuilds the table, and for the test suite's sweeping."""
    take_down(connection, TRIGGERS)


def is_frozen(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database refuses changes, as it must."""
    return not fallen(connection, TRIGGERS)
