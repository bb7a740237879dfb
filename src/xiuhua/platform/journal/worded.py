"""Questions to the database that are put into words once.

A page asks some thirty small ones. Django builds and words each of them anew, which takes several times as long as the
database takes to answer. Here a question is a queryset with gaps for whatever differs from one time to the next: Django
words it once for each number of values in its gaps, afterwards the values are filled in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)

Answer = TypeVar("Answer")
Shape = tuple[tuple[str, int | None], ...]
"""The names of gaps, and how many values stand in each: ``None`` for one that is no list."""

_SHAPES = 128
"""So many wordings of one question are kept."""


class _Value(NamedTuple):
    """A value that is filled in: the name of its gap, and the position where that holds a list."""

    name: str
    at: int | None = None

    def of(self, values: Mapping[str, Any]) -> Any:
        """Return it."""
        value = values[self.name]
        return value if self.at is None else value[self.at]


class _Gap(Expression):
    """Values in a question, which are not there while it is worded; several stand in parentheses."""

    def __init__(self, *values: _Value, several: bool = False) -> None:
        super().__init__(output_field=Field())
        self.values, self.several = values, several

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        gaps = ", ".join(["%s"] * len(self.values))
        return f"({gaps})" if self.several else gaps, list(self.values)


class Gaps:
    """Hands out the gaps of a question by their names while it is worded."""

    def __init__(self, shape: Shape) -> None:
        self._counts = dict(shape)

    def __call__(self, name: str) -> Any:
        """Return what stands for a value, or for a list of them on the right of ``__in``."""
        count = self._counts[name]
        if count is None:
            return _Gap(_Value(name))
        return _Gap(*(_Value(name, at) for at in range(count)), several=True) if count else []

    def pairs(self, name: str) -> list[tuple[Any, Any]]:
        """Return what stands for the values of a list two by two: each pair for the right of ``__range``."""
        count = self._counts[name] or 0
        return [(_Gap(_Value(name, at)), _Gap(_Value(name, at + 1))) for at in range(0, count, 2)]

    def __contains__(self, name: str) -> bool:
        """Say whether there is anything to fill in by this name."""
        return name in self._counts


class Worded(Generic[Answer]):
    """A question: ``ask`` takes the gaps and returns the rows, whole, as ``values`` or as ``values_list``.

    It is called again only for another number of values, so that whatever may differ must be a gap. A value is a
    string, a number, a day or an id; ``None`` is equal to nothing, as in the database.

    ``in_order`` joins tables in the order in which ``ask`` comes to them. It is for SQLite, which does not know that
    the first has few rows and would begin at the many of a territory; PostgreSQL knows.
    """

    def __init__(self, ask: "Callable[[Gaps], QuerySet[Any, Answer]]", *, in_order: bool = False) -> None:
        self._ask, self._in_order = ask, in_order
        self._statement = lru_cache(maxsize=_SHAPES)(self._word)

    def answers(self, **values: Any) -> list[Answer]:
        """Return what the database answers; one query, none where the answer is known to be nothing."""
        connection = connections["default"]
        shape = tuple((name, len(value) if isinstance(value, list | tuple) else None) for name, value in values.items())
        statement = self._statement(shape, connection.vendor)
        return [] if statement is None else statement.answers(values, connection)

    def first(self, **values: Any) -> Answer | None:
        """Return the first of the answers, or ``None``; ``ask`` says how many are read."""
        return next(iter(self.answers(**values)), None)

    def _word(self, shape: Shape, vendor: str) -> "_Statement[Answer] | None":
        statement = _worded(self._ask(Gaps(shape)))
        if statement is None or not self._in_order or vendor != "sqlite":
            return statement
        return replace(statement, words=statement.words.replace(" INNER JOIN ", " CROSS JOIN "))


@dataclass(frozen=True, slots=True)
class _Statement(Generic[Answer]):
    """A question in words, with what turns a row of the database into an answer."""

    words: str
    given: tuple[Any, ...]
    readers: tuple[tuple[int, Sequence[Callable[[Any, Any, Any], Any]], Any], ...]
    make: Callable[[Sequence[Any]], Answer]

    def answers(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[Answer]:
        given = [_stored(each.of(values), connection) if isinstance(each, _Value) else each for each in self.given]
        with connection.cursor() as cursor:
            cursor.execute(self.words, given)
            rows = cursor.fetchall()
        if self.readers:
            rows = [list(row) for row in rows]
            for at, steps, column in self.readers:
                for row in rows:
                    for step in steps:
                        row[at] = step(row[at], column, connection)
        return [self.make(row) for row in rows]


def _worded(rows: "QuerySet[Any, Answer]") -> "_Statement[Answer] | None":
    compiler = rows.query.get_compiler("default")
    try:
        words, given = compiler.as_sql()
    except EmptyResultSet:
        return None
    readers = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
    made = tuple((at, steps, column) for at, (steps, column) in readers.items())
    return _Statement(words, tuple(given), made, _maker(rows, compiler))


def _maker(rows: "QuerySet[Any, Answer]", compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """Return what makes of a row what iterating over the rows gives."""
    kind: type = rows._iterable_class
    if kind is ValuesListIterable:
        return tuple
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    if kind is ValuesIterable:
        names = tuple(rows.query.selected)
        return lambda row: dict(zip(names, row, strict=True))
    if kind is not ModelIterable:
        raise TypeError("such rows are not put into words once")
    own = compiler.klass_info["select_fields"]
    columns = slice(own[0], own[-1] + 1)
    attributes = [each[0].target.attname for each in compiler.select[columns]]
    related = get_related_populators(compiler.klass_info, compiler.select, "default")
    more = tuple((compiler.annotation_col_map or {}).items())

    def whole(row: Sequence[Any]) -> Any:
        made = rows.model.from_db("default", attributes, row[columns])
        for each in related:
            each.populate(row, made)
        for name, at in more:
            setattr(made, name, row[at])
        return made

    return whole


def _stored(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """Return a value as the database takes it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
