"""Setting a password: the journal records who set whose, the hash goes past it, the password nowhere."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.commands.own import PasswordSet
from xiuhua.platform.accounts.lockout import forget
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.names import reading
from xiuhua.platform.accounts.rules.passwords import password_problems
from xiuhua.platform.accounts.sessions import end_others
from xiuhua.platform.accounts.together import together
from xiuhua.platform.journal.execution import execute

_COMMON = CommonPasswordValidator()


def weak_points(password: str, *, login: str, name: str) -> tuple[Problem, ...]:
    """Return what is wrong with a password for the person with this login and name."""
    found = password_problems(password, login=login, name_keys=(name, reading(name, person=True).pinyin))
    return (*found, Problem("password_common", "password")) if _is_common(password) else found


def set_password(
    account_id: UUID,
    password: str,
    *,
    command_id: UUID,
    actor: Actor,
    received_at: datetime,
    temporary: bool = False,
    keep_session: str | None = None,
) -> tuple[Problem, ...]:
    """Set a password and return nothing, or what speaks against it.

    Every session of the person ends but the one whose key is kept; a lock-out of the login opens. A command id that
    was used before sets no password again, whoever comes with it.
    """
    account = Account.objects.filter(id=account_id).first()
    weak = weak_points(password, login=account.login, name=account.name) if account else ()
    if weak:
        return weak
    command = PasswordSet(id=command_id, account_id=account_id, temporary=temporary)
    hashed = make_password(password)
    with together():
        receipt = execute(command, actor=actor, received_at=received_at)
        if receipt.accepted and not receipt.repeated:
            Account.objects.filter(id=account_id).update(password=hashed, password_temporary=temporary)
            end_others(account_id, keep=keep_session)
            if account is not None:
                forget(account.login)
    return receipt.problems


def _is_common(password: str) -> bool:
    try:
        _COMMON.validate(password)
    except ValidationError:
        return True
    return False
