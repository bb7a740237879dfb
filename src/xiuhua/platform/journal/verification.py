"""Is the journal whole, and do the rows still say what the journal says?"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import connections

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.chain import HASHED, entry_hash
from xiuhua.platform.journal.changes import Delete, Insert
from xiuhua.platform.journal.heads import Head, read_heads
from xiuhua.platform.journal.models import Entry, Ledger, Stream
from xiuhua.platform.journal.rows import all_rows
from xiuhua.platform.journal.stored import changes_of, sealed_subjects
from xiuhua.platform.journal.tables import TABLES, TableSpec, json_form, spec_of
from xiuhua.platform.vault.keyring import keyring, master

FETCH = 2000
_COLUMNS = ("hash", "previous_hash", *HASHED)
_SEQUENCE = _COLUMNS.index("sequence")
_IDS = tuple(_COLUMNS.index(name) for name in ("command_id", "batch", "actor", "post"))

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read and what is wrong; an empty ``findings`` means whole."""

    entries: int
    rows: int
    findings: tuple[Problem, ...]


def verify(*, rows: bool = False, using: str = "default", progress: Progress | None = None) -> Verification:
    """Check chains, heads and signed heads; with ``rows``, also that rows equal their folded changes."""
    findings: list[Problem] = []
    entries = _verify_chains(using, findings, progress)
    counted = _verify_rows(using, findings) if rows else 0
    return Verification(entries, counted, tuple(findings))


def _verify_chains(using: str, findings: list[Problem], progress: Progress | None) -> int:
    ledger = Ledger.objects.using(using).first()
    signed, false = read_heads(Path(settings.HOME), master(), str(ledger.id) if ledger else "")
    if false:
        findings.append(Problem("head_signature_false", values={"count": false}))
    heads = {stream.name: stream for stream in Stream.objects.using(using).all()}
    seen: set[str] = set()
    count = 0
    for stream, rows in _by_stream(using):
        seen.add(stream)
        count += _verify_stream(stream, rows, heads.get(stream), signed.get(stream), findings)
        if progress is not None:
            progress(count)
    for name in sorted({*heads, *signed} - seen):
        if (name in signed and signed[name].sequence) or (name in heads and heads[name].sequence):
            findings.append(_tail(name, 0, signed.get(name), heads.get(name)))
    return count


def _verify_stream(
    stream: str,
    rows: Iterator[tuple[Any, ...]],
    head: Stream | None,
    signed: Head | None,
    findings: list[Problem],
) -> int:
    previous, sequence, count = "", 0, 0
    signed_hash_found = signed is None
    for row in rows:
        count += 1
        values = _as_hashed(row)
        at = {"stream": stream, "sequence": values[1]}
        if values[1] != sequence + 1:
            findings.append(Problem("entry_missing", values={**at, "missing": sequence + 1}))
            previous = row[1]
        if row[1] != previous:
            findings.append(Problem("chain_broken", values=at))
        if entry_hash(row[1], values) != row[0]:
            findings.append(Problem("entry_changed", values=at))
        if signed is not None and values[1] == signed.sequence:
            signed_hash_found = True
            if row[0] != signed.hash:
                findings.append(Problem("chain_rewritten", values=at))
        previous, sequence = row[0], values[1]
    if not signed_hash_found or head is None or head.sequence > sequence:
        findings.append(_tail(stream, sequence, signed, head))
    elif head.hash != previous:
        findings.append(Problem("head_differs", values={"stream": stream, "sequence": sequence}))
    if signed is None:
        findings.append(Problem("head_never_signed", values={"stream": stream}))
    return count


def _tail(stream: str, last: int, signed: Head | None, head: Stream | None) -> Problem:
    known = max(signed.sequence if signed else 0, head.sequence if head else 0)
    return Problem("tail_cut", values={"stream": stream, "sequence": last, "known": known})


def _by_stream(using: str) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    names = list(Entry.objects.using(using).values_list("stream", flat=True).distinct().order_by("stream"))
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    for name in names:
        yield name, _rows_of(using, columns, name)


def _rows_of(using: str, columns: str, stream: str) -> Iterator[tuple[Any, ...]]:
    table = Entry._meta.db_table
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(
            f'SELECT {columns} FROM "{table}" WHERE "stream" = %s ORDER BY "sequence"',
            [stream],
        )
        while rows := cursor.fetchmany(FETCH):
            yield from rows


def _as_hashed(row: tuple[Any, ...]) -> list[Any]:
    values = list(row)
    for index in _IDS:
        if values[index] is not None:
            values[index] = TableSpec.as_uuid(values[index])
    return values[2:]


def _verify_rows(using: str, findings: list[Problem]) -> int:
    expected, versions = fold(using)
    count = 0
    for table, spec in TABLES.items():
        rows = expected.get(table, {})
        for key, row, version in all_rows(using, spec):
            count += 1
            wanted = rows.pop(key, None)
            if wanted is None:
                findings.append(Problem("row_unknown", values={"table": table, "key": key}))
                continue
            wrong = [name for name, value in orjson.loads(wanted).items() if row[name] != value]
            if spec.is_root and version != versions.get((table, key)):
                wrong.append("version")
            if wrong:
                values = {"table": table, "key": key, "fields": "、".join(wrong)}
                findings.append(Problem("row_changed", values=values))
        findings.extend(Problem("row_missing", values={"table": table, "key": key}) for key in rows)
    return count


def fold(using: str) -> tuple[dict[str, dict[str, bytes]], dict[tuple[str, str], str]]:
    """Fold all changes: table to key to the row (JSON bytes, derived columns included); (table, record) to version."""
    state: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
    versions: dict[tuple[str, str], str] = {}
    keys = keyring(using=using)
    entries = Entry.objects.using(using).order_by("id").values_list("command_id", "changes")
    for command_id, text in entries.iterator(FETCH):
        keys.load(sealed_subjects(text))
        for change in changes_of(text, keys):
            spec = spec_of(change.model)
            records = spec.root_model._meta.db_table
            if isinstance(change, Insert):
                key = str(change.values[spec.key])
                state[spec.name][key] = _whole(spec, {**spec.defaults, **change.values})
                versions[records, str(change.values[spec.root])] = str(command_id)
                continue
            versions[records, str(change.root)] = str(command_id)
            if isinstance(change, Delete):
                state[spec.name].pop(str(change.key), None)
                continue
            row = orjson.loads(state[spec.name][str(change.key)])
            state[spec.name][str(change.key)] = _whole(spec, {**row, **change.after})
            if spec.root in change.after:
                versions[records, str(change.after[spec.root])] = str(command_id)
    return state, versions


def _whole(spec: TableSpec, values: dict[str, Any]) -> bytes:
    row = {name: spec.canonical(name, json_form(values[name])) for name in spec.fields if name in values}
    if spec.derive is not None:
        row.update({name: json_form(value) for name, value in spec.derive(row).items()})
    return orjson.dumps(row)
