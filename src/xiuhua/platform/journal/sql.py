"""Bulk statements in the dialect of each database: the fastest way in that both drivers offer."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

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
    using: str = "default",
) -> list[dict[str, Any]]:
    """Return these columns of the rows of which one of the columns ``any_of`` holds one of its values, by name.

    What ``filter(…).values(…)`` gives, for pages that read little of many tables: there, putting a question into words
    costs more than answering it. Names are those of columns (``household_id``); ``order`` is
    that of ``order_by``.
    """
    connection = connections[using]
    what, readers = _reading(model, tuple(names), using)
    parts: list[str] = []
    given: list[Any] = []
    for name, values in any_of.items():
        if values:
            field = _column(model, name)
            parts.append(f'"{field.target.column}" IN ({", ".join(["%s"] * len(values))})')
            given += [field.output_field.get_db_prep_value(value, connection) for value in values]
    if not parts:
        return []
    tail = f" ORDER BY {', '.join(_ordered(model, each) for each in order)}" if order else ""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {what} FROM "{model._meta.db_table}" WHERE {" OR ".join(parts)}{tail}', given)
        found = cursor.fetchall()
    rows = [dict(zip(names, row, strict=True)) for row in found]
    for name, read in readers:
        for row in rows:
            row[name] = read(row[name])
    return rows


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
