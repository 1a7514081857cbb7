"""A column that begins with some text, found by its index on SQLite and PostgreSQL alike."""

from typing import Any

from django.db import connection
from django.db.models import Q

from passerelle.kit.composed import Given

_LAST = "\U0010ffff"


class _JustAfter(Given):
    """What comes behind everything that begins with the value."""

    def filled(self, value: Any) -> list[Any]:
        return super().filled(f"{value}{_LAST}")


def begins(column: str, text: str | Given) -> Q:
    """The rows whose `column` begins with `text`, which a composed query may be given later.

    Django's own `startswith` is a LIKE with an ESCAPE, for which SQLite reads the whole table; a range needs an order
    by bytes, which PostgreSQL's index for patterns has and its ordinary one has not.
    """
    if connection.vendor == "sqlite":
        after = _JustAfter(text.name, text.output_field) if isinstance(text, Given) else f"{text}{_LAST}"
        return Q(**{f"{column}__gte": text, f"{column}__lt": after})
    return Q(**{f"{column}__startswith": text})
