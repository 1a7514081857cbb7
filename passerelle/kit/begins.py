"""A column that begins with some text, or is nearly it, found by its index on SQLite and PostgreSQL alike."""

from typing import Any

from django.db import connection
from django.db.models import CharField, IntegerField, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from passerelle.kit.composed import Given
from passerelle.kit.typing_errors import halves, lengths

_LAST = "\U0010ffff"


class _JustAfter(Given):
    """What comes behind everything that begins with the value."""

    def filled(self, value: Any) -> list[Any]:
        return super().filled(f"{value}{_LAST}")


def shares_a_half(column: str, backwards: str, given: str = "") -> Q:
    """The rows whose `column` may be meant by what a composed query is given by `halves_given`: found by its beginning
    or, read `backwards`, its end, and about as long.
    """
    beginning, ending = Given(f"beginning{given}", CharField()), Given(f"ending{given}", CharField())
    least, most = Given(f"least{given}", IntegerField()), Given(f"most{given}", IntegerField())
    is_as_long = Q(GreaterThanOrEqual(Length(column), least)) & Q(LessThanOrEqual(Length(column), most))
    return (begins(column, beginning) | begins(backwards, ending)) & is_as_long


def halves_given(typed: str, given: str = "") -> dict[str, Any]:
    """What `shares_a_half` is to be given for what was typed."""
    said = zip(("beginning", "ending", "least", "most"), (*halves(typed), *lengths(typed)), strict=True)
    return {f"{name}{given}": value for name, value in said}


def begins(column: str, text: str | Given) -> Q:
    """The rows whose `column` begins with `text`, which a composed query may be given later.

    Django's own `startswith` is a LIKE with an ESCAPE, for which SQLite reads the whole table; a range needs an order
    by bytes, which PostgreSQL's index for patterns has and its ordinary one has not.
    """
    if connection.vendor == "sqlite":
        after = _JustAfter(text.name, text.output_field) if isinstance(text, Given) else f"{text}{_LAST}"
        return Q(**{f"{column}__gte": text, f"{column}__lt": after})
    return Q(**{f"{column}__startswith": text})
