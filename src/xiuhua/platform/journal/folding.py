"""What the rows must be: all changes folded, one after the other, and compared with the tables."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Delete, Insert
from xiuhua.platform.journal.models import Entry, Touch
from xiuhua.platform.journal.rows import all_rows, raw_rows
from xiuhua.platform.journal.stored import changes_of, sealed_subjects
from xiuhua.platform.journal.tables import TABLES, TableSpec, json_form, spec_of
from xiuhua.platform.vault.keyring import Keyring, Unreadable, keyring

FETCH = 2000
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError)


def verify_rows(using: str, findings: list[Problem]) -> int:
    """Add what differs between rows and folded changes to the findings; return the number of rows."""
    fold = Fold(keyring(using=using), findings)
    fold.run(using)
    count = 0
    for table, spec in TABLES.items():
        rows = fold.rows.get(table, {})
        for key, row, version in all_rows(using, spec):
            count += 1
            wanted = rows.pop(key, None)
            if wanted is None:
                findings.append(Problem("row_unknown", values={"table": table, "key": key}))
                continue
            wrong = [name for name, value in orjson.loads(wanted).items() if row[name] != value]
            if spec.is_root and version != fold.versions.get((table, key)):
                wrong.append("version")
            if wrong:
                values = {"table": table, "key": key, "fields": wrong}
                findings.append(Problem("row_changed", values=values))
        findings.extend(Problem("row_missing", values={"table": table, "key": key}) for key in rows)
    touches = raw_rows(using, Touch, ("record", "command_id"))
    fold.touched.subtract((TableSpec.as_uuid(record), TableSpec.as_uuid(command_id)) for record, command_id in touches)
    if differing := sum(map(abs, fold.touched.values())):
        findings.append(Problem("history_differs", values={"count": differing}))
    return count


@dataclass(slots=True)
class Fold:
    """The rows as the journal says them. What cannot be read in it is added to the findings and passed over."""

    keyring: Keyring
    findings: list[Problem]
    rows: defaultdict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))
    """Table to key to the row: JSON bytes, derived columns included."""
    versions: dict[tuple[str, str], str] = field(default_factory=dict)
    """Table and key of a record to the last command that touched it."""
    touched: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Records and the commands that touched them."""

    def run(self, using: str) -> None:
        """Fold the whole journal of a database."""
        entries = raw_rows(using, Entry, ("stream", "sequence", "command_id", "changes"))
        for chunk in chunks(entries, FETCH):
            for command_id, changes in self._opened(chunk):
                self._add(command_id, changes)
            self.keyring.forget()

    def _opened(self, entries: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, list[Change]]]:
        try:
            self.keyring.load({subject for entry in entries for subject in sealed_subjects(entry[-1])})
        except (Unreadable, *_UNREADABLE):
            self.keyring.forget()  # found again below, where it is known in which entry
        for stream, sequence, command_id, text in entries:
            try:
                self.keyring.load(sealed_subjects(text))
                changes = changes_of(text, self.keyring)
            except (Unreadable, *_UNREADABLE):
                self.findings.append(Problem("entry_unreadable", values={"stream": stream, "sequence": sequence}))
            else:
                yield TableSpec.as_uuid(command_id), changes

    def _add(self, command_id: str, changes: Sequence[Change]) -> None:
        touched: set[UUID] = set()
        for change in changes:
            spec = spec_of(change.model)
            rows = self.rows[spec.name]
            key = str(change.values[spec.key] if isinstance(change, Insert) else change.key)
            roots = {UUID(change.values[spec.root]) if isinstance(change, Insert) else change.root}
            if isinstance(change, Insert):
                rows[key] = _whole(spec, {**spec.defaults, **change.values})
            elif isinstance(change, Delete):
                rows.pop(key, None)
            elif key in rows:
                rows[key] = _whole(spec, {**orjson.loads(rows[key]), **change.after})
                if spec.root in change.after:
                    roots.add(UUID(change.after[spec.root]))
            touched |= roots
            table = str(spec.root_model._meta.db_table)
            self.versions.update(((table, str(root)), command_id) for root in roots)
        self.touched.update((str(root), command_id) for root in touched)


def _whole(spec: TableSpec, values: dict[str, Any]) -> bytes:
    row = {name: spec.canonical(name, json_form(values[name])) for name in spec.fields if name in values}
    if spec.derive is not None:
        row.update({name: json_form(value) for name, value in spec.derive(row).items()})
    return orjson.dumps(row)
