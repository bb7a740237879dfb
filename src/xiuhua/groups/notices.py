"""What changed for a person in the groups to which they belong or belonged."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from xiuhua.groups.queries.memberships import own_memberships
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_places
from xiuhua.platform.journal.queries import Happened, happened_to
from xiuhua.platform.work.notices import Notice

MOST: Final = 200
"""So many entries of the groups are read; one of them in many concerns a member's rights."""

_MINE: Final[Mapping[str, Text]] = {
    "groups.add_member": Text("您加入了小组", "You joined a work group"),
    "groups.change_member": Text("您在小组里的身份有调整", "Your place in the work group was changed"),
    "groups.end_member": Text("您离开了小组", "Your membership of the work group ended"),
    "groups.decide_leave": Text("您的请假有答复", "Your leave was answered"),
    "groups.appoint_leader": Text("您担任组长", "You lead the work group"),
}
"""What is said to whoever the entry names."""

_ALL: Final[Mapping[str, Text]] = {
    "groups.appoint_leader": Text("小组有了新组长", "The work group has another leader"),
    "groups.relate": Text("小组由谁管有变化", "Who is in charge of the work group changed"),
    "groups.revoke": Text("管理小组的关系收回了", "A relation of the work group was revoked"),
    "groups.dissolve": Text("小组撤销了", "The work group was dissolved"),
}
"""What is said to everybody who belongs to the group."""


def group_changes(viewer: Actor, newer_than: datetime) -> Sequence[Notice]:
    """Return what others changed in the viewer's groups since an instant; three queries."""
    if viewer.person_id is None:
        return []
    mine = {str(each.id): (each.group_id, each.place_code, each.valid_to) for each in own_memberships(viewer)}
    groups = {group for group, _, _ in mine.values()}
    present = {place: group for group, place, over in mine.values() if over is None or over >= newer_than.date()}
    found = happened_to(groups, beginning="groups.", since=newer_than, size=MOST, besides=viewer.person_id)
    told = [(each, *said) for each in found if (said := _said(each, mine, present)) is not None]
    places = names_of_places({each.place_code for each, _, _ in told})
    return [
        Notice(
            at=each.at,
            text=text,
            where=places.get(each.place_code, ""),
            url=reverse("group", args=[group]),
            plain=text,
            place=places.get(each.place_code, ""),
        )
        for each, text, group in told
    ]


def _said(
    entry: Happened, mine: Mapping[str, tuple[UUID, str, object]], present: Mapping[str, UUID]
) -> tuple[Text, UUID] | None:
    """Return what an entry means for the viewer and in which group, or ``None`` where it means nothing."""
    member = mine.get(str(entry.result.get("member", "")))
    if member is not None and entry.code in _MINE:
        return _MINE[entry.code], member[0]
    if entry.code in _ALL and entry.place_code in present:
        return _ALL[entry.code], present[entry.place_code]
    return None
