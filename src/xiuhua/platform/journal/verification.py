"""Is the journal whole, and do the rows still say what the journal says?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.chain import HASHED, entry_hash
from xiuhua.platform.journal.folding import verify_rows
from xiuhua.platform.journal.heads import Head, read_heads
from xiuhua.platform.journal.models import Entry, Ledger, Stream
from xiuhua.platform.journal.snapshot import snapshot
from xiuhua.platform.journal.tables import TABLES, TableSpec
from xiuhua.platform.vault.generations import Proof, chaining_at, proofs
from xiuhua.platform.vault.keyring import master

FETCH = 2000
_COLUMNS = ("id", "hash", "previous_hash", *HASHED)
_HASHED_FROM = _COLUMNS.index(HASHED[0])
_IDS = tuple(HASHED.index(name) for name in ("command_id", "batch", "actor", "post"))
_SEQUENCE = HASHED.index("sequence")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read and what is wrong; an empty ``findings`` means whole."""

    entries: int
    rows: int
    findings: tuple[Problem, ...]


def verify(*, rows: bool = False, using: str = "default", progress: Progress | None = None) -> Verification:
    """Check chains, heads and signed heads; with ``rows``, also that rows equal their folded changes.

    It sees the database as of one moment, so others may go on writing. The signed heads are read before: what
    they name is then in that sight.
    """
    findings: list[Problem] = []
    ledger = Ledger.objects.using(using).first()
    signed, false = read_heads(Path(settings.HOME), master(), str(ledger.id) if ledger else "")
    if false:
        findings.append(Problem("head_signature_false", values={"count": false}))
    if ledger is None and any(spec.model._base_manager.using(using).exists() for spec in TABLES.values()):
        findings.append(Problem("journal_gone"))
    with snapshot(using):
        entries = _verify_chains(using, signed, findings, progress)
        counted = verify_rows(using, findings) if rows else 0
    return Verification(entries, counted, tuple(findings))


def broken_entries(using: str) -> list[Problem]:
    """Return what is wrong with the chains in themselves, whatever was signed of them outside the database."""
    findings: list[Problem] = []
    _verify_chains(using, {}, findings, None)
    return [found for found in findings if found.code != "head_never_signed"]


def _verify_chains(using: str, signed: dict[str, Head], findings: list[Problem], progress: Progress | None) -> int:
    heads = {stream.name: stream for stream in Stream.objects.using(using).all()}
    names = set(Entry.objects.using(using).values_list("stream", flat=True).distinct())
    known = proofs(master(), using=using)
    count = 0
    for name in sorted(names):
        count += _verify_stream(known, name, _rows_of(using, name), heads.get(name), signed.get(name), findings)
        if progress is not None:
            progress(count)
    for name in sorted({*heads, *signed} - names):
        if (name in signed and signed[name].sequence) or (name in heads and heads[name].sequence):
            findings.append(_tail(name, 0, signed.get(name), heads.get(name)))
    return count


def _verify_stream(
    known: tuple[Proof, ...],
    stream: str,
    rows: Iterator[tuple[Any, ...]],
    head: Stream | None,
    signed: Head | None,
    findings: list[Problem],
) -> int:
    position, previous, sequence, count = 0, "", 0, 0
    signed_hash_found = signed is None or signed.sequence == 0
    for row in rows:
        count += 1
        values = _as_hashed(row)
        row_id, row_hash, row_previous = row[:_HASHED_FROM]
        at = {"stream": stream, "sequence": values[_SEQUENCE]}
        if values[_SEQUENCE] != sequence + 1:
            findings.append(Problem("entry_missing", values={**at, "missing": sequence + 1}))
        elif row_previous != previous or row_id <= position:
            findings.append(Problem("chain_broken", values=at))
        if entry_hash(chaining_at(known, stream, values[_SEQUENCE]), row_previous, values) != row_hash:
            findings.append(Problem("entry_changed", values=at))
        if signed is not None and values[_SEQUENCE] == signed.sequence:
            signed_hash_found = True
            if row_hash != signed.hash:
                findings.append(Problem("chain_rewritten", values=at))
        position, previous, sequence = row_id, row_hash, values[_SEQUENCE]
    if not signed_hash_found or (head is not None and head.sequence > sequence):
        findings.append(_tail(stream, sequence, signed, head))
    elif head is None or head.hash != previous or head.sequence != sequence:
        findings.append(Problem("head_differs", values={"stream": stream, "sequence": sequence}))
    if signed is None:
        findings.append(Problem("head_never_signed", values={"stream": stream}))
    return count


def _tail(stream: str, last: int, signed: Head | None, head: Stream | None) -> Problem:
    known = max(signed.sequence if signed else 0, head.sequence if head else 0)
    return Problem("tail_cut", values={"stream": stream, "sequence": last, "known": known})


def _rows_of(using: str, stream: str) -> Iterator[tuple[Any, ...]]:
    table = Entry._meta.db_table
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(
            f'SELECT {columns} FROM "{table}" WHERE "stream" = %s ORDER BY "sequence"',
            [stream],
        )
        while rows := cursor.fetchmany(FETCH):
            yield from rows


def _as_hashed(row: tuple[Any, ...]) -> list[Any]:
    """Return the values under the hash; an identifier that is none stays as it is, and the hash will tell."""
    values = list(row[_HASHED_FROM:])
    for index in _IDS:
        if values[index] is not None:
            values[index] = TableSpec.as_uuid(values[index])
    return values
