"""Pages of a village: the village itself, its collective income of a year, and correcting what is recorded."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.asking import (
    WAS,
    base_version,
    carry_out,
    changed,
    done,
    is_conflict,
    nothing_to_do,
    shown_before,
)
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import FieldProblem, command_form
from xiuhua.platform.pages import Crumb
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.queries.figures import chosen
from xiuhua.registry.queries.village_households import HouseholdLine
from xiuhua.registry.queries.village_rows import VILLAGES
from xiuhua.registry.queries.villages import VillageFacts, VillagePage, village_facts, village_income, village_page
from xiuhua.registry.rules.shown import value_words
from xiuhua.registry.views.asking import told
from xiuhua.registry.views.days import answers_days, day_at, days
from xiuhua.registry.views.exports import export_doors
from xiuhua.registry.views.household_compared import comparisons_url
from xiuhua.registry.views.next_step import questions_step
from xiuhua.registry.views.plot_sections import plots_of_village
from xiuhua.registry.views.requests import address, here, whole_number
from xiuhua.registry.views.village_form import VillageForm, known_values, read_form, recorded

RECORD = COMMANDS["registry.record_village"]
REGISTER = COMMANDS["registry.record_household"]
NO_VALUE = "—"


def village(request: HttpRequest, code: str) -> HttpResponse:
    """Show a village to a signed-in viewer, as it is or as it was on a day."""
    day = day_at(request, code)
    page = village_page(
        request.viewer,
        code,
        year=whole_number(request, "year"),
        scheme=request.GET.get("scheme") or None,
        on=today_of(request),
        day=day,
        asked=request.GET.get("asked") == "1",
        after=request.GET.get("after"),
    )
    if page is None:
        raise Http404
    kept = page.basis.chosen
    context: dict[str, Any] = {
        "page": page,
        "place": page.facts.place,
        "basis": page.basis,
        "here": here(page.crumbs, page.basis),
        "days": days(request, day),
        "next": {} if day else _next_action(page),
        "comparisons_url": "" if day else comparisons_url(request.viewer, code),
        "record_url": address("village-record", code, year=page.basis.year),
        "register_url": address("household-register", village=code)
        if day is None and reaches(request.viewer, REGISTER, code)
        else "",
        **plots_of_village(request, page.facts.place, day=day),
    }
    if page.households is not None:
        listed = page.households
        asked = {"asked": "1"} if listed.asked else {}
        context["exports"] = [] if day else export_doors(request.viewer, code, people=asked, incomes={}, plots={})
        context["chips"] = [
            {
                "label": Text("全部", "all"),
                "count": listed.households.value,
                "href": address("place", code, **kept) + "#households",
                "current": not listed.asked,
            },
            {
                "label": Text("有疑问的", "with open questions"),
                "count": listed.with_questions,
                "href": address("place", code, **kept, asked="1") + "#households",
                "current": listed.asked,
            },
        ]
        context["rows"] = [_row(line, day) for line in listed.lines]
        more = {**kept, "asked": "1" if listed.asked else "", "after": listed.after}
        context["later"] = address("place", code, **more) + "#households" if listed.after else ""
    return render(request, "registry/village.html", context)


@require_safe
@signed_in(VILLAGES)
@answers_days
def figure_collective_income(request: HttpRequest) -> HttpResponse:
    """Show what stands behind the collective income of a village in a year."""
    code, year = request.GET.get("village", ""), whole_number(request, "year")
    scheme, day = request.GET.get("scheme") or None, day_at(request, code) if is_place_code(code) else None
    found = village_income(request.viewer, code, year, scheme=scheme, on=today_of(request), day=day) if year else None
    if found is None:
        raise Http404
    crumbs = accounts.breadcrumb(request.viewer, code)
    title = Text(f"{year} 年集体收入", f"Collective income of {year}")
    context = {
        "found": found,
        "days": days(request, day),
        "figure": found.figure,
        "policy": found.basis.policy,
        "title": title,
        "here": here(crumbs, None, Crumb(title), day=day),
    }
    return render(request, "registry/figure_income.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(RECORD)
def record_village(request: HttpRequest, code: str) -> HttpResponseBase:
    """Correct or complete what is recorded of a village."""
    facts = village_facts(request.viewer, code)
    if facts is None or not reaches(request.viewer, RECORD, code):
        raise Http404
    if request.method != "POST":
        return _form(request, facts, year=whole_number(request, "year") or today_of(request).year)
    answered = changed(request.POST, [*VillageForm.model_fields])
    if not answered.keys() - {"stated_on"}:
        nothing_to_do(request)
        return redirect("place", code)
    sent, problems = read_form(request.POST, changed=answered)
    if sent is None:
        return _form(request, facts, problems=problems)
    base = base_version(request.POST)
    command = recorded(sent, command_id=command_id_of(request), base_version=base, village_code=code)
    receipt = carry_out(request, command)
    if receipt.problems:
        return _form(request, facts, problems=told(receipt.problems), anew=is_conflict(receipt))
    if receipt.unchanged:
        nothing_to_do(request)
    else:
        done(request, receipt, _("已记下。每一处改动都在“经过”里，可以撤销。"))
    return redirect(address("place", code, year=sent.year))


def _form(
    request: HttpRequest,
    facts: VillageFacts,
    *,
    year: int | None = None,
    problems: tuple[FieldProblem, ...] = (),
    anew: bool = False,
) -> HttpResponse:
    """Show the form; ``anew`` after a conflict, so that sending it again is meant against what is recorded now."""
    sent = request.POST if request.method == "POST" else None
    values, known = known_values(facts, year=year, on=today_of(request)) if sent is None else (sent, {})
    if sent is None:
        before = shown_before({name: values.get(name) for name in VillageForm.model_fields})
    else:
        before = {name: value for name, value in sent.items() if name.startswith(WAS)}
    carried: dict[str, Any] = {
        "id": new_id(request) if sent is None or anew else command_id_of(request),
        "base_version": facts.version if sent is None or anew else base_version(sent),
        **before,
    }
    form = command_form(
        VillageForm,
        language=language(),
        carried=carried,
        values=values,
        known=known,
        problems=problems,
        bound=sent is not None,
        draft=f"village-{facts.place.id}",
    )
    crumbs = accounts.breadcrumb(request.viewer, facts.place.code)
    title = Text("更正村的情况", "Correct the village's facts")
    context = {
        "form": form,
        "place": facts.place,
        "title": title,
        "action": address("village-record", facts.place.code),
        "back": address("place", facts.place.code),
        "here": here(crumbs, None, Crumb(title)),
    }
    return render(request, "registry/village_record.html", context)


def _row(line: HouseholdLine, day: date | None) -> dict[str, str]:
    """Return a household as its line shows it, each cell a text: deciding and wording take a template the longest."""
    status = line.exit_status.in_language(language()) if line.exit_status else NO_VALUE
    income = NO_VALUE if line.income is None else value_words("per_head_income", line.income).in_language(language())
    return {
        "href": address("household", str(line.id), **chosen(day)),
        "name": line.head or line.code,
        "code": line.code,
        "income": income,
        "members": str(line.members),
        "status": f"{status} · {line.exit_year}" if line.exit_year else status,
        "questions": str(line.questions or ""),
    }


def _next_action(page: VillagePage) -> dict[str, Any]:
    """Return the one thing to do next in a village; empty where nothing is left to do."""
    code, households = page.facts.place.code, page.households
    if households is not None and households.questions:
        return questions_step(code, households.questions, None if households.may_answer else households.who_may_answer)
    if households is not None and households.households.value == 0:
        return {
            "title": Text("导入这个村的人员名单", "Import the person list of this village"),
            "text": Text("还没有登记农户；确实没有建档立卡户的，不用导入。", "No household is registered yet."),
            "label": Text("去导入", "Import a sheet"),
            "route": "imports",
            "reason": None if page.may_import else page.who_may_import,
        }
    if page.missing:
        year = page.basis.year
        income = page.income.value is None
        title = Text(f"补上 {year} 年集体收入", f"Add the collective income of {year}") if income else None
        return {
            "title": title or Text("补上村的位置", "Add the position of the village"),
            "text": Text("不知道就不能归类，也不能画到图上。", "Without it the village is in no class or on no map."),
            "label": Text("填写", "Fill it in"),
            "href": address("village-record", code, year=year),
            "reason": None if page.may_record else page.who_may_record,
        }
    return {}
