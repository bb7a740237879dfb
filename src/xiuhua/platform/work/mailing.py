"""Mail that says only that there is something: what is due is found in rounds, each mail is a job of its own."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import get_default_timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import lent
from xiuhua.platform.accounts.scope import actor_for_account
from xiuhua.platform.journal.queries import newest_entry_at
from xiuhua.platform.work import agenda, kinds, notices, services
from xiuhua.platform.work.agenda import ASKED_FOR
from xiuhua.platform.work.discretion import where
from xiuhua.platform.work.kinds import JobFailed
from xiuhua.platform.work.mail_server import NotSent, hand_over
from xiuhua.platform.work.mailbox import (
    CODE,
    DAY,
    KIND,
    NEWS,
    address_of,
    new_code,
    not_sent,
    nothing_up_to,
    queue,
    sent,
)
from xiuhua.platform.work.models import MailBox
from xiuhua.platform.work.progress import Progress
from xiuhua.platform.work.rules.mail import Pace, is_morning

log = logging.getLogger("xiuhua.work")

ROUND_SECONDS: Final = 60
KEPT: Final = timedelta(days=7)
"""So long the jobs of mails stay that have ended."""

_LATE: Final = timedelta(minutes=2)
"""An entry may be received so long before it is written."""

_SUBJECTS: Final[Mapping[str, Text]] = {
    CODE: Text("绣花：确认邮箱的验证码", "Xiuhua: the code for your mailbox"),
    NEWS: Text("绣花：有新情况", "Xiuhua: something is new"),
    DAY: Text("绣花：今天有事等您", "Xiuhua: something waits for you today"),
}
_CODE: Final = Text(
    "验证码：{code}\n\n一小时内填到这一页：{page}\n不是您要的，不用管这封邮件。",
    "The code is {code}\n\nType it within an hour on this page: {page}\nIf you did not ask for it, leave this mail.",
)
_FOOT: Final = Text(
    "登录以后看：{page}\n不想再收，在“我的账号”里改。",
    "Sign in to see it: {page}\nTo stop these mails, open your account.",
)


def register() -> None:
    """Add the kind of job; site calls this at start."""
    label, unit = Text("发一封邮件", "sending a mail"), Text("封", "mails")
    kinds.register(KIND, send, label=label, unit=unit)


def due(at: datetime) -> int:
    """Queue every mail that is due at an instant, and return how many were."""
    local = at.astimezone(get_default_timezone())
    open_boxes = MailBox.objects.filter(~Q(confirmed=None), account__active=True).exclude(pace=Pace.OFF)
    waiting = open_boxes.filter(Q(next_try=None) | Q(next_try__lte=lent.machine_time()))
    queued, newest = 0, newest_entry_at()
    for box in waiting.order_by("account_id"):
        try:
            if box.pace == Pace.DAILY and is_morning(box.written_on, local):
                queued += queue(box, DAY, on=local.date())
            elif box.pace == Pace.AT_ONCE and (box.told_up_to is None or newest is None or newest > box.told_up_to):
                queued += _queue_news(box, at, local.date())
        except Exception as error:  # one box keeps no mail from the others, and what went wrong may quote somebody
            log.error("mail for account %s was not looked at: %s", box.account_id, where(error))
    services.forget_ended(KIND, before=kinds.now() - KEPT)
    return queued


def send(arguments: Mapping[str, Any], progress: Progress) -> None:
    """Send one mail, unless it is no longer wanted or has nothing to say; failures are counted."""
    boxes = MailBox.objects.filter(account_id=UUID(arguments["account"]), account__active=True)
    box = boxes.exclude(address="").first()
    if box is None or settings.MAIL is None:
        return
    what, at = arguments["what"], lent.now()
    local = at.astimezone(get_default_timezone())
    body = _body(box, what, at, local.date())
    if body is not None:
        try:
            language = box.account.language
            subject = _SUBJECTS[what].in_language(language)
            hand_over(settings.MAIL, address_of(box), subject, body.in_language(language))
        except NotSent as failure:
            not_sent(box, failure.reason)
            raise JobFailed("mail_not_sent") from None
    sent(box, what, at=at, on=local.date())


def _body(box: MailBox, what: str, at: datetime, today: date) -> Text | None:
    """Return what a mail says, or ``None`` where there is nothing to say any more."""
    pages = settings.MAIL.pages
    if what == CODE:
        code = new_code(box.account_id)
        return code and _CODE.filled(code=code, page=f"{pages}/account/mail")
    if box.confirmed is None:
        return None
    viewer = actor_for_account(box.account_id, on=today, door="mail")
    texts = [] if viewer is None else _said(viewer, box, what, at, today)
    if not texts:
        return None
    foot = _FOOT.filled(page=f"{pages}/")
    return Text(
        f"{_lines(each.zh for each in texts)}\n\n{foot.zh}", f"{_lines(each.en for each in texts)}\n\n{foot.en}"
    )


def _said(viewer: Actor, box: MailBox, what: str, at: datetime, today: date) -> list[Text]:
    """Return what there is, each once: never a name, a place, a day or a number."""
    since = box.told_up_to if what == NEWS else None
    texts = [each.plain for each in notices.unread(viewer, at=at).lines if since is None or each.at > since]
    if what == DAY:
        groups = [each for each in agenda.collect(viewer, today) if each.group in ASKED_FOR]
        texts += [line.bare for each in groups for line in each.lines]
    return list(dict.fromkeys(texts))


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(f"· {each}" for each in texts)


def _queue_news(box: MailBox, at: datetime, on: date) -> bool:
    if _news(box, at):
        return queue(box, NEWS, on=on)
    nothing_up_to(box, at - _LATE)
    return False


def _news(box: MailBox, at: datetime) -> bool:
    today = at.astimezone(get_default_timezone()).date()
    viewer = actor_for_account(box.account_id, on=today, door="mail")
    return viewer is not None and bool(_said(viewer, box, NEWS, at, today))


@task
def mail_round() -> None:
    """Queue what is due, and the next round."""
    try:
        due(lent.now())
    finally:
        keep_round()


def keep_round() -> None:
    """See to it that one round waits, where mail can be sent; the worker calls this at its start."""
    services.forget_run(mail_round.module_path)
    if settings.MAIL is not None and not rounds().filter(status=TaskResultStatus.READY).exists():
        mail_round.using(run_after=lent.machine_time() + timedelta(seconds=ROUND_SECONDS)).enqueue()


def rounds() -> QuerySet[DBTaskResult]:
    """Return the rounds that the queue knows."""
    return DBTaskResult.objects.filter(task_path=mail_round.module_path)
