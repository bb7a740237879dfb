"""Checks across the rows of one household: its head, its cells, its size, what contradicts.

The cells of the head's row hold for the household. A blank on another row inherits them; a differing valid cell
is a question about that cell; a wrong one is an error on that cell only, never on its siblings.
"""

from collections.abc import Sequence
from typing import NamedTuple

from xiuhua.kernel.money import yuan
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.vault import masks
from xiuhua.registry.rules import bank, codes
from xiuhua.registry.rules.facts import (
    FIRST_PLACE_FIELD,
    FIRST_STATED_FIELD,
    PLACE_FIELDS,
    STATED_FIELDS,
    Checks,
    MemberFacts,
    Places,
)
from xiuhua.registry.rules.findings import ERRORS, Found
from xiuhua.registry.rules.identity import IdentityFacts
from xiuhua.registry.rules.people import ask_formula, ask_unknown, check_member

_NUMBERS = frozenset({"size", "exit_year", "per_head_income"})
_PLAIN = frozenset({"natural_village", "bank_name"})
_AS_IT_STANDS = frozenset({*_PLAIN, "bank_account", *codes.FLAG_FIELDS})
_BLANK = (None,) * (len(MemberFacts._fields) - FIRST_PLACE_FIELD)


class HouseholdCheck(NamedTuple):
    """What was found, the rows of the head and of the cells that hold, and what each identity number says.

    ``holding`` is the head's row, unless that has no household cell at all and another one has.
    """

    found: list[Found]
    head: int
    holding: int
    identities: list[IdentityFacts | None]


def check_household(rows: Sequence[MemberFacts], *, checks: Checks) -> HouseholdCheck:
    """Check all rows of one household, each person's cells included. There must be at least one row."""
    found: list[Found] = []
    identities: list[IdentityFacts | None] = []
    relations: list[str | None] = []
    for index, row in enumerate(rows):
        problems, identity, relation = check_member(row, checks=checks)
        identities.append(identity)
        relations.append(relation)
        if problems:
            found.extend([Found(index, problem) for problem in problems])
    head = _find_head(rows, relations, found)
    _check_spouses(rows, relations, identities, head, found)
    holds = _find_holding(rows, head)
    _check_cells(rows, holds, found, checks)
    holding = rows[holds]
    if isinstance(holding.size, int) and holding.size != len(rows):
        code = "fewer_rows_than_size" if len(rows) < holding.size else "more_rows_than_size"
        found.append(Found(holds, Problem(code, "size", {"size": holding.size, "rows": len(rows)})))
    if codes.EXIT_STATUSES.code(holding.exit_status) in codes.EXITED:
        _check_exited(rows, holds, found)
    return HouseholdCheck(found, head, holds, identities)


def _find_head(rows: Sequence[MemberFacts], relations: list[str | None], found: list[Found]) -> int:
    """Return the row of the head, else the first one. Where a relation cannot be read, it may be the head's."""
    heads = [index for index, relation in enumerate(relations) if relation == "head"]
    if not heads:
        if None not in relations:
            found.append(Found(0, Problem("no_head", "relation", {"value": rows[0].relation})))
        return 0
    for index in heads[1:]:
        values = {"sequence": rows[index].sequence, "other": rows[heads[0]].sequence}
        found.append(Found(index, Problem("two_heads", "relation", values)))
    return heads[0]


def _find_holding(rows: Sequence[MemberFacts], head: int) -> int:
    """Return the row whose household cells hold: some sheets fill the first row only and put the head below it."""
    if rows[head].village or rows[head].size is not None:
        return head
    order: Sequence[int] = (head, *range(len(rows)))
    for index in order:
        if any(cell is not None and cell != "" for cell in rows[index][FIRST_PLACE_FIELD:]):
            return index
    return head


def _check_spouses(
    rows: Sequence[MemberFacts],
    relations: list[str | None],
    identities: list[IdentityFacts | None],
    head: int,
    found: list[Found],
) -> None:
    spouses = [index for index, relation in enumerate(relations) if relation == "spouse"]
    for index in spouses[1:]:
        values = {"sequence": rows[index].sequence, "other": rows[spouses[0]].sequence}
        found.append(Found(index, Problem("two_spouses", "relation", values)))
    heads_identity = identities[head]
    if heads_identity is None or relations[head] != "head":
        return
    for index in spouses:
        identity = identities[index]
        if identity is not None and identity.female is heads_identity.female:
            found.append(Found(index, Problem("head_and_spouse_same_sex", "relation", {"head": rows[head].name or ""})))


def _check_cells(rows: Sequence[MemberFacts], holds: int, found: list[Found], checks: Checks) -> None:
    holding = rows[holds]
    if not holding.household_code and not any(row.household_code for row in rows):
        found.append(Found(holds, Problem("household_code_missing", "household_code")))
    problems: list[Problem] = []
    if checks.places is not None:
        _check_place(holding, problems, checks.places)
    for field, value in zip(STATED_FIELDS, holding[FIRST_STATED_FIELD:], strict=True):
        if value is not None and value is not True and value is not False:
            _check_stated(field, value, problems, checks)
    wrong: frozenset[str] = frozenset()
    if problems:
        found.extend([Found(holds, problem) for problem in problems])
        wrong = frozenset([problem.field or "" for problem in problems if problem.code in ERRORS])
    whole = holding[FIRST_PLACE_FIELD:]
    for index, row in enumerate(rows):
        cells = row[FIRST_PLACE_FIELD:]
        if index != holds and cells != _BLANK and (cells != whole or wrong):
            found.extend([Found(index, problem) for problem in _check_other_cells(row, holding, wrong, checks)])


