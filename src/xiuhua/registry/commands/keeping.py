"""Deciding what is written into an income ledger: which ledger it is, what may stand in it, what changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, Context, Decided, Refused, Unchanged
from xiuhua.registry.evidence import evidence_changes
from xiuhua.registry.ledgers import LINE_FIELDS, StoredLedger, line_of, periods_of
from xiuhua.registry.models import Ledger, LedgerLine
from xiuhua.registry.rules.findings import Found
from xiuhua.registry.rules.income import has_terms
from xiuhua.registry.rules.ledger import (
    DAY,
    Held,
    IncomeYear,
    Qualifier,
    Settled,
    check_line,
    find_overlaps,
    settle,
)

_STATED = ("kind", "project", "person_id", "amount", "qualifier", "quantity", "unit", "extra", "evidence")
_BLANK: Mapping[str, Any] = {
    "kind": "",
    "project": "",
    "person_id": None,
    "amount": None,
    "qualifier": Qualifier.EXACT.value,
    "quantity": None,
    "unit": "",
    "period_from": None,
    "period_to": None,
    "extra": False,
    "evidence": "",
}


@dataclass(frozen=True, slots=True)
class Home:
    """A household as far as its ledgers are concerned.

    ``people`` belong or belonged to it. ``elsewhere`` names the household of lines that are in no ledger here: they are
    in that of a household that the actor sees, or were here until they were taken out.
    """

    id: UUID
    place_code: str
    ledgers: Sequence[StoredLedger]
    people: Collection[UUID]
    elsewhere: Mapping[UUID, UUID]
    open_questions: int
    unknown_files: Mapping[UUID, Problem] = field(default_factory=dict)


def decide(command: Any, home: Home, context: Context) -> Decided:
    """Return the changes by which the household's ledger says what was stated, or why it cannot."""
    wish = _Wish(command, home, context)
    wish.read()
    if not wish.problems:
        wish.settle()
    if wish.problems:
        return Refused(tuple(wish.problems))
    changes = wish.changes()
    result = wish.result()
    return Accepted(changes, (home.place_code,), result) if changes else Unchanged(result)


