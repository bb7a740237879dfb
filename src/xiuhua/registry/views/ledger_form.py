"""The rows of the page on which a ledger is written: what they show, what was typed, which wish it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.measures import measured
from xiuhua.kernel.money import yuan
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.forms import ADVICE, Choice, CommandForm, FieldProblem, FormField, command_form, read_command
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.origins import FORM
from xiuhua.registry.queries.income_records import IncomeLine, IncomeOfYear
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.ledger import DAY, IncomeYear, Qualifier
from xiuhua.registry.rules.ledger_words import KIND_NAMES, QUALIFIER_NAMES, UNITS, amount_said, unit_name
from xiuhua.registry.views.asking import CONFLICT, WAS, shown_before, typed

YEAR = "ledger-year"
"""The hidden field with the year of the ledger that the form showed, so that a second click sends the same wish."""

EMPTY_ROWS, MORE_ROWS, MOST_ROWS = 3, 3, 60

LABELS: Mapping[str, Text] = {
    "kind": Text("类别", "Kind"),
    "project": Text("项目", "Project"),
    "amount": Text("金额", "Amount"),
    "qualifier": Text("准不准", "How exact"),
    "person_id": Text("谁的", "Whose"),
    "first_day": Text("从哪天起", "From"),
    "last_day": Text("到哪天（含）", "Until (included)"),
    "quantity": Text("数量", "Quantity"),
    "unit": Text("单位", "Unit"),
    "extra": Text("新增收入", "Extra income"),
    "evidence": Text("凭证", "Evidence"),
}
"""The short names of the fields of a row, in the order in which they stand."""

_CLEARED = ("person_id", "quantity", "unit", "evidence")
_NEEDED = ("kind", "amount", "first_day", "last_day")
_TELLING = ("kind", "project", "amount")
"""A new row in which none of these is filled says nothing."""

_COLUMNS = {"period_from": "first_day", "period_to": "last_day"}
_WHOLE = Text("全家", "the whole family")
NUMBERED = Text("第 {n} 笔 {label}：", "Line {n}, {label}:")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page: its number, the line that it shows (``None`` for a new one), its fields, and its errors.

    ``errors`` are those that belong to no field. ``removed`` says that it is marked to be taken out.
    """

    at: int
    line: UUID | None
    fields: tuple[FormField, ...]
    errors: tuple[str, ...]
    removed: bool

    @property
    def prefix(self) -> str:
        """Return what stands before the names of its fields."""
        return f"l{self.at}-"


