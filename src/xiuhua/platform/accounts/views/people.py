"""The people of a territory: list, person, opening and closing accounts, posts, resetting a password."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts import queries
from xiuhua.platform.accounts.access import COMMANDS, PEOPLE
from xiuhua.platform.accounts.commands import AddPerson, Appoint, ChangePerson, DeactivatePerson, EndPost
from xiuhua.platform.accounts.forms import Form, Question, form, question, read
from xiuhua.platform.accounts.lent import sentence
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.rules.appointing import may_appoint
from xiuhua.platform.accounts.scope import received_at, signed_in, today_of
from xiuhua.platform.journal.execution import execute

_WORDS = "abcdefghjkmnpqrstuvwxyz23456789"
_SYLLABLES, _SYLLABLE = 4, 4


@require_GET
@signed_in(PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Show who works in the territory, in the order of places."""
    page = queries.people(request.viewer, on=today_of(request), after=request.GET.get("after"))
    context = {"page": page, "as_of": today_of(request), "may_add": _may(request.viewer, AddPerson)}
    return render(request, "accounts/people.html", context)


@require_GET
@signed_in(PEOPLE)
def person(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Show one person with the posts that the viewer sees."""
    return _person_page(request, _person(request, account_id))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AddPerson.code])
def add_person(request: HttpRequest) -> HttpResponseBase:
    """Open an account."""
    names = ("name", "login", "place_code", "phone", "language")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        command_id = command_id_of(request)
        account_id = derived_id(command_id, "account")
        command, problems = read(AddPerson, request.POST, names, id=command_id, account_id=account_id)
        problems = _carried_out(request, command, problems)
        if not problems:
            messages.success(request, _("账号已开。接着请给一个岗位，再设一个临时密码。"))
            return redirect("person", account_id)
    start = next(iter(queries.territories(request.viewer, COMMANDS[AddPerson.code])), None)
    questions = [question(AddPerson, name, language(), longest=60) for name in names[:2]]
    questions.append(question(AddPerson, "place_code", language(), value=start.code if start else ""))
    questions.append(question(AddPerson, "phone", language(), longest=40))
    questions.append(question(AddPerson, "language", language(), value="zh-hans"))
    return _form_page(request, _("新增人员"), questions, problems, action=reverse("person-add"), back=reverse("people"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ChangePerson.code])
def change_person(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Correct a person's name or keeping place; a phone only replaces the one before."""
    line = _person(request, account_id)
    names = ("name", "place_code", "phone")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        given = [name for name in names if name != "phone" or request.POST.get(name)]
        base = request.POST.get("base_version") or None
        command, problems = read(
            ChangePerson, request.POST, given, id=command_id_of(request), account_id=account_id, base_version=base
        )
        problems = _carried_out(request, command, problems)
        if not problems:
            messages.success(request, _("已更正。"))
            return redirect("person", account_id)
    questions = [
        question(ChangePerson, "name", language(), value=line.name, longest=60),
        question(ChangePerson, "place_code", language(), value=line.place_code),
        question(ChangePerson, "phone", language(), why=_("不填就不改"), longest=40),
    ]
    version = request.POST.get("base_version") if request.method == "POST" else line.version
    action, back = reverse("person-change", args=[account_id]), reverse("person", args=[account_id])
    title = _("更正人员信息")
    return _form_page(request, title, questions, problems, action=action, back=back, base_version=version)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[Appoint.code])