def _check_place(row: MemberFacts, problems: list[Problem], places: Places) -> None:
    county, township, village = row.county, row.township, row.village
    if (county, township, village) in places.villages:
        return
    for field, value in (("county", county), ("township", township), ("village", village)):
        if not value:
            problems.append(Problem("place_missing", field))
            return
    if county not in places.counties:
        problems.append(_unknown_place("county", county, ""))
    elif (county, township) not in places.townships:
        problems.append(_unknown_place("township", township, f"{county}"))
    else:
        problems.append(_unknown_place("village", village, f"{county}{township}"))


def _unknown_place(field: str, value: str | None, within: str) -> Problem:
    return Problem("unknown_place", field, {"value": value, "within": within})


def _check_stated(field: str, value: object, problems: list[Problem], checks: Checks) -> None:
    """Check one household cell by itself."""
    if isinstance(value, int):
        if value < 0 and field == "per_head_income":
            problems.append(Problem("income_negative_is_possible", field, {"value": yuan(value)}))
    elif not value or not isinstance(value, str):
        return
    elif field in _NUMBERS:
        code = "income_not_a_number" if field == "per_head_income" else "not_a_number"
        problems.append(Problem(code, field, {"value": value}))
    elif field in _PLAIN:
        ask_formula(problems, field, value)
    elif field == "bank_account":
        problem = bank.check_account(
            value, shortest=checks.limits.account_shortest, longest=checks.limits.account_longest
        )
        problems.extend(() if problem is None else (problem,))
    elif field in codes.FLAG_FIELDS or _means(field, value) is None:
        ask_unknown(problems, field, value)


def _means(field: str, value: object) -> object:
    """Return what a household cell means, so that two wordings of the same are not a difference."""
    if not isinstance(value, str) or field in _AS_IT_STANDS:
        return value
    return codes.several(field, value) if field == "main_cause" else codes.LISTS[field].code(value)


def _check_other_cells(row: MemberFacts, holding: MemberFacts, wrong: frozenset[str], checks: Checks) -> list[Problem]:
    """Check the household cells of a row that does not hold, where they are not blank."""
    problems: list[Problem] = []
    _check_other_place(row, holding, wrong, problems, checks.places)
    for field, value, held in zip(STATED_FIELDS, row[FIRST_STATED_FIELD:], holding[FIRST_STATED_FIELD:], strict=True):
        if value is None or (value == held and field not in wrong):
            continue
        own: list[Problem] = []
        _check_stated(field, value, own, checks)
        # Words that no list knows do not matter in a cell that does not hold; that they differ is said below.
        problems.extend([problem for problem in own if problem.code != "unknown_value"])
        if value == "" or field in wrong or any(problem.code in ERRORS for problem in own):
            continue
        meaning = _means(field, value)
        if meaning is None or meaning != _means(field, held):
            problems.append(_differs(field, value, held))
    return problems


def _check_other_place(
    row: MemberFacts, holding: MemberFacts, wrong: frozenset[str], problems: list[Problem], places: Places | None
) -> None:
    """Check each name of a place by itself: a sound name that differs asks, an unknown one is an error there."""
    county = row.county or holding.county or ""
    township = row.township or holding.township or ""
    for field in PLACE_FIELDS:
        value, held = getattr(row, field), getattr(holding, field)
        if not value or (value == held and field not in wrong):
            continue
        if places is not None and not _is_known(field, county, township, value, holding, places):
            within = {"county": "", "township": county, "village": f"{county}{township}"}[field]
            problems.append(_unknown_place(field, value, within))
        elif value != held and field not in wrong:
            problems.append(_differs(field, value, held))


def _is_known(field: str, county: str, township: str, value: str, holding: MemberFacts, places: Places) -> bool:
    """Say whether the name is known inside this row's own place or inside that of the head's row."""
    if field == "county":
        return value in places.counties
    if field == "township":
        return (county, value) in places.townships or (holding.county, value) in places.townships
    return (county, township, value) in places.villages or (
        holding.county,
        holding.township,
        value,
    ) in places.villages


def _differs(field: str, value: object, held: object) -> Problem:
    said = {"value": as_written(field, value), "held": as_written(field, held)}
    if field == "bank_account":
        said = {side: masks.account(number) for side, number in said.items()}
    return Problem("household_cell_differs", field, said)


def as_written(field: str, value: object) -> str:
    """Return a fact as the cell of a sheet has it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if field == "per_head_income" and isinstance(value, int):
        return yuan(value)
    return "" if value is None else str(value)


def _check_exited(rows: Sequence[MemberFacts], holds: int, found: list[Found]) -> None:
    """Ask where a household that left poverty lacks a guarantee: safe house, safe water, insurance of the sick."""
    holding = rows[holds]
    if holding.unsafe_house is True:
        found.append(Found(holds, Problem("exited_in_unsafe_house", "unsafe_house")))
    if holding.water_safe is False:
        found.append(Found(holds, Problem("exited_without_safe_water", "water_safe")))
    elif holding.water_hard is True:
        found.append(Found(holds, Problem("exited_without_safe_water", "water_hard")))
    for index, row in enumerate(rows):
        if row.serious_illness_insurance is False and row.health:
            health = codes.several("health", row.health)
            if health and health & codes.SICK:
                problem = Problem("exited_sick_without_insurance", "serious_illness_insurance", {"health": row.health})
                found.append(Found(index, problem))
