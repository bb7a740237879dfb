"""Work: the page of a place, the wish of somebody, and each step of a job until it begins."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.agreements import AgreeForFirm, AgreeForPerson, WithdrawAgreement
from xiuhua.needs.commands.jobs import BeginJob, ProposeJob
from xiuhua.needs.commands.wishes import AddWish, WishForWork
from xiuhua.needs.queries.jobs import place_work, proposed_to
from xiuhua.needs.queries.lists import NEEDS
from xiuhua.needs.queries.vacancies import VACANCIES, around, is_open, vacancy_lines
from xiuhua.needs.queries.work import wish_sought
from xiuhua.needs.views.asking import SECTION, heard_on_a_visit, need_or_404, people_to_choose, way
from xiuhua.needs.views.job_asking import WORK_OF_PLACE, skills_to_choose, trades_to_choose
from xiuhua.needs.views.stepping import plain_step, step
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries.households import household


@require_safe
@signed_in(VACANCIES)
def work_of_place(request: HttpRequest, code: str) -> HttpResponse:
    """Show the work of a place: who looks for it and what suits, what is in hand, what firms offer."""
    found = place_work(request.viewer, code, on=today_of(request)) if is_place_code(code) else None
    if found is None:
        raise Http404
    ends = COMMANDS["needs.end_vacancy"]
    context = {
        "found": found,
        "rows": [(each, reaches(request.viewer, ends, each.place_code)) for each in found.vacancies],
        "may_add": reaches(request.viewer, COMMANDS["needs.add_vacancy"], code),
        "may_propose": reaches(request.viewer, COMMANDS["needs.propose_job"], code),
        "here": way(found.places, Crumb(WORK_OF_PLACE)) if NEEDS.allows(request.viewer.roles()) else Here(SECTION),
    }
    return render(request, "needs/place_work.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[WishForWork.code])
def wish(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Record that somebody of a household looks for work, and what for."""
    page = household(request.viewer, household_id, on=today_of(request))
    if page is None or page.ended or not reaches(request.viewer, COMMANDS[WishForWork.code], page.place_code):
        raise Http404
    receipt, problems = answered(request, WishForWork, {"household_id": household_id}, new={"need_id": "need"})
    if receipt is not None:
        done(request, receipt, _("求职意愿已登记。"))
        return redirect("need", receipt.result["need"])
    heard = heard_on_a_visit(request, household_id)
    form = form_for(
        request,
        WishForWork,
        values={"told_on": today_of(request), "source": "visit", "reach": "prefecture", **heard},
        problems=problems,
        references={
            "person_id": [Choice(str(member.id), member.name) for member in page.members],
            **_choices(request, page.place_code),
        },
        leave_out=("household_id", "need_id", "observed_at"),
        draft=f"{WishForWork.code}-{household_id}",
    )
    own = reverse("household", args=[page.id])
    name = Text(f"{page.head} 户", f"Household of {page.head}") if page.head else Text(page.code, page.code)
    title = Text("登记求职意愿", "Record a wish for work")
    return form_page(request, form, title, here=way(page.places, Crumb(name, own), Crumb(title)), cancel_url=own)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AddWish.code])
def add_wish(request: HttpRequest, need_id: UUID) -> HttpResponseBase:
    """Say what work a need is for; what was said stays as it was told."""
    page = need_or_404(request, need_id, AddWish.code)
    home = household(request.viewer, page.household_id, on=today_of(request))
    members = home.members if home is not None else ()
    known = page.work.wish
    values: dict[str, Any] = {"reach": "prefecture", "person_id": page.person_id}
    if known is not None:
        values |= {"trade": known.trade_code, "reach": known.reach_code, "free_from": known.free_from}
        values["skills"] = list(known.skill_codes)
    references = {
        "person_id": [Choice(str(member.id), member.name) for member in members],
        **_choices(request, page.place_code),
    }
    return step(request, page, AddWish, values, references, said=_("记下了，接下来看有没有合适的岗位。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ProposeJob.code])
def propose(request: HttpRequest, need_id: UUID) -> HttpResponseBase:
    """Propose a vacancy to somebody: those that suit stand first, with their reasons; people choose."""
    page, today = need_or_404(request, need_id, ProposeJob.code), today_of(request)
    offered = [each for each in vacancy_lines(around(request.viewer, page.place_code), today) if is_open(each, today)]
    looks_for = wish_sought(need_id)
    fitting = proposed_to(looks_for, offered, today) if looks_for is not None else []
    suit = {each.vacancy.id for each in fitting}
    here, mark = language(), Text("、", ", ")
    choices = [
        Choice(
            str(each.vacancy.id),
            f"{each.vacancy.called} — {mark.in_language(here).join(reason.in_language(here) for reason in each.why)}",
        )
        for each in fitting
    ]
    choices += [Choice(str(each.id), each.called) for each in offered if each.id not in suit]
    values = {"proposed_on": today, "vacancy_id": request.GET.get("vacancy", "")}
    consequence = Text(
        "这一步还不告诉单位是谁，也不告诉本人找谁联系；双方都同意以后才互相告诉。",
        "Neither the firm nor the person is told of the other yet; each is once both agree.",
    )
    said = _("建议了，接下来问双方同不同意。")
    return step(request, page, ProposeJob, values, {"vacancy_id": choices}, said=said, consequence=consequence)


person_agrees = plain_step(
    AgreeForPerson,
    gettext_lazy("本人同意，记下了。"),
    day="agreed_on",
    values={"agreed_by": "self", "how": "in_person"},
    consequence=Text(
        "同意的是把姓名和找什么活告诉这家单位。随时可以撤回。",
        "It covers telling the firm the name and what work is looked for. It can be withdrawn at any time.",
    ),
)
"""Take down that the person agrees to be introduced to the firm."""


firm_agrees = plain_step(
    AgreeForFirm,
    gettext_lazy("用工单位同意，记下了。"),
    day="agreed_on",
    values={"how": "phone"},
    consequence=Text(
        "问的时候只说有人找这样的活，不说是谁。",
        "When asking, say only that somebody looks for such work, not who.",
    ),
)
"""Take down that the firm agrees, and who said so."""


withdraw = plain_step(
    WithdrawAgreement,
    gettext_lazy("已撤回。"),
    day="withdrawn_on",
    values={"side": "person"},
    consequence=Text(
        "这个岗位就此结束，不再互相显示；这件需求回到待对接。本人确认过的，记录照旧。",
        "The job ends and neither side is shown the other; the need is to be matched again. What was confirmed stays.",
    ),
)
"""Take down that a side withdraws."""


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[BeginJob.code])
def begin(request: HttpRequest, need_id: UUID) -> HttpResponseBase:
    """Record that the work began."""
    page = need_or_404(request, need_id, BeginJob.code)
    references = {"helper_id": people_to_choose(request, page.place_code)}
    values: dict[str, date] = {"begun_on": today_of(request)}
    return step(request, page, BeginJob, values, references, said=_("记下了，接下来由本人确认。"))


def _choices(request: HttpRequest, region: str) -> dict[str, list[Choice]]:
    return {"trade": trades_to_choose(request, region), "skills": skills_to_choose(request, region)}