@dataclass(slots=True)
class LedgerForm:
    """The page's rows on their way: what is known, what was typed, what has to be mended.

    ``sent`` is what a form sent, nothing at first. ``lines`` are the stored lines that the rows are about, ``known`` is
    what each row shows where nothing was typed.
    """

    page: Household
    income: IncomeOfYear | None
    months: IncomeYear
    sent: Mapping[str, str] | None
    rows: int
    lines: list[UUID | None] = field(default_factory=list)
    known: list[dict[str, str]] = field(default_factory=list)
    problems: list[FieldProblem] = field(default_factory=list)
    _row_of: dict[int, int] = field(default_factory=dict)
    """By place of a line in the wish: its row."""

    def __post_init__(self) -> None:
        stored = {line.id: _known(line) for line in self.income.lines} if self.income else {}
        if self.sent is None:
            self.lines = [*stored]
            self.rows = max(self.rows, len(stored) + EMPTY_ROWS)
        else:
            self.lines = [_uuid(self.sent.get(f"l{at}-id", "")) for at in range(self.rows)]
        self.lines += [None] * (self.rows - len(self.lines))
        self.known = [stored.get(line) or _blank(self.months) for line in self.lines]

    @property
    def complete(self) -> str:
        """Return what is on record of the whole ledger, as the form writes it."""
        return typed(bool(self.income and self.income.complete))

    def wish(self, command_id: UUID, base: UUID | None, sent: Mapping[str, str]) -> RecordLedger | None:
        """Return the wish that was sent: only what differs from what was shown; ``None`` where it must be mended."""
        lines, removed = [], []
        for at, line in enumerate(self.lines):
            if line and sent.get(f"l{at}-remove"):
                removed.append(line)
                continue
            answers = self._changed(at, sent)
            if answers and (line or any(sent.get(f"l{at}-{name}", "").strip() for name in _TELLING)):
                self._row_of[len(lines)] = at
                lines.append(self._stated(at, line, answers, sent, command_id))
        told = sent.get("complete", "")
        supplied = {
            "id": command_id,
            "base_version": base,
            "household_id": self.page.id,
            "year": sent.get(YEAR) or None,
            "origin": FORM,
            "lines": [each for each in lines if each is not None],
            "removed": removed,
            "complete": told == "true" if told and told != sent.get(f"{WAS}complete", "") else None,
        }
        if self.problems:
            return None
        command, problems = read_command(RecordLedger, {}, supplied=supplied)
        self.problems.extend(problems)
        return command

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Put the problems of a refusal at the rows that they are about."""
        for problem in problems:
            if problem.code == CONFLICT:
                self.problems.extend(self._conflicts(problem))
                continue
            parts = (problem.field or "").split(".")
            name = problem.field
            if len(parts) == 3:
                name = f"l{self._row_of[int(parts[1])]}-{'first_day' if parts[2] == 'period' else parts[2]}"
            self.problems.extend(replace(each, field=name) for each in worded([problem]))

    def shown(self, *, anew: bool, carried: Mapping[str, Any]) -> tuple[CommandForm, tuple[Row, ...]]:
        """Return the form with its rows; ``anew`` makes it stand on what is known now, with what was typed."""
        here, bound = language(), self.sent is not None
        rows = tuple(self._row(at) for at in range(self.rows))
        names = {each.name for row in rows for each in row.fields} | {row.prefix + "id" for row in rows}
        above = tuple(each.text.in_language(here) for each in self.problems if each.field not in names)
        before = {"complete": self.complete}
        for at, values in enumerate(self.known):
            if self.lines[at]:
                before |= {f"l{at}-{name}": value for name, value in values.items()}
        hidden = shown_before(before)
        if self.sent is not None and not anew:
            hidden = {name: self.sent.get(name, value) for name, value in hidden.items()}
        lines = {f"l{row.at}-id": str(row.line) for row in rows if row.line}
        fields = tuple(
            replace(each, label=NUMBERED.filled(n=row.at + 1, label=each.label).in_language(here))
            for row in rows
            for each in row.fields
        )
        year = self.income.income_year.year if self.income else ""
        if self.sent is not None and not anew:
            year = self.sent.get(YEAR, "")
        every = {**carried, "rows": self.rows, YEAR: year, **lines, **hidden}
        told = {name: str(value) for name, value in every.items()}
        draft = f"{RecordLedger.code}-{self.page.id}-{self.months.year}-{self.months.basis}"
        return CommandForm(fields, told, above, bound, draft), rows

    def spare(self) -> Row:
        """Return a new row behind the others, which a script copies."""
        self.lines.append(None)
        self.known.append(_blank(self.months))
        return self._row(self.rows)

    def _changed(self, at: int, sent: Mapping[str, str]) -> dict[str, str]:
        lead = f"l{at}-"
        answers = {name: sent.get(lead + name, "").strip() for name in LABELS}
        known = self.known[at]
        return {name: said for name, said in answers.items() if said != sent.get(f"{WAS}{lead}{name}", known[name])}

    def _stated(
        self, at: int, line: UUID | None, answers: Mapping[str, str], sent: Mapping[str, str], command_id: UUID
    ) -> StatedLine | None:
        lead = f"l{at}-"
        told = {name: sent.get(lead + name, "").strip() for name in LABELS} if line is None else answers
        supplied: dict[str, Any] = {"id": line or derived_id(command_id, "line", str(at))}
        emptied = [name for name, answer in answers.items() if not answer] if line else []
        supplied["cleared"] = tuple(name for name in emptied if name in _CLEARED)
        if "project" in emptied:
            supplied["project"] = ""
        stated, problems = read_command(StatedLine, told, supplied=supplied)
        missing = [FieldProblem(name, ADVICE["missing"]) for name in emptied if name in _NEEDED]
        self.problems.extend(replace(each, field=f"{lead}{each.field}") for each in (*problems, *missing))
        return stated

    def _row(self, at: int) -> Row:
        lead, here = f"l{at}-", language()
        values = self.known[at]
        if self.sent is not None:
            values = {name: self.sent.get(lead + name, value) for name, value in values.items()}
        own = [each for each in self.problems if (each.field or "").startswith(lead)]
        form = command_form(
            StatedLine,
            language=here,
            carried={},
            values=values,
            problems=[replace(each, field=(each.field or "").removeprefix(lead)) for each in own],
            references=self._choices(values),
            leave_out=("id", "cleared"),
        )
        by_name = {each.name: each for each in form.fields}
        fields = tuple(
            replace(by_name[name], name=lead + name, label=label.in_language(here), required=name in _NEEDED)
            for name, label in LABELS.items()
        )
        removed = self.sent is not None and bool(self.sent.get(lead + "remove"))
        errors = tuple(each.text.in_language(here) for each in own if each.field == lead + "id")
        return Row(at, self.lines[at], fields, errors, removed)

    def _choices(self, values: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
        here = language()
        people = [(str(each.id), each.name) for each in (*self.page.members, *self.page.former)]
        units = list(UNITS) + ([values["unit"]] if values.get("unit") and values["unit"] not in UNITS else [])
        return {
            "kind": tuple(Choice(code, name.in_language(here)) for code, name in KIND_NAMES.items()),
            "qualifier": tuple(Choice(code, name.in_language(here)) for code, name in QUALIFIER_NAMES.items()),
            "person_id": (Choice("", _WHOLE.in_language(here)), *(Choice(key, name) for key, name in people)),
            "unit": (Choice("", "—"), *(Choice(each, unit_name(each).in_language(here)) for each in units)),
            "extra": tuple(Choice(v, t.in_language(here)) for v, t in (("false", _NO), ("true", _YES))),
        }

    def _conflicts(self, problem: Problem) -> list[FieldProblem]:
        """Return a conflict field by field, with both values in words, at the rows that it is about."""
        row_of = {line: at for at, line in enumerate(self.lines) if line}
        found = []
        for cell in problem.values["fields"]:
            column = _COLUMNS.get(cell["field"], cell["field"])
            at = row_of.get(_uuid(cell["key"]))
            said = {side: _said(cell["field"], cell[side]).in_language(language()) for side in ("theirs", "yours")}
            label = LABELS.get(column, Text("记完", "complete")).in_language(language())
            told = worded([Problem(CONFLICT, None, {"names": label, **said})])
            name = "complete" if at is None else f"l{at}-{column}"
            found += [replace(each, field=name) for each in told]
        return found


_YES, _NO = Text("是", "Yes"), Text("否", "No")


def _known(line: IncomeLine) -> dict[str, str]:
    return {
        "kind": line.kind,
        "project": line.project,
        "amount": yuan(line.amount),
        "qualifier": line.qualifier,
        "first_day": line.first_day.isoformat(),
        "last_day": line.last_day.isoformat(),
        "person_id": typed(line.person_id),
        "quantity": measured(line.quantity) if line.quantity else "",
        "unit": line.unit,
        "extra": typed(line.extra),
        "evidence": line.evidence,
    }


def _blank(months: IncomeYear) -> dict[str, str]:
    """Return what a new row shows: the whole year, an exact amount, nothing else."""
    values = dict.fromkeys(LABELS, "")
    days = {"first_day": months.period.first.isoformat(), "last_day": months.period.last.isoformat()}
    return {**values, **days, "qualifier": Qualifier.EXACT.value, "extra": "false"}


def _said(column: str, value: Any) -> Text:
    """Return a stored value of a line or ledger in words, for a conflict."""
    if value in (None, ""):
        return Text("（空）", "(blank)")
    if isinstance(value, bool):
        return _YES if value else _NO
    if column == "amount":
        return amount_said(value, Qualifier.EXACT)
    if column == "period_to":
        value = date.fromisoformat(value) - DAY
    if column == "quantity":
        value = measured(value)
    names = {"kind": KIND_NAMES, "qualifier": QUALIFIER_NAMES}.get(column, {})
    return names.get(value, Text(str(value), str(value)))


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
