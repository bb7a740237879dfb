"""A page on which many rows of one kind are written: what they show, what was typed, which wish they make.

The income ledger and the plots of land are such pages. Only what differs from what was shown is sent on.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpRequest

from xiuhua.kernel.commands import Command, Value
from xiuhua.kernel.ids import derived_id, read_uuid
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import CONFLICT, WAS, shown_before
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.files.requests import Chosen, chosen
from xiuhua.platform.forms import ADVICE, Choice, CommandForm, FieldProblem, FormField, command_form, read_command

FILE: Final = "file"
EMPTY_ROWS, MORE_ROWS, MOST_ROWS = 3, 3, 60

_EVIDENCE = "registry_evidence"

YES, NO = Text("是", "Yes"), Text("否", "No")
BLANK = Text("（空）", "(blank)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the page: its number, the record that it shows (``None`` for a new one), its fields, and its errors.

    ``errors`` are those that belong to no field. ``removed`` says that it is marked to be taken out. ``title`` and
    ``remove`` are what the row and its being taken out are called. ``file`` is the evidence file that the record names,
    ``file_gone`` that it is marked to be named no more.
    """

    at: int
    line: UUID | None
    fields: tuple[FormField, ...]
    errors: tuple[str, ...]
    removed: bool
    title: str
    remove: str
    file: UUID | None = None
    file_gone: bool = False

    @property
    def prefix(self) -> str:
        """Return what stands before the names of its fields."""
        return f"l{self.at}-"


