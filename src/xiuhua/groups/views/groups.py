"""Where work begins: the groups of a territory, the page of one group, and how a group begins and ends."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.establishing import DissolveGroup, EstablishGroup
from xiuhua.groups.queries.coverage import Coverage, Show, coverage
from xiuhua.groups.queries.coverage_time import CoverageOverTime, coverage_over_time
from xiuhua.groups.queries.groups import GROUPS, GroupPage, present_group
from xiuhua.groups.queries.rule_book import RULES
from xiuhua.groups.queries.training_seen import COURSES
from xiuhua.groups.rules.days import said_day
from xiuhua.groups.rules.membership import group_name
from xiuhua.groups.views.asking import (
    SECTION,
    group_or_404,
    organisations,
    usual_first,
    usual_organisations,
    way,
    way_to,
)
from xiuhua.groups.views.leave import leave_section
from xiuhua.groups.views.meeting_section import meetings_section
from xiuhua.groups.views.training import training_section
from xiuhua.groups.views.villages import by_township
from xiuhua.groups.views.work_sections import tasks_here
from xiuhua.kernel.places import Level, is_place_code
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.forms import answers
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.pages import Crumb, Here

_SHOWN = {
    Show.ALL: Text("全部的村", "all villages"),
    Show.GROUPS: Text("有小组", "with a group"),
    Show.NONE: Text("还没有小组", "without one"),
    Show.NO_LEADER: Text("没有组长", "without a leader"),
    Show.TO_LEAD: Text("有了成员，还没有组长", "with members, without a leader"),
    Show.NO_VOTE: Text("没有人能表决", "where nobody votes"),
}


@require_safe
@signed_in(GROUPS)
def work(request: HttpRequest) -> HttpResponseBase:
    """Lead to the viewer's group, or to the groups of the territory; whoever has several territories chooses."""
    found = accounts.territories(request.viewer, GROUPS)
    if len(found) != 1:
        return render(request, "groups/work.html", {"places": found, "here": Here(SECTION)})
    group = present_group(request.viewer, found[0].code) if found[0].level is Level.VILLAGE else None
    return redirect("group", group) if group else redirect("place-groups", found[0].code)


@require_safe
@signed_in(GROUPS)
def place_groups(request: HttpRequest, code: str) -> HttpResponse:
    """Show which villages of a place have a group, and who is missing where."""
    asked = request.GET.get("show", "")
    show, lacking = Show(asked) if asked in set(Show) else Show.ALL, request.GET.get("lacking", "")
    found = is_place_code(code) and coverage(
        request.viewer, code, on=today_of(request), show=show, lacking=lacking, after=request.GET.get("after")
    )
    if not found:
        raise Http404
    address = reverse("place-groups", args=[code])
    chosen = {"show": show.value, "lacking": lacking}
    later = {name: value for name, value in chosen.items() if value} | {"after": found.after}
    context = {
        "found": found,
        "chips": [
            {
                "label": label,
                "count": found.counts[each],
                "href": f"{address}?show={each.value}" if each else address,
                "current": each is show and not lacking,
            }
            for each, label in _SHOWN.items()
            if found.counts[each] or each in (Show.ALL, show)
        ],
        "townships": by_township(found, whole=show is Show.ALL and not lacking and not request.GET.get("after")),
        "facts": _facts(found),
        **_over_time(coverage_over_time(request.viewer, code, on=today_of(request))),
        "may_establish": reaches(request.viewer, COMMANDS[EstablishGroup.code], code),
        "may_see_training": COURSES.allows(request.viewer.roles()),
        "later": f"{address}?{urlencode(later)}" if found.after else "",
        "here": way(found.places),
    }
    return render(request, "groups/place_groups.html", context)


