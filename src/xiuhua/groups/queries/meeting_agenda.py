"""What meetings ask of one person: come, give notice, type who came, close, plan what is due."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from xiuhua.groups.models import Invitation, Leadership, Meeting, MeetingSession
from xiuhua.groups.queries.meetings import MEETINGS, Opened
from xiuhua.groups.queries.memberships import own_memberships
from xiuhua.groups.rules.meetings import MeetingKind, MeetingState, meeting_kinds
from xiuhua.groups.rules.regular import Mark, OneMeeting, Period, Regular, calendar, periods
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.seen import Inside, Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.worded import Gaps, Worded

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
    found = _INVITED_TO.answers(viewer, person=viewer.person_id, since=since)
    return {meeting: InvitedTo(meeting, group, first_on) for meeting, group, first_on in found}


def own_meetings(viewer: Actor) -> Sequence[OwnMeeting]:
    """Return the open meetings that concern the viewer; the same queries however many there are."""
    mine = {each.id for each in own_memberships(viewer) if each.valid_to is None}
    if not mine:
        return []
    found = _OPEN_ONES.answers(viewer, members=[*mine])
    sessions: defaultdict[UUID, list[MeetingSession]] = defaultdict(list)
    for session in _SESSIONS.answers(meetings=[each["id"] for each in found]):
        sessions[session.meeting_id].append(session)
    opened = Opened(each["group_id"] for each in found)
    return [
        OwnMeeting(
            id=each["id"],
            topic=opened.text(each["group_id"], "groups_meeting.topic", each["topic"]),
            group=each["group__name"],
            state=MeetingState(each["state"]),
            convened=each["convener_id"] in mine,
            told=each["notice_on"] is not None,
            moved_on=each["moved_on"],
            days=tuple((session.held_on, session.starts) for session in sessions[each["id"]]),
            untyped=tuple((s.id, s.held_on) for s in sessions[each["id"]] if s.typed_on is None),
        )
        for each in found
    ]


def due_meetings(viewer: Actor, *, on: date) -> Sequence[DueLine]:
    """Return, for each group that the viewer leads, the regular meetings that are due now."""
    if viewer.person_id is None:
        return []
    groups = _LED.answers(person=viewer.person_id)
    if not groups:
        return []
    known: defaultdict[UUID, list[OneMeeting]] = defaultdict(list)
    year = {"first": date(on.year, 1, 1), "last": date(on.year, 12, 31)}
    for group, meeting, kind, first_on, state in _OF_YEAR.answers(viewer, groups=[each[0] for each in groups], **year):
        known[group].append(OneMeeting(meeting, kind, first_on, MeetingState(state)))
    lines = []
    for group, name, place_code, since in groups:
        kinds = meeting_kinds(catalogue.policy(), on=on, region=place_code)
        asked = calendar(catalogue.policy(), on=on, region=place_code).regulars
        due = list(_due(asked, known[group], kinds, since=since, on=on))
        if due:
            names = tuple(kinds[regular.kind].name for regular, _ in due)
            lines.append(DueLine(group, name, names, min(period.last for _, period in due)))
    return lines


_INVITED_TO: Final = Seen(
    lambda gap, seen: seen(
        Meeting.objects.filter(
            id__in=Invitation.objects.filter(member__account_id=gap("person")).values("meeting_id"),
            first_on__gte=gap("since"),
        ),
        MEETINGS,
    ).values_list("id", "group__name", "first_on"),
    MEETINGS,
)
_COLUMNS: Final = ("id", "group_id", "group__name", "topic", "state", "convener_id", "notice_on", "moved_on")


def _open_ones(gap: Gaps, seen: Inside) -> QuerySet[Meeting, dict[str, Any]]:
    invited = Invitation.objects.filter(member_id__in=gap("members")).values("meeting_id")
    concerned = Q(id__in=invited) | Q(convener_id__in=gap("members"))
    rows = seen(Meeting.objects.filter(concerned, state__in=_OPEN), MEETINGS)
    return rows.order_by("first_on", "id").values(*_COLUMNS)


_OPEN_ONES: Final = Seen(_open_ones, MEETINGS)
_SESSIONS: Final = Worded(lambda gap: MeetingSession.objects.filter(meeting_id__in=gap("meetings")).order_by("held_on"))
_LED: Final = Worded(
    lambda gap: Leadership.objects.filter(
        valid_to=None, member__account_id=gap("person"), group__valid_to=None
    ).values_list("group_id", "group__name", "group__place_code", "group__valid_from")
)
_OF_YEAR: Final = Seen(
    lambda gap, seen: seen(
        Meeting.objects.filter(group_id__in=gap("groups"), first_on__range=(gap("first"), gap("last"))), MEETINGS
    ).values_list("group_id", "id", "kind", "first_on", "state"),
    MEETINGS,
)


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
