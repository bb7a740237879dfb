"""What a task or a finding says that it came from: a meeting, a visit or a finding of the same group."""

from collections.abc import Sequence
from typing import Any, Final, Protocol
from uuid import UUID

from xiuhua.groups.models import Finding, Meeting, Visit
from xiuhua.groups.rules.tasks import CameFrom
from xiuhua.kernel.refusals import Problem

_TABLES: Final[tuple[tuple[CameFrom, Any], ...]] = (
    (CameFrom.MEETING, Meeting),
    (CameFrom.VISIT, Visit),
    (CameFrom.FINDING, Finding),
)

Origins = set[tuple[str, UUID, UUID]]
"""Kind, id and group of what is there to come from."""


class FromSomething(Protocol):
    """A command that may say what it came from."""

    @property
    def group_id(self) -> UUID:
        """The group's id."""

    @property
    def came_from(self) -> str:
        """The kind of what it came from."""

    @property
    def from_id(self) -> UUID | None:
        """The id of what it came from, if that is on record."""


def origins_of(commands: Sequence[FromSomething], *, using: str = "default") -> Origins:
    """Return what is on record of that from which commands say that they came."""
    found: Origins = set()
    for kind, model in _TABLES:
        ids = {each.from_id for each in commands if each.came_from == kind and each.from_id is not None}
        if ids:
            rows = model.objects.using(using).filter(id__in=ids).values_list("id", "group_id")
            found |= {(kind.value, key, group) for key, group in rows}
    return found


def origin_problem(command: FromSomething, there: Origins) -> tuple[Problem, ...]:
    """Return the refusal of what is not of the group: its page would tell of something it never led to."""
    if command.from_id is None or (command.came_from, command.from_id, command.group_id) in there:
        return ()
    return (Problem("not_found", "from_id"),)
