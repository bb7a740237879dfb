"""The plan of a household: its page, and how one is written, agreed to and dropped."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.care.access import COMMANDS
from xiuhua.care.commands.plans import AddMeasure, AgreePlan, DropPlan, RemoveMeasure, WritePlan
from xiuhua.care.queries.plans import PLANNED, Plans, plans_of
from xiuhua.care.rules.plans import measure_kinds
from xiuhua.care.views.asking import home_or_404, way_to
from xiuhua.care.views.plan_asking import measure_or_404, members_of, plan_form, plan_or_404
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice
from xiuhua.platform.journal import catalogue
from xiuhua.registry.queries.whereabouts import whereabouts

_PLAN = Text("帮扶计划", "Plan")


@require_safe
@signed_in(PLANNED)
def plan_page(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Show the plan of a household: what it needs, what is done by when, what came of it, what to do next."""
    home = whereabouts(request.viewer, household_id)
    if home is None or not reaches(request.viewer, PLANNED, home.place_code):
        raise Http404
    plans = plans_of(request.viewer, household_id, on=today_of(request))
    may = not home.ended and reaches(request.viewer, COMMANDS[WritePlan.code], home.place_code)
    context = {
        "home": home,
        "plans": plans,
        "may": may,
        "next": _next(household_id, plans) if may else {},
        "here": way_to(request, home, _PLAN),
    }
    return render(request, "care/plan.html", context)


def _next(household_id: UUID, plans: Plans) -> dict[str, Any]:
    """Return the one thing to do next with the plan of a household."""
    draft, present = plans.draft, plans.present
    if draft is not None and not draft.measures:
        return _step(Text("草稿里还没有措施", "The draft holds no measures yet"), AddMeasure, "measure-add", draft.id)
    if draft is not None:
        return _step(Text("草稿等这一户同意", "The draft waits for the household"), AgreePlan, "plan-agree", draft.id)
    if present is None:
        return _step(Text("这一户还没有计划", "The household has no plan yet"), WritePlan, "plan-write", household_id)
    waiting = next((each for each in present.measures if each.waits_for_answer), None)
    following = present.next
    if following is not None and (following.overdue or waiting is None):
        title = Text(f"接着要办：{following.what}", f"To be done next: {following.what}")
        return {
            "title": title,
            "label": Text("记结果", "Record a result"),
            "href": reverse("measure-report", args=[present.id, following.id]),
        }
    if waiting is not None:
        title = Text(
            f"请问这一户：{waiting.what}，办到了没有", f"Ask the household whether it was done: {waiting.what}"
        )
        return {
            "title": title,
            "label": Text("记下回答", "Record the answer"),
            "href": reverse("measure-confirm", args=[present.id, waiting.id]),
        }
    return _step(Text("都办完了", "Everything is done"), WritePlan, "plan-write", household_id)


def _step(title: Text, command: type[Command], name: str, key: UUID) -> dict[str, Any]:
    return {"title": title, "label": _LABELS[command], "href": reverse(name, args=[key])}


