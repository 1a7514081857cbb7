"""Queries whose SQL is composed once in the life of a process.

Django composes the SQL of a query anew each time it is asked, which costs several times what the database needs to
answer it. What is asked on every page is therefore composed at its first use and kept: a query of Django's own, with a
`Given` wherever a value stands that differs from one time to the next.

    _NAMES = Composed(lambda: Person.objects.filter(pk=Given("key", AutoField())).values_list("name"), str)
    _NAMES.first(key=7)
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar, cast, overload

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, Model, QuerySet

Row = TypeVar("Row")
Kept = TypeVar("Kept", bound=Model)


class Given(Expression):
    """Where a value stands that is known only when the query is asked; `kind` is the sort of column it is held against.

    Within a list, as in `pk__in=[Given("keys", …)]`, it stands for as many values as it is given, none included.
    """

    def __init__(self, name: str, kind: "Field[Any, Any]") -> None:
        super().__init__(output_field=kind)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Its place, and itself as the parameter, until `filled` puts the value there."""
        return "%s", (self,)

    def filled(self, value: Any) -> list[Any]:
        """The value, or the values of a list, as the database takes them."""
        values = (value or [None]) if isinstance(value, list) else [value]
        return [self.output_field.get_db_prep_value(one, connection) for one in values]


@dataclass(frozen=True)
class Text:
    """A query's SQL, what stands at each of its places, and how values that come back are read, by their column."""

    sql: str
    parameters: tuple[Any, ...]
    readers: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]] = field(default_factory=dict)

    def asked(self, given: Mapping[str, Any], end: str = "") -> Iterable[Sequence[Any]]:
        """The rows that come back; `end` is put behind the SQL."""
        parts = [one.filled(given[one.name]) if isinstance(one, Given) else [one] for one in self.parameters]
        sql = self.sql
        if any(len(part) != 1 for part in parts):
            sql = sql.replace("%%", "%%%%") % tuple(", ".join(["%s"] * len(part)) for part in parts)
        with connection.cursor() as cursor:
            cursor.execute(sql + end, [value for part in parts for value in part])
            rows = cursor.fetchall()
        return map(self._read, rows) if self.readers else rows

    def _read(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for column, (readers, expression) in self.readers.items():
            for read in readers:
                values[column] = read(values[column], expression, connection)
        return values


class Together:
    """The single values of several queries, asked in one query. `make` gives the SQL of each."""

    def __init__(self, make: Callable[[], Iterable[Text]]) -> None:
        self._make = make

    def all(self, **given: Any) -> list[Any]:
        """The values, in their order."""
        ((*values,),) = self._text.asked(given)
        return values

    @cached_property
    def _text(self) -> Text:
        parts = list(self._make())
        columns = ", ".join(f"({one.sql})" for one in parts)
        return Text(f"SELECT {columns}", tuple(one for part in parts for one in part.parameters))


class Composed(Generic[Row]):
    """A query that is composed once. `make` gives it as `values_list`, `row` makes one thing of the values of a row."""

    def __init__(self, make: Callable[[], "QuerySet[Any, Any]"], row: Callable[..., Row]) -> None:
        self._make = make
        self._row = row

    def all(self, **given: Any) -> list[Row]:
        """Every row."""
        return [self._row(*values) for values in self._text.asked(given)]

    def first(self, **given: Any) -> Row | None:
        """The first row, or None where there is none."""
        return next(iter(self.some(0, 1, **given)), None)

    def some(self, start: int, at_most: int, **given: Any) -> list[Row]:
        """So many rows after the first `start` of them."""
        if at_most <= 0:
            return []
        end = f" LIMIT {int(at_most)} OFFSET {int(start)}"
        return [self._row(*values) for values in self._text.asked(given, end)]

    def count(self, **given: Any) -> int:
        """How many rows there are."""
        ((number,),) = self._count.asked(given)
        return int(number)

    @cached_property
    def _text(self) -> Text:
        return composed(self._make())

    @cached_property
    def _count(self) -> Text:
        return counting(self._make().order_by().values_list("pk"))


def whole(model: type[Kept], find: "Callable[[QuerySet[Kept]], QuerySet[Any, Any]]", *related: str) -> Composed[Kept]:
    """Whole rows of a model, each with the rows that these of its keys lead to, as `select_related` would give them."""
    keys: dict[str, Any] = {name: model._meta.get_field(name).related_model for name in related}
    own, *others = [
        [field.attname for field in one._meta.concrete_fields] for one in cast(Any, (model, *keys.values()))
    ]
    columns = [*own, *(f"{name}__{column}" for name, names in zip(keys, others, strict=True) for column in names)]

    def made(*values: Any) -> Kept:
        row, start = model.from_db(DEFAULT_DB_ALIAS, own, values[: len(own)]), len(own)
        for (name, other), names in zip(keys.items(), others, strict=True):
            end = start + len(names)
            is_there = values[start] is not None  # a model's own columns begin with its key
            setattr(row, name, other.from_db(DEFAULT_DB_ALIAS, names, values[start:end]) if is_there else None)
            start = end
        return row

    return Composed(lambda: find(model._default_manager.all()).values_list(*columns), made)


def part_of(model: type[Kept], columns: Sequence[str]) -> Callable[..., Kept]:
    """What makes a row of a model of these of its columns, whose order is not that of the model; the others are
    read when they are asked for.
    """
    names = [field.attname for field in model._meta.concrete_fields if field.attname in columns]
    places = [columns.index(name) for name in names]
    return lambda *values: model.from_db(DEFAULT_DB_ALIAS, names, [values[place] for place in places])


@dataclass(frozen=True)
class LongList(Sequence[Row]):
    """The rows of a composed query for these values, as a paginator takes them: counted, and cut where one reads."""

    rows: Composed[Row]
    given: Mapping[str, Any]

    def __len__(self) -> int:
        return self.rows.count(**self.given)

    @overload
    def __getitem__(self, cut: int) -> Row: ...
    @overload
    def __getitem__(self, cut: slice) -> Sequence[Row]: ...
    def __getitem__(self, cut: int | slice) -> Row | Sequence[Row]:
        if isinstance(cut, int):
            return self.rows.some(cut, 1, **self.given)[0]
        return self.rows.some(cut.start, cut.stop - cut.start, **self.given)


def counting(query: "QuerySet[Any, Any]", at_most: int | None = None) -> Text:
    """How many rows a query has, counted up to a bound if there is one."""
    rows = composed(query[:at_most])
    return Text(f"SELECT COUNT(*) FROM ({rows.sql}) AS counted", rows.parameters)  # noqa: S608  Django's own SQL


def composed(query: "QuerySet[Any, Any]") -> Text:
    """A query's SQL, which may have a `Given` among its parameters."""
    compiler = query.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    readers = compiler.get_converters(expression for expression, _sql, _name in compiler.select)
    return Text(sql, tuple(parameters), readers)
