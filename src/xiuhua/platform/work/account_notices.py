"""What others changed about a person's account: posts, second step, where the account is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_places
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.queries import happened_to
from xiuhua.platform.work.notices import Notice

MOST = 40
"""So many entries are read; who was away for a month has fewer."""

_RIGHTS = Text("您的权限有变化", "your rights changed")
_SAID: Mapping[str, Text] = {
    "accounts.appoint": Text("您有了新的岗位", "You have another post"),
    "accounts.end_post": Text("您的一个岗位结束了", "A post of yours ended"),
    "accounts.add_person": Text("为您开了账号", "Your account was opened"),
    "accounts.remove_second_step": Text("您的两步登录被取消了", "Your two-step sign-in was removed"),
}


def account_changes(viewer: Actor, newer_than: datetime) -> Sequence[Notice]:
    """Return what somebody else recorded about the viewer's account since an instant; two queries."""
    if viewer.person_id is None:
        return []
    found = happened_to(
        {viewer.person_id}, beginning="accounts.", since=newer_than, size=MOST, besides=viewer.person_id
    )
    places = names_of_places({each.place_code for each in found if each.place_code})
    return [
        Notice(
            at=each.at,
            text=_said(each.code),
            where=places.get(each.place_code, ""),
            url=reverse("own-account"),
            plain=_RIGHTS,
            place=places.get(each.place_code, ""),
        )
        for each in found
    ]


def _said(code: str) -> Text:
    if code in _SAID:
        return _SAID[code]
    label: Text = catalogue.command_type(code).command.label
    return Text(f"您的账号：{label.zh}", f"Your account: {label.en}")
