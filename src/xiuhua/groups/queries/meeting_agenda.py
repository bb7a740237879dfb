"""What meetings ask of one person: come, give notice, type who came, close, plan what is due."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from xiuhua.groups.models import Invitation, Leadership, Meeting, MeetingSession
from xiuhua.groups.queries.meetings import MEETINGS, Opened
from xiuhua.groups.queries.memberships import own_memberships
from xiuhua.groups.rules.meetings import MeetingKind, MeetingState, meeting_kinds
from xiuhua.groups.rules.regular import Mark, OneMeeting, Period, Regular, calendar, periods
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal import catalogue

AHEAD: Final = timedelta(days=14)
"""So long before a meeting it is said."""

_OPEN: Final = (MeetingState.PLANNED, MeetingState.HELD)


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting that is not over, to which somebody is invited or which that person convenes."""

    id: UUID
    topic: str
    group: str
    state: MeetingState
    convened: bool
    told: bool
    moved_on: date | None
    days: tuple[tuple[date, str], ...]
    """The days and hours of its sessions."""
    untyped: tuple[tuple[UUID, date], ...]


@dataclass(frozen=True, slots=True)
class DueLine:
    """What a group that somebody leads has still to hold in the present periods."""

    group_id: UUID
    group: str
    names: tuple[Text, ...]
    until: date


@dataclass(frozen=True, slots=True)
class InvitedTo:
    """A meeting to which somebody is invited: whose, and when it begins."""

    id: UUID
    group: str
    first_on: date


def invited_to(viewer: Actor, *, since: date) -> Mapping[UUID, InvitedTo]:
    """Return the meetings that begin from a day on to which the viewer is invited as a member, in every state."""
    if viewer.person_id is None:
        return {}
    mine = Invitation.objects.filter(member__account_id=viewer.person_id).values("meeting_id")
    rows = within(Meeting.objects.filter(id__in=mine, first_on__gte=since), viewer, MEETINGS)
    found = rows.values_list("id", "group__name", "first_on")
    return {meeting: InvitedTo(meeting, group, first_on) for meeting, group, first_on in found}


def own_meetings(viewer: Actor) -> Sequence[OwnMeeting]:
    """Return the open meetings that concern the viewer; the same queries however many there are."""
    mine = {each.id for each in own_memberships(viewer) if each.valid_to is None}
    if not mine:
        return []
    invited = Invitation.objects.filter(member_id__in=mine).values("meeting_id")
    rows = within(Meeting.objects.filter(state__in=_OPEN), viewer, MEETINGS).select_related("group")
    found = list(
        (rows.filter(id__in=invited) | rows.filter(convener_id__in=mine)).distinct().order_by("first_on", "id")
    )
    sessions: defaultdict[UUID, list[MeetingSession]] = defaultdict(list)
    for session in MeetingSession.objects.filter(meeting_id__in=[each.id for each in found]).order_by("held_on"):
        sessions[session.meeting_id].append(session)
    opened = Opened(each.group_id for each in found)
    return [
        OwnMeeting(
            id=each.id,
            topic=opened.text(each.group_id, "groups_meeting.topic", each.topic),
            group=each.group.name,
            state=MeetingState(each.state),
            convened=each.convener_id in mine,
            told=each.notice_on is not None,
            moved_on=each.moved_on,
            days=tuple((session.held_on, session.starts) for session in sessions[each.id]),
            untyped=tuple((s.id, s.held_on) for s in sessions[each.id] if s.typed_on is None),
        )
        for each in found
    ]


def due_meetings(viewer: Actor, *, on: date) -> Sequence[DueLine]:
    """Return, for each group that the viewer leads, the regular meetings that are due now."""
    if viewer.person_id is None:
        return []
    leading = Leadership.objects.filter(valid_to=None, member__account_id=viewer.person_id, group__valid_to=None)
    groups = {each.group_id: each.group for each in leading.select_related("group")}
    if not groups:
        return []
    known: defaultdict[UUID, list[OneMeeting]] = defaultdict(list)
    rows = Meeting.objects.filter(group_id__in=groups, first_on__year=on.year)
    for row in within(rows, viewer, MEETINGS):
        known[row.group_id].append(OneMeeting(row.id, row.kind, row.first_on, MeetingState(row.state)))
    lines = []
    for group_id, group in groups.items():
        kinds = meeting_kinds(catalogue.policy(), on=on, region=group.place_code)
        asked = calendar(catalogue.policy(), on=on, region=group.place_code).regulars
        due = list(_due(asked, known[group_id], kinds, since=group.valid_from, on=on))
        if due:
            names = tuple(kinds[regular.kind].name for regular, _ in due)
            lines.append(DueLine(group_id, group.name, names, min(period.last for _, period in due)))
    return lines


def _due(
    asked: Sequence[Regular],
    meetings: Sequence[OneMeeting],
    kinds: Mapping[str, MeetingKind],
    *,
    since: date,
    on: date,
) -> Sequence[tuple[Regular, Period]]:
    """Return what is due now and not planned either; what has the whole year's time is due in its last quarter."""
    planned = {each.kind for each in meetings if each.state is MeetingState.PLANNED}
    found = []
    for regular in asked:
        if regular.kind not in kinds or regular.kind in planned:
            continue
        for period in periods(regular, meetings, year=on.year, since=since, today=on):
            if period.mark is Mark.DUE and (period.last - on).days <= 92:
                found.append((regular, period))
    return found
