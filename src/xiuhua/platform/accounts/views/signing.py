"""Signing in and out, the language of the pages, and the first administrator."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import first
from xiuhua.platform.accounts.commands import SetLanguage
from xiuhua.platform.accounts.forms import answers, form, question
from xiuhua.platform.accounts.lockout import waiting
from xiuhua.platform.accounts.middleware import LANGUAGE
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.rules.people import LANGUAGE_NAMES
from xiuhua.platform.accounts.scope import received_at, viewer_of
from xiuhua.platform.accounts.views import second_step
from xiuhua.platform.accounts.views.entering import next_of
from xiuhua.platform.journal.execution import execute

_YEAR_SECONDS = 365 * 86400
_LONGEST_LOGIN = 60


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in and go on to where one wanted to go; too many failures lock the login for a while."""
    if viewer_of(request) is not None:
        return HttpResponseRedirect(next_of(request))
    if first.is_open():
        return redirect("first-administrator")
    if request.method == "GET":
        return _sign_in_page(request)
    name = answers(request.POST, "login")["login"].lower()
    short = len(name) <= _LONGEST_LOGIN  # longer ones are nobody's
    account = authenticate(request, login=name, password=request.POST.get("password", "")) if short else None
    if not isinstance(account, Account):
        return _sign_in_page(request, Problem("sign_in_wrong"))
    return second_step.after_password(request, account)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session."""
    logout(request)
    return redirect("sign-in")


def locked_out(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """Return the sign-in page that says for how long; the lock-out guard calls this instead of the view's answer."""
    second_step.drop(request)
    login_name = str((credentials or {}).get("login") or "")
    problem = waiting(request, login_name) or Problem("sign_in_wrong")
    return _sign_in_page(request, problem, status=429)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Show the pages in another language from now on; an account remembers it."""
    chosen = request.POST.get("language", "")
    answered = HttpResponseRedirect(next_of(request))
    if chosen not in LANGUAGE_NAMES:
        return answered
    viewer = viewer_of(request)
    if viewer is not None and viewer.person_id is not None:
        command = SetLanguage(id=new_id(request), account_id=viewer.person_id, language=chosen)
        execute(command, actor=viewer, received_at=received_at(request))
        request.session[LANGUAGE] = chosen
    answered.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=_YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answered


@sensitive_post_parameters("password", "password_again", "code")
@require_http_methods(["GET", "POST"])
def first_administrator(request: HttpRequest) -> HttpResponseBase:
    """Open the first account; possible only while nobody can sign in, and with the code shown on the machine."""
    if not first.is_open():
        return redirect("sign-in")
    first.offer_code()
    if request.method == "GET":
        return _first_page(request)
    password = request.POST.get("password", "")
    given = answers(request.POST, "code", "place_code", "place_name", "login", "name")
    problems = tuple(_missing(given, password))
    if not problems and password != request.POST.get("password_again", ""):
        problems = (Problem("password_differs", "password_again"),)
    if not problems:
        problems = first.appoint_first(
            given["code"],
            command_id=command_id_of(request),
            place_code=given["place_code"],
            place_name=given["place_name"],
            login=given["login"],
            name=given["name"],
            password=password,
            received_at=received_at(request),
        )
    if problems:
        return _first_page(request, *problems)
    account = authenticate(request, login=given["login"], password=password)
    return second_step.after_password(request, account) if isinstance(account, Account) else redirect("sign-in")


def _sign_in_page(request: HttpRequest, *problems: Problem, status: int = 200) -> HttpResponse:
    fields = (
        question("login", _("登录名"), autocomplete="username", longest=_LONGEST_LOGIN),
        question("password", _("密码"), autocomplete="current-password", secret=True),
    )
    sent = request.POST if request.method == "POST" else None
    carried = {"next": request.POST.get("next") or request.GET.get("next")}
    asked = form(fields, language=language(), carried=carried, sent=sent, problems=problems)
    return render(request, "accounts/sign_in.html", {"form": asked, "action": reverse("sign-in")}, status=status)


def _first_page(request: HttpRequest, *problems: Problem) -> HttpResponse:
    fields = (
        question("code", _("一次性代码"), why=_("启动时显示在这台机器上，形如 ABCD-EFGH-JKMN")),
        question("place_code", _("这套系统管哪个地方（区划代码）"), why=_("管理员只能看到和管理这里，例如 620100")),
        question("place_name", _("这个地方叫什么"), why=_("例如 兰州市"), longest=60),
        question("name", _("您的姓名"), autocomplete="name", longest=60),
        question(
            "login", _("登录名"), why=_("小写字母或数字，例如姓名拼音"), autocomplete="username", longest=_LONGEST_LOGIN
        ),
        question("password", _("密码"), why=_("至少 10 个字符"), autocomplete="new-password", secret=True),
        question("password_again", _("再填一次密码"), autocomplete="new-password", secret=True),
    )
    sent = request.POST if request.method == "POST" else None
    carried = {"id": new_id(request) if sent is None else command_id_of(request)}
    asked = form(fields, language=language(), carried=carried, sent=sent, problems=problems)
    context = {"form": asked, "action": reverse("first-administrator"), "file": first.FILE_NAME}
    return render(request, "accounts/first_administrator.html", context)


def _missing(given: dict[str, str], password: str) -> list[Problem]:
    return [Problem("field_missing", name) for name, text in {**given, "password": password}.items() if not text]
