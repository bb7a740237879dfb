"""Where the fields of a person list stand in one sheet, and how its rows become facts."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from xiuhua.kernel.access import Access
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.facts import village_names
from xiuhua.platform.exchange.contract import CellChange, Finding, Run, cells_of
from xiuhua.platform.exchange.reading import cells as parsing
from xiuhua.platform.exchange.reading.cells import Bad, Doubtful, text
from xiuhua.platform.exchange.reading.kinds import Column, Recognised
from xiuhua.platform.vault.keyring import Keyring
from xiuhua.registry.access import QUERIES
from xiuhua.registry.checking import checks_at
from xiuhua.registry.rules.facts import Checks, MemberFacts, Places
from xiuhua.registry.rules.findings import SEVERITY, Found
from xiuhua.registry.rules.identity import normal_identity
from xiuhua.registry.rules.people import twice as found_twice

_JUDGED_BY_RULES = frozenset(
    {
        "identity",
        "per_head_income",
        "size",
        "exit_year",
        "work_months",
        "serious_illness_insurance",
        "unsafe_house",
        "water_safe",
        "water_hard",
    }
)
"""Fields whose unreadable text the row checks word themselves."""

_PLACES = ("county", "township", "village")

_EACH_ITS_OWN = frozenset(
    {"sequence", "household_code", "person_code", "name", "identity", "phone", "per_head_income", "bank_account"}
)
"""Fields whose cells hardly ever repeat; what the others mean is worked out once per wording."""

_BLANK: list[Any] = [None] * len(MemberFacts._fields)
_POSITION = {name: at for at, name in enumerate(MemberFacts._fields)}


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one household: (row number, cells)."""

    code: str
    rows: list[tuple[int, Sequence[Any]]]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The row numbers."""
        return tuple(number for number, _ in self.rows)


class Layout:
    """One sheet's columns by field, with the villages that the actor may import into."""

    def __init__(self, found: Recognised, run: Run, access: Access) -> None:
        self.found = found
        used = [each for each in found.used if each.column is not None]
        self.index = {each.column.field: each.index for each in used if each.column}
        self.header = {each.column.field: each.header for each in used if each.column}
        self._steps = [
            (each.column.field, _POSITION[each.column.field], each.index, each.column.parse, self._memory(each.column))
            for each in used
            if each.column
        ]
        self._pool: dict[Any, Any] = {}
        self._repeating = [index for _, _, index, _, memory in self._steps if memory is not None]
        telling = [each.index for each in used if each.column and each.column.field != "sequence"]
        self.pick = itemgetter(*telling) if len(telling) > 1 else lambda cells: (cells[telling[0]],)
        self.signature = [each.column.field for each in used if each.column]
        reach = [row for row in village_names(using=run.using) if run.actor.reaches(row[3], access.roles)]
        self._places = Places.of(reach)
        self._run = run
        self._checks: dict[str, Checks] = {}
        returned = {"person_code"} if run.keys else set()
        lacking = set(MemberFacts._fields) - self.index.keys() - {"household_code", *_PLACES}
        self.not_asked = tuple(sorted(lacking | returned))
        self._lacking = tuple(name for name in _PLACES if name not in self.index)

    def shared(self, cells: Sequence[Any]) -> Sequence[Any]:
        """Return the cells with one copy of each wording that repeats: the reader makes a new text for every cell."""
        row = list(cells)
        pool = self._pool
        for index in self._repeating:
            cell = row[index]
            row[index] = pool.setdefault(cell, cell)
        return row

    def facts(self, number: int, cells: Sequence[Any], findings: list[Finding]) -> MemberFacts:
        """Return one row as facts. Cells that cannot be read and are not judged by the rules become findings."""
        values = _BLANK.copy()
        for field, at, index, parse, memory in self._steps:
            cell = cells[index]
            if cell == "":
                continue
            if memory is not None and cell in memory:
                values[at] = memory[cell]
                continue
            value = parse(cell)
            kind = type(value)
            if kind is Bad:
                value = self._unread(field, number, index, cell, value.problem, findings)
            elif kind is Doubtful:
                value = value.value
            elif memory is not None:
                memory[cell] = None if value == "" else value
            values[at] = None if value == "" else value
        facts = MemberFacts._make(values)
        return self._with_place(facts) if self._lacking else facts

    @staticmethod
    def _memory(column: Column) -> dict[Any, Any] | None:
        return None if column.field in _EACH_ITS_OWN else {}

    def _unread(
        self, field: str, number: int, index: int, cell: Any, problem: Problem, findings: list[Finding]
    ) -> str | None:
        """Return the text of a cell that the row checks will word, or make it a finding."""
        if field == "identity":
            return normal_identity(cell)
        if field in _JUDGED_BY_RULES:
            return text(cell)
        findings.append(Finding(number, index, self.header[field], text(cell), "error", problem))
        return None

    def checks_of(self, facts: Sequence[MemberFacts]) -> Checks:
        """Return the checks with the bounds of the county in which the household lies."""
        first = next((each for each in facts if each.village), facts[0])
        code = self._places.villages.get((first.county or "", first.township or "", first.village or ""), "")
        county = code[:6]
        if county not in self._checks:
            run = self._run
            bounds = checks_at(run.policy, today=run.today, place_code=code or "0" * 12, not_asked=self.not_asked)
            given = bounds.given | {"household_code", *_PLACES}
            self._checks[county] = Checks(bounds.today, bounds.limits, given, self._places)
        return self._checks[county]

    def village_code(self, facts: MemberFacts) -> str:
        """Return the code of the village, or nothing where the names are not known."""
        return self._places.villages.get((facts.county or "", facts.township or "", facts.village or ""), "")

    @property
    def policy(self) -> Policy:
        """The policy under which the sheet is read."""
        return self._run.policy

    @property
    def today(self) -> date:
        """The day on which the sheet is read."""
        return self._run.today

    @property
    def keyring(self) -> Keyring:
        """The keys of this run, by which questions are recognised."""
        return self._run.keyring

    def sees_health(self, village_code: str) -> bool:
        """Say whether whoever imports may see how the people of a village are, as their record states it."""
        return self._run.actor.reaches(village_code, QUERIES["registry.health"].roles)

    def finding(self, group: Group, found: Found) -> Finding:
        """Return a problem of a row as a finding at its cell."""
        number, cells = group.rows[found.row]
        field = found.problem.field or ""
        index = self.index.get(field, -1)
        value = text(cells[index]) if 0 <= index < len(cells) else ""
        severity = SEVERITY.get(found.problem.code, "error")
        return Finding(number, index, self.header.get(field, ""), value, severity, found.problem)

    def not_taken(self, group: Group, head: int, location: tuple[int | str, ...]) -> Finding:
        """Return a value that the command does not take (too long, out of bounds) as a finding at its cell."""
        names = [part for part in location if isinstance(part, str)]
        row = next((part for part in location if isinstance(part, int)), head)
        field = names[-1] if names else ""
        field = {"code": "person_code"}.get(field, field)
        value = text(group.rows[row][1][self.index[field]]) if field in self.index else ""
        return self.finding(group, Found(row, Problem("value_not_taken", field, {"value": value[:40]})))

    def change(self, number: int, field: str, before: str, after: str) -> CellChange:
        """Return a change at the cell of a field."""
        return CellChange(number, self.index.get(field, -1), self.header.get(field, ""), before, after)

    def _with_place(self, facts: MemberFacts) -> MemberFacts:
        """Fill in county and township where the sheet has no such column and the names leave one village."""
        if not facts.village:
            return facts
        fitting = [
            names
            for names in self._places.villages
            if all(getattr(facts, f) in (None, name) for f, name in zip(_PLACES, names, strict=True))
        ]
        return facts._replace(county=fitting[0][0], township=fitting[0][1]) if len(fitting) == 1 else facts


