"""To which groups a person belongs or belonged: asked for by several parts of Today, and read once."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.groups.models import Member
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.once import kept
from xiuhua.platform.journal.sql import select_values

_COLUMNS: Final = ("id", "group_id", "place_code", "valid_to")


@dataclass(frozen=True, slots=True)
class Membership:
    """That somebody belongs to a group, or belonged to it until a day."""

    id: UUID
    group_id: UUID
    place_code: str
    valid_to: date | None


def own_memberships(viewer: Actor) -> tuple[Membership, ...]:
    """Return the viewer's own memberships, those that ended too; one query."""
    if viewer.person_id is None:
        return ()
    own = {"account_id": [viewer.person_id]}
    return kept(
        ("own memberships", viewer.person_id),
        lambda: tuple(Membership(**row) for row in select_values(Member, _COLUMNS, own)),
    )