@dataclass(slots=True)
class _Wish:
    """One wish on its way: ``before`` and ``after`` are the columns of each line that it names."""

    command: Any
    home: Home
    context: Context
    problems: list[Problem] = field(default_factory=list)
    before: list[dict[str, Any] | None] = field(default_factory=list)
    after: list[dict[str, Any]] = field(default_factory=list)
    own: StoredLedger | None = None
    settled: Settled | None = None

    def read(self) -> None:
        """Put stated lines on top of stored ones and check each by itself."""
        known = {line["id"]: (ledger, line) for ledger in self.home.ledgers for line in ledger.lines}
        named = [*(each.id for each in self.command.lines), *self.command.removed]
        touched = [each for each in named if each in known]
        ledgers = {known[each][0].id: known[each][0] for each in touched}
        once = len(set(named)) == len(named)
        if not once or len(ledgers) > 1 or not known.keys() >= set(self.command.removed):
            self.problems.append(Problem("line_not_in_ledger", "lines"))
            return
        self.own = next(iter(ledgers.values()), None)
        for at, stated in enumerate(self.command.lines):
            stored = known[stated.id][1] if stated.id in known else None
            self.before.append(stored)
            self.after.append(_merged(stated, stored or _BLANK))
            self.problems.extend(_named(problem, at) for problem in self._check(stated, stored, self.after[-1]))

    def settle(self) -> None:
        """Find the income year of the ledger, and check the lines against each other."""
        command, gone = self.command, {each.id for each in self.command.lines} | set(self.command.removed)
        found = settle(
            periods_of(self.after),
            [
                Held(
                    ledger.income_year,
                    ledger.row["complete"],
                    periods_of(line for line in ledger.lines if line["id"] not in gone),
                    touched=ledger is self.own,
                )
                for ledger in self.home.ledgers
            ],
            year=command.year,
            basis=command.basis,
            policy=self.context.policy,
            region=self.home.place_code,
        )
        if isinstance(found, Found):
            of_line = found.problem.field == "period"
            self.problems.append(_named(found.problem, found.row) if of_line else found.problem)
            return
        self.settled = found
        if not has_terms(self.context.policy, found.income_year, region=self.home.place_code):
            self.problems.append(Problem("ledger_year_without_terms", "year", {"year": found.income_year.year}))
        staying = [line for line in self._staying() if line["id"] not in gone]
        for _, later in find_overlaps([line_of(row) for row in (*staying, *self.after)]):
            self.problems.append(_named(Problem("lines_overlap", "period"), max(later - len(staying), 0)))
        if command.complete and not staying and not self.after:
            self.problems.append(Problem("complete_without_lines", "complete"))

    def changes(self) -> list[Change]:
        """Return the changes of the ledger and its lines."""
        changes: list[Change] = []
        ledger = self._ledger()
        if ledger is None:
            changes.append(Insert(Ledger, self._new_ledger()))
        else:
            both = self._ledger_differences(ledger)
            if both:
                before = {name: old for name, (old, _) in both.items()}
                after = {name: new for name, (_, new) in both.items()}
                changes.append(Update(Ledger, ledger.id, self.home.id, before, after))
        for stated, before, after in zip(self.command.lines, self.before, self.after, strict=True):
            changes.extend(self._line_changes(stated.id, before, after))
            changes.extend(
                evidence_changes(
                    stated,
                    before,
                    kind="line",
                    household_id=self.home.id,
                    place_code=self.home.place_code,
                    command_id=self.command.id,
                    today=self.context.today,
                )
            )
        today = self.context.today
        changes.extend(self._updated(line, {"ended_on": None}, {"ended_on": today}) for line in self.command.removed)
        return changes

    def result(self) -> dict[str, Any]:
        """Return what the caller may want to know: the ledger, its year, and the warnings that stay with it."""
        income_year = self._income_year()
        warned = self.command.complete and self.home.open_questions
        return {
            "household": str(self.home.id),
            "ledger": str(self._ledger_id()),
            "year": income_year.year,
            "basis": income_year.basis.value,
            "warnings": ["complete_with_open_questions"] if warned else [],
        }

    def _check(self, stated: Any, stored: Mapping[str, Any] | None, after: dict[str, Any]) -> list[Problem]:
        if stored is None and stated.id in self.home.elsewhere:
            here = self.home.elsewhere[stated.id] == self.home.id
            return [Problem("line_not_in_ledger" if here else "line_of_other_household", "id")]
        found = list(check_line(line_of(after)))
        if not after["kind"]:
            found.insert(0, Problem("line_without_kind", "kind"))
        if stated.person_id is not None and stated.person_id not in self.home.people:
            found.append(Problem("line_person_unknown", "person_id"))
        if stated.file is not None and stated.file.id in self.home.unknown_files:
            found.append(Problem(self.home.unknown_files[stated.file.id].code, "file"))
        return found

    def _ledger(self) -> StoredLedger | None:
        """Return the stored ledger that is meant, also where it moves to another basis."""
        wanted = {self._income_year(), self.settled.moved if self.settled else None}
        return self.own or next((each for each in self.home.ledgers if each.income_year in wanted), None)

    def _income_year(self) -> IncomeYear:
        if self.settled is None:
            raise ValueError("the ledger is not settled yet")
        return self.settled.income_year

    def _ledger_id(self) -> UUID:
        ledger = self._ledger()
        return ledger.id if ledger else derived_id(self.command.id, "ledger")

    def _staying(self) -> list[dict[str, Any]]:
        ledger = self._ledger()
        return ledger.lines if ledger else []

    def _new_ledger(self) -> dict[str, Any]:
        income_year = self._income_year()
        return {
            "id": self._ledger_id(),
            "household_id": self.home.id,
            "place_code": self.home.place_code,
            "year": income_year.year,
            "basis": income_year.basis.value,
            **self._declared(bool(self.command.complete)),
        }

    def _ledger_differences(self, ledger: StoredLedger) -> dict[str, tuple[Any, Any]]:
        income_year = self._income_year()
        wanted: dict[str, Any] = {"year": income_year.year, "basis": income_year.basis.value}
        if self.command.complete is not None and self.command.complete != ledger.row["complete"]:
            wanted |= self._declared(self.command.complete)
        return {name: (ledger.row[name], new) for name, new in wanted.items() if ledger.row[name] != new}

    def _declared(self, complete: bool) -> dict[str, Any]:
        return {
            "complete": complete,
            "declared_on": self.context.today if complete else None,
            "open_questions": self.home.open_questions if complete else None,
        }

    def _line_changes(self, line: UUID, before: Mapping[str, Any] | None, after: dict[str, Any]) -> list[Change]:
        if before is None:
            values = {
                "id": line,
                "ledger_id": self._ledger_id(),
                "household_id": self.home.id,
                "place_code": self.home.place_code,
                "origin": self.command.origin,
                "stated_on": self.context.today,
                "ended_on": None,
                **after,
            }
            return [Insert(LedgerLine, values)]
        different = [name for name in LINE_FIELDS if before[name] != after[name]]
        if not different:
            return []
        return [self._updated(line, {n: before[n] for n in different}, {n: after[n] for n in different})]

    def _updated(self, line: UUID, before: Mapping[str, Any], after: Mapping[str, Any]) -> Update:
        return Update(LedgerLine, line, self.home.id, before, after, subject=self.home.id)


def _merged(stated: Any, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a line as stated on top of what is stored."""
    values = {name: stored[name] for name in LINE_FIELDS}
    values.update({name: value for name in _STATED if (value := getattr(stated, name)) is not None})
    if stated.first_day is not None:
        values["period_from"] = stated.first_day
    if stated.last_day is not None:
        values["period_to"] = stated.last_day + DAY
    values.update({name: _BLANK[name] for name in stated.cleared if name in _BLANK})
    return values


def _named(problem: Problem, at: int) -> Problem:
    """Return a problem whose field says which of the named lines it is about: ``lines.0.amount``."""
    return Problem(problem.code, f"lines.{at}.{problem.field}", problem.values)
