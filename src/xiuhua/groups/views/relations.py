"""Who is in charge of a group: settled and revoked, with the day and the basis."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.establishing import RelateGroup, RevokeRelation
from xiuhua.groups.views.asking import group_or_404, organisations, way_to
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.scope import signed_in, today_of

_HIDDEN = ("group_id", "observed_at")


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RelateGroup.code])
def relate(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Say which organisation dispatches, manages or keeps a group from a day on."""
    page = group_or_404(request, group_id, RelateGroup.code)
    receipt, problems = answered(request, RelateGroup, {"group_id": group_id})
    if receipt is not None:
        done(request, receipt, _("已确定，权限从这一天起生效。"))
        return redirect("group", group_id)
    form = form_for(
        request,
        RelateGroup,
        values={"kind": "entrusted", "valid_from": today_of(request)},
        problems=problems,
        references={"organisation_id": organisations(request)},
        leave_out=_HIDDEN,
        draft=f"group-relate-{page.id}",
    )
    title = Text(f"{page.name}由谁管", f"Who is in charge of {page.name}")
    cancel = reverse("group", args=[page.id])
    return form_page(request, form, title, here=way_to(page, RelateGroup.label), cancel_url=cancel)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RevokeRelation.code])
def revoke(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Revoke what an organisation was entrusted with."""
    page = group_or_404(request, group_id, RevokeRelation.code)
    receipt, problems = answered(request, RevokeRelation, {"group_id": group_id})
    if receipt is not None:
        done(request, receipt, _("已收回，凭这项关系的权限从这一天起停止。"))
        return redirect("group", group_id)
    form = form_for(
        request,
        RevokeRelation,
        values={"kind": "entrusted", "valid_to": today_of(request)},
        problems=problems,
        leave_out=_HIDDEN,
    )
    return form_page(
        request,
        form,
        Text(f"收回对 {page.name} 的委托或管理", f"Revoke a relation of {page.name}"),
        here=way_to(page, RevokeRelation.label),
        cancel_url=reverse("group", args=[page.id]),
        consequence=Text(
            "凭这项关系做的事，从这一天起不能再做。", "What rests on this relation can't be done from that day on."
        ),
        submit=Text("收回", "Revoke"),
    )
