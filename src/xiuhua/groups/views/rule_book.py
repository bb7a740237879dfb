"""The rules of a group: those it keeps, one with its texts and what changed, adopting, changing and ending one."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.rule_book import AdoptRule, AmendRule, EndRule
from xiuhua.groups.queries.meetings import may_plan
from xiuhua.groups.queries.rule_book import RULES, RulePage, carried_motions, lessons_for, rule_page, rules_of_group
from xiuhua.groups.rules.days import said_day
from xiuhua.groups.views.asking import group_or_404, way, way_to
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import Choice
from xiuhua.platform.pages import Crumb, Here

_TITLE: Final = Text("小组的制度", "Rules of the group")
_HIDDEN: Final = ("group_id", "rule_id", "version_id", "observed_at")


@require_safe
@signed_in(RULES)
def group_rules(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show the rules that a group keeps, and those that are over."""
    page = group_or_404(request, group_id)
    lines = rules_of_group(request.viewer, group_id)
    context = {
        "page": page,
        "rows": [each for each in lines if each.valid_to is None],
        "over": [each for each in lines if each.valid_to is not None],
        "why_not": may_plan(request.viewer, group_id, on=today_of(request)),
        "here": way_to(page, _TITLE),
    }
    return render(request, "groups/rules.html", context)


@require_safe
@signed_in(RULES)
def rule_home(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Show a rule: the text that holds, and each text with what it changed."""
    page = _rule_or_404(request, rule_id)
    context = {
        "page": page,
        "texts": [{"text": each, "lines": page.changed(each.number)} for each in page.texts],
        "today": today_of(request),
        "here": _way_to(page),
    }
    return render(request, "groups/rule.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AdoptRule.code])
def adopt(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Keep a rule that a meeting carried."""
    page = group_or_404(request, group_id)
    if may_plan(request.viewer, group_id, on=today_of(request)) is not None:
        raise Http404
    new = {"rule_id": "rule", "version_id": "version"}
    receipt, problems = answered(request, AdoptRule, {"group_id": group_id}, new=new)
    if receipt is not None:
        done(request, receipt, _("制度已记下。"))
        return redirect("rule", receipt.result["rule"])
    form = form_for(
        request,
        AdoptRule,
        problems=problems,
        values={"valid_from": today_of(request)},
        references=_references(request, group_id),
        leave_out=_HIDDEN,
        draft=f"{AdoptRule.code}-{group_id}",
    )
    title, cancel = Text("记下一项制度", "Keep a rule"), reverse("group-rules", args=[group_id])
    return form_page(request, form, title, here=way_to(page, AdoptRule.label), cancel_url=cancel)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AmendRule.code])
def amend(request: HttpRequest, rule_id: UUID) -> HttpResponseBase:
    """Keep another text of a rule."""
    page = _rule_or_404(request, rule_id, acts=True)
    receipt, problems = answered(request, AmendRule, {"rule_id": rule_id}, new={"version_id": "version"})
    if receipt is not None:
        done(request, receipt, _("新的文本已记下，旧的照样看得到。"))
        return redirect("rule", rule_id)
    values = {"valid_from": today_of(request), "text": page.texts[0].text}
    form = form_for(
        request,
        AmendRule,
        problems=problems,
        values=values,
        references=_references(request, page.group_id),
        leave_out=_HIDDEN,
        draft=f"{AmendRule.code}-{rule_id}",
    )
    return _page(request, page, form, AmendRule)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EndRule.code])
def end(request: HttpRequest, rule_id: UUID) -> HttpResponseBase:
    """End a rule."""
    page = _rule_or_404(request, rule_id, acts=True)
    receipt, problems = answered(request, EndRule, {"rule_id": rule_id})
    if receipt is not None:
        done(request, receipt, _("制度已废止，文本还在。"))
        return redirect("rule", rule_id)
    values = {"valid_to": today_of(request)}
    form = form_for(request, EndRule, problems=problems, values=values, leave_out=_HIDDEN)
    return _page(request, page, form, EndRule)


def _rule_or_404(request: HttpRequest, rule_id: UUID, *, acts: bool = False) -> RulePage:
    """Return the rule; absent, outside, and one with which the viewer may do nothing, answer alike."""
    page = rule_page(request.viewer, rule_id, on=today_of(request))
    if page is None or (acts and page.may_act is not None):
        raise Http404
    return page


def _references(request: HttpRequest, group_id: UUID) -> Mapping[str, list[Choice]]:
    here = language()
    motions = carried_motions(request.viewer, group_id)
    return {
        "motion_id": [
            Choice(str(each.id), f"{said_day(each.held_on).in_language(here)} · {each.text}") for each in motions
        ],
        "lesson_id": [
            Choice(str(each.id), f"{each.changes_rule} · {each.pilot}")
            for each in lessons_for(request.viewer, group_id)
        ],
    }


def _page(request: HttpRequest, page: RulePage, form: Any, command: type[Command]) -> HttpResponse:
    title = Text(f"{command.label.zh}：{page.name}", f"{command.label.en.capitalize()}: {page.name}")
    cancel = reverse("rule", args=[page.id])
    return form_page(request, form, title, here=_way_to(page, command.label), cancel_url=cancel)


def _way_to(page: RulePage, *more: Text) -> Here:
    group = Crumb(page.group, reverse("group", args=[page.group_id]))
    listed = Crumb(_TITLE, reverse("group-rules", args=[page.group_id]))
    own = Crumb(page.name, reverse("rule", args=[page.id]) if more else "")
    return way(page.places[:-1], group, listed, own, *(Crumb(text) for text in more))
