"""Where and when a group usually meets."""

from dataclasses import dataclass
from uuid import UUID

from xiuhua.groups.models import MeetingSession
from xiuhua.groups.queries.meetings import MEETINGS
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within


@dataclass(frozen=True, slots=True)
class Usual:
    """The place and the time of day of the meeting that was planned last; blank before the first one."""

    venue: str = ""
    starts: str = ""


def usual_meeting(viewer: Actor, group_id: UUID) -> Usual:
    """Return where and when the group met last, as far as the viewer sees it; one query."""
    rows = within(MeetingSession.objects.filter(group_id=group_id), viewer, MEETINGS)
    last = rows.order_by("-held_on", "-id").values_list("meeting__venue", "starts").first()
    return Usual(*last) if last else Usual()
