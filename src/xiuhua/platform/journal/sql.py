"""Bulk statements in the dialect of each database: the fastest way in that both drivers offer."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

COPY_FROM = 20
"""PostgreSQL: from how many rows on COPY beats one INSERT with many values."""

IN_LIMIT = 10_000


def insert_rows(using: str, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows whose values are already database parameters."""
    if not rows:
        return
    connection = connections[using]
    into = _into(table, columns)
    if connection.vendor == "sqlite":
        gaps = ", ".join("?" * len(columns))
        _many(connection, f"INSERT INTO {into} VALUES ({gaps})", rows)
    elif len(rows) >= COPY_FROM:
        statement = f"COPY {into} FROM STDIN"
        with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        gaps = "(" + ", ".join(["%s"] * len(columns)) + ")"
        statement = f"INSERT INTO {into} VALUES {', '.join([gaps] * len(rows))}"
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for row in rows for value in row])


def update_rows(using: str, table: str, columns: Sequence[str], key: str, rows: Sequence[Sequence[Any]]) -> None:
    """Update columns of rows by key; each row holds the values in the order of ``columns``, then the key."""
    if not rows:
        return
    connection = connections[using]
    gap = "?" if connection.vendor == "sqlite" else "%s"
    sets = ", ".join(f'"{column}" = {gap}' for column in columns)
    _many(connection, f'UPDATE "{table}" SET {sets} WHERE "{key}" = {gap}', rows)


def delete_rows(using: str, table: str, key: str, keys: Iterable[Any]) -> None:
    """Delete rows by key."""
    connection = connections[using]
    gap = "?" if connection.vendor == "sqlite" else "%s"
    _many(connection, f'DELETE FROM "{table}" WHERE "{key}" = {gap}', [(each,) for each in keys])


def select_in(
    using: str, table: str, columns: Sequence[str], key: str, keys: Collection[Any], *, lock: bool = False
) -> list[tuple[Any, ...]]:
    """Return rows whose key is among the (already encoded) keys, sorted by key, locked where that exists.

    The lock lets foreign keys of others be checked meanwhile: keys of rows never change.
    """
    connection = connections[using]
    names = ", ".join(f'"{column}"' for column in columns)
    tail = " FOR NO KEY UPDATE" if lock and connection.vendor == "postgresql" else ""
    found: list[tuple[Any, ...]] = []
    ordered = sorted(keys)
    for start in range(0, len(ordered), IN_LIMIT):
        part = ordered[start : start + IN_LIMIT]
        among, values = _among(connection, part)
        statement = f'SELECT {names} FROM "{table}" WHERE "{key}" {among} ORDER BY "{key}"{tail}'
        found.extend(_rows(connection, statement, values))
    return found


def select_values(
    model: type[Model],
    names: Sequence[str],
    any_of: Mapping[str, Collection[Any]],
    *,
    order: Sequence[str] = (),
    ranges: tuple[str, Sequence[tuple[Any, Any]]] | None = None,
    using: str = "default",
) -> list[dict[str, Any]]:
    """Return these columns of the rows of which one of the columns ``any_of`` holds one of its values, by name.

    What ``filter(…).values(…)`` gives, for pages that read little of many tables: there, putting a question into words
    costs more than answering it. Names are those of columns (``household_id``); ``order`` is
    that of ``order_by``. ``ranges`` names a column of which the value must lie in one of the ranges, ends included.
    """
    asked = [(name, values) for name, values in any_of.items() if values]
    if not asked:
        return []
    column, inside = ranges or ("", ())
    shape = tuple((name, len(values)) for name, values in asked)
    statement = _statement(model, tuple(names), shape, column, len(inside), tuple(order), using)
    given = [_given(model, name)(value, connections[using]) for name, values in asked for value in values]
    return _read(model, tuple(names), statement, [*given, *(end for ends in inside for end in ends)], using)


def select_where(
    model: type[Model], names: Sequence[str], where: str, given: Sequence[Any], *, using: str = "default"
) -> list[dict[str, Any]]:
    """Return these columns of the rows for which a condition holds that is written out, with its order.

    Its ``given`` values are already database parameters, see :func:`parameter`.
    """
    what, _ = _reading(model, tuple(names), using)
    return _read(model, tuple(names), f'SELECT {what} FROM "{model._meta.db_table}" WHERE {where}', given, using)


def parameter(model: type[Model], name: str, value: Any, *, using: str = "default") -> Any:
    """Return a value of a column as the database takes it."""
    return _given(model, name)(value, connections[using])


def tables_with(
    wanted: Mapping[type[Model], Mapping[str, Collection[Any]]], *, using: str = "default"
) -> frozenset[type[Model]]:
    """Return the tables that have a row of which one of the named columns holds one of its values; one query.

    For pages of many parts of which most are empty: one answer says which of them need not be asked for.
    """
    parts: list[str] = []
    given: list[Any] = []
    models: list[type[Model]] = []
    for model, any_of in wanted.items():
        asked = [(name, values) for name, values in any_of.items() if values]
        if asked:
            models.append(model)
            parts.append(_exists(model, tuple((name, len(values)) for name, values in asked)))
            given += [_given(model, name)(value, connections[using]) for name, values in asked for value in values]
    if not parts:
        return frozenset()
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", given)
        found = cursor.fetchone()
    return frozenset(model for model, there in zip(models, found or (), strict=True) if there)


