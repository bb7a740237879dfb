"""Reading domain rows back in the form in which entries hold them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connections
from django.db.models import ForeignObjectRel, Model

from xiuhua.platform.journal import sql
from xiuhua.platform.journal.changes import Change, Delete, Insert, Update
from xiuhua.platform.journal.tables import TABLES, TableSpec, json_form, spec_of

FETCH = 5000

Address = tuple[str, str]
"""Table and key of a row."""


class Reader:
    """The present rows that some changes speak of, read in bulk, and as they will be after noted changes."""

    def __init__(self, using: str, changes: Iterable[Change]) -> None:
        self._using = using
        keys: defaultdict[str, set[str]] = defaultdict(set)
        going: defaultdict[str, set[str]] = defaultdict(set)
        for change in changes:
            spec, key = _address(change)
            keys[spec.name].add(key)
            if isinstance(change, Delete):
                going[spec.name].add(key)
        self._rows = {table: dict(_rows_by_key(using, TABLES[table], wanted)) for table, wanted in keys.items()}
        self._pointing: defaultdict[Address, set[tuple[Address, str]]] = defaultdict(set)
        self._pointed: dict[tuple[Address, str], str] = {}
        for table, wanted in going.items():
            for relation in TABLES[table].model._meta.related_objects:
                if relation.related_model._meta.db_table in TABLES:
                    self._read_pointing(table, relation, sorted(wanted))
        self._gone: set[Address] = set()

    def row(self, spec: TableSpec, key: str) -> dict[str, Any] | None:
        """Return the row's columns in JSON form, or ``None``."""
        return self._rows[spec.name].get(key)

    def has_dependents(self, changes: Iterable[Change]) -> bool:
        """Say whether rows that stay point to rows that go, after these changes."""
        known = list(changes)
        addresses = (_address(change) for change in known if isinstance(change, Delete))
        going = {(spec.name, key) for spec, key in addresses}
        pointed = {**self._pointed, **dict(_turned(known))}
        return any(
            row not in going and row not in self._gone and pointed.get((row, column), goes[1]) == goes[1]
            for goes in going
            for row, column in self._pointing[goes]
        )

    def note(self, changes: Iterable[Change]) -> None:
        """Show the rows from now on as they will be after these changes."""
        for change in changes:
            spec, key = _address(change)
            rows = self._rows[spec.name]
            self._pointed.update(_turned((change,)))
            if isinstance(change, Delete):
                rows.pop(key, None)
                self._gone.add((spec.name, key))
                continue
            values = {**spec.defaults, **change.values} if isinstance(change, Insert) else change.after
            row = rows.setdefault(key, {})
            row.update((name, spec.canonical(name, json_form(value))) for name, value in values.items())
            self._gone.discard((spec.name, key))

    def _read_pointing(self, table: str, relation: ForeignObjectRel, keys: list[str]) -> None:
        model, column = relation.related_model, relation.field.attname
        rows = model._base_manager.using(self._using).values_list(column, "pk")
        for start in range(0, len(keys), FETCH):
            for key, pointing in rows.filter(**{f"{column}__in": keys[start : start + FETCH]}):
                self._pointing[table, str(key)].add(((model._meta.db_table, str(pointing)), column))


def all_rows(using: str, spec: TableSpec) -> Iterator[tuple[str, dict[str, Any], str | None]]:
    """Yield every row of a table: key, columns in JSON form, and the version where the table has one."""
    connection = connections[using]
    names = list(spec.fields)
    columns = ", ".join(f'"{spec.fields[name].column}"' for name in names)
    version = ', "version"' if spec.is_root else ""
    with connection.chunked_cursor() as cursor:
        cursor.execute(f'SELECT {columns}{version} FROM "{spec.name}"')
        while rows := cursor.fetchmany(FETCH):
            for row in rows:
                values = _decoded(spec, names, row)
                last = row[len(names)] if spec.is_root else None
                yield values[spec.key], values, None if last is None else spec.as_uuid(last)


def raw_rows(using: str, model: type[Model], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield columns of every row of a table of the journal, in order, as the database holds them."""
    columns = ", ".join(f'"{name}"' for name in names)
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}" ORDER BY "id"')
        while rows := cursor.fetchmany(FETCH):
            yield from rows


def _rows_by_key(using: str, spec: TableSpec, keys: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    names = list(spec.fields)
    columns = [str(spec.fields[name].column) for name in names]
    encode = spec.encoders(connections[using].vendor)[spec.key] or (lambda value: value)
    wanted = [encode(key) for key in keys]
    for row in sql.select_in(using, spec.name, columns, str(spec.fields[spec.key].column), wanted):
        values = _decoded(spec, names, row)
        yield values[spec.key], values


def _decoded(spec: TableSpec, names: list[str], row: tuple[Any, ...]) -> dict[str, Any]:
    decoders = spec.decoders
    return {
        name: value if decoders[name] is None or value is None else decoders[name](value)
        for name, value in zip(names, row, strict=False)
    }


def _turned(changes: Iterable[Change]) -> Iterator[tuple[tuple[Address, str], str]]:
    """Yield where the columns of changed rows point from now on."""
    for change in changes:
        if isinstance(change, Update):
            spec, key = _address(change)
            for column, value in change.after.items():
                yield ((spec.name, key), column), str(value)


def _address(change: Change) -> tuple[TableSpec, str]:
    spec = spec_of(change.model)
    return spec, str(change.values[spec.key] if isinstance(change, Insert) else change.key)
