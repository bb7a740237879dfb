"""The page of a need, and the form by which one is told."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.queries.visits import VisitLine, visit_named
from xiuhua.kernel.ids import derived_id, read_uuid
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.telling import TellNeed
from xiuhua.needs.queries.lists import NEEDS, need_of_visit
from xiuhua.needs.queries.needs import NeedPage, need_page
from xiuhua.needs.rules.steps import State
from xiuhua.needs.views.asking import kinds_to_choose, need_or_404, title_of, way, way_to
from xiuhua.needs.views.job_asking import may, may_introduce, may_withdraw, next_of_work, others_of_work
from xiuhua.platform.accounts.asking import carry_out, done, form_for, form_page
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.requests import command_id_of
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice, FieldProblem, read_command
from xiuhua.platform.pages import Crumb
from xiuhua.registry.queries.households import household

_ACTIONS = (
    ("needs.triage", "need-triage", Text("研判", "Look at it")),
    ("needs.reword", "need-reword", Text("改写这句话", "Write the words anew")),
    ("needs.match", "need-match", Text("对接", "Match it with a provider")),
    ("needs.answer_match", "need-answer", Text("登记对方答复", "Record the provider's answer")),
    ("needs.deliver", "need-deliver", Text("登记办了", "Record the delivery")),
    ("needs.confirm", "need-confirm", Text("记本人的答复", "Record the person's answer")),
    ("needs.close", "need-close", Text("不再办", "Close it")),
)

_NEXT = {
    State.TOLD: ("needs.triage", Text("先看清是什么需求", "First settle what is needed")),
    State.TRIAGED: ("needs.match", Text("找谁来办", "Find somebody to meet it")),
    State.MATCHED: ("needs.answer_match", Text("问对方接不接", "Ask whether the provider takes it on")),
    State.ACCEPTED: ("needs.deliver", Text("办了就登记", "Record it once it is done")),
    State.DELIVERED: (
        "needs.confirm",
        Text("请没有参与的人去问本人满不满意", "Somebody who took no part asks the person"),
    ),
}
_TONES = {State.CONFIRMED: "good", State.CLOSED: "", State.TOLD: "care", State.DELIVERED: "care"}


@require_safe
@signed_in(NEEDS)
def need_home(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Show a need: how far it is, what comes next, what was said and done."""
    page = need_or_404(request, need_id)
    context = {
        "page": page,
        "title": title_of(page),
        "tone": _TONES.get(page.state, ""),
        "next": _next(request, page),
        "facts": _facts(page),
        "others": _others(request, page),
        "may_withdraw": may_withdraw(request, page),
        "may_introduce": may_introduce(request, page),
        "here": way_to(page),
    }
    return render(request, "needs/need.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[TellNeed.code])
def tell(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Record what a household or one of its people needs."""
    page = household(request.viewer, household_id, on=today_of(request))
    if page is None or page.ended or not reaches(request.viewer, COMMANDS[TellNeed.code], page.place_code):
        raise Http404
    heard = _heard(request, household_id)
    if heard is not None and need_page(request.viewer, need_of_visit(heard.id), on=today_of(request)) is not None:
        return redirect("need", need_of_visit(heard.id))
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        command_id = command_id_of(request)
        need_id = need_of_visit(heard.id) if heard is not None else derived_id(command_id, "need")
        supplied = {"household_id": household_id, "need_id": need_id, "id": command_id}
        command, problems = read_command(TellNeed, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("需求已登记。"))
                return redirect("need", receipt.result["need"])
            problems = worded(receipt.problems)
    form = form_for(
        request,
        TellNeed,
        values={
            "told_on": heard.visited_on if heard is not None else today_of(request),
            "text": heard.needed if heard is not None else "",
            "source": "visit",
        },
        problems=problems,
        references={
            "person_id": [Choice(str(member.id), member.name) for member in page.members],
            "kind": kinds_to_choose(request, page.place_code),
        },
        leave_out=("household_id", "need_id", "observed_at"),
        draft=f"need-{page.id if heard is None else heard.id}",
    )
    own = reverse("household", args=[page.id])
    name = Text(f"{page.head} 户", f"Household of {page.head}") if page.head else Text(page.code, page.code)
    title = Text("登记需求", "Record a need")
    return form_page(request, form, title, here=way(page.places, Crumb(name, own), Crumb(title)), cancel_url=own)


def _heard(request: HttpRequest, household_id: UUID) -> VisitLine | None:
    """Return the visit on which the need was heard, where the address names one to this household that is seen."""
    visit_id = read_uuid(request.GET.get("visit", ""))
    found = visit_named(request.viewer, visit_id, on=today_of(request)) if visit_id is not None else None
    return found if found is not None and found.household_id == household_id else None


def _others(request: HttpRequest, page: NeedPage) -> list[dict[str, Any]]:
    """Return what else can be done, besides the next action."""
    of_work, coming = next_of_work(page), _NEXT.get(page.state, ("",))[0]
    first = of_work[0][0] if of_work is not None else coming
    listed = [
        *(action for action in others_of_work(page) if may(request, page, action)),
        *(action for action in _ACTIONS if page.actions[action[0]] is None),
    ]
    return [{"label": label, "href": reverse(name, args=[page.id])} for code, name, label in listed if code != first]


def _next(request: HttpRequest, page: NeedPage) -> dict[str, Any]:
    of_work = next_of_work(page)
    if of_work is not None:
        action, title = of_work
        why_not = None if may(request, page, action) else COMMANDS[action[0]].reason
        return {"title": title, "label": action[2], "href": reverse(action[1], args=[page.id]), "reason": why_not}
    if page.state not in _NEXT:
        return {}
    code, title = _NEXT[page.state]
    name, label = next((name, label) for each, name, label in _ACTIONS if each == code)
    return {"title": title, "label": label, "href": reverse(name, args=[page.id]), "reason": page.actions[code]}


def _facts(page: NeedPage) -> list[dict[str, Any]]:
    whose = Text(page.person, page.person) if page.person else Text("全家", "the whole household")
    waited = Text(f"{page.days} 天", f"{page.days} days") if page.days is not None else None
    return [
        {"label": Text("给谁", "For whom"), "value": whose, "long": True},
        {"label": Text("怎么知道的", "How it became known"), "value": page.source, "long": True},
        {"label": Text("从说出来到办了", "From told to delivered"), "value": waited, "long": True},
    ]
