"""The first administrator: whoever can read this machine's disk or its terminal, and nobody else on the network."""

import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils.timezone import get_default_timezone

from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.commands import AddPerson, Appoint, NamePlace
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.passwords import set_password, weak_points
from xiuhua.platform.journal.execution import execute_many

FILE_NAME = "first-administrator.code"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_SETTER = Actor(None, door="web", operator=True, label="first administrator")


def is_open() -> bool:
    """Say whether nobody can sign in yet: no account has a password."""
    return not Account.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def code_file() -> Path:
    """Return the file in which the one-time code stands."""
    return Path(settings.HOME) / FILE_NAME


def offer_code() -> str | None:
    """Return the one-time code, made when missing, or ``None`` once somebody can sign in."""
    if not is_open():
        code_file().unlink(missing_ok=True)
        return None
    path, draft = code_file(), code_file().with_suffix(f".{secrets.token_hex(8)}")
    if not path.exists():
        code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(code + "\n")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text("ascii").strip()


def appoint_first(
    code: str,
    *,
    command_id: UUID,
    place_code: str,
    place_name: str,
    login: str,
    name: str,
    password: str,
    received_at: datetime,
) -> tuple[Problem, ...]:
    """Open the first account, an administrator's, and return nothing, or what speaks against it.

    The code is taken off the disk before anything is written, so that of two people with the same code one
    comes first. It is put back when something else was wrong.
    """
    weak = weak_points(password, login=login, name=name)
    if weak:
        return weak
    taken = _take(code)
    if taken is None:
        return (Problem("first_code_wrong", "code", {"file": FILE_NAME}),)
    account_id = derived_id(command_id, "account")
    commands = (
        NamePlace(id=derived_id(command_id, "place"), place_code=place_code, name=place_name),
        AddPerson(
            id=derived_id(command_id, "person"), account_id=account_id, login=login, name=name, place_code=place_code
        ),
        Appoint(
            id=command_id,
            post_id=derived_id(command_id, "post"),
            account_id=account_id,
            role=Role.ADMINISTRATOR,
            place_code=place_code,
            valid_from=received_at.astimezone(get_default_timezone()).date(),
        ),
    )
    receipts = execute_many(commands, actor=_SETTER, received_at=received_at, all_or_nothing=True)
    problems = tuple(problem for receipt in receipts for problem in receipt.problems)
    if problems:
        taken.rename(code_file())
        return tuple(problem for problem in problems if problem.code not in ("batch_not_taken", "not_found"))
    set_password(
        account_id,
        password,
        command_id=derived_id(command_id, "password"),
        actor=_SETTER,
        received_at=received_at,
    )
    taken.unlink(missing_ok=True)
    return ()


def _take(given: str) -> Path | None:
    """Return the code's file under another name, which only one caller can get, or ``None``."""
    right = offer_code()
    if right is None or not secrets.compare_digest(_plain(given).encode(), _plain(right).encode()):
        return None
    taken = code_file().with_suffix(".taken")
    try:
        code_file().rename(taken)
    except FileNotFoundError:
        return None
    return taken


def _plain(code: str) -> str:
    return "".join(code.upper().split()).replace("-", "")
