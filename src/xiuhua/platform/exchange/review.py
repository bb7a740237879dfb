"""What a review shows, line by line: made from judged records, kept sealed, read back page by page."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

from xiuhua.kernel.garbage import collecting_later
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import Finding, Judged, Mended, RecordKind, Run, Verdict
from xiuhua.platform.exchange.reading.cells import text
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.platform.exchange.restoring import LeftOut, judge_sheet

PAGE = 50
"""Lines on one page of a review, which are sealed together."""


class Show(StrEnum):
    """The filters of a review. ``same`` and ``held`` have no lines of their own but a count."""

    WRONG = "wrong"
    ASK = "ask"
    NEW = "new"
    CHANGED = "changed"
    MENDED = "mended"
    SAME = "same"


LISTED = (Show.WRONG, Show.ASK, Show.NEW, Show.CHANGED, Show.MENDED)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a review: something wrong or asked, a change, a new record, or a cell that was mended.

    ``key`` and ``label`` name the record, ``who`` of whom the row speaks. ``index`` is the 0-based column, -1 where the
    line is about the row or record as a whole. ``count`` is the number of rows of a new record.
    """

    show: Show
    row: int
    key: str
    label: str
    who: str = ""
    index: int = -1
    column: str = ""
    before: str = ""
    after: str = ""
    code: str = ""
    field: str | None = None
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    mark: str = ""
    count: int = 0

    @property
    def problem(self) -> Problem | None:
        """Return what is wrong or asked."""
        return Problem(self.code, self.field, self.values) if self.code else None

    @property
    def can_be_mended(self) -> bool:
        """Say whether the cell is one that can be written anew."""
        return self.index >= 0 and self.show in (Show.WRONG, Show.ASK)

    @property
    def cell(self) -> str:
        """Return the name of the cell's input in a form."""
        return f"cell-{self.row}-{self.index}"


@dataclass(slots=True)
class Review:
    """A judged sheet as its owner looks through it: lines by filter, and whole numbers for the chips."""

    rows: int = 0
    new_rows: int = 0
    left_out: int = 0
    records: dict[str, int] = dataclasses.field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    lines: dict[Show, list[Line]] = dataclasses.field(default_factory=lambda: {show: [] for show in LISTED})

    def add(self, judged: Judged) -> None:
        """Count a record and keep what there is to say about it."""
        self.records[judged.verdict] += 1
        self.rows += len(judged.rows)
        self.new_rows += judged.new_rows
        for finding in judged.findings:
            show = Show.WRONG if finding.severity == "error" else Show.ASK
            self.lines[show].append(_finding_line(show, judged, finding))
        if judged.verdict is Verdict.NEW:
            first = judged.rows[0]
            line = Line(Show.NEW, first, judged.key, judged.label, count=judged.new_rows)
            self.lines[Show.NEW].append(line)
        elif judged.verdict is Verdict.CHANGED:
            self.lines[Show.CHANGED].extend(_change_lines(judged))

    def counts(self) -> dict[str, Any]:
        """Return the numbers of the review, without personal data."""
        return {
            "rows": self.rows,
            "new_rows": self.new_rows,
            "left_out": self.left_out,
            "records": {verdict.value: self.records[verdict] for verdict in Verdict},
            "lines": {show.value: len(self.lines[show]) for show in LISTED},
            "asks": dict(Counter(line.code for line in self.lines[Show.ASK])),
        }

    def examples(self) -> list[Line]:
        """Return the first warning of each kind, most frequent kind first."""
        first: dict[str, Line] = {}
        for line in self.lines[Show.ASK]:
            first.setdefault(line.code, line)
        asks = Counter(line.code for line in self.lines[Show.ASK])
        return [first[code] for code, _ in sorted(asks.items(), key=lambda each: (-each[1], each[0]))]

    def pages(self) -> Iterator[tuple[Show, int, bytes]]:
        """Yield filter, number of the page, and its lines in the order of the sheet."""
        for show, lines in self.lines.items():
            lines.sort(key=lambda line: (line.row, line.index))
            for start in range(0, len(lines), PAGE):
                yield show, start // PAGE, packed(lines[start : start + PAGE])


@collecting_later()
def make_review(
    kind: RecordKind, found: Recognised, run: Run, *, progress: Callable[[int, int], None] | None = None
) -> Review:
    """Judge every record of a sheet and return its review; nothing is written. Raise ``SheetRefused``."""
    review, left_out = Review(), LeftOut()
    total = sum(1 for number, _ in found.data_rows() if run.rows is None or number in run.rows)
    for judged in judge_sheet(kind, found, run, left_out):
        review.add(judged)
        if progress is not None:
            progress(review.rows, total)
    review.left_out = left_out.rows
    review.lines[Show.MENDED] = list(_mended_lines(found, run.mended))
    return review


def packed(lines: Iterable[Line]) -> bytes:
    """Return lines as bytes to be sealed."""
    return orjson.dumps(list(lines), default=str)


def unpacked(data: bytes) -> tuple[Line, ...]:
    """Return the lines of :func:`packed`."""
    return tuple(Line(**{**each, "show": Show(each["show"])}) for each in orjson.loads(data))


def _finding_line(show: Show, judged: Judged, finding: Finding) -> Line:
    return Line(
        show,
        finding.row,
        judged.key,
        judged.label,
        who=judged.names.get(finding.row, ""),
        index=finding.index,
        column=finding.column,
        before=finding.value,
        code=finding.problem.code,
        field=finding.problem.field,
        values=dict(finding.problem.values),
        mark=finding.mark,
    )


def _change_lines(judged: Judged) -> Iterator[Line]:
    """Yield the changed cells of a record, and one line for the rows that add somebody."""
    for change in judged.changes:
        yield Line(
            Show.CHANGED,
            change.row,
            judged.key,
            judged.label,
            who=judged.names.get(change.row, ""),
            index=change.index,
            column=change.column,
            before=change.before,
            after=change.after,
        )
    if judged.new_rows:
        yield Line(Show.CHANGED, judged.rows[0], judged.key, judged.label, count=judged.new_rows)


def _mended_lines(found: Recognised, mended: Mended) -> Iterator[Line]:
    """Yield the mended cells with what the sheet itself says."""
    wanted = {row for row, _ in mended}
    headers = {each.index: each.header for each in found.columns}
    for number, cells in found.data_rows() if wanted else ():
        for index in sorted(column for row, column in mended if row == number) if number in wanted else ():
            before = text(cells[index]) if index < len(cells) else ""
            header = headers.get(index, "")
            after = mended[number, index]
            yield Line(Show.MENDED, number, "", "", index=index, column=header, before=before, after=after)
