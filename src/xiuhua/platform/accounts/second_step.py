"""The second step of signing in: a code from a telephone (RFC 6238) or one of the recovery codes on paper.

The secret is sealed under the person's key, recovery codes are kept as keyed digests; both go past the journal, which
records that the step was set up or removed, and by whom. A code is taken once.
"""

import secrets
from base64 import b32decode, b32encode
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.http import HttpRequest

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import lent, lockout
from xiuhua.platform.accounts.commands.second_step import RemoveSecondStep, SetSecondStep
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.rules.codes import (
    ALPHABET,
    DIGITS,
    RECOVERY_CODES,
    RECOVERY_LENGTH,
    SECRET_BYTES,
    STEP_SECONDS,
    in_groups,
    is_from_phone,
    plain_code,
    steps_around,
)
from xiuhua.platform.accounts.sessions import end_others
from xiuhua.platform.accounts.together import together
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.vault.keyring import keyring

COLUMN = "accounts_account.code_secret"
ISSUER = "绣花"


def new_secret(account: Account) -> str:
    """Return a new secret, sealed: it is kept like this until a code shows that the telephone has it."""
    return keyring().seal(account.id, COLUMN, b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii"))


def shown(account: Account, sealed: str) -> tuple[str, str]:
    """Return a sealed secret for a telephone: as a QR code in SVG without styles and scripts, and in groups of four."""
    secret = _open(account, sealed)
    address = _totp(secret).get_provisioning_uri(account.login, ISSUER)
    return segno.make(address, error="m", micro=False).svg_inline(light="#fff", omitsize=True), in_groups(secret, 4)


def matches(account: Account, sealed: str, typed: str) -> bool:
    """Say whether this is a present code of a sealed secret: the telephone has it."""
    return _step_of(_open(account, sealed), plain_code(typed)) is not None


def set_up(
    account: Account,
    sealed: str,
    typed: str,
    *,
    command_id: UUID,
    actor: Actor,
    received_at: datetime,
    keep_session: str | None,
) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """Turn the second step on with a secret whose code was typed; return what speaks against it, and recovery codes.

    The codes are returned this once. Other sessions of the person end. A command id that was used before sets
    nothing again.
    """
    step = _step_of(_open(account, sealed), plain_code(typed))
    if step is None:
        return (Problem("code_not_matching", "code"),), ()
    codes = tuple("".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES))
    digests = " ".join(_digest(account.id, code) for code in codes)
    with together():
        receipt = execute(SetSecondStep(id=command_id, account_id=account.id), actor=actor, received_at=received_at)
        if not receipt.accepted or receipt.repeated:
            return receipt.problems, ()
        Account.objects.filter(id=account.id).update(code_secret=sealed, code_step=step, recovery_digests=digests)
        end_others(account.id, keep=keep_session)
    return (), tuple(in_groups(code, RECOVERY_LENGTH // 2, "-") for code in codes)


def remove(
    account_id: UUID, *, command_id: UUID, actor: Actor, received_at: datetime, keep_session: str | None = None
) -> Receipt:
    """Remove the second step of a person: nothing of its secret stays, other sessions end, a lock-out opens."""
    with together():
        receipt = execute(RemoveSecondStep(id=command_id, account_id=account_id), actor=actor, received_at=received_at)
        if receipt.accepted and not receipt.repeated and not receipt.unchanged:
            Account.objects.filter(id=account_id).update(code_secret="", code_step=0, recovery_digests="")
            end_others(account_id, keep=keep_session)
            lockout.forget(Account.objects.values_list("login", flat=True).get(id=account_id))
    return receipt


def check(request: HttpRequest, account: Account, typed: str) -> Problem | None:
    """Take a code or a recovery code and return ``None``, or why it is not taken; each failure counts for lock-out."""
    locked = lockout.waiting(request, account.login)
    if locked is not None:
        return locked
    code = plain_code(typed)
    problem = _take_code(account, code) if is_from_phone(code) else _take_recovery(account, code)
    if problem is not None:
        lockout.note_failure(request, account.login)
    return problem


def recovery_left(account: Account) -> int:
    """Return how many recovery codes are unused."""
    return len(account.recovery_digests.split())


def _take_code(account: Account, code: str) -> Problem | None:
    if not account.code_secret:
        return Problem("code_wrong", "code")
    step = _step_of(_open(account, account.code_secret), code)
    if step is None:
        return Problem("code_wrong", "code")
    # Compared and kept in one statement: of two who come with the same code, one is let in.
    taken = Account.objects.filter(id=account.id, code_step__lt=step).update(code_step=step)
    return None if taken else Problem("code_used", "code", {"seconds": STEP_SECONDS})


def _take_recovery(account: Account, code: str) -> Problem | None:
    if not code:
        return Problem("field_missing", "code")
    kept = account.recovery_digests
    digests = kept.split()
    given = keyring().digests(_recovery(account.id, code))  # made perhaps under an earlier master key
    left = " ".join(each for each in digests if each not in given)
    if left == kept:
        return Problem("code_wrong", "code")
    taken = Account.objects.filter(id=account.id, recovery_digests=kept).update(recovery_digests=left)
    return None if taken else Problem("code_used", "code", {"seconds": STEP_SECONDS})


def _step_of(secret: str, code: str) -> int | None:
    """Return the time step whose code this is, or ``None``; the telephone's clock may be one step off."""
    if not is_from_phone(code):
        return None
    totp = _totp(secret)
    steps = steps_around(lent.machine_time())
    return next((each for each in steps if compare_digest(totp.generate(each * STEP_SECONDS), code.encode())), None)


def _totp(secret: str) -> TOTP:
    return TOTP(b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)


def _open(account: Account, sealed: str) -> str:
    return keyring().open(account.id, COLUMN, sealed)


def _digest(account_id: UUID, code: str) -> str:
    return keyring().digest(_recovery(account_id, code))


def _recovery(account_id: UUID, code: str) -> bytes:
    return f"recovery\x1f{account_id}\x1f{code}".encode()
