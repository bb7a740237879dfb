"""The meetings of a group by day."""

from collections import defaultdict
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.groups.models import Decision, Meeting, MeetingSession
from xiuhua.groups.queries.meeting_records import MeetingLine
from xiuhua.groups.queries.meetings import MEETINGS, Opened, kind_of
from xiuhua.groups.rules.meetings import MeetingState
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal.worded import Worded


def meetings_of(viewer: Actor, group_id: UUID, *, since: date, until: date) -> tuple[MeetingLine, ...]:
    """Return the meetings of a group that begin on days of a period (both included), the latest first."""
    found = _BETWEEN.answers(viewer, group=group_id, since=since, until=until)
    opened = Opened([group_id])
    ids = [each.id for each in found]
    last: dict[UUID, date] = {}
    for meeting, day in _DAYS.answers(meetings=ids):
        last[meeting] = max(day, last.get(meeting, day))
    decided: defaultdict[UUID, list[str]] = defaultdict(list)
    for meeting, text in _DECIDED.answers(meetings=ids):
        decided[meeting].append(opened.text(group_id, "groups_decision.text", text))
    return tuple(
        MeetingLine(
            id=each.id,
            kind=kind_of(each, each.first_on).name,
            kind_code=each.kind,
            topic=opened.text(group_id, "groups_meeting.topic", each.topic),
            first_on=each.first_on,
            last_on=last.get(each.id, each.first_on),
            state=MeetingState(each.state),
            decided=tuple(decided[each.id]),
        )
        for each in found
    )


_BETWEEN: Final = Seen(
    lambda gap, seen: seen(
        Meeting.objects.filter(group_id=gap("group"), first_on__range=(gap("since"), gap("until"))), MEETINGS
    ).order_by("-first_on", "-id"),
    MEETINGS,
)
_DAYS: Final = Worded(
    lambda gap: MeetingSession.objects.filter(meeting_id__in=gap("meetings")).values_list("meeting_id", "held_on")
)
_DECIDED: Final = Worded(
    lambda gap: (
        Decision.objects.filter(meeting_id__in=gap("meetings"))
        .order_by("due_on", "id")
        .values_list("meeting_id", "text")
    )
)
