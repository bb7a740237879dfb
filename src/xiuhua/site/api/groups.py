"""Work groups as JSON: which villages of a place have one, and one with its people, its work and to whom it answers."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from xiuhua.groups.queries.coverage import Coverage, VillageGroup, coverage
from xiuhua.groups.queries.groups import GROUPS, GroupPage, MemberLine, RelationLine, group_page
from xiuhua.groups.queries.meeting_list import meetings_of
from xiuhua.groups.queries.meeting_records import MeetingLine
from xiuhua.groups.queries.meetings import MEETINGS
from xiuhua.groups.queries.task_records import TaskList
from xiuhua.groups.queries.tasks import TASKS, tasks_of_group
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import PLACE, After, Size, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

_UNREAD = "null：调用的人不能看。 null where the caller may not read it."


class VillageGroupOut(Schema):
    """A village with the group that it has now; without one the other fields are empty."""

    place_code: str
    village: str
    group_id: UUID | None
    name: str
    leader: str
    since: date | None
    voting: int
    attending: int
    missing: list[Words] = Field(description="没有人从这些渠道来。 Channels by which nobody came.")


class GroupsOut(Schema):
    """Villages in the order of their codes; the numbers are of all villages of the place."""

    villages: int
    with_group: int
    without_group: int
    without_leader: int
    without_vote: int
    voting: int
    attending: int
    rows: list[VillageGroupOut]
    after: str | None


class RelationOut(Schema):
    """To which organisation a group answers."""

    kind: str = Field(description="dispatched、managed 或 entrusted。 One of these.")
    organisation: str
    valid_from: date
    valid_to: date | None
    basis: str


class MemberOut(Schema):
    """Somebody who belongs, or belonged, to a group."""

    id: UUID
    account_id: UUID
    name: str
    channels: list[Words]
    votes: bool
    leads: bool
    sending_unit: str
    valid_from: date
    valid_to: date | None
    successor: str


class GroupMeetingOut(Schema):
    """A meeting of this year."""

    id: UUID
    kind: Words
    topic: str
    first_on: date
    state: str


class GroupTaskOut(Schema):
    """A task that is not over. Its text is blank where the caller may not read it."""

    id: UUID
    what: str
    owner: str
    due: date
    state: str


class GroupOut(Schema):
    """A group as its page shows it."""

    id: UUID
    name: str
    place_code: str
    basis: str
    valid_from: date
    valid_to: date | None
    voting: int
    attending: int
    missing: list[Words] = Field(description="没有人从这些渠道来。 Channels by which nobody came.")
    relations: list[RelationOut]
    members: list[MemberOut]
    past_members: list[MemberOut]
    meetings: list[GroupMeetingOut] | None = Field(description=_UNREAD)
    tasks: list[GroupTaskOut] | None = Field(description=_UNREAD)
    version: UUID | None


@router.get(
    "/places/{code}/groups",
    response=GroupsOut,
    url_name="place-groups",
    tags=["groups"],
    **said(
        Text("一个地方各村的小组", "the work groups of a place"),
        Text(
            "按村的代码排，没有小组的村也在里面；缺谁写明，不排名。",
            "Villages in the order of their codes, those without a group too; it says who is missing, and ranks none.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def place_groups(
    request: HttpRequest, code: str = Path(..., pattern=PLACE), after: After = None, size: Size = 100
) -> dict[str, Any]:
    """Answer with the groups of a place."""
    require(caller(request), GROUPS)
    found = coverage(caller(request), code, on=today_of(request), after=after, size=size)
    if found is None:
        raise not_found()
    return _coverage(found)


@router.get(
    "/groups/{uuid:group_id}",
    response=GroupOut,
    url_name="group",
    tags=["groups"],
    **said(
        Text("一个小组", "one work group"),
        Text(
            "由谁管、有谁、今年的会、没办完的任务；会议和任务不能看的人读到 null。",
            "Who is in charge, who belongs to it, this year's meetings and tasks that are not over; null for those who"
            " may not read meetings or tasks.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def group(request: HttpRequest, group_id: UUID) -> dict[str, Any]:
    """Answer with a group."""
    viewer, today = caller(request), today_of(request)
    require(viewer, GROUPS)
    page = group_page(viewer, group_id, on=today)
    if page is None:
        raise not_found()
    return {**_group(page), "meetings": _meetings(viewer, page, today), "tasks": _tasks(viewer, page, today)}


def _coverage(found: Coverage) -> dict[str, Any]:
    counts = {each.value or "villages": n for each, n in found.counts.items()}
    return {
        "villages": counts["villages"],
        "with_group": counts["groups"],
        "without_group": counts["none"],
        "without_leader": counts["no_leader"],
        "without_vote": counts["no_vote"],
        "voting": found.voting,
        "attending": found.attending,
        "rows": [_village(each) for each in found.rows],
        "after": found.after,
    }


def _village(line: VillageGroup) -> dict[str, Any]:
    plain = ("village", "group_id", "name", "leader", "since", "voting", "attending")
    missing = [shapes.words(each) for each in line.missing]
    return {"place_code": line.code, **{name: getattr(line, name) for name in plain}, "missing": missing}


def _group(page: GroupPage) -> dict[str, Any]:
    plain = ("id", "name", "place_code", "basis", "valid_from", "valid_to", "voting", "attending", "version")
    return {
        **{name: getattr(page, name) for name in plain},
        "missing": [shapes.words(each) for each in page.missing],
        "relations": [_relation(each) for each in page.relations],
        "members": _members(page.members),
        "past_members": _members(page.past_members),
    }


def _relation(line: RelationLine) -> dict[str, Any]:
    plain = ("organisation", "valid_from", "valid_to", "basis")
    return {"kind": line.kind.value, **{name: getattr(line, name) for name in plain}}


def _members(lines: Sequence[MemberLine]) -> list[dict[str, Any]]:
    plain = ("id", "account_id", "name", "votes", "leads", "sending_unit", "valid_from", "valid_to", "successor")
    return [
        {**{name: getattr(each, name) for name in plain}, "channels": [shapes.words(name) for name in each.channels]}
        for each in lines
    ]


def _meetings(viewer: Actor, page: GroupPage, today: date) -> list[dict[str, Any]] | None:
    if not MEETINGS.allows(viewer.roles()):
        return None
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    return [_meeting(each) for each in meetings_of(viewer, page.id, since=first, until=last)]


def _meeting(line: MeetingLine) -> dict[str, Any]:
    plain = {name: getattr(line, name) for name in ("id", "topic", "first_on")}
    return {**plain, "kind": shapes.words(line.kind), "state": line.state.value}


def _tasks(viewer: Actor, page: GroupPage, today: date) -> list[dict[str, Any]] | None:
    found: TaskList | None = tasks_of_group(viewer, page.id, on=today) if TASKS.allows(viewer.roles()) else None
    if found is None:
        return None
    plain = ("id", "what", "owner", "due")
    return [{**{name: getattr(each, name) for name in plain}, "state": each.state.value} for each in found.rows]