def grouped(layout: Layout, run: Run) -> tuple[deque[Group], dict[int, list[Problem]]]:
    """Return the households in order, and by row number the numbers and codes that stand twice in the sheet.

    The caller takes the households from the left, so that a large sheet shrinks while it is worked on.
    """
    groups: dict[str, Group] = {}
    code_at = layout.index["household_code"]
    identity_at, person_at = layout.index.get("identity"), layout.index.get("person_code")
    sequence_at = layout.index.get("sequence")
    numbers: list[int] = []
    identities: list[str | None] = []
    codes: list[str | None] = []
    sequences: list[object] = []
    code = ""
    for number, cells in cells_of(layout.found, run):
        code = _code(cells[code_at], number) or code or f"?{number}"
        group = groups.get(code)
        if group is None:
            group = groups[code] = Group(code, [])
        group.rows.append((number, layout.shared(cells)))
        numbers.append(number)
        identities.append(_identity(cells[identity_at]) if identity_at is not None else None)
        codes.append(_plain(cells[person_at]) if person_at is not None else None)
        sequences.append(text(cells[sequence_at]) if sequence_at is not None else number)
    doubled: dict[int, list[Problem]] = {}
    for field, keys in (("identity", identities), ("person_code", codes)):
        if len(set(keys)) < len(keys):
            for each in found_twice(field, keys, sequences):
                doubled.setdefault(numbers[each.row], []).append(each.problem)
    return deque(groups.values()), doubled


def _code(cell: Any, number: int) -> str:
    if type(cell) is str and cell.isascii() and cell.isalnum():
        return cell
    value = parsing.code_text(cell)
    if type(value) is Bad:
        return f"?{number}"
    return str(value.value if type(value) is Doubtful else value or "")


def _identity(cell: Any) -> str | None:
    if type(cell) is str and len(cell) == 18 and cell.isascii() and cell.isalnum():
        return cell.upper()
    value = parsing.identity(cell)
    if type(value) is Bad:
        return None
    plain = value.value if type(value) is Doubtful else value
    return plain[:18] if plain else None


def _plain(cell: Any) -> str | None:
    if type(cell) is str:
        return cell.strip() or None
    value = parsing.code_text(cell)
    return value if type(value) is str and value else None
