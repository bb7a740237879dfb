"""What others changed about the meetings to which a person is invited."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse

from xiuhua.groups.queries.meeting_agenda import invited_to
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_places
from xiuhua.platform.journal.queries import happened_to
from xiuhua.platform.work.notices import Notice

MOST: Final = 60
"""So many entries of the meetings are read."""

BACK: Final = timedelta(days=60)
"""Meetings that began longer ago are not told of any more."""

_SAID: Final[Mapping[str, tuple[Text, Text]]] = {
    "groups.plan_meeting": (
        Text("请您参加{zh_day}的会议", "You are invited to a meeting on {en_day}"),
        Text("有会议请您参加", "You are invited to a meeting"),
    ),
    "groups.move_meeting": (
        Text("会议改了时间或者地点，现在是{zh_day}", "A meeting was moved; it is on {en_day} now"),
        Text("请您参加的会议改了时间或者地点", "A meeting to which you are invited was moved"),
    ),
    "groups.cancel_meeting": (
        Text("原定{zh_day}的会议取消了", "The meeting of {en_day} was cancelled"),
        Text("请您参加的会议取消了", "A meeting to which you are invited was cancelled"),
    ),
}
"""What is said on the page, and what elsewhere."""


def meeting_changes(viewer: Actor, newer_than: datetime) -> Sequence[Notice]:
    """Return what others did with the meetings of a viewer since an instant; three queries."""
    known = invited_to(viewer, since=newer_than.date() - BACK)
    found = happened_to(set(known), beginning="groups.", since=newer_than, size=MOST, besides=viewer.person_id)
    places = names_of_places({each.place_code for each in found if each.code in _SAID})
    return [
        Notice(
            at=each.at,
            text=_SAID[each.code][0].filled(**_days(meeting.first_on)),
            where=meeting.group,
            url=reverse("meeting", args=[meeting.id]),
            plain=_SAID[each.code][1],
            place=places.get(each.place_code, ""),
        )
        for each in found
        if each.code in _SAID and (meeting := known.get(read_uuid(str(each.result.get("meeting"))))) is not None
    ]


def _days(on: date) -> dict[str, str]:
    return {"zh_day": f"{on.year}年{on.month}月{on.day}日", "en_day": f"{on.day} {on:%b %Y}"}
