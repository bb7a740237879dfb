"""What mail puts on the page of today of whoever looks after the installation."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.work.agenda import AgendaLine
from xiuhua.platform.work.mail_queries import MAIL, failing

_LOOK = Text("查看邮件服务器", "Look at the mail server")


def mail_failing(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer one line where mail does not get through to somebody of the territory."""
    found = failing(viewer) if MAIL.allows(viewer.roles()) else ()
    if not found:
        return []
    n = len(found)
    name = Text(f"{n} 个人的邮件发不出去", f"mail does not get through to {n}")
    return [AgendaLine(_LOOK, name, found[0].why, None, reverse("mail-state"), plain=_LOOK)]
