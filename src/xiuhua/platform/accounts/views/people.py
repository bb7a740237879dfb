"""The people of a territory: list, person, opening and closing accounts, posts, resetting a password."""

import secrets
from collections.abc import Mapping, Sequence
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
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries
from xiuhua.platform.accounts.access import COMMANDS, PEOPLE
from xiuhua.platform.accounts.commands import AddPerson, Appoint, ChangePerson, DeactivatePerson, EndPost, ReopenPerson
from xiuhua.platform.accounts.forms import answers, form, worded
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.rules.appointing import may_appoint
from xiuhua.platform.accounts.scope import received_at, signed_in, today_of
from xiuhua.platform.accounts.second_step import remove
from xiuhua.platform.accounts.shown import people_shown
from xiuhua.platform.forms import Choice, FieldProblem, command_form, read_command
from xiuhua.platform.journal.execution import execute

Problems = tuple[FieldProblem, ...]

_WORDS = "abcdefghjkmnpqrstuvwxyz23456789"
_SYLLABLES, _SYLLABLE = 4, 4
_CHOICES = 500


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
    problems: Problems = ()
    if request.method == "POST":
        account_id = derived_id(command_id_of(request), "account")
        problems = _carried_out(request, AddPerson, account_id=account_id)
        if not problems:
            messages.success(request, _("账号已开。接着请给一个岗位，再设一个临时密码。"))
            return redirect("person", account_id)
    start = next(iter(queries.territories(request.viewer, COMMANDS[AddPerson.code])), None)
    return _ask(
        request,
        AddPerson,
        problems,
        title=_("新增人员"),
        action=reverse("person-add"),
        back=reverse("people"),
        values={"place_code": start.code if start else ""},
        known={"place_code": start.name} if start else {},
        leave_out=("account_id", "language"),
    )


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ChangePerson.code])
def change_person(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Correct a person's name, keeping place or phone; what is left empty stays as it was."""
    line = _person(request, account_id)
    problems: Problems = ()
    if request.method == "POST":
        problems = _carried_out(request, ChangePerson, account_id=account_id)
        if not problems:
            messages.success(request, _("已更正。"))
            return redirect("person", account_id)
    return _ask(
        request,
        ChangePerson,
        problems,
        title=_("更正人员信息"),
        action=reverse("person-change", args=[account_id]),
        back=reverse("person", args=[account_id]),
        values={"name": line.name, "place_code": line.place_code},
        known={"place_code": line.place},
        leave_out=("account_id",),
        base_version=line.version,
    )


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[Appoint.code])
def give_post(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Give a person a post."""
    line = _person(request, account_id)
    problems: Problems = ()
    if request.method == "POST":
        post_id = derived_id(command_id_of(request), "post")
        problems = _carried_out(request, Appoint, account_id=account_id, post_id=post_id)
        if not problems:
            messages.success(request, _("任职已给。"))
            return redirect("person", account_id)
    senders = queries.organisations(request.viewer, size=_CHOICES).rows
    return _ask(
        request,
        Appoint,
        problems,
        title=_("给 %(name)s 一个岗位") % {"name": line.name},
        action=reverse("post-give", args=[account_id]),
        back=reverse("person", args=[account_id]),
        values={"place_code": line.place_code, "valid_from": today_of(request)},
        known={"place_code": line.place},
        references={
            "role": _roles_to_give(request.viewer),
            "organisation_id": [Choice(str(each.id), each.name) for each in senders],
        },
        leave_out=("account_id", "post_id"),
    )


@require_POST
@signed_in(COMMANDS[EndPost.code])
def end_post(request: HttpRequest, account_id: UUID, post_id: UUID) -> HttpResponseBase:
    """End a post on the day given."""
    line = _person(request, account_id)
    problems = _carried_out(request, EndPost, account_id=account_id, post_id=post_id)
    if problems:
        return _person_page(request, line, *problems)
    messages.success(request, _("任职到期日已记下。"))
    return redirect("person", account_id)


@require_POST
@signed_in(COMMANDS[DeactivatePerson.code])
def close_account(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Close an account."""
    line = _person(request, account_id)
    problems = _carried_out(request, DeactivatePerson, account_id=account_id)
    if problems:
        return _person_page(request, line, *problems)
    messages.success(request, _("账号已停用，任职到今天为止。"))
    return redirect("person", account_id)


@require_POST
@signed_in(COMMANDS[ReopenPerson.code])
def reopen_account(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Open a closed account again."""
    line = _person(request, account_id)
    problems = _carried_out(request, ReopenPerson, account_id=account_id)
    if problems:
        return _person_page(request, line, *problems)
    messages.success(request, _("账号已重新启用。岗位要另给，密码不变。"))
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
            keep_session=request.session.session_key,
        )
        if not problems:
            messages.success(request, _("临时密码已设好。请告诉本人，登录后先改成自己的。"))
            return redirect("person", account_id)
    context = {
        "person": line,
        "password": _temporary_password(),
        "form": form((), language=language(), carried={"id": new_id(request)}, problems=problems),
        "action": reverse("person-password", args=[account_id]),
    }
    return render(request, "accounts/reset_password.html", context)


@require_POST
@signed_in(COMMANDS[ChangePerson.code])
def remove_second_step(request: HttpRequest, account_id: UUID) -> HttpResponseBase:
    """Remove the second step of somebody who lost the telephone."""
    line = _person(request, account_id)
    receipt = remove(
        account_id,
        command_id=command_id_of(request),
        actor=request.viewer,
        received_at=received_at(request),
        keep_session=request.session.session_key,
    )
    if receipt.problems:
        return _person_page(request, line, *worded(receipt.problems))
    messages.success(request, _("两步验证已去掉，此人现在只凭密码登录。请告诉本人，换好手机后重新设置。"))
    return redirect("person", account_id)


def _person(request: HttpRequest, account_id: UUID) -> queries.PersonLine:
    found = queries.person(request.viewer, account_id)
    if found is None:
        raise Http404
    return found


def _may(viewer: Actor, command: type[Command]) -> bool:
    return COMMANDS[command.code].allows(viewer.roles())


def _carried_out(request: HttpRequest, command: type[Command], **supplied: UUID) -> Problems:
    """Read and carry out the command that was sent; return what speaks against it, nothing when it is done."""
    sent = answers(request.POST, viewer=request.viewer)
    wish, problems = read_command(command, sent, supplied={"id": command_id_of(request), **supplied})
    if wish is None:
        return problems
    return worded(execute(wish, actor=request.viewer, received_at=received_at(request)).problems)


def _person_page(request: HttpRequest, line: queries.PersonLine, *problems: FieldProblem) -> HttpResponse:
    viewer, today = request.viewer, today_of(request)
    ending = [
        (post, not post.is_over(today) and may_appoint(viewer, role=post.role, place_code=post.place_code))
        for post in line.posts
    ]
    context = {
        "person": line,
        "posts": [(post, new_id(request) if may_end else None) for post, may_end in ending],
        "today": today,
        "problems": [problem.text for problem in problems],
        "may_give": _may(viewer, Appoint) and line.active,
        "may_manage": _may(viewer, ChangePerson) and line.active,
        "may_reopen": _may(viewer, ReopenPerson) and not line.active,
        "act_id": new_id(request),
        "step_id": new_id(request),
        "step_by": _by(viewer, line),
        "manages": COMMANDS[ChangePerson.code].reason,
    }
    return render(request, "accounts/person.html", context)


def _by(viewer: Actor, line: queries.PersonLine) -> str:
    """Return who turned the second step on or off, as far as the viewer may see; nothing for the person's own hand."""
    if line.second_step_changed is None or line.second_step_by == line.id:
        return ""
    if line.second_step_by is None:
        return _("本机操作员")
    return people_shown(viewer, (line.second_step_by,)).get(line.second_step_by, _("管理员"))


def _ask(
    request: HttpRequest,
    command: type[Command],
    problems: Problems,
    *,
    title: str,
    action: str,
    back: str,
    values: Mapping[str, Any],
    known: Mapping[str, str],
    leave_out: tuple[str, ...],
    references: Mapping[str, Sequence[Choice]] | None = None,
    base_version: UUID | None = None,
) -> HttpResponse:
    again = request.method == "POST"
    version = request.POST.get("base_version") if again else base_version
    asked = command_form(
        command,
        language=language(),
        carried={"id": command_id_of(request) if again else new_id(request), "base_version": version},
        values=request.POST.dict() if again else values,
        known={} if again else {name: Text(text, text) for name, text in known.items()},
        problems=problems,
        references=references,
        leave_out=(*leave_out, "observed_at"),
        bound=again,
    )
    context = {"title": title, "form": asked, "action": action, "cancel_url": back, "submit": _("保存")}
    return render(request, "accounts/ask.html", context)


def _roles_to_give(viewer: Actor) -> tuple[Choice, ...]:
    """Return the roles that the viewer may give somewhere, in the order of the roles."""
    return tuple(
        Choice(role.value, ROLE_NAMES[role].in_language(language()))
        for role in Role
        if any(may_appoint(viewer, role=role, place_code=post.place_code) for post in viewer.posts)
    )


def _temporary_password() -> str:
    """Return a password that is easy to say on the telephone: 79 bits in four groups."""
    groups = ("".join(secrets.choice(_WORDS) for _ in range(_SYLLABLE)) for _ in range(_SYLLABLES))
    return "-".join(groups)
