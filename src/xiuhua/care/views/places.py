"""The help of a place: households nobody helps, who helps the others, the organisations of a village."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.care.access import COMMANDS
from xiuhua.care.commands.units import LinkUnit, UnlinkUnit
from xiuhua.care.queries.coverage import HelpedPlace, Show, helped_place
from xiuhua.care.queries.helpers import HELP, unit_link
from xiuhua.care.views.asking import way_in
from xiuhua.kernel.places import Level, is_place_code, level_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.queries import breadcrumb, organisations_to_choose, place
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice

_SHOWN = {
    Show.NOBODY: Text("没有人帮扶", "nobody helps"),
    Show.NO_PLAN: Text("有人帮扶，还没有计划", "no plan yet"),
    Show.OVERDUE: Text("措施过期", "measures overdue"),
    Show.PROMISED: Text("答应的事过期", "promises overdue"),
    Show.NO_RESULT: Text("措施还没有结果", "measures without result"),
    Show.UNANSWERED: Text("结果等这一户确认", "results to be confirmed"),
    Show.UNVISITED: Text("帮扶人很久没有来", "no visit of a helper for long"),
    Show.HELPED: Text("有人帮扶", "somebody helps"),
}


@require_safe
@signed_in(HELP)
def place_help(request: HttpRequest, code: str) -> HttpResponse:
    """Show whom nobody helps in a place, and who helps the others, in the order of codes."""
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.NOBODY
    found = (
        helped_place(request.viewer, code, on=today_of(request), show=show, after=request.GET.get("after"))
        if is_place_code(code)
        else None
    )
    if found is None:
        raise Http404
    address = reverse("place-help", args=[code])
    later = urlencode({"show": show.value, "after": found.after or ""})
    village = level_of(code) is Level.VILLAGE
    context = {
        "found": found,
        "chips": _chips(found, address),
        "empty": _EMPTY[show],
        "part": "visits" if show in (Show.PROMISED, Show.UNVISITED) else "help",
        "is_village": village,
        "may_assign": reaches(request.viewer, COMMANDS["care.assign_helper"], code),
        "may_link": village and reaches(request.viewer, COMMANDS[LinkUnit.code], code),
        "later": f"{address}?{later}" if found.after else "",
        "here": way_in(found.places),
    }
    return render(request, "care/place_help.html", context)


_EMPTY = {
    Show.NOBODY: Text("每一户都有人帮扶", "Every household has a helper"),
    Show.NO_PLAN: Text("有人帮扶的都有计划", "Every household that is helped has a plan"),
    Show.OVERDUE: Text("没有过期的措施", "Nothing is overdue"),
    Show.PROMISED: Text("走访时答应的事都没有过期", "Nothing promised on a visit is overdue"),
    Show.NO_RESULT: Text("措施都有结果了", "Every measure has a result"),
    Show.UNANSWERED: Text("没有等着确认的结果", "No results to be confirmed"),
    Show.UNVISITED: Text("帮扶人都来过", "Every household was visited by a helper"),
    Show.HELPED: Text("还没有安排帮扶人", "No helpers yet"),
}


def _chips(found: HelpedPlace, address: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "count": found.counts[each],
            "href": f"{address}?show={each.value}",
            "current": each is found.show,
        }
        for each, label in _SHOWN.items()
    ]


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[LinkUnit.code])
def link(request: HttpRequest, code: str) -> HttpResponseBase:
    """Record which organisation helps a village."""
    village = place(request.viewer, code) if is_place_code(code) else None
    if village is None or village.level is not Level.VILLAGE or not _may_link(request, code):
        raise Http404
    receipt, problems = answered(request, LinkUnit, {"place_code": code}, new={"link_id": "link"})
    if receipt is not None:
        done(request, receipt, _("帮扶单位已安排。"))
        return redirect("place-help", code)
    units = [Choice(str(key), name) for key, name in organisations_to_choose(request.viewer)]
    form = form_for(
        request,
        LinkUnit,
        values={"valid_from": today_of(request)},
        problems=problems,
        references={"organisation_id": units},
        leave_out=("place_code", "link_id", "observed_at"),
        draft=f"unit-{code}",
    )
    title = Text(f"哪个单位帮扶{village.name}", f"Which organisation helps {village.name}")
    return form_page(
        request,
        form,
        title,
        here=way_in(breadcrumb(request.viewer, code), LinkUnit.label),
        cancel_url=reverse("place-help", args=[code]),
    )


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[UnlinkUnit.code])
def unlink(request: HttpRequest, link_id: UUID) -> HttpResponseBase:
    """Record that an organisation does not help a village any more."""
    unit = unit_link(request.viewer, link_id)
    if unit is None or unit.valid_to is not None or not _may_link(request, unit.place_code):
        raise Http404
    receipt, problems = answered(request, UnlinkUnit, {"link_id": link_id})
    if receipt is not None:
        done(request, receipt, _("已结束。"))
        return redirect("place-help", unit.place_code)
    form = form_for(
        request,
        UnlinkUnit,
        values={"valid_to": today_of(request)},
        problems=problems,
        leave_out=("link_id", "observed_at"),
    )
    title = Text(f"{unit.organisation}不再帮扶", f"{unit.organisation} does not help any more")
    return form_page(
        request,
        form,
        title,
        here=way_in(breadcrumb(request.viewer, unit.place_code), UnlinkUnit.label),
        cancel_url=reverse("place-help", args=[unit.place_code]),
        submit=Text("结束帮扶", "End it"),
    )


def _may_link(request: HttpRequest, code: str) -> bool:
    return reaches(request.viewer, COMMANDS[LinkUnit.code], code)
