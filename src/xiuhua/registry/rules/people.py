"""Checks of one person's row: what cannot be, and what should be asked."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.facts import Checks, MemberFacts
from xiuhua.registry.rules.findings import Found
from xiuhua.registry.rules.identity import IdentityFacts, check_identity

_HEALTHY = frozenset({"healthy"})
_FEMALE_WORDS = {"女": True, "女性": True, "男": False, "男性": False}
_FORMULA_STARTS = frozenset("=+-@")


class MemberCheck(NamedTuple):
    """The problems of a row, what its identity number says if it is valid, and the code of the relation."""

    problems: list[Problem]
    identity: IdentityFacts | None
    relation: str | None


def check_member(row: MemberFacts, *, checks: Checks) -> MemberCheck:
    """Check the cells that belong to the person; those of the household are checked with the household."""
    problems: list[Problem] = []
    if not row.name:
        problems.append(Problem("name_missing", "name"))
    elif row.name[0] in _FORMULA_STARTS:
        ask_formula(problems, "name", row.name)
    if row.person_code:
        if row.person_code[0] in _FORMULA_STARTS:
            ask_formula(problems, "person_code", row.person_code)
    elif "person_code" in checks.given:
        problems.append(Problem("person_code_missing", "person_code"))
    identity = _identity(row, problems, checks)
    relation = codes.RELATIONS.code(row.relation)
    if relation is None:
        code = "unknown_relation" if row.relation else "relation_missing"
        problems.append(Problem(code, "relation", {"value": row.relation or ""}))
    age = _age(row, identity, checks)
    _check_sex(row, relation, identity, problems)
    if row.age is not None:
        _check_stated_age(row.age, identity, problems, checks)
    _check_schooling(row, age, problems, checks)
    _check_work(row, age, problems, checks)
    if row.ethnicity and codes.ETHNIC_GROUPS.code(row.ethnicity) is None:
        ask_unknown(problems, "ethnicity", row.ethnicity)
    if isinstance(row.serious_illness_insurance, str):
        ask_unknown(problems, "serious_illness_insurance", row.serious_illness_insurance)
    phone = row.phone
    if phone and not (len(phone) == checks.limits.phone_digits and phone.isdigit() and phone.isascii()):
        problems.append(Problem("phone_not_11_digits", "phone", {"value": phone, "digits": checks.limits.phone_digits}))
    return MemberCheck(problems, identity, relation)


def twice(
    field: str, keys: Iterable[str | None], sequences: Sequence[object], *, code: str | None = None
) -> list[Found]:
    """Return a problem for every row whose key another row has too, each naming the other's sequence number.

    ``field`` is ``identity`` (keys: ``IdentityFacts.number`` of the valid ones) or ``person_code``; blank keys are
    passed over.
    Both rows of a pair are named, because nobody can know which of them is right.
    """
    rows_of: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        if key:
            rows_of.setdefault(key, []).append(row)
    code = code or {"identity": "identity_twice_in_sheet", "person_code": "person_code_twice"}[field]
    return [
        Found(
            row,
            Problem(
                code,
                field,
                {"value": key, "sequence": sequences[row], "other": sequences[rows[0 if row != rows[0] else 1]]},
            ),
        )
        for key, rows in rows_of.items()
        if len(rows) > 1
        for row in rows
    ]


def ask_unknown(problems: list[Problem], field: str, value: str) -> None:
    """Ask about words that no list knows, or that a spreadsheet would run as a formula."""
    if value[0] in _FORMULA_STARTS and len(value) > 1:
        problems.append(Problem("formula_text", field, {"value": value}))
    else:
        problems.append(Problem("unknown_value", field, {"value": value}))


def ask_formula(problems: list[Problem], field: str, value: str) -> None:
    """Ask about text that a spreadsheet would run as a formula; a lone dash is no formula."""
    if value[0] in _FORMULA_STARTS and len(value) > 1:
        problems.append(Problem("formula_text", field, {"value": value}))


def _identity(row: MemberFacts, problems: list[Problem], checks: Checks) -> IdentityFacts | None:
    if not row.identity:
        if "identity" in checks.given:
            problems.append(Problem("identity_missing", "identity"))
        return None
    outcome = check_identity(row.identity, today=checks.today)
    if isinstance(outcome, Problem):
        problems.append(outcome)
        return None
    if outcome.question is not None:
        problems.append(outcome.question)
    return outcome


def _age(row: MemberFacts, identity: IdentityFacts | None, checks: Checks) -> int | None:
    if identity is not None:
        return identity.age(checks.today)
    return row.age if isinstance(row.age, int) else None


def _check_sex(row: MemberFacts, relation: str | None, identity: IdentityFacts | None, problems: list[Problem]) -> None:
    """Compare what the row states of sex, birth and age with the identity number."""
    stated = _FEMALE_WORDS.get(row.sex) if row.sex else None
    if row.sex and stated is None:
        ask_unknown(problems, "sex", row.sex)
    female = stated
    if identity is not None:
        female = identity.female
        if stated is not None and stated is not female:
            problems.append(Problem("sex_differs_from_identity", "sex", {"value": row.sex}))
        if row.birth_date is not None and row.birth_date != identity.birth_date:
            values = {"value": row.birth_date.isoformat(), "expected": identity.birth_date.isoformat()}
            problems.append(Problem("birth_date_differs_from_identity", "birth_date", values))
    if female is not None and relation in (codes.MALE_RELATIONS if female else codes.FEMALE_RELATIONS):
        problems.append(Problem("relation_differs_from_sex", "relation", {"value": row.relation}))


def _check_stated_age(
    stated: int | str, identity: IdentityFacts | None, problems: list[Problem], checks: Checks
) -> None:
    if isinstance(stated, str):
        ask_unknown(problems, "age", stated)
    elif identity is not None and abs(stated - identity.age(checks.today)) > checks.limits.age_tolerance:
        values = {"value": stated, "expected": identity.age(checks.today)}
        problems.append(Problem("age_differs_from_identity", "age", values))


def _check_schooling(row: MemberFacts, age: int | None, problems: list[Problem], checks: Checks) -> None:
    education, school = row.education, row.school
    if education and codes.EDUCATION.code(education) is None:
        ask_unknown(problems, "education", education)
    at_school = False
    if school:
        code = codes.SCHOOL.code(school)
        at_school = code is None or code in codes.AT_SCHOOL
        if code is None:
            ask_unknown(problems, "school", school)
        elif education and at_school:
            problems.append(Problem("education_and_school_both", "school", {"school": school, "education": education}))
    if age is None or at_school or "school" not in checks.given:
        return
    limits = checks.limits
    if limits.school_from <= age < limits.school_below:
        problems.append(Problem("school_age_not_at_school", "school", {"age": age}))
    elif not education and not school and age >= limits.education_from and "education" in checks.given:
        problems.append(Problem("education_and_school_neither", "education", {"age": age}))


def _check_work(row: MemberFacts, age: int | None, problems: list[Problem], checks: Checks) -> None:
    health: frozenset[str] | None = None
    if row.health and (health := codes.several("health", row.health)) is None:
        ask_unknown(problems, "health", row.health)
    labour = codes.LABOUR.code(row.labour)
    if row.labour and labour is None:
        ask_unknown(problems, "labour", row.labour)
    works_away = _check_work_away(row, problems, checks)
    if labour is None or labour in codes.ABLE_TO_WORK:
        return
    limits = checks.limits
    if works_away and labour in codes.UNABLE_TO_WORK:
        problems.append(Problem("working_without_labour", "labour", {"value": row.labour, "place": row.work_place}))
    elif (
        age is not None
        and limits.working_from <= age < limits.working_below
        and health == _HEALTHY
        and (not row.school or codes.SCHOOL.code(row.school) not in codes.AT_SCHOOL)
    ):
        problems.append(Problem("working_age_without_labour", "labour", {"value": row.labour, "age": age}))


def _check_work_away(row: MemberFacts, problems: list[Problem], checks: Checks) -> bool:
    """Check place and months of work away from home; return whether the person works away."""
    place, months = row.work_place, row.work_months
    if not place and months is None:
        return False
    code = codes.WORK_PLACES.code(place)
    if place and code is None:
        ask_unknown(problems, "work_place", place)
    works_away = bool(place) and code != "none"
    if isinstance(months, str):
        problems.append(Problem("not_a_number", "work_months", {"value": months}))
    elif works_away and not months:
        if "work_months" in checks.given:
            problems.append(Problem("work_place_without_months", "work_place", {"value": place}))
    elif months and not works_away:
        if "work_place" in checks.given:
            problems.append(Problem("work_months_without_place", "work_months", {"value": months}))
    elif months and not checks.limits.months_from <= months <= checks.limits.months_to:
        values = {"value": months, "low": checks.limits.months_from, "high": checks.limits.months_to}
        problems.append(Problem("work_months_unusual", "work_months", values))
    return works_away
