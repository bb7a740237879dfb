"""Lists of departments as sheets: their columns made from the data of their kinds, their rows read one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from xiuhua.kernel.names import normal_name
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import Finding, Run, cells_of
from xiuhua.platform.exchange.reading import cells as parsing
from xiuhua.platform.exchange.reading.cells import Bad, Doubtful, text
from xiuhua.platform.exchange.reading.kinds import Column, FoundColumn, Recognised, SheetKind
from xiuhua.registry.rules.comparison_kinds import KINDS, ComparisonKind, ListColumn
from xiuhua.registry.rules.identity import check_identity, normal_identity
from xiuhua.registry.rules.place_words import Words
from xiuhua.registry.sheets.people_columns import PEOPLE

_FINDS = Text("找到同一个人", "finds the same person")
_PLACES = Text("看是不是这个地方的人", "tells whether it is somebody of this place")
_LOOKS = Text("和登记的情况放在一起看", "is held against what is recorded")
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "county": ("县市区", "所属县", "所在县"),
    "township": ("乡镇名称", "所属乡镇", "所在乡镇"),
    "village": ("村(社区)", "村名", "村名称", "所属村", "所在村", "村委会"),
    "name": ("户主姓名", "申请人姓名", "学生姓名", "残疾人姓名", "参保人姓名"),
    "identity": ("公民身份证号", "身份证", "学生身份证号", "户主身份证号", "申请人身份证号"),
}
"""What departments call these columns besides."""
_WHO = ("county", "township", "village", "name", "identity")


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One readable row of a list: who, where by its own words, and what it says."""

    number: int
    name: str
    identity: str
    where: Words
    cells: tuple[tuple[str, str], ...]
    means: str


@dataclass(slots=True)
class _Read:
    """A row on its way: its values by field, and what is wrong with its cells."""

    number: int
    cells: Sequence[Any]
    values: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def sheet_of(kind: ComparisonKind) -> SheetKind:
    """Return the columns of a list: who and where as in the person list, then its own."""
    own = {column.field: column for column in kind.columns}
    numbered = any(column.number for column in kind.columns)
    taken = {name for column in kind.columns for name in (column.header, *column.also)}
    who = tuple(
        _who(name, required=name == "name" or (name == "identity" and not numbered), taken=taken) for name in _WHO
    )
    return SheetKind(kind.code, kind.name, (_sequence(), *who, *(_own(column) for column in own.values())))


def _who(name: str, *, required: bool, taken: set[str]) -> Column:
    """Return a column of the person list as a list of a department has it."""
    known = next(column for column in PEOPLE.columns if column.field == name)
    return Column(
        field=name,
        header=known.header,
        synonyms=tuple(each for each in (*known.synonyms, *_ALSO[name]) if each not in taken),
        parse=known.parse,
        used_by=_PLACES if name in ("county", "township", "village") else _FINDS,
        required=required,
        identifies=known.identifies,
        personal=known.personal,
    )


def _sequence() -> Column:
    return Column(field="sequence", header="序号", synonyms=("编号", "序"), parse=parsing.text, used_by=_FINDS)


def _own(column: ListColumn) -> Column:
    return Column(
        field=column.field,
        header=column.header,
        synonyms=column.also,
        parse=parsing.identity if column.number else parsing.free_text,
        used_by=_FINDS if column.number else _LOOKS,
        required=column.required,
        identifies=column.number,
        personal=True,
    )


SHEETS: Final[Mapping[str, SheetKind]] = {code: sheet_of(kind) for code, kind in KINDS.items()}
"""The sheets of the lists, by code."""


class ListReader:
    """Reads the rows of one list; what cannot be read becomes findings, in the order of the sheet."""

    def __init__(self, found: Recognised, run: Run) -> None:
        self.kind = KINDS[found.kind.code]
        self.findings: list[Finding] = []
        self.rows = 0
        self._found, self._run = found, run
        self._used = [(each.column, each) for each in found.used if each.column is not None]
        self._headers = {column.field: each for column, each in self._used}
        self._first: dict[str, int] = {}

    def __iter__(self) -> Iterator[ListedRow]:
        for number, cells in cells_of(self._found, self._run):
            self.rows += 1
            read = _Read(number, cells)
            for column, found in self._used:
                self._cell(read, column, found)
            row = None if read.findings else self._row(read)
            self.findings.extend(read.findings)
            if row is not None:
                yield row

    def finding(self, number: int, field_name: str, value: str, problem: Problem) -> Finding:
        """Return something wrong in a cell, as the person sees it in the sheet."""
        at = self._headers.get(field_name)
        return Finding(number, at.index if at else -1, at.header if at else "", value, "error", problem)

    def is_number(self, index: int) -> bool:
        """Say whether a column of the sheet holds numbers of people."""
        return any(found.index == index and column.identifies for column, found in self._used)

    def _cell(self, read: _Read, column: Column, found: FoundColumn) -> None:
        cell = read.cells[found.index] if found.index < len(read.cells) else ""
        value = column.parse(cell)
        if type(value) is Bad:
            if column.field == "identity" or column.identifies:
                value = normal_identity(cell)  # the check of the number words it better
            else:
                read.findings.append(self.finding(read.number, column.field, text(cell), value.problem))
                return
        if type(value) is Doubtful:
            value = value.value
        read.values[column.field] = value or ""

    def _row(self, read: _Read) -> ListedRow | None:
        values, kind = read.values, self.kind
        name = normal_name(values.get("name", ""))
        if not name:
            read.findings.append(self.finding(read.number, "name", "", Problem("listed_without_name", "name")))
        identity = self._identity(read)
        means = kind.listed(values)
        if isinstance(means, Problem):
            read.findings.append(self.finding(read.number, means.field or "", str(means.values["value"]), means))
        if read.findings or isinstance(means, Problem):
            return None
        where = (values.get("county", ""), values.get("township", ""), values.get("village", ""))
        cells = tuple(
            (self._headers[column.field].header, values[column.field])
            for column in kind.columns
            if values.get(column.field) and not column.number
        )
        return ListedRow(read.number, name, identity, where, cells, means)

    def _identity(self, read: _Read) -> str:
        """Return the first 18 characters of the number, or nothing where the row has none or a wrong one."""
        numbers = ["identity", *(column.field for column in self.kind.columns if column.number)]
        name = next((each for each in numbers if read.values.get(each)), None)
        if name is None:
            return ""
        checked = check_identity(normal_identity(read.values[name]), today=self._run.today)
        if isinstance(checked, Problem):
            read.findings.append(self.finding(read.number, name, read.values[name], checked))
            return ""
        first = self._first.setdefault(checked.number, read.number)
        if first != read.number and not self.kind.repeats:
            problem = Problem("listed_twice", name, {"row": first})
            read.findings.append(self.finding(read.number, name, read.values[name], problem))
        return checked.number
