"""Who stands for a household in lists: its head."""

from collections.abc import Iterable
from uuid import UUID

from xiuhua.kernel.once import looked_up
from xiuhua.platform.journal.sql import select_values
from xiuhua.registry.models import Person
from xiuhua.registry.rules.codes import RELATIONS

HEAD = "head"
_COLUMNS = ("household_id", "relation", "name", "left_on")


def heads_of(households: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of the present heads of households that the viewer sees; one query."""
    return dict(looked_up("heads of households", households, _read))


def _read(households: set[UUID]) -> dict[UUID, str]:
    rows = select_values(Person, _COLUMNS, {"household_id": households})
    return {
        row["household_id"]: row["name"]
        for row in rows
        if row["left_on"] is None and RELATIONS.code(row["relation"]) == HEAD
    }
