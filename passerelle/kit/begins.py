"""A column that begins with some text, found by its index on SQLite and PostgreSQL alike."""

from django.db import connection
from django.db.models import Q

_LAST = "\U0010ffff"


def begins(column: str, text: str) -> Q:
    """The rows whose `column` begins with `text`.

    Django's own `startswith` is a LIKE with an ESCAPE, for which SQLite reads the whole table; a range needs an order
    by bytes, which PostgreSQL's index for patterns has and its ordinary one has not.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": f"{text}{_LAST}"})
    return Q(**{f"{column}__startswith": text})