def give_post(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Give a person a post."""
    line = _person(request, account_id)
    names = ("role", "place_code", "valid_from", "valid_to", "basis")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        command_id = command_id_of(request)
        post_id = derived_id(command_id, "post")
        command, problems = read(Appoint, request.POST, names, id=command_id, post_id=post_id, account_id=account_id)
        problems = _carried_out(request, command, problems)
        if not problems:
            messages.success(request, _("任职已给。"))
            return redirect("person", account_id)
    questions = [
        question(Appoint, "role", language(), choices=_roles_to_give(request.viewer)),
        question(Appoint, "place_code", language(), value=line.place_code),
        question(Appoint, "valid_from", language(), kind="date", value=today_of(request).isoformat()),
        question(Appoint, "valid_to", language(), kind="date"),
        question(Appoint, "basis", language(), longest=200),
    ]
    action, back = reverse("post-give", args=[account_id]), reverse("person", args=[account_id])
    title = _("给 %(name)s 一个岗位") % {"name": line.name}
    return _form_page(request, title, questions, problems, action=action, back=back)


@require_POST
@signed_in(COMMANDS[EndPost.code])
def end_post(request: HttpRequest, account_id: UUID, post_id: UUID) -> HttpResponseBase:
    """End a post on the day given."""
    line = _person(request, account_id)
    command, problems = read(
        EndPost, request.POST, ("valid_to",), id=command_id_of(request), post_id=post_id, account_id=account_id
    )
    problems = _carried_out(request, command, problems)
    if problems:
        return _person_page(request, line, *problems)
    messages.success(request, _("任职到期日已记下。"))
    return redirect("person", account_id)


@require_POST
@signed_in(COMMANDS[DeactivatePerson.code])
def close_account(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Close an account."""
    line = _person(request, account_id)
    command, problems = read(
        DeactivatePerson, request.POST, ("reason",), id=command_id_of(request), account_id=account_id
    )
    problems = _carried_out(request, command, problems)
    if problems:
        return _person_page(request, line, *problems)
    messages.success(request, _("账号已停用，任职到今天为止。"))
    return redirect("person", account_id)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ChangePerson.code])
def reset_password(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Set a temporary password for somebody else: shown before it is set, changed by the person at sign-in."""
    line = _person(request, account_id)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = set_password(
            account_id,
            request.POST.get("password", ""),
            command_id=command_id_of(request),
            actor=request.viewer,
            received_at=received_at(request),
            temporary=True,
        )
        if not problems:
            messages.success(request, _("临时密码已设好。请告诉本人，登录后先改成自己的。"))
            return redirect("person", account_id)
    context = {
        "person": line,
        "password": _temporary_password(),
        "form": form((), language=language(), carried={"command_id": new_id(request)}, problems=problems),
        "action": reverse("person-password", args=[account_id]),
    }
    return render(request, "accounts/reset_password.html", context)


def _person(request: HttpRequest, account_id: UUID) -> queries.PersonLine:
    found = queries.person(request.viewer, account_id)
    if found is None:
        raise Http404
    return found


def _may(viewer: Actor, command: type[Command]) -> bool:
    return bool(viewer.roles() & COMMANDS[command.code].roles)


def _carried_out(request: HttpRequest, command: Command | None, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return what speaks against a command, read or carried out; nothing when it is done."""
    if command is None:
        return problems
    return execute(command, actor=request.viewer, received_at=received_at(request)).problems


def _person_page(request: HttpRequest, line: queries.PersonLine, *problems: Problem) -> HttpResponse:
    viewer, today = request.viewer, today_of(request)
    ending = [
        (post, not post.is_over(today) and may_appoint(viewer, role=post.role, place_code=post.place_code))
        for post in line.posts
    ]
    context = {
        "person": line,
        "posts": [(post, new_id(request) if may_end else None) for post, may_end in ending],
        "today": today,
        "problems": [sentence(problem, language()) for problem in problems],
        "may_give": _may(viewer, Appoint) and line.active,
        "may_manage": _may(viewer, ChangePerson) and line.active,
        "close_id": new_id(request),
        "manages": COMMANDS[ChangePerson.code].reason,
    }
    return render(request, "accounts/person.html", context)


def _form_page(
    request: HttpRequest,
    title: str,
    questions: list[Question],
    problems: tuple[Problem, ...],
    *,
    action: str,
    back: str,
    base_version: Any = None,
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    carried = {"command_id": new_id(request) if sent is None else command_id_of(request), "base_version": base_version}
    asked: Form = form(questions, language=language(), carried=carried, sent=sent, problems=problems)
    return render(request, "accounts/ask.html", {"title": title, "form": asked, "action": action, "back": back})


def _roles_to_give(viewer: Actor) -> tuple[tuple[str, str], ...]:
    """Return the roles that the viewer may give somewhere, in the order of the roles."""
    return tuple(
        (role.value, ROLE_NAMES[role].in_language(language()))
        for role in Role
        if any(may_appoint(viewer, role=role, place_code=post.place_code) for post in viewer.posts)
    )


def _temporary_password() -> str:
    """Return a password that is easy to say on the telephone: 79 bits in four groups."""
    groups = ("".join(secrets.choice(_WORDS) for _ in range(_SYLLABLE)) for _ in range(_SYLLABLES))
    return "-".join(groups)
