"""Bulk statements in the dialect of each database: the fastest way in that both drivers offer."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

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
