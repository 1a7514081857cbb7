"""What a table of a space is: whose rows, under which columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.numbers import get_currency_precision
from django.db.models import Case, Count, Expression, F, Model, Q, QuerySet, Value, When

from passerelle.spaces.models import Space

AMOUNTS = frozenset({
    "price", "price_hour", "price_day", "member_price_hour", "member_price_day", "amount", "paid_back", "net",
    "tax_amount", "to_pay", "kept", "charges", "commission", "collected", "carried_in", "owed_to_space",
})  # fmt: skip
"""Columns that the database keeps in the smallest unit of the row's `currency`."""
AT_ONCE = 2000
Column = str | Expression


@dataclass(frozen=True)
class Table:
    """The rows of a model that are a space's: `of` is the way from a row to its space, or says which rows they are.

    `columns` tells for each heading where its value is found.
    """

    name: str
    model: type[Model]
    of: str | Callable[[Space], Q]
    columns: Mapping[str, Column]

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns, as they stand in the first line."""
        return tuple(self.columns)

    def rows(self, space: Space) -> Iterator[tuple[Any, ...]]:
        """The rows in the order in which they were made, as values that CSV and JSON both know. One query."""
        for row in self._found(space).iterator(chunk_size=AT_ONCE):
            currency = str(row[self.headings.index("currency")]) if "currency" in self.columns else ""
            yield tuple(_said(heading, value, currency) for heading, value in zip(self.headings, row, strict=True))

    def _found(self, space: Space) -> QuerySet[Any, tuple[Any, ...]]:
        return self._theirs(space).order_by("pk").values_list(*self._values)

    def _theirs(self, space: Space) -> QuerySet[Any]:
        chosen = Q(**{self.of: space}) if isinstance(self.of, str) else self.of(space)
        return self.model._default_manager.filter(chosen)

    @property
    def _values(self) -> list[Expression | F]:
        return [F(column) if isinstance(column, str) else column for column in self.columns.values()]


class Counted(Table):
    """How many rows there are of each kind: what the space may know in sum, and not one by one."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns, and how many."""
        return (*self.columns, "how_many")

    def _found(self, space: Space) -> QuerySet[Any, tuple[Any, ...]]:
        named = {f"_{name}": value for name, value in zip(self.columns, self._values, strict=True)}
        counted = self._theirs(space).order_by().values(**named).annotate(how_many=Count("pk"))
        found: QuerySet[Any, tuple[Any, ...]] = counted.order_by(*named).values_list(*named, "how_many")
        return found


def only_if(condition: Q, column: str) -> Case:
    """A text that is told only of rows for which this holds; nothing of the others."""
    return Case(When(condition, then=F(column)), default=Value(""))


def _said(heading: str, value: Any, currency: str) -> Any:
    if heading in AMOUNTS and isinstance(value, int):
        return Decimal(value).scaleb(-_digits(currency))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


@lru_cache(maxsize=64)
def _digits(currency: str) -> int:
    return get_currency_precision(currency)
