"""The sheet of incomes: rows become lines of households' ledgers, taken in ledger by ledger."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.measures import measured
from xiuhua.kernel.money import yuan
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import CellChange, Judged, Run, Verdict
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, Context, Receipt, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.keeping import Home, decide
from xiuhua.registry.commands.ledger import RecordLedger
from xiuhua.registry.ledgers import StoredLedger, periods_of
from xiuhua.registry.models import Ledger, LedgerLine
from xiuhua.registry.rules.findings import Found
from xiuhua.registry.rules.ledger import DAY, Held, Period, settle
from xiuhua.registry.rules.ledger_words import KIND_NAMES
from xiuhua.registry.sheets.income_columns import INCOMES
from xiuhua.registry.sheets.income_households import Families, Family
from xiuhua.registry.sheets.income_rows import Group, Reader, Row
from xiuhua.registry.sheets.incomes_export import IncomesExport

AT_ONCE = 1000
"""Ledgers compared with what is stored at once."""

_CELLS = {
    "kind": "line_kind",
    "project": "project",
    "amount": "amount",
    "qualifier": "amount",
    "period_from": "first_day",
    "period_to": "last_day",
    "quantity": "project",
    "unit": "project",
    "extra": "extra",
    "evidence": "evidence",
    "person_id": "person",
}
"""By column of a stored line: the field of the sheet that states it."""


class IncomesKind:
    """One row an income or expense. Lines that the sheet does not name stay; nothing is taken out by a sheet."""

    sheet = INCOMES
    access = COMMANDS[RecordLedger.code]
    unit = Text("本台账", "ledger")
    exported = IncomesExport()

    def judge(self, found: Recognised, run: Run) -> Iterator[Judged]:
        """Yield the ledgers in the order in which they first appear."""
        reader = Reader(found)
        for part in chunks(reader.groups(run), AT_ONCE):
            families = Families.read([group.code for group in part], run, self.access)
            for group in part:
                yield _Judging(group, reader, families, run).judged()

    def accepted(self, marks: Iterable[tuple[str, Receipt]], run: Run) -> None:
        """Nothing is skipped next time: what a ledger holds is compared line by line."""


@dataclass(slots=True)
class _Judging:
    """One ledger of the sheet on its way from rows to a wish."""

    group: Group
    reader: Reader
    families: Families
    run: Run

    def judged(self) -> Judged:
        """Return what would become of the ledger."""
        rows = self.group.rows
        family = self._family()
        complete = self._complete()
        people = [self._person(row, family) for row in rows] if family else []
        if family is None or not all(row.readable for row in rows):
            return self._result(Verdict.WRONG, family)
        command = self._command(family, complete, people)
        if command is None:
            return self._result(Verdict.WRONG, family)
        if not self.run.comparing:
            return self._result(Verdict.NEW, family, command)
        return self._compared(family, command)

    def _family(self) -> Family | None:
        first, code = self.group.rows[0], self.group.code
        found = self.families.by_code.get(code, ())
        if len(found) == 1:
            return found[0]
        if code.startswith("?"):
            self.reader.add(first, Problem("household_code_missing", "household_code"))
        else:
            what = "household_code_several" if found else "household_not_registered"
            for row in self.group.rows:
                self.reader.add(row, Problem(what, "household_code", {"value": code}))
        return None

    def _complete(self) -> bool | None:
        """Return what the rows say of the whole ledger; a row that says otherwise is wrong."""
        said: bool | None = None
        for row in self.group.rows:
            value = row.values.get("complete")
            if value is not None and said is not None and value is not said:
                self.reader.add(row, Problem("ledger_cell_differs", "complete", {"value": _yes_no(value)}))
            said = value if said is None else said
        return said

    def _person(self, row: Row, family: Family) -> UUID | None:
        code, name = row.values.get("person_code", ""), row.values.get("person", "")
        if not code and not name:
            return None
        found = family.person(code, name)
        if found is None:
            cell = "person_code" if code else "person"
            self.reader.add(row, Problem("person_not_of_household", cell, {"value": code or name}))
        return found

    def _command(self, family: Family, complete: bool | None, people: Sequence[UUID | None]) -> RecordLedger | None:
        rows = self.group.rows
        ledger = self._ledger(family)
        if isinstance(ledger, Found):
            self.reader.add(rows[ledger.row], ledger.problem)
            return None
        named = {self.run.keys[row.number][1] for row in rows if row.number in self.run.keys}
        left = [line for line in ledger.lines if line["id"] not in named] if ledger else []
        origin = (self.run.session, "ledger", self.group.key)
        lines = []
        for at, (row, person) in enumerate(zip(rows, people, strict=True)):
            keys = self.run.keys.get(row.number)
            known = None if keys else _same_line(row, person, left)
            if known is not None:
                left.remove(known)
            line = keys[1] if keys else known["id"] if known else derived_id(*origin, "line", str(at))
            lines.append(_stated(row, person, line))
        try:
            return RecordLedger(
                id=derived_id(*origin),
                household_id=family.id,
                year=self.group.year,
                origin=INCOMES.code,
                lines=lines,
                complete=complete,
            )
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False, include_context=False):
                row = rows[next((part for part in each["loc"] if isinstance(part, int)), 0)]
                name = next((part for part in reversed(each["loc"]) if isinstance(part, str)), "")
                self.reader.add(row, Problem("value_not_taken", name, {"value": ""}))
            return None

    def _ledger(self, family: Family) -> StoredLedger | Found | None:
        """Return the stored ledger to which the rows belong, where there is one, or the row that fits none."""
        periods = [row.line.period for row in self.group.rows]
        found = settle(
            [period for period in periods if period is not None],
            [Held(each.income_year, each.row["complete"], periods_of(each.lines)) for each in family.ledgers],
            year=self.group.year,
            basis=None,
            policy=self.run.policy,
            region=family.place_code,
        )
        if isinstance(found, Found):
            return found
        years = {found.income_year, found.moved}
        return next((each for each in family.ledgers if each.income_year in years), None)

    def _compared(self, family: Family, command: RecordLedger) -> Judged:
        run, rows = self.run, self.group.rows
        context = Context(run.actor, run.received_at, run.today, run.policy, run.keyring, run.using, run.session)
        home = Home(family.id, family.place_code, family.ledgers, family.members, {}, family.open_questions)
        outcome = decide(command, home, context)
        if isinstance(outcome, Refused):
            for problem in outcome.problems:
                parts = (problem.field or "").split(".")
                self.reader.add(rows[int(parts[1]) if len(parts) == 3 else 0], problem)
            return self._result(Verdict.WRONG, family)
        changes = outcome.changes if isinstance(outcome, Accepted) else ()
        if any(_declares(change) for change in changes) and family.open_questions:
            warned = Problem("complete_with_open_questions", "complete")
            self.reader.add(rows[0], warned, severity="warning")
        is_new = any(isinstance(change, Insert) and change.model is Ledger for change in changes)
        verdict = Verdict.NEW if is_new else Verdict.CHANGED if changes else Verdict.SAME
        return self._result(verdict, family, command, changes)

    def _result(
        self,
        verdict: Verdict,
        family: Family | None,
        command: RecordLedger | None = None,
        changes: Sequence[Change] = (),
    ) -> Judged:
        rows = self.group.rows
        return Judged(
            key=self.group.key,
            label=family.head if family else "",
            rows=tuple(row.number for row in rows),
            verdict=verdict,
            new_rows=sum(isinstance(each, Insert) and each.model is LedgerLine for each in changes),
            findings=[finding for row in rows for finding in row.findings],
            changes=[] if verdict is Verdict.NEW or command is None else list(self._cells(command, changes)),
            commands=(command,) if command is not None and verdict is not Verdict.SAME else (),
            place_code=family.place_code if family else "",
        )

    def _cells(self, command: RecordLedger, changes: Sequence[Change]) -> Iterator[CellChange]:
        """Yield what the sheet states differently from what is stored, cell by cell."""
        by_line = {line.id: row for line, row in zip(command.lines, self.group.rows, strict=True)}
        for change in changes:
            if not isinstance(change, Update):
                continue
            if change.model is Ledger and "complete" in change.after:
                before, after = (_yes_no(side["complete"]) for side in (change.before, change.after))
                yield self.reader.change(self.group.rows[0], "complete", before, after)
            elif change.model is LedgerLine:
                names = {_CELLS[name]: name for name in reversed(_CELLS) if name in change.after}
                for cell, name in names.items():
                    before, after = (_shown(name, side[name]) for side in (change.before, change.after))
                    yield self.reader.change(by_line[change.key], cell, before, after)


def _same_line(row: Row, person: UUID | None, stored: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the stored line of which a row speaks: of its kind and project, for overlapping days.

    A row that names nobody speaks of whoever the line is about. Of several it is the one with the same person and days.
    """
    line = row.line
    fitting = [
        each
        for each in stored
        if (each["kind"], each["project"]) == (line.kind, line.project)
        and (person is None or each["person_id"] in (None, person))
        and line.period is not None
        and each["period_from"] < line.period.end
        and line.period.first < each["period_to"]
    ]

    def nearness(each: dict[str, Any]) -> tuple[bool, bool]:
        return each["person_id"] == person, Period(each["period_from"], each["period_to"]) == line.period

    return max(fitting, key=nearness, default=None)


def _stated(row: Row, person: UUID | None, line_id: UUID) -> dict[str, Any]:
    """Return the fields of a ``StatedLine``; the command checks them together with its own."""
    values = row.values
    quantity = values.get("quantity")
    return {
        "id": line_id,
        "kind": values["line_kind"],
        "project": values.get("project", ""),
        "person_id": person,
        "amount": yuan(values["amount"]),
        "qualifier": row.qualifier,
        "quantity": None if quantity is None else measured(quantity),
        "unit": values.get("unit") or None,
        "first_day": values["first_day"],
        "last_day": values["last_day"],
        "extra": values.get("extra"),
        "evidence": values.get("evidence"),
    }


def _declares(change: Change) -> bool:
    """Say whether a ledger is declared complete by a change."""
    values = change.values if isinstance(change, Insert) else change.after if isinstance(change, Update) else {}
    return change.model is Ledger and bool(values.get("complete"))


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _yes_no(value)
    if name == "amount":
        return yuan(value)
    if name == "kind":
        return KIND_NAMES[value].zh
    if name == "period_to":
        return (value - DAY).isoformat()
    return measured(value) if name == "quantity" else str(value)


def _yes_no(value: bool) -> str:
    return "是" if value else "否"
