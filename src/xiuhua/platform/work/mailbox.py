"""One's own mailbox: an address that its owner confirms, and how often mail is wanted. The only writer of its table.

It goes past the journal, like the secret of the second step: it decides nothing about anybody's work.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hmac import compare_digest
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import lent
from xiuhua.platform.vault.keyring import keyring
from xiuhua.platform.work import services
from xiuhua.platform.work.models import MailBox
from xiuhua.platform.work.rules.mail import (
    CODE_DIGITS,
    CODE_LIFE,
    CODES_A_DAY,
    Pace,
    address_problem,
    code_problem,
    next_try,
)

COLUMN: Final = "work_mail_box.address"
KIND: Final = "work.mail"
CODE, NEWS, DAY = "code", "news", "day"
"""What a mail is about."""


@dataclass(frozen=True, slots=True)
class OwnMail:
    """A mailbox as its owner sees it."""

    address: str
    pace: Pace
    confirmed: datetime | None
    failed_at: datetime | None


def own_mail(account_id: UUID | None) -> OwnMail | None:
    """Return somebody's mailbox, if there is one."""
    box = MailBox.objects.filter(account_id=account_id).exclude(address="").first()
    return None if box is None else OwnMail(address_of(box), Pace(box.pace), box.confirmed, box.failed_at)


def address_of(box: MailBox) -> str:
    """Return the address, which is sealed under the key of the account."""
    return keyring().open(box.account_id, COLUMN, box.address)


def name_address(account_id: UUID, address: str, pace: Pace, *, on: date) -> tuple[Problem, ...]:
    """Keep an address and send a code to it; an earlier one is forgotten. It is not used until confirmed."""
    if settings.MAIL is None:
        return (Problem("mail_not_set_up"),)
    problems = address_problem(address)
    if problems:
        return problems
    sealed = keyring().seal(account_id, COLUMN, address)
    with transaction.atomic():
        MailBox.objects.bulk_create([MailBox(account_id=account_id, pace=Pace.OFF.value)], ignore_conflicts=True)
        box = MailBox.objects.select_for_update().get(account_id=account_id)
        asked = box.asked if box.asked_on == on else 0
        if asked >= CODES_A_DAY:
            return (Problem("mail_asked_often"),)
        fresh = MailBox(account_id=account_id, address=sealed, pace=pace.value)
        fresh.asked_on, fresh.asked = on, asked + 1
        fresh.told_up_to = lent.now()
        fresh.save(force_update=True)
        _queue(account_id, CODE, f"{on.isoformat()}/{asked}")
    return ()


def new_code(account_id: UUID) -> str | None:
    """Return a new code for an address that waits to be confirmed; only its digest is kept."""
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    until = lent.machine_time() + CODE_LIFE
    found = MailBox.objects.filter(account_id=account_id, confirmed=None).exclude(address="")
    return code if found.update(code=_digest(account_id, code), code_until=until, code_tries=0) else None


def confirm(account_id: UUID, typed: str) -> tuple[Problem, ...]:
    """Confirm an address with the code that was sent to it; return what speaks against it."""
    with transaction.atomic():
        box = MailBox.objects.select_for_update().filter(account_id=account_id).exclude(address="").first()
        if box is None:
            return (Problem("mail_code_over", "code"),)
        if box.confirmed is not None:
            return ()
        matches = bool(box.code) and compare_digest(box.code, _digest(account_id, "".join(typed.split())))
        problems = code_problem(matches=matches, until=box.code_until, tries=box.code_tries, at=lent.machine_time())
        if problems:
            box.code_tries = min(box.code_tries + 1, 99)
        else:
            box.confirmed, box.code, box.code_until = lent.machine_time(), "", None
        box.save()
    return problems


def change_pace(account_id: UUID, pace: Pace) -> None:
    """Write more often, less often, or not at all."""
    MailBox.objects.filter(account_id=account_id).update(pace=pace.value, told_up_to=lent.now())


def forget(account_id: UUID) -> None:
    """Forget the address and what was told there; how many codes were asked for today stays, and still counts."""
    with transaction.atomic():
        box = MailBox.objects.select_for_update().filter(account_id=account_id).first()
        if box is not None:
            empty = MailBox(account_id=account_id, pace=Pace.OFF.value, asked_on=box.asked_on, asked=box.asked)
            empty.save(force_update=True)


def _queue(account_id: UUID, what: str, when: str) -> bool:
    """Queue one mail; the same one again starts nothing."""
    arguments = {"account": str(account_id), "what": what}
    return services.start(KIND, job_id=_job_id(account_id, what, when), owner=None, arguments=arguments)


def _job_id(account_id: UUID, what: str, when: str) -> UUID:
    return derived_id(account_id, KIND, what, when)


def queue(box: MailBox, what: str, *, on: date) -> bool:
    """Queue what a round of mail found due; a mail that failed is another one each time it is tried again.

    One whose job stopped, as its worker was killed or the program failed, is counted as not sent.
    """
    since = box.told_up_to or lent.now() - timedelta(days=1)
    when = f"{since.isoformat() if what == NEWS else on}/{box.failures}"
    queued = _queue(box.account_id, what, when)
    if not queued and services.has_stopped(_job_id(box.account_id, what, when)):
        not_sent(box, "stopped")
    return queued


def sent(box: MailBox, what: str, *, at: datetime, on: date) -> None:
    """Keep how far a mail told its reader, and that mail gets through."""
    told = {NEWS: {"told_up_to": at}, DAY: {"written_on": on, "told_up_to": at}}.get(what, {})
    fine = {"failures": 0, "failed_why": "", "failed_at": None, "next_try": None}
    MailBox.objects.filter(account_id=box.account_id).update(**told, **fine)


def not_sent(box: MailBox, reason: str) -> None:
    """Count a failure, and keep when it is tried again."""
    now, failures = lent.machine_time(), min(box.failures + 1, 999)
    MailBox.objects.filter(account_id=box.account_id).update(
        failures=failures, failed_at=now, failed_why=reason, next_try=next_try(failures, now)
    )


def nothing_up_to(box: MailBox, at: datetime) -> None:
    """Keep up to when there was nothing to tell."""
    MailBox.objects.filter(account_id=box.account_id).update(told_up_to=at)


def _digest(account_id: UUID, code: str) -> str:
    return keyring().digest(f"mail {account_id} {code}".encode())
