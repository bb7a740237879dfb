"""The two services behind every import: judge a sheet, and take in what is good."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.garbage import collecting_later
from xiuhua.kernel.refusals import Problem, RefusalCatalogue
from xiuhua.platform.exchange.contract import KINDS, Finding, Judged, RecordKind, Run, Verdict
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.platform.exchange.reading.recognition import Corrections, recognise
from xiuhua.platform.exchange.reading.workbook import read_sheet
from xiuhua.platform.exchange.restoring import LeftOut, judge_sheet
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute_many

Progress = Callable[[int], None]


@dataclass(slots=True)
class Preview:
    """What an import would do, as a review of changes. Rows are data rows; nothing was written.

    ``left_out`` counts the rows of a returned export that are not in it any more: nothing is done about them.
    """

    kind: str
    rows: int = 0
    new: int = 0
    same: int = 0
    left_out: int = 0
    records: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    judged: list[Judged] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        """Count a record, and keep it if there is anything to say about it."""
        self.records[judged.verdict] += 1
        self.rows += len(judged.rows)
        self.new += judged.new_rows
        if judged.verdict is not Verdict.WRONG:
            changed = {change.row for change in judged.changes}
            self.same += len(judged.rows) - judged.new_rows - len(changed)
        if judged.findings or judged.changes:
            judged.commands = ()
            self.judged.append(judged)

    def findings(self, severity: str) -> Iterator[Finding]:
        """Yield all errors or all warnings in the order of the sheet."""
        found = [each for judged in self.judged for each in judged.findings if each.severity == severity]
        return iter(sorted(found, key=lambda each: (each.row, each.index)))

    def wrong_rows(self) -> list[int]:
        """Return the rows of the records that cannot be taken in."""
        return [row for judged in self.judged if judged.verdict is Verdict.WRONG for row in judged.rows]

    def document(self, wording: RefusalCatalogue) -> dict[str, Any]:
        """Return the preview as the command line prints it."""
        changes = [change for judged in self.judged for change in judged.changes]
        return {
            "kind": self.kind,
            "rows": self.rows,
            "new": self.new,
            "changed": [
                {"row": each.row, "column": each.column, "before": each.before, "after": each.after}
                for each in sorted(changes, key=lambda each: (each.row, each.index))
            ],
            "same": self.same,
            "left_out": self.left_out,
            "errors": [_worded(each, wording) for each in self.findings("error")],
            "warnings": [_worded(each, wording) for each in self.findings("warning")],
        }


class TurnedDown(NamedTuple):
    """A record that was good as a row and that the door refused."""

    key: str
    label: str
    row: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Taken:
    """What became of an import: records taken in, unchanged, and held; and refusals that only the door found.

    ``held_rows`` are the row numbers of what was held, ``places`` the codes of the records that were taken in.
    """

    accepted: int = 0
    unchanged: int = 0
    held: int = 0
    refused: list[Receipt] = field(default_factory=list)
    whole: bool = True
    held_rows: list[int] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    turned_down: list[TurnedDown] = field(default_factory=list)


class _Record(NamedTuple):
    """One record on its way: which of the commands are its own, and what is needed of it afterwards."""

    first: int
    end: int
    mark: str
    key: str
    label: str
    rows: tuple[int, ...]
    place_code: str


def open_sheet(
    data: bytes, *, name: str, kind: str | None = None, corrections: Corrections | None = None
) -> tuple[RecordKind, Recognised]:
    """Read a file and find out its kind. Raise ``SheetRefused``; ``KeyError`` for an unknown kind."""
    wanted = [KINDS[kind]] if kind else list(KINDS.values())
    found = recognise(read_sheet(data, name=name), [each.sheet for each in wanted], corrections=corrections)
    return KINDS[found.kind.code], found


@collecting_later()
def preview(kind: RecordKind, found: Recognised, run: Run, *, progress: Progress | None = None) -> Preview:
    """Judge every record of a sheet against what is stored; write nothing. Raise ``SheetRefused``."""
    result, left_out = Preview(kind.sheet.code), LeftOut()
    for judged in judge_sheet(kind, found, run, left_out):
        result.add(judged)
        if progress is not None:
            progress(result.rows)
    result.left_out = left_out.rows
    return result


@collecting_later()
def accept(
    kind: RecordKind,
    found: Recognised,
    run: Run,
    *,
    whole: bool,
    batch: UUID | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Take in the records without errors in one transaction; with ``whole``, all of them or nothing.

    Records are judged anew against what is stored now. The session makes a repeat harmless. ``batch`` is under what
    all can be undone together, the session itself if not given.
    """
    if whole and (looked := preview(kind, found, run)).records[Verdict.WRONG]:
        return Taken(whole=False, held=looked.records[Verdict.WRONG], held_rows=looked.wrong_rows())
    taken = Taken()
    records: list[_Record] = []
    receipts = execute_many(
        _commands(kind, found, replace(run, comparing=False), taken, records),
        actor=run.actor,
        received_at=run.received_at,
        batch=batch or run.session,
        all_or_nothing=whole,
        progress=progress,
        using=run.using,
    )
    taken.refused = [receipt for receipt in receipts if not receipt.accepted]
    taken.whole = not taken.refused
    for record in records:
        _count(taken, record, receipts[record.first : record.end])
    if taken.whole or not whole:
        kind.accepted(((record.mark, receipts[record.end - 1]) for record in records if record.mark), run)
    return taken


def _count(taken: Taken, record: _Record, answers: list[Receipt]) -> None:
    if not all(answer.accepted for answer in answers):
        taken.held += 1
        taken.held_rows.extend(record.rows)
        problems = tuple(problem for answer in answers for problem in answer.problems)
        taken.turned_down.append(TurnedDown(record.key, record.label, record.rows[0], problems))
    elif all(answer.unchanged for answer in answers):
        taken.unchanged += 1
    else:
        taken.accepted += 1
        taken.places.add(record.place_code)


def _commands(kind: RecordKind, found: Recognised, run: Run, taken: Taken, records: list[_Record]) -> Iterator[Command]:
    """Yield the commands of good records; ``records`` gets where each begins and ends, and its mark."""
    position = 0
    for judged in judge_sheet(kind, found, run):
        if judged.verdict is Verdict.WRONG:
            taken.held += 1
            taken.held_rows.extend(judged.rows)
        elif not judged.commands:
            taken.unchanged += 1
        else:
            end = position + len(judged.commands)
            if judged.rows:
                label = judged.label
                records.append(_Record(position, end, judged.mark, judged.key, label, judged.rows, judged.place_code))
            position = end
            yield from judged.commands


def _worded(finding: Finding, wording: RefusalCatalogue) -> dict[str, Any]:
    reason = wording.word(finding.problem).sentence()
    return {
        "row": finding.row,
        "column": finding.column,
        "code": finding.problem.code,
        "value": finding.value,
        "reason": {"zh": reason.zh, "en": reason.en},
    }
