"""Whether a visit can be recorded as it is told."""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem

UNVISITED_KEY: Final = "groups.unvisited_days"


def visit_problems(
    visited_on: date,
    *,
    first: date,
    today: date,
    seen: Collection[UUID],
    at_home: Collection[UUID],
    found: str,
    promised: str,
    by: date | None,
) -> tuple[Problem, ...]:
    """Return why a visit cannot be recorded: days to come, nothing told, strangers, a promise without its day.

    ``first`` is the day from which on the group visits, ``at_home`` who belongs to the household.
    """
    problems: list[Problem] = []
    if not first <= visited_on <= today:
        values = {"day": visited_on.isoformat(), "first": first.isoformat()}
        problems.append(Problem("visit_day_wrong", "observed_at", values))
    if not seen and not found:
        problems.append(Problem("visit_says_nothing", "found"))
    if not set(seen) <= set(at_home):
        problems.append(Problem("visit_person_elsewhere", "seen"))
    if promised and by is None:
        problems.append(Problem("visit_promise_without_day", "promised_by"))
    if promised and by is not None and by < today:
        problems.append(Problem("task_due_passed", "promised_by", {"day": by.isoformat()}))
    return tuple(problems)


def unvisited_days(policy: Policy, *, on: date, region: str) -> int:
    """Return after how many days without a visit a household is named to its group."""
    days: int = policy.at(UNVISITED_KEY, on=on, region=region).value
    return days
