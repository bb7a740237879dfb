"""Whether somebody can join, change, leave or lead a group."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text


class EndCause(StrEnum):
    """Why somebody left a group."""

    TERM = "term"
    MOVED = "moved"
    RECALLED = "recalled"
    DISSOLVED = "dissolved"
    OTHER = "other"


END_CAUSES: Final[Mapping[EndCause, Text]] = {
    EndCause.TERM: Text("任期满", "the term ended"),
    EndCause.MOVED: Text("工作调动", "moved to other work"),
    EndCause.RECALLED: Text("召回调整", "recalled and replaced"),
    EndCause.DISSOLVED: Text("小组撤销", "the group was dissolved"),
    EndCause.OTHER: Text("其他", "another cause"),
}


class Lasting(Protocol):
    """What holds from a day until a day."""

    valid_from: date
    valid_to: date | None


def day_problem(day: date, *, first: date, today: date, field: str) -> tuple[Problem, ...]:
    """Return a refusal where something would happen before its first possible day, or after today."""
    if first <= day <= today:
        return ()
    return (Problem("group_day_wrong", field, {"day": day.isoformat(), "first": first.isoformat()}),)


def over(code: str, what: Lasting) -> tuple[Problem, ...]:
    """Return a refusal where a group or a membership is over."""
    return () if what.valid_to is None else (Problem(code, values={"day": what.valid_to.isoformat()}),)


def group_name(village: str) -> str:
    """Return what the group of a village is called where nobody calls it otherwise.

    >>> group_name("燕儿坪村")
    '燕儿坪村脱贫攻坚特别党小组'
    """
    return f"{village}脱贫攻坚特别党小组"


def is_organisation_department(name: str) -> bool:
    """Say whether an organisation is called an organisation department, of whichever committee.

    >>> is_organisation_department("皋兰县委组织部")
    True
    """
    return "组织部" in name
