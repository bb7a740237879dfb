"""Judging a returned export: only what somebody edited reaches the kind of the sheet, and conflicts are named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import (
    ExportKind,
    Finding,
    Held,
    Judged,
    RecordKind,
    Run,
    Severity,
    Verdict,
    export_kind,
)
from xiuhua.platform.exchange.reading.cells import Bad, Kept, text
from xiuhua.platform.exchange.reading.kinds import FoundColumn, Recognised
from xiuhua.platform.exchange.reading.workbook import RawSheet, Row
from xiuhua.platform.exchange.returned import Returned, RowKeys, name_of, read_returned, rows_of
from xiuhua.platform.exchange.stamps import lossy
from xiuhua.platform.vault.masks import DOT

AT_ONCE = 500
"""Records compared with what is stored at once."""
LOST_DOT = "?"
"""What a program that saves in the old Chinese code page makes of the dots of a mask."""


@dataclass(slots=True)
class LeftOut:
    """How many rows of a returned export are not in it any more; they stay as they are. Zero for every other sheet."""

    rows: int = 0


def judge_sheet(kind: RecordKind, found: Recognised, run: Run, left_out: LeftOut | None = None) -> Iterator[Judged]:
    """Yield every record of a sheet. Of a returned export only edited records are judged against what is stored.

    Raise ``SheetRefused`` where a returned export as a whole cannot be taken.
    """
    exported = export_kind(found.kind.code)
    back = read_returned(found, exported, run) if exported is not None else None
    if back is None or exported is None:
        yield from kind.judge(found, run)
        return
    if left_out is not None:
        left_out.rows = back.left_out
    yield from _Restoring(kind, exported, found, run, back).judged()


@dataclass(slots=True)
class _Restoring:
    """One returned export on its way to its kind.

    ``findings`` are by row; ``secrets`` are, by record, values that its rows show masked, with their masks.
    ``beside`` are the numbers given to rows that are not in the sheet.
    """

    kind: RecordKind
    exported: ExportKind
    found: Recognised
    run: Run
    back: Returned
    findings: dict[int, list[Finding]] = field(default_factory=dict)
    secrets: dict[UUID, dict[str, str]] = field(default_factory=dict)
    keys: dict[int, tuple[UUID, ...]] = field(default_factory=dict)
    beside: set[int] = field(default_factory=set)
    _columns: tuple[FoundColumn, ...] = ()

    def judged(self) -> Iterator[Judged]:
        """Yield what cannot be taken, what nobody touched, and what was edited."""
        self._columns = tuple(each for each in self.found.used if name_of(each) != "sequence")
        edited = self.back.edited
        for each in self.back.wrong:
            finding = Finding(each.number, each.index, each.header, each.value, "error", each.problem)
            yield Judged(f"?{each.number}", "", (each.number,), Verdict.WRONG, findings=[finding])
        for record, numbers in self.back.by_record().items():
            if record not in edited:
                yield Judged(str(record), "", tuple(numbers), Verdict.SAME)
        rows = list(self._restored(edited))
        for number in sorted(set(self.findings) - {number for number, _ in rows}):
            findings = self.findings[number]
            yield Judged(f"?{number}", "", (number,), Verdict.WRONG, findings=findings)
        if rows:
            sheet = self.found.sheet
            only = RawSheet(sheet.name, sheet.title, sheet.width, sheet.merged, _rows=lambda: iter(rows))
            run = replace(self.run, mended={}, rows=None, keys=self.keys, returned=True)
            for each in self.kind.judge(replace(self.found, sheet=only), run):
                yield self._finished(each)

    def _restored(self, edited: Mapping[UUID, UUID | None]) -> Iterator[Row]:
        """Yield the rows of edited records, untouched cells filled with what is stored, in the order of the sheet."""
        by_record: dict[UUID, list[Row]] = {}
        rows: list[Row] = []
        for number, cells in rows_of(self.back, self.found, self.run, edited):
            row = self.back.rows.get(number)
            if row is None:
                rows.append((number, cells))
            else:
                by_record.setdefault(row.keys[0], []).append((number, cells))
        names = frozenset(map(name_of, self._columns))
        beyond = max((number for number, _ in self.found.sheet), default=0)
        for part in chunks(by_record.items(), AT_ONCE):
            held = self.exported.held({record: edited[record] for record, _ in part}, names, self.run)
            whole: dict[UUID, list[tuple[UUID, ...]]] = {}
            for keys in held if self.exported.whole else ():
                whole.setdefault(keys[0], []).append(keys)
            for record, own in part:
                named = {self.back.rows[number].keys for number, _ in own}
                filled = [each for each in (self._filled(row, held) for row in own) if each is not None]
                rows.extend(filled)
                for keys in whole.get(record, ()) if filled else ():
                    if keys not in named:
                        beyond += 1
                        rows.append(self._added(beyond, keys, held[keys]))
            self.run.keyring.forget()
        yield from sorted(rows, key=lambda row: row[0])

    def _filled(self, row: Row, held: Mapping[tuple[UUID, ...], Held]) -> Row | None:
        """Return a row of which only edits are left to be judged; ``None`` where its record cannot be changed."""
        number, cells = row
        whose = self.back.rows[number]
        stored = held.get(whose.keys)
        if stored is None:
            self._find(number, None, "", "error", Problem("export_record_gone"))
            return None
        self._keep(number, whose, stored)
        filled = list(cells)
        for column in self._columns:
            name = name_of(column)
            if name in stored.now:
                filled[column.index] = self._cell(number, column, name, cells[column.index], stored)
        return number, tuple(filled)

    def _cell(self, number: int, column: FoundColumn, name: str, cell: Any, stored: Held) -> Any:
        """Return an edited cell as it is, and what is stored for one that nobody edited or that cannot be taken."""
        now, base, own = stored.now[name], stored.base[name], self._stored(column, name, stored)
        if _same(column, cell, base) or _same(column, cell, now):
            return own
        written = text(cell)
        severity: Severity = "error"
        problem = self._against(column, name, written, stored)
        if problem is None and not written:
            values = {"column": column.header, "value": text(now)}
            problem = Problem("export_cell_emptied", name.partition(":")[0], values)
            severity = "warning"
        if problem is None and not _same(column, base, now):
            both = {"names": [column.header], "theirs": [text(now)], "yours": [written], "fields": []}
            problem = Problem("changed_meanwhile", name.partition(":")[0], both)
        if problem is None:
            return cell
        self._find(number, column, written, severity, problem)
        return own

    def _against(self, column: FoundColumn, name: str, written: str, stored: Held) -> Problem | None:
        """Return why a cell cannot be edited in a sheet at all."""
        values = {"column": column.header, "value": text(stored.now[name])}
        if name in stored.fixed:
            return Problem("export_cell_fixed", name.partition(":")[0], values)
        if name in self.exported.masked:
            partly = DOT in written or LOST_DOT in written
            return Problem("export_mask_changed", name, values) if partly else None
        if column.column is not None and column.column.identifies and text(stored.now[name]):
            return Problem("export_key_changed", name, values)
        return None

    def _stored(self, column: FoundColumn, name: str, stored: Held) -> Any:
        """Return what is stored for a cell, as the kind of the sheet reads it."""
        shared = column.column is not None and column.column.scope == "record" and name != self.exported.group
        if shared and not stored.leading:
            return ""
        value = stored.meant.get(name, stored.now[name])
        if value is None:
            return ""
        return Kept(value) if isinstance(value, str) and text(value) != value else value

    def _added(self, number: int, keys: tuple[UUID, ...], stored: Held) -> Row:
        """Return a row for a part of a record that the sheet does not name, so that the record is judged as a whole."""
        self.beside.add(number)
        self._keep(number, RowKeys(keys, None, False), stored)
        cells: list[Any] = [""] * self.found.sheet.width
        for column in self._columns:
            name = name_of(column)
            if name in stored.now:
                cells[column.index] = self._stored(column, name, stored)
        return number, tuple(cells)

    def _keep(self, number: int, whose: RowKeys, stored: Held) -> None:
        self.keys[number] = whose.keys
        hidden = self.secrets.setdefault(whose.keys[0], {})
        for name, value in stored.meant.items():
            if value and value != stored.now[name]:
                hidden[value] = text(stored.now[name])
                hidden.setdefault(value[:18], text(stored.now[name]))

    def _find(self, number: int, column: FoundColumn | None, value: str, severity: Severity, problem: Problem) -> None:
        index, header = (column.index, column.header) if column else (-1, "")
        self.findings.setdefault(number, []).append(Finding(number, index, header, value, severity, problem))

    def _finished(self, judged: Judged) -> Judged:
        """Add what was found on the way here, mask what is masked, and bind the wish to the version that was seen."""
        rows = tuple(number for number in judged.rows if number not in self.beside)
        named = [self.back.rows[number] for number in rows if number in self.back.rows]
        hidden = self.secrets.get(named[0].keys[0], {}) if named else {}
        first = rows[0] if rows else judged.rows[0]
        judged.rows = rows
        judged.findings = [self._seen(each, first, hidden) for each in judged.findings]
        judged.findings += [each for number in rows for each in self.findings.get(number, ())]
        if any(each.severity == "error" for each in judged.findings):
            judged.verdict, judged.commands, judged.changes = Verdict.WRONG, (), []
        version = named[0].version if named else None
        if version is not None:
            judged.commands = tuple(
                each.model_copy(update={"base_version": version}) if isinstance(each, self.exported.command) else each
                for each in judged.commands
            )
        return judged

    def _seen(self, finding: Finding, first: int, hidden: Mapping[str, str]) -> Finding:
        """Return a finding without values that the sheet shows masked, and at a row that the sheet has."""
        if finding.row in self.beside:
            finding = replace(finding, row=first, index=-1, column="")
        if not hidden:
            return finding
        values = {name: _masked(value, hidden) for name, value in finding.problem.values.items()}
        problem = Problem(finding.problem.code, finding.problem.field, values)
        return replace(finding, value=_masked(finding.value, hidden), problem=problem)


def _same(column: FoundColumn, cell: Any, shown: Any) -> bool:
    """Say whether a cell says what an export showed, however a spreadsheet has saved it."""
    said, meant = text(cell), text(shown)
    if said == meant or said == lossy(meant):
        return True
    if not said or not meant or column.column is None:
        return False
    parsed = column.column.parse(cell)
    return type(parsed) is not Bad and parsed == column.column.parse(shown)


def _masked(value: Any, hidden: Mapping[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    for secret, mask in hidden.items():
        value = value.replace(secret, mask)
    return value
