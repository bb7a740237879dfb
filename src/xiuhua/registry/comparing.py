"""Holding a department's list against the register of one place, and recording how they compare.

The register is read once, from one village to the next; of the list only what can be read is kept meanwhile. People
are found by the first 18 characters of their number, through its blind index, and nowhere but in the place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.kernel.garbage import collecting_later
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.facts import village_names
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.exchange.comparing import ListRefused
from xiuhua.platform.exchange.contract import Finding, Run
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import KeyDestroyed
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.agreements import agreed_among
from xiuhua.registry.changes import identity_index
from xiuhua.registry.commands.record_comparison import MOST_LINES, ComparedLine, Quoted, RecordComparison, against_list
from xiuhua.registry.models import Consent, Person, Statement
from xiuhua.registry.rules.comparison_grounds import covers, needed_consent
from xiuhua.registry.rules.comparison_kinds import HOUSEHOLD_FACTS, ComparisonKind, agree
from xiuhua.registry.rules.comparison_states import Side
from xiuhua.registry.rules.place_words import PlaceWords
from xiuhua.registry.sheets.department_lists import ListedRow, ListReader
from xiuhua.registry.stored import SEALED_FIELDS, SEALED_LABELS

AT_ONCE = 5000
SHOWN_WORDS, SHOWN_HEADER = 120, 60
WHOLE_NUMBER = 18

Step = Callable[[int], None]
"""Is told how many rows were read."""


class Wanted(NamedTuple):
    """What somebody asks to have compared: the place, the day of the list, and the digest of its file."""

    place_code: str
    listed_on: date
    digest: str


@dataclass(frozen=True, slots=True)
class _Here:
    """A present person of the place with the recorded fact; of whoever has not ``agreed``, without it."""

    person: UUID | None
    household: UUID
    place_code: str
    code: str
    value: Any
    agreed: bool


@dataclass(slots=True)
class Compared:
    """How a list compares: its lines in the order in which they are looked at, its bad cells, its counts."""

    kind: ComparisonKind
    rows: int = 0
    outside: int = 0
    lines: list[ComparedLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Return how many lines stand on each side, and how many rows name people of elsewhere."""
        sides = dict.fromkeys((side.value for side in Side), 0)
        for line in self.lines:
            sides[line.side.value] += 1
        return {**sides, "outside": self.outside, "rows": self.rows}


@collecting_later()
def compare(found: Recognised, run: Run, wanted: Wanted, *, step: Step | None = None) -> Compared:
    """Compare a list with the register of a place; nothing is written. Raise :class:`ListRefused`."""
    problem = against_list(found.kind.code, wanted.place_code, wanted.listed_on, today=run.today)
    if problem is None and not reaches(run.actor, COMMANDS[RecordComparison.code], wanted.place_code):
        problem = Problem("not_found")
    if problem is not None:
        raise ListRefused(problem)
    reader = ListReader(found, run)
    work = _Comparing(reader, run, wanted)
    work.read_list(step)
    work.read_register()
    return work.result()


def record(compared: Compared, comparison_id: UUID, wanted: Wanted, run: Run) -> list[Receipt]:
    """Record a comparison under an id, part by part in one transaction, or nothing of it."""
    parts = list(chunks(compared.lines, MOST_LINES)) or [[]]
    commands = [
        RecordComparison(
            id=derived_id(comparison_id, "part", str(number)),
            comparison_id=comparison_id,
            kind=compared.kind.code,
            place_code=wanted.place_code,
            listed_on=wanted.listed_on,
            digest=wanted.digest,
            rows=compared.rows,
            outside=compared.outside,
            part=number,
            lines=tuple(part),
        )
        for number, part in enumerate(parts)
    ]
    return execute_many(
        commands, actor=run.actor, received_at=run.received_at, batch=comparison_id, all_or_nothing=True
    )


