"""Whether mail gets through, for whoever looks after the installation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.work.access import QUERIES
from xiuhua.platform.work.models import MailBox

MAIL: Final = QUERIES["work.mail"]
MOST: Final = 200

REASONS: Final[Mapping[str, Text]] = {
    "unreachable": Text("邮件服务器连不上", "the mail server cannot be reached"),
    "certificate": Text(
        "邮件服务器的证书不可信，没有发", "nothing was sent: the certificate of the mail server is not trusted"
    ),
    "unencrypted": Text("邮件服务器不支持加密，没有发", "nothing was sent: the mail server offers no encryption"),
    "sign_in": Text("邮件服务器不认用户名和密码", "the mail server does not take the user name and password"),
    "recipient": Text("邮件服务器不收这个地址", "the mail server does not take the address"),
    "stopped": Text("发的时候程序停了", "the program stopped while it was sending"),
    "refused": Text("邮件服务器没有收", "the mail server did not take the mail"),
}


@dataclass(frozen=True, slots=True)
class Failing:
    """Somebody to whom mail does not get through: since how many tries, why, and when it is tried again."""

    account_id: UUID
    name: str
    failures: int
    failed_at: datetime
    why: Text
    next_try: datetime | None


@dataclass(frozen=True, slots=True)
class MailState:
    """Whether a server is named, how many get mail, and to whom it does not get through."""

    server: bool
    confirmed: int
    failing: tuple[Failing, ...]


def mail_state(viewer: Actor) -> MailState:
    """Return how mail fares in the viewer's territory."""
    rows = within(MailBox.objects.filter(account__active=True), viewer, MAIL, field="account__place_code")
    return MailState(settings.MAIL is not None, rows.exclude(confirmed=None).count(), tuple(failing(viewer)))


def failing(viewer: Actor) -> Sequence[Failing]:
    """Return to whom mail does not get through, the longest failing first; one query."""
    rows = within(MailBox.objects.filter(account__active=True), viewer, MAIL, field="account__place_code")
    found = rows.exclude(failed_at=None).select_related("account").order_by("failed_at", "account_id")[:MOST]
    unknown = REASONS["refused"]
    return [
        Failing(
            box.account_id,
            box.account.name,
            box.failures,
            box.failed_at,
            REASONS.get(box.failed_why, unknown),
            box.next_try,
        )
        for box in found
    ]
