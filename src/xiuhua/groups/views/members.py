"""Who belongs to a group: joining, changing, leaving, leading."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.leading import AppointLeader
from xiuhua.groups.commands.members import AddMember, ChangeMember, EndMember
from xiuhua.groups.queries.groups import GroupPage, MemberLine
from xiuhua.groups.rules.channels import channels
from xiuhua.groups.views.asking import group_or_404, organisations, way_to
from xiuhua.kernel.commands import Command
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.queries import people_to_choose
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import Choice, FieldProblem
from xiuhua.platform.journal import catalogue

_HIDDEN = ("group_id", "member_id", "observed_at")


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AddMember.code])
def add(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Add somebody to a group."""
    page = group_or_404(request, group_id, AddMember.code)
    receipt, problems = answered(request, AddMember, {"group_id": group_id}, new={"member_id": "member"})
    if receipt is not None:
        done(request, receipt, _("已加入小组，权限从这一天起生效。"))
        return redirect("group", group_id)
    values = {"valid_from": today_of(request)}
    people = [
        Choice(str(each), name)
        for each, name in people_to_choose(request.viewer, ancestor(page.place_code, Level.COUNTY))
        if each not in {member.account_id for member in page.members}
    ]
    title = Text("加入成员", "Add a member")
    return _page(request, page, AddMember, title, problems, values, {"account_id": people})


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ChangeMember.code])
def change(request: HttpRequest, group_id: UUID, member_id: UUID) -> HttpResponseBase:
    """Correct how somebody belongs to a group."""
    page = group_or_404(request, group_id, ChangeMember.code)
    member = _member_or_404(page, member_id)
    receipt, problems = answered(request, ChangeMember, {"group_id": group_id, "member_id": member_id})
    if receipt is not None:
        done(request, receipt, _("已保存。"))
        return redirect("group", group_id)
    values = {
        "channels": member.channel_codes,
        "party_member": member.party_member,
        "sending_unit_id": member.sending_unit_id,
    }
    title = Text(f"{member.name}在小组里", f"{member.name} in the group")
    return _page(request, page, ChangeMember, title, problems, values, {})


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EndMember.code])
def end(request: HttpRequest, group_id: UUID, member_id: UUID) -> HttpResponseBase:
    """End a membership."""
    page = group_or_404(request, group_id, EndMember.code)
    member = _member_or_404(page, member_id)
    receipt, problems = answered(request, EndMember, {"group_id": group_id, "member_id": member_id})
    if receipt is not None:
        alone = not request.POST.get("successor_id")
        done(request, receipt, _("已离开，还没有人接手。") if alone else _("已离开，权限同时停止。"))
        return redirect("group", group_id)
    others = [Choice(str(each.id), each.name) for each in page.members if each.id != member_id]
    title = Text(f"{member.name}离开小组", f"{member.name} leaves the group")
    return _page(request, page, EndMember, title, problems, {"valid_to": today_of(request)}, {"successor_id": others})


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AppointLeader.code])
def leader(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Appoint the leader of a group."""
    page = group_or_404(request, group_id, AppointLeader.code)
    receipt, problems = answered(request, AppointLeader, {"group_id": group_id})
    if receipt is not None:
        done(request, receipt, _("组长已任命。"))
        return redirect("group", group_id)
    voting = [Choice(str(each.id), each.name) for each in page.members if each.votes and not each.leads]
    form = form_for(
        request,
        AppointLeader,
        values={"valid_from": today_of(request)},
        problems=problems,
        references={"member_id": voting},
        leave_out=("group_id", "observed_at"),
        draft=f"{AppointLeader.code}-{page.id}",
    )
    title = Text(f"任命 {page.name} 组长", f"Appoint the leader of {page.name}")
    cancel = reverse("group", args=[page.id])
    return form_page(request, form, title, here=way_to(page, AppointLeader.label), cancel_url=cancel)


def _member_or_404(page: GroupPage, member_id: UUID) -> MemberLine:
    member = page.member(member_id)
    if member is None:
        raise Http404
    return member


def _page(
    request: HttpRequest,
    page: GroupPage,
    command: type[Command],
    title: Text,
    problems: tuple[FieldProblem, ...],
    values: Mapping[str, Any],
    references: Mapping[str, list[Choice]],
) -> HttpResponse:
    listed = channels(catalogue.policy(), on=today_of(request), region=page.place_code)
    form = form_for(
        request,
        command,
        values=values,
        problems=problems,
        references={
            "channels": [Choice(each.code, each.name.in_language(language())) for each in listed],
            "sending_unit_id": organisations(request) if "sending_unit_id" in command.model_fields else [],
            **references,
        },
        leave_out=_HIDDEN,
        draft=f"{command.code}-{page.id}",
    )
    cancel = reverse("group", args=[page.id])
    return form_page(request, form, title, here=way_to(page, command.label), cancel_url=cancel)