@dataclass(slots=True, kw_only=True)
class RowsForm(ABC):
    """The page's rows on their way: what is known, what was typed, what has to be mended.

    ``sent`` is what a form sent, nothing at first. ``lines`` are the stored records that the rows are about, ``known``
    is what each row shows where nothing was typed. A kind of page says of which part of which command its rows are, in
    which order its fields stand (``labels``), which of them can be made blank, which must not stay blank, and which
    tell that a new row says something at all.
    """

    command: ClassVar[type[Command]]
    part: ClassVar[type[Value]]
    parts: ClassVar[str]
    labels: ClassVar[Mapping[str, Text]]
    cleared: ClassVar[tuple[str, ...]]
    emptied: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[tuple[str, ...]]
    telling: ClassVar[tuple[str, ...]]
    columns: ClassVar[Mapping[str, str]]
    """By column of a stored record, and by name in a problem: the field of the row, where it has another name."""
    words: ClassVar[tuple[Text, Text, Text]]
    """What a row is called by its number, how it is taken out, and how one of its fields is called."""

    sent: Mapping[str, str] | None
    rows: int
    files: Mapping[int, Chosen] = field(default_factory=dict)
    """By row: the evidence file that came with it, or what is wrong with that."""
    lines: list[UUID | None] = field(default_factory=list)
    known: list[dict[str, str]] = field(default_factory=list)
    problems: list[FieldProblem] = field(default_factory=list)
    _row_of: dict[int, int] = field(default_factory=dict)
    """By place of a part in the wish: its row."""

    def __post_init__(self) -> None:
        stored = self.stored()
        if self.sent is None:
            self.lines = [*stored]
            self.rows = max(self.rows, len(stored) + EMPTY_ROWS)
        else:
            self.lines = [read_uuid(self.sent.get(f"l{at}-id", "")) for at in range(self.rows)]
        self.lines += [None] * (self.rows - len(self.lines))
        self.known = [(stored.get(line) if line else None) or self.blank() for line in self.lines]

    @abstractmethod
    def stored(self) -> dict[UUID, dict[str, str]]:
        """Return what is on record, row by row, as the form shows it."""

    def stored_files(self) -> Mapping[UUID, UUID | None]:
        """Return the evidence file that each record names, if any."""
        return {}

    @abstractmethod
    def blank(self) -> dict[str, str]:
        """Return what a new row shows."""

    @abstractmethod
    def choices(self, values: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
        """Return the answers from which fields of a row are chosen."""

    @abstractmethod
    def said(self, column: str, value: Any) -> Text:
        """Return a stored value in words, for a conflict."""

    @abstractmethod
    def supplied(self, sent: Mapping[str, str]) -> dict[str, Any]:
        """Return the fields of the wish that are not its rows."""

    @property
    @abstractmethod
    def draft(self) -> str:
        """Return under which name the browser keeps what was typed."""

    def beside(self, *, anew: bool) -> dict[str, str]:
        """Return hidden fields of the page itself."""
        return {}

    def shown_once(self) -> dict[str, str]:
        """Return what the page shows besides its rows, to tell what was changed."""
        return {}

    def understood(self, told: dict[str, str]) -> dict[str, str]:
        """Return what was typed into a row as its part takes it."""
        return told

    def mended(self, problem: FieldProblem, told: Mapping[str, str]) -> FieldProblem:
        """Return a problem of a row that its part found, in the words of this page."""
        return problem

    def wish(self, command_id: UUID, base: UUID | None, sent: Mapping[str, str]) -> Any:
        """Return the wish that was sent: only what differs from what was shown; ``None`` where it must be mended."""
        parts, removed = [], []
        for at, file in self.files.items():
            self.problems.extend(replace(each, field=f"l{at}-{FILE}") for each in worded(file.problems))
        for at, line in enumerate(self.lines):
            if line and sent.get(f"l{at}-remove"):
                removed.append(line)
                continue
            answers = self._changed(at, sent)
            brought = self._file(at, sent)
            telling = brought or any(sent.get(f"l{at}-{name}", "").strip() for name in self.telling)
            if (answers or brought) and (line or telling):
                self._row_of[len(parts)] = at
                parts.append(self._stated(at, line, answers, sent, command_id))
        given = {
            "id": command_id,
            "base_version": base,
            self.parts: [each for each in parts if each is not None],
            "removed": removed,
            **self.supplied(sent),
        }
        if self.problems:
            return None
        command, problems = read_command(self.command, {}, supplied=given)
        self.problems.extend(problems)
        return command

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Put the problems of a refusal at the rows that they are about."""
        for problem in problems:
            if problem.code == CONFLICT:
                self.problems.extend(self._conflicts(problem))
                continue
            parts = (problem.field or "").split(".")
            name = problem.field
            if len(parts) == 3:
                name = f"l{self._row_of[int(parts[1])]}-{self.columns.get(parts[2], parts[2])}"
            self.problems.extend(replace(each, field=name) for each in worded([problem]))

    def shown(self, *, anew: bool, carried: Mapping[str, Any]) -> tuple[CommandForm, tuple[Row, ...]]:
        """Return the form with its rows; ``anew`` makes it stand on what is known now, with what was typed."""
        here, bound = language(), self.sent is not None
        rows = tuple(self._row(at) for at in range(self.rows))
        names = {each.name for row in rows for each in row.fields} | {row.prefix + "id" for row in rows}
        above = tuple(each.text.in_language(here) for each in self.problems if each.field not in names)
        before = self.shown_once()
        for at, values in enumerate(self.known):
            if self.lines[at]:
                before |= {f"l{at}-{name}": value for name, value in values.items()}
        hidden = shown_before(before)
        if self.sent is not None and not anew:
            hidden = {name: self.sent.get(name, value) for name, value in hidden.items()}
        lines = {f"l{row.at}-id": str(row.line) for row in rows if row.line}
        fields = tuple(
            replace(each, label=self.words[2].filled(n=row.at + 1, label=each.label).in_language(here))
            for row in rows
            for each in row.fields
        )
        every = {**carried, "rows": self.rows, **self.beside(anew=anew), **lines, **hidden}
        told = {name: str(value) for name, value in every.items()}
        return CommandForm(fields, told, above, bound, self.draft), rows

    def spare(self) -> Row:
        """Return a new row behind the others, which a script copies."""
        self.lines.append(None)
        self.known.append(self.blank())
        return self._row(self.rows)

    @property
    def typed(self) -> tuple[str, ...]:
        """Return the names of the fields that are typed or chosen, in their order."""
        return tuple(name for name in self.labels if name != FILE)

    def _file(self, at: int, sent: Mapping[str, str]) -> dict[str, Any]:
        """Return what a row says of its evidence file: another one, none any more, or nothing."""
        file = self.files.get(at, Chosen()).file
        if file is not None:
            return {FILE: file}
        return {"cleared": (FILE,)} if FILE in self.labels and sent.get(f"l{at}-{FILE}_gone") else {}

    def _changed(self, at: int, sent: Mapping[str, str]) -> dict[str, str]:
        lead = f"l{at}-"
        answers = {name: sent.get(lead + name, "").strip() for name in self.typed}
        known = self.known[at]
        return {name: said for name, said in answers.items() if said != sent.get(f"{WAS}{lead}{name}", known[name])}

    def _stated(
        self, at: int, line: UUID | None, answers: Mapping[str, str], sent: Mapping[str, str], command_id: UUID
    ) -> Any:
        lead = f"l{at}-"
        told = dict(answers) if line else {name: sent.get(lead + name, "").strip() for name in self.typed}
        supplied: dict[str, Any] = {"id": line or derived_id(command_id, "line", str(at))}
        emptied = [name for name, answer in answers.items() if not answer] if line else []
        supplied["cleared"] = tuple(name for name in emptied if name in self.cleared)
        supplied |= {name: "" for name in emptied if name in self.emptied}
        brought = self._file(at, sent)
        supplied["cleared"] += brought.get("cleared", ())
        supplied[FILE] = brought.get(FILE)
        stated, problems = read_command(self.part, self.understood(told), supplied=supplied)
        missing = [FieldProblem(name, ADVICE["missing"]) for name in emptied if name in self.needed]
        found = (*(self.mended(each, told) for each in problems), *missing)
        self.problems.extend(replace(each, field=f"{lead}{each.field}") for each in found)
        return stated

    def _row(self, at: int) -> Row:
        lead, here = f"l{at}-", language()
        values = self.known[at]
        if self.sent is not None:
            values = {name: self.sent.get(lead + name, value) for name, value in values.items()}
        own = [each for each in self.problems if (each.field or "").startswith(lead)]
        form = command_form(
            self.part,
            language=here,
            carried={},
            values=values,
            problems=[replace(each, field=(each.field or "").removeprefix(lead)) for each in own],
            references=self.choices(values),
            leave_out=("id", "cleared"),
        )
        by_name = {each.name: each for each in form.fields}
        kept = self.files.get(at, Chosen()).file
        by_name[FILE] = replace(by_name[FILE], value=str(kept or ""))
        fields = tuple(
            replace(by_name[name], name=lead + name, label=label.in_language(here), required=name in self.needed)
            for name, label in self.labels.items()
        )
        removed = self.sent is not None and bool(self.sent.get(lead + "remove"))
        errors = tuple(each.text.in_language(here) for each in own if each.field == lead + "id")
        title, remove = self.words[0].filled(n=at + 1), self.words[1]
        line = self.lines[at]
        return Row(
            at=at,
            line=line,
            fields=fields,
            errors=errors,
            removed=removed,
            title=title.in_language(here),
            remove=remove.in_language(here),
            file=self.stored_files().get(line) if line else None,
            file_gone=self.sent is not None and bool(self.sent.get(f"{lead}{FILE}_gone")),
        )

    def _conflicts(self, problem: Problem) -> list[FieldProblem]:
        """Return a conflict field by field, with both values in words, at the rows that it is about."""
        row_of = {line: at for at, line in enumerate(self.lines) if line}
        found: list[FieldProblem] = []
        for cell in problem.values["fields"]:
            column = FILE if cell["table"] == _EVIDENCE else self.columns.get(cell["field"], cell["field"])
            at = row_of.get(UUID(str(cell["key"])))
            name = "complete" if at is None else f"l{at}-{column}"
            if any(each.field == name for each in found):
                continue
            said = {side: self.said(cell["field"], cell[side]).in_language(language()) for side in ("theirs", "yours")}
            label = self.labels.get(column, Text("记完", "complete")).in_language(language())
            told = worded([Problem(CONFLICT, None, {"names": label, **said})])
            found += [replace(each, field=name) for each in told]
        return found


def chosen_from(names: Mapping[str, Text], *, first: Sequence[tuple[str, Text]] = ()) -> tuple[Choice, ...]:
    """Return named values as choices in the page's language."""
    here = language()
    return tuple(Choice(value, name.in_language(here)) for value, name in (*first, *names.items()))


def files_sent(request: HttpRequest, rows: int, *, subject_id: UUID) -> dict[int, Chosen]:
    """Keep the evidence files that came with rows about somebody, and return what became of each."""
    if request.method != "POST":
        return {}
    return {at: chosen(request, f"l{at}-{FILE}", subject_id=subject_id) for at in range(rows)}


def rows_sent(request: HttpRequest) -> int:
    """Return how many rows the form had, and more of them where they were asked for."""
    text = request.POST.get("rows", "0")
    rows = min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return min(rows + MORE_ROWS, MOST_ROWS) if "more" in request.POST else rows
