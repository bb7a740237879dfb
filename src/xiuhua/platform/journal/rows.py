"""Reading domain rows back in the form in which entries hold them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connections
from django.db.models import ForeignObjectRel

from xiuhua.platform.journal import sql
from xiuhua.platform.journal.changes import Change, Insert
from xiuhua.platform.journal.tables import TABLES, TableSpec, spec_of

FETCH = 5000


class Reader:
    """The present rows that some changes speak of, read in bulk."""

    def __init__(self, using: str, changes: Iterable[Change]) -> None:
        self._using = using
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for change in changes:
            spec = spec_of(change.model)
            keys[spec.name].add(str(change.values[spec.key] if isinstance(change, Insert) else change.key))
        self._rows = {table: dict(_rows_by_key(using, TABLES[table], wanted)) for table, wanted in keys.items()}

    def row(self, spec: TableSpec, key: str) -> dict[str, Any] | None:
        """Return the row's columns in JSON form, or ``None``."""
        return self._rows[spec.name].get(key)

    def any_dependents(self, going: Mapping[str, set[str]]) -> bool:
        """Say whether rows that stay point to rows that go (table name to keys)."""
        for table, keys in going.items():
            for relation in TABLES[table].model._meta.related_objects:
                if relation.related_model._meta.db_table in TABLES and self._points_to(relation, keys, going):
                    return True
        return False

    def _points_to(self, relation: ForeignObjectRel, keys: set[str], going: Mapping[str, set[str]]) -> bool:
        model = relation.related_model
        pointing = model._default_manager.using(self._using).filter(**{f"{relation.field.name}__in": keys})
        stays = pointing.exclude(pk__in=going.get(model._meta.db_table, ()))
        return bool(stays.exists())


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