class Sought(NamedTuple):
    """Rows of a table in which each of these columns holds one of its values (nothing: none is set), and one column a
    value in one of the ranges, if any are named."""

    model: type[Model]
    all_of: tuple[tuple[str, tuple[Any, ...]], ...]
    ranged: str = ""
    ranges: tuple[tuple[Any, Any], ...] = ()


def found_any(sought: Sequence[Sought], *, using: str = "default") -> list[bool]:
    """Say of each whether there is such a row; one query, none for nothing."""
    if not sought:
        return []
    parts: list[str] = []
    given: list[Any] = []
    for each in sought:
        shape = tuple((name, len(values)) for name, values in each.all_of)
        parts.append(_exists_all(each.model, shape, each.ranged, len(each.ranges)))
        given += [_given(each.model, name)(v, connections[using]) for name, values in each.all_of for v in values]
        given += [end for ends in each.ranges for end in ends]
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", given)
        return [bool(each) for each in cursor.fetchone() or ()]


def _read(
    model: type[Model], names: tuple[str, ...], statement: str, given: Sequence[Any], using: str
) -> list[dict[str, Any]]:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, given)
        found = cursor.fetchall()
    rows = [dict(zip(names, row, strict=True)) for row in found]
    for name, read in _reading(model, names, using)[1]:
        for row in rows:
            row[name] = read(row[name])
    return rows


Shape = tuple[tuple[str, int], ...]
"""The names of columns, and how many values are asked for in each."""


@lru_cache(maxsize=1024)
def _statement(
    model: type[Model],
    names: tuple[str, ...],
    shape: Shape,
    ranged: str,
    ranges: int,
    order: tuple[str, ...],
    using: str,
) -> str:
    where = _any_of(model, shape)
    if ranges:
        where = f"({where}) AND ({' OR '.join([_between(model, ranged)] * ranges)})"
    tail = f" ORDER BY {', '.join(_ordered(model, each) for each in order)}" if order else ""
    return f'SELECT {_reading(model, names, using)[0]} FROM "{model._meta.db_table}" WHERE {where}{tail}'


@lru_cache(maxsize=1024)
def _exists(model: type[Model], shape: Shape) -> str:
    return f'EXISTS(SELECT 1 FROM "{model._meta.db_table}" WHERE {_any_of(model, shape)})'


@lru_cache(maxsize=1024)
def _exists_all(model: type[Model], shape: Shape, ranged: str, ranges: int) -> str:
    parts = [_any_of(model, (each,)) if each[1] else f'"{each[0]}" IS NULL' for each in shape]
    if ranges:
        parts.append(f"({' OR '.join([_between(model, ranged)] * ranges)})")
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    return f'EXISTS(SELECT 1 FROM "{model._meta.db_table}"{where})'


def _between(model: type[Model], name: str) -> str:
    return f'"{_column(model, name).target.column}" BETWEEN %s AND %s'


def _any_of(model: type[Model], shape: Shape) -> str:
    """Return the condition. A single value is compared: in a set, SQLite does not see that a partial index serves."""
    return " OR ".join(
        f'"{_column(model, name).target.column}" ' + ("= %s" if count == 1 else f"IN ({', '.join(['%s'] * count)})")
        for name, count in shape
    )


@cache
def _given(model: type[Model], name: str) -> Callable[[Any, BaseDatabaseWrapper], Any]:
    """Return what makes a parameter of a value of a column."""
    made: Callable[[Any, BaseDatabaseWrapper], Any] = _column(model, name).output_field.get_db_prep_value
    return made


def _column(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name).get_col(model._meta.db_table)


def _ordered(model: type[Model], name: str) -> str:
    column = _column(model, name.removeprefix("-")).target.column
    return f'"{column}" DESC' if name.startswith("-") else f'"{column}"'


@cache
def _reading(
    model: type[Model], names: tuple[str, ...], using: str
) -> tuple[str, tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """Return the columns for a statement, and by name what turns a value of the database into one of Python, if any."""
    connection = connections[using]
    columns = [_column(model, name) for name in names]
    readers = []
    for name, column in zip(names, columns, strict=True):
        steps = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        if steps:
            readers.append((name, _reader(steps, column, connection)))
    return ", ".join(f'"{column.target.column}"' for column in columns), tuple(readers)


def _reader(steps: Sequence[Any], column: Any, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return read


def select_all(using: str, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return the rows of a table that has few."""
    names = ", ".join(f'"{column}"' for column in columns)
    return _rows(connections[using], f'SELECT {names} FROM "{table}"', ())


@cache
def _into(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'"{table}" ({names})'


def _among(connection: BaseDatabaseWrapper, values: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the condition that a column holds one of the values, and its parameters.

    PostgreSQL takes them as one literal of whatever type the column has: thousands of gaps cost more than the search.
    """
    if connection.vendor == "sqlite":
        return f"IN ({', '.join('?' * len(values))})", values
    quoted = [value.replace("\\", "\\\\").replace('"', '\\"') for value in values]
    return "= ANY(%s)", ["{" + ",".join([f'"{value}"' for value in quoted]) + "}"]


def _rows(connection: BaseDatabaseWrapper, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with connection.wrap_database_errors:
            found: list[tuple[Any, ...]] = connection.connection.execute(statement, values).fetchall()
        return found
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _many(connection: BaseDatabaseWrapper, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with connection.wrap_database_errors:
            connection.connection.executemany(statement, rows)
    else:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
