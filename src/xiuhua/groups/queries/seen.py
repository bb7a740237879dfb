"""A group as the parts of its page ask for it: whether the viewer sees it, and its relations. Both are read once."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from xiuhua.groups.models import Relation, WorkGroup
from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.once import kept
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.journal.worded import Worded


def seen_group(viewer: Actor, group_id: UUID, access: Access) -> WorkGroup | None:
    """Return a group, or ``None`` where it is absent or the viewer holds no role of ``access`` there; one query."""
    group = kept(("group", group_id), lambda: _GROUP.first(group=group_id))
    return group if group is not None and reaches(viewer, access, group.place_code) else None


def relations_of(group_id: UUID) -> Sequence[Relation]:
    """Return the relations of a group that the viewer sees, past ones too, the earliest first; one query."""
    return kept(("relations", group_id), lambda: tuple(_RELATIONS.answers(group=group_id)))


_GROUP: Final = Worded(lambda gap: WorkGroup.objects.filter(id=gap("group")))
_RELATIONS: Final = Worded(lambda gap: Relation.objects.filter(group_id=gap("group")).order_by("valid_from", "id"))
