"""Failed sign-ins: counted per login and network address, and per login over all addresses; kept as digests only.

The library that watches sign-ins asks the handler here. What was typed as a login may be somebody's name or even a
password, so that nothing of it is kept in clear. Time is the machine's, whatever the clock of the demo says.
"""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.base import AxesHandler
from django.http import HttpRequest

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import lent
from xiuhua.platform.accounts.models import Failure
from xiuhua.platform.accounts.rules.lockout import KEPT_MINUTES, SIGN_IN, Limits, opens_at
from xiuhua.platform.vault.keyring import keyring


class Handler(AxesHandler):
    """Answers the library that stands around every sign-in."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Say whether this login may not be tried from here at the moment."""
        return waiting(request, _login(credentials)) is not None

    def user_login_failed(
        self, sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **more: object
    ) -> None:
        """Count a failure; the one that reaches a limit is answered with the locked page, and so are later ones."""
        if request is None:
            return
        request.axes_credentials = credentials
        if not request.axes_locked_out:
            note_failure(request, _login(credentials))
            request.axes_locked_out = waiting(request, _login(credentials)) is not None

    def user_logged_in(self, sender: object, request: HttpRequest, user: Any, **more: object) -> None:
        """Forget the failures before a success."""
        forget(user.get_username())


def waiting(request: HttpRequest, login: str, limits: Limits = SIGN_IN) -> Problem | None:
    """Return why a login, or what else is tried, may not be tried from here, with the minutes to wait, or ``None``."""
    at = lent.machine_time()
    rows = Failure.objects.filter(login__in=_digests("login", login), at__gt=at - timedelta(minutes=KEPT_MINUTES))
    here = _digests("address", _address(request))
    found = opens_at([(each.at, each.address in here) for each in rows], limits)
    if found is None or found.at <= at:
        return None
    minutes = max(1, -int(-(found.at - at).total_seconds() // 60))
    return Problem("sign_in_locked", values={"times": found.times, "minutes": minutes})


def note_failure(request: HttpRequest, login: str) -> None:
    """Count one failure of a login from here; what is too old to count is removed."""
    at: datetime = lent.machine_time()
    Failure.objects.filter(at__lte=at - timedelta(minutes=KEPT_MINUTES)).delete()
    Failure.objects.create(login=_digests("login", login)[0], address=_digests("address", _address(request))[0], at=at)


def forget(login: str) -> None:
    """Forget the failures of a login, from wherever they came."""
    Failure.objects.filter(login__in=_digests("login", login)).delete()


def _login(credentials: dict[str, Any] | None) -> str:
    return str((credentials or {}).get("login") or "")


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _digests(kind: str, text: str) -> tuple[str, ...]:
    """Return the digest under the present master key and those under earlier ones."""
    return keyring().digests(f"sign-in/{kind}\x1f{text}".encode())
