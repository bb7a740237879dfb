"""One's own account: posts, language, password, tokens."""

import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import queries
from xiuhua.platform.accounts.commands import IssueToken, RevokeToken
from xiuhua.platform.accounts.forms import answers, form, question, worded
from xiuhua.platform.accounts.lent import sentence
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import received_at, signed_in, today_of, token_digest
from xiuhua.platform.accounts.second_step import check, recovery_left
from xiuhua.platform.accounts.sessions import sign_ins
from xiuhua.platform.forms import CommandForm, FieldProblem, FormField, Kind, command_form, read_command
from xiuhua.platform.journal.execution import execute

SECRET_BYTES = 32
_SECRET_LENGTH = 43
_DAYS = 90


@require_GET
@signed_in()
def own_account(request: HttpRequest) -> HttpResponse:
    """Show one's own posts and tokens."""
    return _own_page(request)


@sensitive_post_parameters("password", "new_password", "new_password_again")
@require_http_methods(["GET", "POST"])
@signed_in(with_temporary_password=True, before_second_step=True)
def own_password(request: HttpRequest) -> HttpResponseBase:
    """Change one's own password; other sessions of the account end."""
    if request.method == "GET":
        return _password_page(request)
    problems = _change_password(request)
    if problems:
        return _password_page(request, *problems)
    messages.success(request, _("密码已改。别处登录的，需要用新密码重新登录。"))
    return redirect("own-account")


@sensitive_variables()
def _change_password(request: HttpRequest) -> tuple[Problem, ...]:
    old, new = request.POST.get("password", ""), request.POST.get("new_password", "")
    if not request.user.check_password(old):
        return (Problem("password_wrong", "password"),)
    if new != request.POST.get("new_password_again", ""):
        return (Problem("password_differs", "new_password_again"),)
    if new == old:
        return (Problem("password_same", "new_password"),)
    problems = set_password(
        request.user.id,
        new,
        command_id=command_id_of(request),
        actor=request.viewer,
        received_at=received_at(request),
        keep_session=request.session.session_key,
    )
    if not problems:
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
    return tuple(Problem(each.code, "new_password" if each.field else None, each.values) for each in problems)


@sensitive_post_parameters("secret", "code")
@require_POST
@signed_in()
def issue_token(request: HttpRequest) -> HttpResponse:
    """Issue a token to oneself and show its secret this once; whoever has a second step gives a code for it."""
    command_id, secret = command_id_of(request), request.POST.get("secret", "")
    if len(secret) != _SECRET_LENGTH:
        return redirect("own-account")
    command, problems = read_command(
        IssueToken,
        answers(request.POST),
        supplied={
            "id": command_id,
            "token_id": derived_id(command_id, "token"),
            "account_id": request.viewer.person_id,
            "digest": token_digest(secret),
        },
    )
    if command is not None and request.user.second_step and not _issued(request, command):
        wrong = check(request, request.user, request.POST.get("code", ""))
        problems = worded((wrong,)) if wrong else ()
    if command is not None and not problems:
        problems = worded(execute(command, actor=request.viewer, received_at=received_at(request)).problems)
    if command is None or problems:
        return _own_page(request, *problems)
    return render(request, "accounts/token.html", {"secret": secret, "label": command.label_text})


@require_POST
@signed_in()
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponseBase:
    """Revoke one of one's own tokens."""
    command = RevokeToken(id=command_id_of(request), token_id=token_id, account_id=request.viewer.person_id)
    receipt = execute(command, actor=request.viewer, received_at=received_at(request))
    for problem in receipt.problems:
        messages.error(request, sentence(problem, language()))
    if receipt.accepted:
        messages.success(request, _("令牌已作废，用它的程序从现在起进不来。"))
    return redirect("own-account")


def _issued(request: HttpRequest, command: IssueToken) -> bool:
    """Say whether a first click has issued this token already; the code that was given then is used up."""
    return any(each.id == command.token_id for each in queries.tokens(request.viewer))


def _own_page(request: HttpRequest, *problems: FieldProblem) -> HttpResponse:
    context = {
        "person": queries.own_account(request.viewer),
        "tokens": [(token, new_id(request)) for token in queries.tokens(request.viewer)],
        "form": _token_form(request, problems),
        "action": reverse("token-issue"),
        "submit": _("发放令牌"),
        "today": today_of(request),
        "account": request.user,
        "recovery_left": recovery_left(request.user),
        "step_by_others": request.user.second_step_by != request.user.id,
        "sign_ins": sign_ins(request.user.id, at=received_at(request), this=request.session.session_key),
    }
    return render(request, "accounts/own.html", context)


def _token_form(request: HttpRequest, problems: tuple[FieldProblem, ...]) -> CommandForm:
    again = request.method == "POST"
    until = today_of(request) + timedelta(days=_DAYS)
    asked = command_form(
        IssueToken,
        language=language(),
        carried={"id": command_id_of(request) if again else new_id(request)},
        values=request.POST.dict() if again else {"expires": until},
        problems=problems,
        leave_out=("token_id", "account_id", "digest", "observed_at"),
        bound=again,
    )
    secret = request.POST["secret"] if again else secrets.token_urlsafe(SECRET_BYTES)
    fields = (*asked.fields, _code_field(problems)) if request.user.second_step else asked.fields
    return replace(asked, fields=fields, carried={**asked.carried, "secret": secret})


def _code_field(problems: tuple[FieldProblem, ...]) -> FormField:
    """Return the question for a code; what was typed before is used up and not put back."""
    wrong = tuple(problem.text.in_language(language()) for problem in problems if problem.field == "code")
    return FormField("code", Kind.TEXT, _("手机上现在的验证码"), why=_("也可以填一个备用码"), errors=wrong, longest=20)


def _password_page(request: HttpRequest, *problems: Problem) -> HttpResponse:
    fields = (
        question("password", _("现在的密码"), autocomplete="current-password", secret=True),
        question("new_password", _("新密码"), why=_("至少 10 个字符"), autocomplete="new-password", secret=True),
        question("new_password_again", _("再填一次新密码"), autocomplete="new-password", secret=True),
    )
    carried = {"id": new_id(request)}
    context = {
        "form": form(fields, language=language(), carried=carried, problems=problems),
        "action": reverse("own-password"),
        "temporary": request.user.password_temporary,
        "home": resolve_url(settings.LOGIN_REDIRECT_URL),
    }
    return render(request, "accounts/own_password.html", context)
