"""Which tables a backup holds, and how their rows are written so that either database can take them."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.apps import apps
from django.db import connections, models
from django.db.migrations.loader import MigrationLoader

from xiuhua.platform.journal import sql
from xiuhua.platform.journal.tables import decoder, encoder

LEFT_OUT: Mapping[str, str] = {
    "django_migrations": "written by the restore itself",
    "django_content_type": "written by the migrations",
    "auth_permission": "written by the migrations; rights come from posts",
    "auth_group": "always empty: rights come from posts",
    "auth_group_permissions": "always empty: rights come from posts",
    "accounts_session": "whoever was signed in signs in again",
    "accounts_failure": "failed sign-ins: nobody needs them again",
    "django_tasks_database_dbtaskresult": "the queue: the worker fills it from the jobs",
    "axes_accessattempt": "always empty: failed sign-ins are counted in accounts_failure",
    "axes_accessattemptexpiration": "always empty",
    "axes_accessfailurelog": "always empty",
    "axes_accesslog": "always empty",
}
"""Tables that no backup holds, and why."""

MADE_BY_MIGRATIONS = frozenset({"journal_ledger"})
"""Tables that hold a row before anybody has done anything; a restore replaces it."""

FETCH = 2000
_MODULO = 1 << 128

Row = Sequence[Any]
Convert = Callable[[Any], Any]


@dataclass(slots=True)
class Sum:
    """How many rows of a table there are, and what they are, in whatever order they come."""

    rows: int = 0
    value: int = 0

    def add(self, line: bytes) -> None:
        """Add a row."""
        self.rows += 1
        self.value = (self.value + int.from_bytes(hashlib.blake2b(line, digest_size=16).digest(), "big")) % _MODULO

    def told(self) -> dict[str, Any]:
        """Return what a manifest keeps."""
        return {"rows": self.rows, "digest": f"{self.value:032x}"}


@dataclass(frozen=True)
class Table:
    """A table as it is after the migrations that a database has."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return str(self.model._meta.db_table)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns, in the order of a written row."""
        return tuple(str(each.column) for each in self._fields())

    @property
    def key(self) -> str:
        """The name of the primary key column."""
        return str(self.model._meta.pk.column)

    def lines(self, using: str) -> Iterator[bytes]:
        """Yield every row as JSON, the same from both databases."""
        convert = _converters(self._fields(), _decoder)
        names = ", ".join(f'"{column}"' for column in self.columns)
        with connections[using].chunked_cursor() as cursor:
            cursor.execute(f'SELECT {names} FROM "{self.name}"')
            while rows := cursor.fetchmany(FETCH):
                yield from (orjson.dumps(_converted(row, convert), option=orjson.OPT_SORT_KEYS) for row in rows)

    def insert(self, using: str, lines: Iterable[bytes]) -> None:
        """Write rows."""
        vendor = connections[using].vendor
        convert = _converters(self._fields(), lambda each: _encoder(each, vendor))
        rows = [_converted(orjson.loads(line), convert) for line in lines]
        for start in range(0, len(rows), FETCH):
            sql.insert_rows(using, self.name, self.columns, rows[start : start + FETCH])

    def is_empty(self, using: str) -> bool:
        """Say whether there is no row."""
        with connections[using].cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{self.name}" LIMIT 1')
            return cursor.fetchone() is None

    def clear(self, using: str) -> None:
        """Delete the few rows that the migrations wrote."""
        with connections[using].cursor() as cursor:
            cursor.execute(f'SELECT "{self.key}" FROM "{self.name}"')
            keys = [key for (key,) in cursor.fetchall()]
        sql.delete_rows(using, self.name, self.key, keys)

    def _fields(self) -> list[models.Field[Any, Any]]:
        return list(self.model._meta.concrete_fields)


def applied(using: str) -> dict[str, list[str]]:
    """Return the last migrations that a database has, by app: those after which no other of the app came."""
    loader = MigrationLoader(connections[using])
    known = set(loader.applied_migrations)
    found: dict[str, list[str]] = {}
    for app, name in sorted(known):
        node = loader.graph.node_map.get((app, name))
        after = {child.key for child in node.children} if node else set()
        if not any(each[0] == app for each in after & known):
            found.setdefault(app, []).append(name)
    return {app: names for app, names in found.items() if app in own_apps()}


def tables_at(migrations: Mapping[str, Sequence[str]]) -> dict[str, Table]:
    """Return the tables that a backup holds as they are after these migrations, by name.

    Raise ``KeyError`` where this version of the program does not know one of them.
    """
    loader = MigrationLoader(None)
    nodes = [(app, name) for app, names in migrations.items() for name in names]
    unknown = [node for node in nodes if node not in loader.graph.nodes]
    if unknown:
        raise KeyError(unknown[0])
    state = loader.project_state(nodes).apps
    own = [model for model in state.get_models(include_auto_created=True) if model._meta.app_label in own_apps()]
    return {table.name: table for table in map(Table, own) if table.name not in LEFT_OUT}


def own_apps() -> frozenset[str]:
    """Return the labels of the product's own apps."""
    return frozenset(config.label for config in apps.get_app_configs() if config.name.startswith("xiuhua."))


def _converters(
    fields: Iterable[models.Field[Any, Any]], choose: Callable[[models.Field[Any, Any]], Convert | None]
) -> list[tuple[int, Convert]]:
    return [(at, convert) for at, each in enumerate(fields) if (convert := choose(each)) is not None]


def _converted(row: Row, convert: Sequence[tuple[int, Convert]]) -> list[Any]:
    values = list(row)
    for at, change in convert:
        if values[at] is not None:
            values[at] = change(values[at])
    return values


def _decoder(each: models.Field[Any, Any]) -> Convert | None:
    kind = each.get_internal_type()
    if kind == "BinaryField":
        return lambda value: b64encode(value).decode("ascii")
    return orjson.loads if kind == "JSONField" else decoder(each)


def _encoder(each: models.Field[Any, Any], vendor: str) -> Convert | None:
    kind = each.get_internal_type()
    if kind == "BinaryField":
        return b64decode
    return (lambda value: orjson.dumps(value).decode()) if kind == "JSONField" else encoder(each, vendor)