_LABELS = {
    WritePlan: Text("写计划", "Write a plan"),
    AddMeasure: Text("加措施", "Add a measure"),
    AgreePlan: Text("记下这一户同意", "Record the agreement"),
}


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[WritePlan.code])
def write(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Begin a plan, or the next version of one."""
    home = home_or_404(request, household_id, WritePlan.code)
    plans = plans_of(request.viewer, household_id, on=today_of(request))
    receipt, problems = answered(request, WritePlan, {"household_id": household_id}, new={"plan_id": "plan"})
    if receipt is not None:
        done(request, receipt, _("草稿已写好。加上措施，和这一户商量，同意了再记下。"))
        return redirect("household-plan", household_id)
    today = today_of(request)
    present = plans.present
    values = {
        "needs": present.needs if present else "",
        "begins_on": today,
        "ends_on": today.replace(month=12, day=31),
    }
    along = sum(each.is_open for each in present.measures) if present else 0
    consequence = Text(
        f"这是新的一版。没有办完的 {along} 项措施会带过来；要这一户重新同意才算数。",
        f"This is a new version. {along} measures not done go along; it counts once the household agrees.",
    )
    title = Text(f"和{home.name.zh}一起写计划", f"Write a plan with: {home.name.en}")
    return plan_form(request, home, WritePlan, title, problems, values, {}, consequence if present else None)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AddMeasure.code])
def add_measure(request: HttpRequest, draft_id: UUID) -> HttpResponseBase:
    """Put a measure into a draft."""
    home, plan = plan_or_404(request, draft_id, AddMeasure.code, draft=True)
    receipt, problems = answered(request, AddMeasure, {"plan_id": draft_id}, new={"measure_id": "measure"})
    if receipt is not None:
        done(request, receipt, _("措施已加上。"))
        return redirect("household-plan", home.id)
    kinds = measure_kinds(catalogue.policy(), on=today_of(request), region=home.place_code)
    choices = [Choice(code, name.in_language(language())) for code, name in kinds.items()]
    title = Text(f"{home.name.zh}：加一项措施", f"Add a measure: {home.name.en}")
    values = {"due": plan.ends_on, "qualifier": "exact"}
    return plan_form(request, home, AddMeasure, title, problems, values, {"kind": choices})


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RemoveMeasure.code])
def remove_measure(request: HttpRequest, draft_id: UUID, drafted_id: UUID) -> HttpResponseBase:
    """Take a measure out of a draft."""
    home, plan = plan_or_404(request, draft_id, RemoveMeasure.code, draft=True)
    measure = measure_or_404(plan, drafted_id)
    receipt, problems = answered(request, RemoveMeasure, {"plan_id": draft_id, "measure_id": drafted_id})
    if receipt is not None:
        done(request, receipt, _("措施已去掉。"))
        return redirect("household-plan", home.id)
    title = Text(f"去掉“{measure.what}”", f"Take out “{measure.what}”")
    consequence = Text("只是从草稿里去掉，可以再加。", "It leaves the draft alone and can be added again.")
    return plan_form(request, home, RemoveMeasure, title, problems, {}, {}, consequence, Text("去掉", "Take it out"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AgreePlan.code])
def agree(request: HttpRequest, draft_id: UUID) -> HttpResponseBase:
    """Record that the household agrees to a draft."""
    home, plan = plan_or_404(request, draft_id, AgreePlan.code, draft=True)
    receipt, problems = answered(request, AgreePlan, {"plan_id": draft_id})
    if receipt is not None:
        done(request, receipt, _("已记下这一户同意。"))
        return redirect("household-plan", home.id)
    consequence = Text(
        f"把 {len(plan.measures)} 项措施念给这一户听，同意了再记。以后要改，写新的一版。",
        f"Read the {len(plan.measures)} measures out and record it once they agree. Later changes make a new version.",
    )
    title = Text(f"{home.name.zh}同意这份计划", f"The household agrees: {home.name.en}")
    values = {"agreed_on": today_of(request)}
    members = {"agreed_by": members_of(request, home)}
    return plan_form(request, home, AgreePlan, title, problems, values, members, consequence, Text("记下", "Record it"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[DropPlan.code])
def drop(request: HttpRequest, draft_id: UUID) -> HttpResponseBase:
    """Discard a draft."""
    home, plan = plan_or_404(request, draft_id, DropPlan.code, draft=True)
    receipt, problems = answered(request, DropPlan, {"plan_id": draft_id})
    if receipt is not None:
        done(request, receipt, _("草稿没有采用，留有记录。"))
        return redirect("household-plan", home.id)
    title = Text(f"不采用第 {plan.edition} 版草稿", f"Discard draft {plan.edition}")
    return plan_form(request, home, DropPlan, title, problems, {}, {}, None, Text("不采用", "Discard it"))
