"""What meetings put on the page of today: come, give notice, type who came, close, plan what is due."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse

from xiuhua.groups.models import Member
from xiuhua.groups.queries.meeting_agenda import AHEAD, OwnMeeting, due_meetings, own_meetings
from xiuhua.groups.rules.meetings import MeetingState
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for

_COME = Text("去开会", "Come to")
_COME_THEN = Text("改期了，去开会", "Moved, come to")
_TELL = Text("发通知", "Give notice of")
_TYPE = Text("录入到会情况", "Type who came to")
_CLOSE = Text("结束会议", "Close")
_PLAN = Text("安排", "Plan")
_MEETS, _MET = Text("开会", "meets"), Text("开会", "met")


@offered_for(Probe(Member, own="account_id", values={"valid_to": ()}))
def meetings_to_do(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the meetings of whoever is invited or convenes, and what is due in groups that the viewer leads."""
    lines = [line for meeting in own_meetings(viewer) for line in _of_meeting(meeting, today)]
    for due in due_meetings(viewer, on=today):
        name = Text("、".join(each.zh for each in due.names), ", ".join(each.en for each in due.names))
        url = f"{reverse('group', args=[due.group_id])}#meetings"
        lines.append(AgendaLine(_PLAN, name, due.group, due.until, url, Group.SOON))
    return lines


def _of_meeting(meeting: OwnMeeting, today: date) -> Iterator[AgendaLine]:
    page = reverse("meeting", args=[meeting.id])
    coming = [day for day, _ in meeting.days if day >= today]
    if coming and coming[0] <= today + AHEAD:
        group = Group.TODAY if coming[0] == today else Group.SOON
        verb = _COME if meeting.moved_on is None else _COME_THEN
        yield AgendaLine(verb, meeting.topic, meeting.group, coming[0], page, group, day=_MEETS)
    if not meeting.convened:
        return
    if meeting.state is MeetingState.PLANNED and not meeting.told and meeting.days[0][0] >= today:
        yield AgendaLine(
            _TELL,
            meeting.topic,
            meeting.group,
            meeting.days[0][0],
            reverse("meeting-notice", args=[meeting.id]),
            day=_MEETS,
        )
    for session, day in meeting.untyped:
        if day <= today:
            url = reverse("meeting-attendance", args=[meeting.id, session])
            group = Group.OVERDUE if day < today else Group.TODAY
            yield AgendaLine(_TYPE, meeting.topic, meeting.group, day, url, group, day=_MET)
    if meeting.state is MeetingState.HELD and not meeting.untyped:
        yield AgendaLine(_CLOSE, meeting.topic, meeting.group, None, reverse("meeting-close", args=[meeting.id]))
