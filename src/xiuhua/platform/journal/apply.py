"""The only writer of domain rows: live commands, undo and replay all go through it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connections, models

from xiuhua.kernel.ids import as_uuid
from xiuhua.platform.journal import sql
from xiuhua.platform.journal.changes import Change, Delete, Insert
from xiuhua.platform.journal.tables import TableSpec, spec_of, uuid_hex

Encoder = Callable[[Any], Any] | None


class _Plan:
    """How one table's values become parameters of one database."""

    def __init__(self, spec: TableSpec, vendor: str) -> None:
        self.spec = spec
        self.encoders = spec.encoders(vendor)
        self.columns = {name: str(field.column) for name, field in spec.fields.items()}
        self._defaults = spec.defaults
        self._pick = itemgetter(*spec.fields)
        self._encoded = [(at, encode) for at, name in enumerate(spec.fields) if (encode := self.encoders[name])]
        self._outside = [value for _, value in spec.outside.values()]
        self.insert_columns = (
            *(self.columns[name] for name in spec.fields),
            *(column for column, _ in spec.outside.values()),
            *(["version"] if spec.is_root else []),
        )

    def inserted(self, values: Mapping[str, Any], version: Any) -> list[Any]:
        values = self.completed(values)
        try:
            row = list(self._pick(values))
        except KeyError:
            row = list(self._pick({**self._defaults, **values}))
        for at, encode in self._encoded:
            value = row[at]
            if value is not None:
                row[at] = encode(value)
        row.extend(self._outside)
        if self.spec.is_root:
            row.append(version)
        return row

    def completed(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        derive = self.spec.derive
        if derive is None or self.spec.derived[0] in values:
            return values
        return {**values, **derive(dict(values))}

    def encoded(self, name: str, value: Any) -> Any:
        encode = self.encoders[name]
        return value if encode is None or value is None else encode(value)


@cache
def _plan_of(spec: TableSpec, vendor: str) -> _Plan:
    return _Plan(spec, vendor)


class Writer:
    """Collects changes of many commands and writes them table by table, in bulk."""

    def __init__(self, using: str) -> None:
        self.using = using
        self._vendor = connections[using].vendor
        self._plans: dict[str, _Plan] = {}
        self._by_model: dict[type[models.Model], _Plan] = {}
        self._inserts: defaultdict[str, list[list[Any]]] = defaultdict(list)
        self._updates: defaultdict[tuple[str, tuple[str, ...]], list[list[Any]]] = defaultdict(list)
        self._deletes: defaultdict[str, list[Any]] = defaultdict(list)
        self._pending: set[int] = set()
        self.touched: list[tuple[UUID, UUID]] = []

    def add(self, command_id: UUID, changes: Iterable[Change]) -> list[UUID]:
        """Take the changes of one command; its id becomes the version of the records it touches: return those.

        What waits is written first where a record comes again: bulk statements keep no order between commands.
        """
        roots: dict[int, tuple[UUID, TableSpec]] = {}
        versioned: set[int] = set()
        version = uuid_hex(command_id)
        for change in changes:
            plan = self._by_model.get(change.model) or self._plan(spec_of(change.model))
            spec = plan.spec
            root = as_uuid(change.values[spec.root] if isinstance(change, Insert) else change.root)
            if root.int not in roots:
                self._meet(root, spec, roots)
            if spec.is_root:
                versioned.add(root.int)
            if isinstance(change, Insert):
                self._inserts[spec.name].append(plan.inserted(change.values, version))
            elif isinstance(change, Delete):
                self._deletes[spec.name].append(uuid_hex(change.key))
            else:
                if spec.root in change.after:
                    other = as_uuid(change.after[spec.root])
                    if other.int not in roots:
                        self._meet(other, spec, roots)
                after = plan.completed(change.after) if _derives(spec, change.after) else change.after
                names = tuple(name for name in after if name in plan.columns)
                values = [plan.encoded(name, after[name]) for name in names]
                if spec.is_root:
                    names, values = (*names, "version"), [*values, version]
                if names:
                    self._updates[spec.name, names].append([*values, uuid_hex(change.key)])
        for root, spec in roots.values():
            self.touched.append((root, command_id))
            if root.int not in versioned:
                root_spec = spec_of(spec.root_model)
                self._plan(root_spec)
                self._updates[root_spec.name, ("version",)].append([version, uuid_hex(root)])
        self._pending.update(roots)
        return [root for root, _ in roots.values()]

    def flush(self) -> None:
        """Write what was collected. Constraints between tables are deferred to the commit."""
        for table, keys in self._deletes.items():
            plan = self._plans[table]
            sql.delete_rows(self.using, table, plan.columns[plan.spec.key], keys)
        for (table, names), rows in sorted(self._updates.items()):
            plan = self._plans[table]
            columns = [plan.columns.get(name, name) for name in names]
            sql.update_rows(self.using, table, columns, plan.columns[plan.spec.key], sorted(rows, key=_last))
        for table, rows in self._inserts.items():
            sql.insert_rows(self.using, table, self._plans[table].insert_columns, rows)
        self._inserts.clear()
        self._updates.clear()
        self._deletes.clear()
        self._pending.clear()

    def drop(self, touched: int) -> None:
        """Forget what waits and, of what was touched, everything after the first so many."""
        self._inserts.clear()
        self._updates.clear()
        self._deletes.clear()
        self._pending.clear()
        del self.touched[touched:]

    def _meet(self, root: UUID, spec: TableSpec, roots: dict[int, tuple[UUID, TableSpec]]) -> None:
        roots[root.int] = (root, spec)
        if root.int in self._pending:
            self.flush()

    def _plan(self, spec: TableSpec) -> _Plan:
        plan = self._plans.get(spec.name)
        if plan is None:
            plan = self._plans[spec.name] = self._by_model[spec.model] = _plan_of(spec, self._vendor)
        return plan


def _derives(spec: TableSpec, values: Mapping[str, Any]) -> bool:
    return spec.derive is not None and any(name in values for name in spec.personal)


def _last(row: Sequence[Any]) -> Any:
    return row[-1]
