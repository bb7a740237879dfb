"""Whether somebody can begin or stop helping."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.kernel.refusals import Problem


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