@require_safe
@signed_in(GROUPS)
def group_home(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show a group: its state, what to do next, who belongs to it, to whom it answers."""
    page = group_or_404(request, group_id)
    actions = [
        {"label": label, "href": reverse(name, args=[page.id]), "why_not": page.actions[code]}
        for code, name, label in _ACTIONS
    ]
    context = {
        "page": page,
        "next": _next(page),
        "facts": _group_facts(page),
        "possible": [each for each in actions if each["why_not"] is None],
        "impossible": [each for each in actions if each["why_not"] is not None],
        "may_change": page.actions["groups.change_member"] is None,
        "may_end": page.actions["groups.end_member"] is None,
        "may_see_rules": RULES.allows(request.viewer.roles()),
        "here": way_to(page),
        **meetings_section(request, page),
        **tasks_here(request, page),
        **leave_section(request, page),
        **training_section(request, page),
    }
    return render(request, "groups/group.html", context)


_ADD = ("groups.add_member", "group-member-add")
_LEAD = ("groups.appoint_leader", "group-leader")
_ACTIONS = (
    (*_ADD, Text("加入成员", "Add a member")),
    (*_LEAD, Text("任命组长", "Appoint the leader")),
    ("groups.relate", "group-relate", Text("确定由谁管", "Settle who is in charge")),
    ("groups.revoke", "group-revoke", Text("收回委托或管理", "Revoke a relation")),
    ("groups.dissolve", "group-dissolve", Text("撤销小组", "Dissolve the group")),
)


_ANSWERS_TO = ("dispatched_by", "managed_by", "entrusted_to")
_IN_A_COUNTY = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EstablishGroup.code])
def establish(request: HttpRequest) -> HttpResponseBase:
    """Establish the group of a village; where the village is known already it is not asked for."""
    place_code = request.GET.get("place", "")
    place = accounts.place(request.viewer, place_code) if is_place_code(place_code) else None
    village = place if place and place.level is Level.VILLAGE else None
    sent = {**request.POST.dict(), **answers(request.POST, "place_code", viewer=request.viewer)}
    known = {"place_code": village.code} if village else {}
    receipt, problems = answered(request, EstablishGroup, known, answers=sent, new={"group_id": "group"})
    if receipt is not None:
        done(request, receipt, _("小组已成立。接下来请加成员、任命组长。"))
        return redirect("group", receipt.result["group"])
    chosen, in_county = organisations(request), place is not None and place.level in _IN_A_COUNTY
    usual = usual_organisations(request, place.code) if place and in_county else {}
    form = form_for(
        request,
        EstablishGroup,
        values={
            "name": group_name(village.name) if village else "",
            "valid_from": today_of(request),
            **{field: ids[0] for field, ids in usual.items() if len(ids) == 1},
        },
        problems=problems,
        references={field: usual_first(chosen, usual.get(field, ())) for field in _ANSWERS_TO},
        leave_out=("group_id", "observed_at", *known),
        draft=f"group-establish-{village.code if village else ''}",
    )
    title = Text("成立特别党小组", "Establish a special work group")
    if village:
        title = Text(f"给{village.name}成立特别党小组", f"Establish the special work group of {village.name}")
    return form_page(request, form, title, here=Here(SECTION, (Crumb(title),)), cancel_url=reverse("work"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[DissolveGroup.code])
def dissolve(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Dissolve a group."""
    page = group_or_404(request, group_id, DissolveGroup.code)
    receipt, problems = answered(request, DissolveGroup, {"group_id": group_id})
    if receipt is not None:
        done(request, receipt, _("小组已撤销，成员的权限同时停止。"))
        return redirect("group", group_id)
    form = form_for(
        request,
        DissolveGroup,
        values={"valid_to": today_of(request)},
        problems=problems,
        leave_out=("group_id", "observed_at"),
    )
    consequence = Text(
        f"{len(page.members)} 名成员在小组里的权限从这一天起停止。小组做过的事都留着。",
        f"The rights of {len(page.members)} members end on that day. What the group did stays on record.",
    )
    title = Text(f"撤销 {page.name}", f"Dissolve {page.name}")
    return form_page(
        request,
        form,
        title,
        here=way_to(page, DissolveGroup.label),
        cancel_url=reverse("group", args=[page.id]),
        consequence=consequence,
        submit=Text("撤销小组", "Dissolve the group"),
    )


def _next(page: GroupPage) -> dict[str, Any]:
    """Return the one thing that a group needs next, with the reason where the viewer cannot do it."""
    if page.valid_to is not None:
        return {}
    if not page.members:
        return _step(page, *_ADD, Text("小组还没有成员", "The group has no members yet"))
    if page.leader is None:
        return _step(page, *_LEAD, Text("小组还没有组长", "The group has no leader yet"))
    if page.missing:
        names = page.missing
        title = Text(
            f"还没有人来自：{'、'.join(each.zh for each in names)}",
            f"Nobody came yet as: {', '.join(each.en for each in names)}",
        )
        return _step(page, *_ADD, title)
    return {}


def _step(page: GroupPage, code: str, name: str, title: Text) -> dict[str, Any]:
    label = next(label for each, _, label in _ACTIONS if each == code)
    reason = page.actions[code]
    return {"title": title, "label": label, "href": reverse(name, args=[page.id]), "reason": reason}


_MONTH, _THERE = Text("哪天", "Day"), Text("有几个小组", "Groups")


def _over_time(found: CoverageOverTime) -> dict[str, Any]:
    last = found.months[-1][1] if found.months else 0
    title = Text(f"每月末的小组数，现在 {last:,} 个", f"Groups at the end of each month, {last:,} now")
    rows = [
        [{"label": _MONTH, "text": said_day(day)}, {"label": _THERE, "text": f"{number:,}", "number": True}]
        for day, number in found.months
    ]
    columns = [{"label": _MONTH}, {"label": _THERE, "number": True}]
    table = {"rows": rows, "columns": columns}
    return {"over_time": found, "parts": (), "months_title": title, "months_table": table}


def _facts(found: Coverage) -> list[dict[str, Any]]:
    rows = f"{reverse('place-groups', args=[found.place.code])}?show={Show.GROUPS.value}"
    groups, villages = found.counts[Show.GROUPS], found.counts[Show.ALL]
    return [
        {
            "label": Text("小组", "Groups"),
            "value": Text(f"{groups:,} 个", f"{groups:,}"),
            "note": Text(f"共 {villages:,} 个村", f"of {villages:,} villages"),
            "href": rows,
        },
        {
            "label": Text("成员", "Members"),
            "value": Text(f"{found.voting:,} + {found.attending:,}", f"{found.voting:,} + {found.attending:,}"),
            "note": Text("参加的 + 列席的", "who vote + who attend"),
            "href": rows,
        },
    ]


def _group_facts(page: GroupPage) -> list[dict[str, Any]]:
    leader = page.leader
    return [
        {
            "label": Text("成员", "Members"),
            "value": Text(f"{page.voting} + {page.attending}", f"{page.voting} + {page.attending}"),
            "note": Text("参加的 + 列席的", "who vote + who attend"),
        },
        {
            "label": Text("组长", "Leader"),
            "value": leader.name if leader else Text("还没有", "nobody yet"),
            "note": leader.sending_unit if leader and leader.sending_unit else None,
        },
    ]
