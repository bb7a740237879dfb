"""One's own second step: setting it up, with a new telephone too, and turning it off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import lockout, second_step
from xiuhua.platform.accounts.forms import Question, form, question
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.rules.codes import must_have_second_step
from xiuhua.platform.accounts.scope import received_at, second_step_missing, signed_in, today_of
from xiuhua.platform.journal import catalogue

_DRAFT = "code_secret_draft"
_LONGEST = 40


@sensitive_post_parameters("password", "code", "present_code")
@require_http_methods(["GET", "POST"])
@signed_in(before_second_step=True)
def own_second_step(request: HttpRequest) -> HttpResponseBase:
    """Show whether one has a second step, set one up, or put another telephone in the place of the present one."""
    if request.method == "GET":
        return _page(request, setting_up=not request.user.second_step or bool(request.GET.get("again")))
    if _DRAFT not in request.session:
        return redirect("own-second-step")
    draft, typed = request.session[_DRAFT], request.POST.get("code", "")
    problem = _password_problem(request)
    if problem is None and not second_step.matches(request.user, draft, typed):
        problem = Problem("code_not_matching", "code")
    if problem is None and request.user.second_step:
        problem = _code_problem(request, "present_code")
    if problem is not None:
        return _page(request, problem, setting_up=True)
    problems, codes = second_step.set_up(
        request.user,
        draft,
        typed,
        command_id=command_id_of(request),
        actor=request.viewer,
        received_at=received_at(request),
        keep_session=request.session.session_key,
    )
    if problems:
        return _page(request, *problems, setting_up=True)
    del request.session[_DRAFT]
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "person": request.user})


@sensitive_post_parameters("password", "code")
@require_POST
@signed_in()
def remove_own(request: HttpRequest) -> HttpResponseBase:
    """Turn one's own second step off; asked for the password and a code."""
    if not request.user.second_step:
        return redirect("own-second-step")
    problem = (
        Problem("second_step_demanded")
        if _demanded(request)
        else (_password_problem(request) or _code_problem(request, "code"))
    )
    if problem is not None:
        return _page(request, problem, setting_up=False)
    receipt = second_step.remove(
        request.user.id,
        command_id=command_id_of(request),
        actor=request.viewer,
        received_at=received_at(request),
        keep_session=request.session.session_key,
    )
    if receipt.problems:
        return _page(request, *receipt.problems, setting_up=False)
    messages.success(request, _("两步验证已关，以后只凭密码登录。别处的登录已经退出。"))
    return redirect("own-account")


def _code_problem(request: HttpRequest, name: str) -> Problem | None:
    """Return what is wrong with the code that was given in a field, or ``None``; it is used up by being taken."""
    problem = second_step.check(request, request.user, request.POST.get(name, ""))
    return Problem(problem.code, name, problem.values) if problem and problem.field == "code" else problem


def _password_problem(request: HttpRequest) -> Problem | None:
    locked = lockout.waiting(request, request.user.login)
    if locked is not None:
        return locked
    if request.user.check_password(request.POST.get("password", "")):
        return None
    lockout.note_failure(request, request.user.login)
    return Problem("password_wrong", "password")


def _demanded(request: HttpRequest) -> bool:
    return must_have_second_step(request.viewer.posts, on=today_of(request), policy=catalogue.policy())


def _page(request: HttpRequest, *problems: Problem, setting_up: bool) -> HttpResponse:
    account = request.user
    context: dict[str, Any] = {
        "account": account,
        "setting_up": setting_up,
        "led_here": second_step_missing(request, request.viewer),
        "demanded": _demanded(request),
        "recovery_left": second_step.recovery_left(account),
    }
    fields: tuple[Question, ...] = (_password(),)
    if setting_up:
        # Kept through a reload, so that the code of a picture that was scanned still fits.
        if _DRAFT not in request.session:
            request.session[_DRAFT] = second_step.new_secret(account)
        new = question("code", _("手机上显示的 6 位数字"), autocomplete="one-time-code", longest=_LONGEST)
        present = question("present_code", _("原来手机上的验证码，或一个备用码"), longest=_LONGEST)
        fields = (new, *((present,) if account.second_step else ()), _password())
        context["picture"], context["secret"] = second_step.shown(account, request.session[_DRAFT])
    else:
        fields = (_password(), question("code", _("验证码或备用码"), autocomplete="one-time-code", longest=_LONGEST))
    context["action"] = reverse("own-second-step" if setting_up else "own-second-step-remove")
    context["form"] = form(fields, language=language(), carried={"id": new_id(request)}, problems=problems)
    return render(request, "accounts/own_second_step.html", context)


def _password() -> Question:
    return question("password", _("您的密码"), autocomplete="current-password", secret=True)
