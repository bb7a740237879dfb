"""Whether somebody can begin or stop helping, and which households their helpers have not visited for long."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem

VISIT_DAYS_KEY: Final = "care.helper_visit_days"


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is to help from a day on: an account, or a person by name and unit."""

    account_id: UUID | None
    name: str
    unit: str
    valid_from: date


def judge_helper(
    wish: Wish, *, today: date, begun: date | None, accounts: Collection[UUID | None], names: Collection[str]
) -> tuple[Problem, ...]:
    """Return why somebody cannot begin to help a household.

    ``begun`` is the first day of the helper who is followed, ``accounts`` and ``names`` those who help it already and
    go on. Nobody helps before tomorrow: a day to come is settled when it has come.
    """
    named = wish.account_id is not None
    problems: list[Problem] = []
    if named == bool(wish.name):
        problems.append(Problem("helper_not_named", "account_id"))
    elif not named and not wish.unit:
        problems.append(Problem("helper_without_unit", "unit"))
    problems += day_problem(wish.valid_from, first=begun or date.min, today=today, field="valid_from")
    if (named and wish.account_id in accounts) or (not named and wish.name and wish.name in names):
        problems.append(Problem("helper_present", "account_id" if named else "name"))
    return tuple(problems)


def day_problem(day: date, *, first: date, today: date, field: str) -> tuple[Problem, ...]:
    """Return a refusal where something would happen before its first possible day, or after today."""
    if first <= day <= today:
        return ()
    said = "" if first == date.min else first.isoformat()
    return (Problem("care_day_wrong", field, {"day": day.isoformat(), "first": said}),)


def helper_visit_days(policy: Policy, *, on: date, region: str) -> int:
    """Return after how many days without a visit of a helper a household is listed."""
    days: int = policy.at(VISIT_DAYS_KEY, on=on, region=region).value
    return days


def without_visit(
    helpers: Iterable[tuple[UUID, UUID | None, date]], visited: Collection[tuple[UUID, UUID | None]], *, since: date
) -> frozenset[UUID]:
    """Return the households that none of their helpers has visited ``since`` a day.

    ``helpers`` are household, account and first day; ``visited`` who was at which household since then. Whoever began
    later is not waited for, and of somebody without an account no visit can be on record: neither makes a list.
    """
    found: set[UUID] = set()
    came: set[UUID] = set()
    for household, account, begun in helpers:
        if account is None:
            continue
        if (household, account) in visited:
            came.add(household)
        elif begun < since:
            found.add(household)
    return frozenset(found - came)
