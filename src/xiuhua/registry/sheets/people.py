"""The person list: rows become households, checked as a whole and taken in as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.money import yuan
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import Confirmed, Finding, Judged, Run, Verdict
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.platform.journal.contract import Receipt
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.commands.record import Notice, RecordHousehold
from xiuhua.registry.known import find_known
from xiuhua.registry.origins import EDITED
from xiuhua.registry.questions import Asked, fingerprint
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.facts import FIRST_PLACE_FIELD, HOUSEHOLD_FIELDS, MemberFacts
from xiuhua.registry.rules.findings import SEVERITY, Found
from xiuhua.registry.rules.household import check_household
from xiuhua.registry.sheets.comparing import SheetHousehold, compared, judged
from xiuhua.registry.sheets.confirmations import confirmations
from xiuhua.registry.sheets.digests import Remembered, read_digests, write_digests
from xiuhua.registry.sheets.layout import Group, Layout, grouped
from xiuhua.registry.sheets.people_columns import PEOPLE
from xiuhua.registry.sheets.people_export import PeopleExport
from xiuhua.registry.stored import FIRST_MEMBER_FIELD, MEMBER_FIELDS, SAID_FIELDS

AT_ONCE = 1000
"""Households compared with what is stored at once."""

_FLAGS = ("serious_illness_insurance", "unsafe_house", "water_safe", "water_hard")
_HOUSEHOLD_ONLY = frozenset({*HOUSEHOLD_FIELDS, "household_code"})
_NOT_WORDS = (*_FLAGS, "size", "exit_year", "work_months", "per_head_income")
_ONLY_IN_SHEETS = ("sex", "birth_date", "age")
"""What a row says to be compared with its identity number, and no command keeps."""
_not_words = attrgetter(*_NOT_WORDS)
_only_in_sheets = attrgetter(*_ONLY_IN_SHEETS)
_NOTHING = (None,) * len(_ONLY_IN_SHEETS)
_BLANK = (None,) * (len(MemberFacts._fields) - FIRST_PLACE_FIELD)
_RULES_VERSION = "1"


class PeopleKind:
    """One row a person; the cells of the household stand on the head's row, others may be blank."""

    sheet = PEOPLE
    access = COMMANDS[RecordHousehold.code]
    unit = Text("户", "household")
    exported = PeopleExport()

    def judge(self, found: Recognised, run: Run) -> Iterator[Judged]:
        """Yield the households in the order in which they first appear."""
        layout = Layout(found, run, self.access)
        groups, twice = grouped(layout, run)
        remembered = read_digests(run, self.access)
        taken = (groups.popleft() for _ in range(len(groups)))
        for part in chunks(taken, AT_ONCE):
            yield from self._judge_some(part, layout, twice, remembered, run)

    def accepted(self, marks: Iterable[tuple[str, Receipt]], run: Run) -> None:
        """Remember the rows of households that were taken in."""
        write_digests(marks, run)

    def confirmations(self, confirmed: Iterable[Confirmed], run: Run) -> Iterator[AnswerQuestion]:
        """Yield the answers to the questions behind confirmed warnings."""
        return confirmations(confirmed, run)

    def _judge_some(
        self,
        groups: Sequence[Group],
        layout: Layout,
        twice: dict[int, list[Problem]],
        remembered: dict[str, Remembered],
        run: Run,
    ) -> Iterator[Judged]:
        households: list[SheetHousehold | Judged] = []
        for group in groups:
            mark = _mark(group, layout, run)
            if any(number in twice for number, _ in group.rows):
                households.append(self._read(group, layout, twice, mark, run))
                continue
            held = remembered.get(group.code)
            same = self._same(group, layout, held, run) if held is not None and held.digest == mark else None
            plain = None if run.comparing or same else self._read_plain(group, layout, mark, run)
            households.append(same or plain or self._read(group, layout, {}, mark, run))
        wishes = [each.command for each in households if isinstance(each, SheetHousehold) and each.command is not None]
        known = find_known(wishes, run, self.access) if run.comparing and wishes else None
        for household in households:
            if isinstance(household, Judged):
                yield household
            elif household.command is None:
                yield judged(household, Verdict.WRONG)
            elif known is None:
                yield judged(household, Verdict.NEW, commands=(household.command,))
            else:
                yield compared(household, household.command, known, layout)

    def _same(self, group: Group, layout: Layout, held: Remembered, run: Run) -> Judged | None:
        """Return a household whose rows are as they were taken in, with what is still asked about it.

        Nothing where a look at the rows now, on a later day, asks something else than it did then.
        """
        if not held.asked:
            return Judged(group.code, "", group.numbers, Verdict.SAME)
        household = self._looked_at(group, layout, {}, held.digest, run)
        if not held.asks({each.mark for each in household.findings}):
            return None
        household.findings = [each for each in household.findings if each.mark not in held.confirmed]
        return judged(household, Verdict.SAME)

    def _read_plain(self, group: Group, layout: Layout, mark: str, run: Run) -> SheetHousehold | None:
        """Return a household in whose rows there is nothing that only a look at the sheet could find.

        The handler checks every wish anyway; what it refuses stays outside like what is found here.
        """
        findings: list[Finding] = []
        facts = [layout.facts(number, cells, findings) for number, cells in group.rows]
        head = next((row for row, each in enumerate(facts) if codes.RELATIONS.code(each.relation) == "head"), None)
        if findings or head is None or not layout.village_code(facts[head]):
            return None
        whole = facts[head][FIRST_PLACE_FIELD:]
        for row in facts:
            cells = row[FIRST_PLACE_FIELD:]
            differs_from_head = cells != whole and cells != _BLANK
            if differs_from_head or str in map(type, _not_words(row)) or _only_in_sheets(row) != _NOTHING:
                return None
        household = SheetHousehold(group, facts, findings, head, mark)
        household.command = self._command(household, layout, (), run)
        return household if household.command is not None else None

    def _read(
        self, group: Group, layout: Layout, twice: dict[int, list[Problem]], mark: str, run: Run
    ) -> SheetHousehold:
        household = self._looked_at(group, layout, twice, mark, run)
        if not any(each.severity == "error" for each in household.findings):
            household.command = self._command(household, layout, household.found, run)
        return household

    def _looked_at(
        self, group: Group, layout: Layout, twice: dict[int, list[Problem]], mark: str, run: Run
    ) -> SheetHousehold:
        """Return a household with everything that a look at its rows finds; no wish is made of it yet."""
        findings: list[Finding] = []
        facts = [layout.facts(number, cells, findings) for number, cells in group.rows]
        checks = layout.checks_of(facts)
        result = check_household(facts, checks=checks)
        found = list(result.found)
        for row, (number, _) in enumerate(group.rows):
            found.extend(Found(row, problem) for problem in twice.get(number, ()))
        for each in found:
            mark_of = _question_mark(each, group, facts, result.holding, run)
            findings.append(replace(layout.finding(group, each), mark=mark_of))
        return SheetHousehold(group, facts, _once(findings), result.holding, mark, found)

    def _command(
        self, household: SheetHousehold, layout: Layout, found: Sequence[Found], run: Run
    ) -> RecordHousehold | None:
        head = household.facts[household.head]
        code = household.group.code
        numbers = household.group.numbers
        try:
            return RecordHousehold(
                id=derived_id(run.session, "household", code, order=numbers[0]),
                household_id=_stored_id(numbers, run)
                or derived_id(run.session, "household id", code, order=numbers[0]),
                household_code=code,
                village_code=layout.village_code(head),
                natural_village=head.natural_village,
                origin=EDITED if run.returned else PEOPLE.code,
                stated_on=run.today,
                not_asked=layout.not_asked,
                stated={name: _sound(name, getattr(head, name)) for name in SAID_FIELDS},
                members=[
                    _member(facts, code, row, run, number)
                    for row, (facts, number) in enumerate(zip(household.facts, numbers, strict=True))
                ],
                notices=tuple(_notices(household, found)),
            )
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False, include_context=False):
                household.findings.append(layout.not_taken(household.group, household.head, each["loc"]))
            return None


