"""Between the password and the code: a state that lasts minutes and opens nothing.

It lies in a session that belongs to nobody yet, so that every page still sees a stranger.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.forms import form, question
from xiuhua.platform.accounts.lent import sentence
from xiuhua.platform.accounts.lockout import waiting
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.rules.codes import PENDING_SECONDS
from xiuhua.platform.accounts.scope import viewer_of
from xiuhua.platform.accounts.second_step import check
from xiuhua.platform.accounts.views.entering import enter, next_of

_PENDING = "password_given"
_LONGEST = 40


def after_password(request: HttpRequest, account: Account) -> HttpResponseBase:
    """Let somebody in whose password was right, or ask for the code where the account has a second step."""
    if not account.second_step:
        return enter(request, account)
    request.session.flush()
    request.session[_PENDING] = {
        "account": str(account.id),
        "hash": account.get_session_auth_hash(),
        "at": int(request.received_at.timestamp()),
        "next": next_of(request),
    }
    return redirect("sign-in-code")


def drop(request: HttpRequest) -> None:
    """Forget the password that was given."""
    request.session.pop(_PENDING, None)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code; without a password given minutes ago there is nothing here but the way back."""
    if viewer_of(request) is not None:
        return HttpResponseRedirect(next_of(request))
    pending = request.session.get(_PENDING)
    account = _half_way(request, pending)
    if pending is None or account is None:
        if pending is not None:
            drop(request)
            over = Problem("second_step_over", values={"minutes": PENDING_SECONDS // 60})
            messages.info(request, sentence(over, language()))
        return redirect("sign-in")
    if request.method == "GET":
        return _page(request)
    problem = check(request, account, request.POST.get("code", ""))
    if problem is None:
        return enter(request, account, wanted=pending["next"])
    if waiting(request, account.login) is not None:
        # Whoever stands around the view answers with the locked page, as after a wrong password.
        request.axes_locked_out, request.axes_credentials = True, {"login": account.login}
    return _page(request, problem)


def _half_way(request: HttpRequest, pending: dict[str, Any] | None) -> Account | None:
    """Return who gave a password in this session; nobody once it is too old, or the account has changed since."""
    if pending is None or not 0 <= request.received_at.timestamp() - pending["at"] < PENDING_SECONDS:
        return None
    account = Account.objects.filter(id=UUID(pending["account"]), active=True, second_step=True).first()
    same = account is not None and constant_time_compare(account.get_session_auth_hash(), pending["hash"])
    return account if same else None


def _page(request: HttpRequest, *problems: Problem) -> HttpResponse:
    fields = (
        question(
            "code",
            _("验证码"),
            why=_("手机验证器上现在显示的 6 位数字，或者一个备用码"),
            autocomplete="one-time-code",
            longest=_LONGEST,
        ),
    )
    asked = form(fields, language=language(), carried={}, problems=problems)
    return render(request, "accounts/sign_in_code.html", {"form": asked, "action": reverse("sign-in-code")})
