"""To whom a group answers, and what rests on it."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text


class RelationKind(StrEnum):
    """The three relations of a group; each gives other rights."""

    DISPATCHED = "dispatched"
    MANAGED = "managed"
    ENTRUSTED = "entrusted"


RELATION_NAMES: Final[Mapping[RelationKind, Text]] = {
    RelationKind.DISPATCHED: Text("派出", "dispatched by"),
    RelationKind.MANAGED: Text("管理", "managed by"),
    RelationKind.ENTRUSTED: Text("委托日常管理", "entrusted for daily management to"),
}

GIVES: Final[Mapping[RelationKind, Text]] = {
    RelationKind.DISPATCHED: Text("成立、撤销小组，任命组长", "establishes, dissolves and appoints the leader"),
    RelationKind.MANAGED: Text("管成员：加入、调整、召回", "manages the members: adds, changes, recalls them"),
    RelationKind.ENTRUSTED: Text("管日程、请假和任务，不管成员", "keeps calendar, leave and tasks, not the membership"),
}
"""What each relation lets its organisation do."""


class Dated(Protocol):
    """A relation with its days."""

    kind: str
    valid_from: date
    valid_to: date | None


def in_force(relations: Iterable[Dated], kind: RelationKind, on: date) -> bool:
    """Say whether a relation of a kind holds on a day: from its first day, up to and without its last."""
    return any(
        each.kind == kind and each.valid_from <= on and (each.valid_to is None or on < each.valid_to)
        for each in relations
    )


def standing(relations: Iterable[Dated], kind: RelationKind, on: date) -> tuple[Problem, ...]:
    """Return why nothing can rest on a relation on a day, or nothing where it is in force."""
    if in_force(relations, kind, on):
        return ()
    name = RELATION_NAMES[kind]
    return (Problem("relation_not_in_force", values={"relation_zh": name.zh, "relation_en": name.en}),)