def _member(facts: MemberFacts, code: str, row: int, run: Run, number: int) -> dict[str, Any]:
    """Return the fields of a ``Member``; the command checks them together with its own."""
    values = dict(zip(MEMBER_FIELDS, facts[FIRST_MEMBER_FIELD:], strict=False))
    if isinstance(values["serious_illness_insurance"], str):
        values["serious_illness_insurance"] = None
    key = facts.person_code or facts.identity or f"{code}/{row}"
    known = run.keys.get(number)
    values["id"] = known[1] if known else derived_id(run.session, "person", key, order=number)
    values["code"] = facts.person_code or ""
    return values


def _stored_id(numbers: Sequence[int], run: Run) -> UUID | None:
    """Return the household that the rows of a returned export name."""
    return next((run.keys[number][0] for number in numbers if number in run.keys), None)


def _sound(name: str, value: Any) -> Any:
    """Return a value as the command takes it: words in a yes-or-no cell are asked about, not kept; money as yuan."""
    if name in _FLAGS and isinstance(value, str):
        return None
    return yuan(value) if name == "per_head_income" and isinstance(value, int) else value


def _notices(household: SheetHousehold, found: Sequence[Found]) -> Iterator[Notice]:
    """Yield what the handler cannot see: differing household cells on other rows, words in yes-or-no cells."""
    for each in found:
        if _is_notice(each, household.head):
            person = household.facts[each.row].person_code or ""
            field, values = each.problem.field or "", _notice_values(each.problem)
            yield Notice(code=each.problem.code, field=field, person_code=person, values=values)


def _is_notice(found: Found, head: int) -> bool:
    field = found.problem.field or ""
    if SEVERITY[found.problem.code] != "warning":
        return False
    if (found.row != head and field in _HOUSEHOLD_ONLY) or field in _ONLY_IN_SHEETS:
        return True
    return field in _FLAGS and _is_words(found.problem)


def _notice_values(problem: Problem) -> dict[str, Any]:
    return {name: value for name, value in problem.values.items() if not isinstance(value, bool)}


def _question_mark(found: Found, group: Group, facts: Sequence[MemberFacts], head: int, run: Run) -> str:
    """Return by what the question is known that a warning leads to; nothing for an error."""
    problem = found.problem
    if SEVERITY[problem.code] != "warning":
        return ""
    if _is_notice(found, head):
        problem = Problem(problem.code, problem.field or None, _notice_values(problem))
    asked = Asked(problem, facts[found.row].person_code or "")
    return fingerprint(asked, household_code=group.code, keyring=run.keyring)


def _is_words(problem: Problem) -> bool:
    return problem.code in ("unknown_value", "formula_text")


def _mark(group: Group, layout: Layout, run: Run) -> str:
    parts = [_RULES_VERSION, run.policy.version, layout.signature, [layout.pick(cells) for _, cells in group.rows]]
    return run.keyring.digest(orjson.dumps(parts, default=str))


def _once(findings: Sequence[Finding]) -> list[Finding]:
    return list({(each.row, each.index, each.problem.code): each for each in findings}.values())