class _Comparing:
    """One list on its way through one place.

    ``listed`` are the rows with a number by its blind index, ``without`` those that have none; ``met`` are the indexes
    and row numbers of which somebody was found. Of whoever did not agree to a list that needs it only the household is
    kept, and not whether the list names it; the row is met, as it would else be taken for somebody overlooked.
    """

    def __init__(self, reader: ListReader, run: Run, wanted: Wanted) -> None:
        self._reader, self._run, self._place = reader, run, wanted.place_code
        self._kind = reader.kind
        self._access: Access = COMMANDS[RecordComparison.code]
        self._words = PlaceWords(village_names(using=run.using))
        self._listed: dict[str, ListedRow] = {}
        self._without: list[ListedRow] = []
        self._met: set[str | int] = set()
        self._placed: list[tuple[tuple[Any, ...], ComparedLine]] = []
        self._homes: dict[UUID, tuple[_Here, ListedRow | None]] = {}
        self._perhaps_at: set[UUID] = set()
        self._needed = needed_consent(self._kind.code, run.policy, on=run.today, region=self._place)
        self._not_agreed: dict[UUID, _Here] = {}

    def read_list(self, step: Step | None) -> None:
        """Read all rows of the list that can be read."""
        for row in self._reader:
            if row.identity:
                self._listed.setdefault(identity_index(row.identity, self._run.keyring), row)
            else:
                self._without.append(row)
            if step is not None:
                step(self._reader.rows)

    def read_register(self) -> None:
        """Go through the people of the place: whom the list names, and who should stand in it."""
        namesakes: defaultdict[tuple[str, str], list[ListedRow]] = defaultdict(list)
        for row in self._without:
            for village in self._inside(row):
                namesakes[village, row.name].append(row)
        for here, name, index in self._people():
            listed = self._listed.get(index) if index else None
            if listed is not None:
                self._met.add(index)
            if not here.agreed:
                self._not_agreed.setdefault(here.household, replace(here, person=None))
                continue
            alike = namesakes.get((here.place_code, name), ()) if listed is None else ()
            for row in alike:
                self._perhaps(here, row)
            if self._kind.unit == "household":
                self._at_home(here, listed)
            elif listed is not None:
                self._both(here, listed)
            elif not alike and self._kind.expected(here.value):
                self._add(here, Side.ONLY_HERE)
        for here, listed in self._homes.values():
            if listed is not None:
                self._both(here, listed)
            elif here.household not in self._perhaps_at and self._kind.expected(here.value):
                self._add(replace(here, person=None), Side.ONLY_HERE)
        for here in self._not_agreed.values():
            self._add(here, Side.NOT_COMPARED)

    def result(self) -> Compared:
        """Return the lines by village, household and row, after them the bad cells in the order of the list."""
        outside = 0
        findings = list(self._reader.findings)
        for index, row in self._listed.items():
            if index not in self._met:
                inside = self._inside(row)
                outside += not inside
                if inside:
                    self._only_listed(row, inside)
        for row in self._without:
            if not self._inside(row):
                outside += 1
            elif row.number not in self._met:
                problem = Problem("listed_without_number", "identity")
                findings.append(self._reader.finding(row.number, "identity", "", problem))
        findings.sort(key=lambda found: (found.row, found.index))
        wrong = [self._wrong(each) for each in findings]
        lines = [line for _, line in sorted(self._placed, key=lambda placed: placed[0])]
        return Compared(self._kind, self._reader.rows, outside, [*lines, *wrong], findings)

    def _people(self) -> Iterator[tuple[_Here, str, str]]:
        """Yield the present people of the place with the fact that is compared, their names and indexes."""
        fact = self._kind.compares
        stated = self._stated(fact) if fact in HOUSEHOLD_FACTS else None
        columns = ["id", "household_id", "place_code", "household__code", "name", "identity_index"]
        rows = within(Person.objects.using(self._run.using), self._run.actor, self._access, place=self._place)
        present = rows.filter(left_on=None).order_by("place_code", "household_id", "id")
        wanted = [*columns, *(() if stated is not None else (fact,))]
        for part in chunks(present.values_list(*wanted).iterator(AT_ONCE), AT_ONCE):
            opening = fact in SEALED_FIELDS
            agreed = self._who_agreed(part)
            if opening:
                self._run.keyring.load(row[0] for row in part if row[-1] and row[0] in agreed)
            for person, household, place_code, code, name, index, *value in part:
                if person not in agreed:
                    yield _Here(person, household, place_code, code, None, agreed=False), name, index
                    continue
                held = stated.get(household) if stated is not None else value[0]
                held = self._opened(person, fact, held) if opening and held else held
                yield _Here(person, household, place_code, code, held, agreed=True), name, index
            if opening:
                self._run.keyring.forget()

    def _who_agreed(self, part: Sequence[tuple[Any, ...]]) -> frozenset[UUID]:
        """Return which of some people may be matched: all where a duty covers the list, else who agreed to it."""
        if self._needed is None:
            return frozenset(row[0] for row in part)
        consents, homes = Consent.objects.using(self._run.using), {row[1] for row in part}
        agreed = agreed_among(consents, homes, self._needed, on=self._run.today)
        return frozenset(row[0] for row in part if covers(agreed.get(row[1], ()), row[0]))

    def _stated(self, fact: str) -> Mapping[UUID, Any]:
        rows = within(Statement.objects.using(self._run.using), self._run.actor, self._access, place=self._place)
        return dict(rows.filter(valid_to=None).values_list("household_id", fact))

    def _opened(self, person: UUID, fact: str, sealed: str) -> str:
        try:
            return self._run.keyring.open(person, SEALED_LABELS[fact], sealed)
        except KeyDestroyed:
            return ""

    def _inside(self, row: ListedRow) -> frozenset[str]:
        """Return the villages that a row's own words mean, or none where not all of them lie in the place."""
        villages = self._words.villages(row.where)
        return villages if all(lies_in(code, self._place) for code in villages) else frozenset()

    def _at_home(self, here: _Here, row: ListedRow | None) -> None:
        """Keep one row for each household: the first that differs from what is recorded, else the first."""
        before = self._homes.get(here.household)
        if before is None or (row is not None and before[1] is None):
            self._homes[here.household] = here, row
        elif row is not None and before[1] is not None:
            stated = self._kind.stated(here.value)
            if agree(before[1].means, stated) and not agree(row.means, stated):
                self._homes[here.household] = here, row

    def _both(self, here: _Here, row: ListedRow) -> None:
        if agree(row.means, self._kind.stated(here.value)):
            self._add(here, Side.AGREEING, row)
        else:
            self._add(here, Side.DIFFERING, row, Quoted(cells=row.cells))

    def _perhaps(self, here: _Here, row: ListedRow) -> None:
        self._met.add(row.number)
        self._perhaps_at.add(here.household)
        self._add(here, Side.PERHAPS, row, Quoted(where=_where(row), cells=row.cells))

    def _only_listed(self, row: ListedRow, villages: frozenset[str]) -> None:
        quoted = Quoted(name=row.name, number=masks.identity(row.identity), where=_where(row), cells=row.cells)
        village = next(iter(villages)) if len(villages) == 1 else self._place
        line = ComparedLine(
            side=Side.ONLY_LISTED, place_code=village, number=row.number, listed=row.means, quoted=quoted
        )
        self._placed.append(((village, "~", row.number), line))

    def _add(self, here: _Here, side: Side, row: ListedRow | None = None, quoted: Quoted | None = None) -> None:
        line = ComparedLine(
            side=side,
            place_code=here.place_code,
            household_id=here.household,
            person_id=here.person,
            number=row.number if row else 0,
            listed=row.means if row else "",
            quoted=quoted,
        )
        self._placed.append(((here.place_code, here.code, row.number if row else 0), line))

    def _wrong(self, found: Finding) -> ComparedLine:
        """Return a bad cell as a line. Row and column tell where it is, so that a number can be kept masked."""
        hide = _masked if self._reader.is_number(found.index) else str
        values = {
            name: hide(value) if isinstance(value, str) else value
            for name, value in found.problem.values.items()
            if value is not None
        }
        cell = (found.column[:SHOWN_HEADER], hide(found.value)[:SHOWN_HEADER])
        quoted = Quoted(cells=(cell,), problem=found.problem.code, values=values)
        return ComparedLine(side=Side.WRONG, place_code=self._place, number=found.row, quoted=quoted)


def _masked(number: str) -> str:
    return masks.identity(number) if len(number) >= WHOLE_NUMBER else masks.sealed(number) if number else ""


def _where(row: ListedRow) -> str:
    return " ".join(word for word in row.where if word)[:SHOWN_WORDS]
