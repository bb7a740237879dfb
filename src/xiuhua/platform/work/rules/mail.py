"""When mail is sent to somebody, when it is tried again, and what an address and a code look like."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text


class Pace(StrEnum):
    """How often somebody wants to be written to."""

    OFF = "off"
    DAILY = "daily"
    AT_ONCE = "at_once"


PACE_NAMES: Final[Mapping[str, Text]] = {
    Pace.DAILY: Text("每天早上一封，有事才写", "one each morning, if there is something"),
    Pace.AT_ONCE: Text("有新情况就写", "as soon as something is new"),
    Pace.OFF: Text("先不写", "none for now"),
}

MORNING: Final = 7
"""From this hour on, local time, the mail of the day is written."""

CODE_DIGITS: Final = 8
CODE_LIFE: Final = timedelta(hours=1)
TRIES: Final = 5
CODES_A_DAY: Final = 5
LONGEST: Final = 200

RETRY_MINUTES: Final = (1, 5, 15, 60, 240, 720)
"""How long it waits after each failure in a row; after the last one, that long again and again."""

_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")


def address_problem(address: str) -> tuple[Problem, ...]:
    """Return why a text is no address of mail, or nothing. An address is one word: nothing can be smuggled into a head.

    >>> address_problem("li.ming@gaolan.example"), [each.code for each in address_problem("a@b.cn, c@d.cn")]
    ((), ['mail_address_wrong'])
    """
    fine = len(address) <= LONGEST and _ADDRESS.fullmatch(address) is not None
    return () if fine else (Problem("mail_address_wrong", "address"),)


def masked(address: str) -> str:
    """Return an address as it is shown: its first letter and whose server it is.

    >>> masked("li.ming@gaolan.example")
    'l•••@gaolan.example'
    """
    name, _, server = address.rpartition("@")
    return f"{name[:1]}•••@{server}"


def next_try(failures: int, at: datetime) -> datetime:
    """Return when it is tried again after so many failures in a row.

    >>> next_try(2, datetime(2018, 1, 19, 9, 0)).isoformat()
    '2018-01-19T09:05:00'
    """
    return at + timedelta(minutes=RETRY_MINUTES[min(failures, len(RETRY_MINUTES)) - 1])


def is_morning(written_on: date | None, local: datetime) -> bool:
    """Say whether the mail of the day is to be written now.

    >>> is_morning(date(2018, 1, 18), datetime(2018, 1, 19, 7, 0)), is_morning(None, datetime(2018, 1, 19, 6, 59))
    (True, False)
    """
    return local.hour >= MORNING and (written_on is None or written_on < local.date())


def code_problem(*, matches: bool, until: datetime | None, tries: int, at: datetime) -> tuple[Problem, ...]:
    """Return why a code confirms nothing: it is over, was tried too often, or is another one."""
    if until is None or at >= until or tries >= TRIES:
        return (Problem("mail_code_over", "code"),)
    return () if matches else (Problem("mail_code_wrong", "code"),)
