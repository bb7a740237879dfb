"""What whoever works in one group begins from the page of today: a visit, a task, a meeting."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.queries.groups import present_group
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, level_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.work.beginnings import Beginning

_BEGUN: Final = (
    ("groups.record_visit", "group-visits", Text("记走访", "Record a visit")),
    ("groups.set_task", "task-give", Text("交办任务", "Give a task")),
    ("groups.plan_meeting", "meeting-plan", Text("安排会议", "Plan a meeting")),
)


def work_to_begin(viewer: Actor) -> Sequence[Beginning]:
    """Offer what the viewer may begin in the group of the only village in which they work; one query."""
    access = [COMMANDS[code] for code, _, _ in _BEGUN]
    places = {code for each in access for code in viewer.territories(each.roles)}
    villages = [code for code in places if level_of(code) is Level.VILLAGE]
    if len(places) != 1 or not villages:
        return ()
    (village,) = villages
    group = present_group(viewer, village)
    if group is None:
        return ()
    return [
        Beginning(label, reverse(name, args=[group]))
        for code, name, label in _BEGUN
        if reaches(viewer, COMMANDS[code], village)
    ]
