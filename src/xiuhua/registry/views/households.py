"""The page of a household, and where its stated income comes from."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiuhua.kernel.figures import Figure
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.beside import Home, home_of, told_beside, with_events
from xiuhua.registry.queries.figures import chosen
from xiuhua.registry.queries.households import HOUSEHOLDS
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.erasing import ERASE_PERSON, ERASED_HOUSEHOLD
from xiuhua.registry.rules.shown import field_name, value_words
from xiuhua.registry.stored import STATED_FIELDS
from xiuhua.registry.views.answer_section import answers_here
from xiuhua.registry.views.asking import household_then_or_404
from xiuhua.registry.views.bank_section import bank_here
from xiuhua.registry.views.days import DayRefused, answers_days, day_asked, days
from xiuhua.registry.views.household_compared import household_compared
from xiuhua.registry.views.household_parts import EARLIER, LATEST, ONE_BY_ONE, PARTS, folded, part_target
from xiuhua.registry.views.household_short import told_in_short
from xiuhua.registry.views.like_section import likenesses_here
from xiuhua.registry.views.looked import maskable
from xiuhua.registry.views.member_rows import member_rows
from xiuhua.registry.views.next_step import ANSWER, LEDGER, MEMBER, actions_of, next_step
from xiuhua.registry.views.plot_sections import plots_of_household
from xiuhua.registry.views.requests import address, here

_LIVING: Mapping[str, tuple[Text, Text | None]] = {
    "unsafe_house": (Text("危房", "unsafe house"), Text("不是危房", "no unsafe house")),
    "water_safe": (Text("饮水安全", "safe water"), Text("饮水不安全", "unsafe water")),
    "water_hard": (Text("取水困难", "water hard to get"), None),
}
"""What is said of a household's house and water where the answer is yes, and where it is no."""


@require_safe
@signed_in(HOUSEHOLDS)
@answers_days
def household_page(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Show a household: state, next step, facts, members, what is unclear, what happened; ``?whole=1`` opens all."""
    whole = request.GET.get("whole") == "1"
    files = whole or request.GET.get("open") in ONE_BY_ONE
    page = household_asked(request, household_id, files=files)
    if page.erased_on:
        may_erase = page.actions[ERASE_PERSON].why_not is None
        gone = {"page": page, "here": way_to(page), "name": called(page), "may_erase": may_erase}
        return render(request, "registry/household_erased.html", gone)
    home = Home(page.id, page.place_code, page.ended) if page.day else home_of(page)
    beside = () if page.day else told_beside(request.viewer, home, on=today_of(request))
    page = with_events(page, beside)
    actions = [] if page.day else actions_of(page)
    may_correct = not page.ended and not page.day and page.actions[MEMBER].why_not is None
    context = {
        "page": page,
        "member_rows": member_rows(page, may_correct=may_correct, maskable=() if page.day else maskable(request, page)),
        "here": way_to(page),
        "name": called(page),
        "days": days(request, page.day),
        "next": None if page.day else next_step(page),
        "facts": _facts(page),
        "possible": [each for each in actions if not each["why_not"]],
        "impossible": [each for each in actions if each["why_not"]],
        "cannot_answer": page.ended or page.day is not None or page.actions[ANSWER].why_not is not None,
        "earlier_count": len(page.events[:-LATEST]),
        "recent": page.events[-LATEST:],
        "beside": beside,
        "whole": whole,
        "whole_url": address("household", str(page.id), whole="" if whole else "1", **chosen(page.day)),
        "compared": [] if page.day else household_compared(request.viewer, home, on=page.as_of),
        **_incomes(page),
        **plots_of_household(request, page, home, files=files),
        **folded(request, page, whole=whole),
    }
    if page.day is None:
        context |= {
            **bank_here(request, page),
            **answers_here(request, page, home),
        }
        context["short"] = told_in_short(page, idle=context["land"].idle)
        context["like"] = likenesses_here(request.viewer, home)
    return render(request, "registry/household.html", context)


@require_safe
@signed_in(HOUSEHOLDS)
@answers_days
def household_part(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Show one part of a household's page: what it holds for the page that asks for it, else a page of its own."""
    code = request.GET.get("show", "")
    part = PARTS.get(code)
    if part is None:
        raise Http404
    page = household_asked(request, household_id)
    if page.erased_on or (page.day is not None and not part.of_days):
        raise Http404
    if code == EARLIER and page.day is None:
        page = with_events(page, told_beside(request.viewer, home_of(page), on=today_of(request)))
    context = {
        "page": page,
        "part": part,
        "here": way_to(page, called(page), part.title),
        "name": called(page),
        "days": days(request, page.day),
        "back": address("household", str(page.id), **chosen(page.day)),
        **part.alone(request, page),
    }
    fetched = request.headers.get("HX-Target") == part_target(code)
    return render(request, part.template if fetched else "registry/household_part.html", context)


@require_safe
@signed_in(HOUSEHOLDS)
@answers_days
def household_stated(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Show where the stated income per head comes from, with all that was stated before."""
    page = household_asked(request, household_id)
    if page.erased_on:
        raise Http404
    stated = [each for each in page.statements if each.income is not None]
    shown = {"page": page, "name": called(page), "stated": stated, "days": days(request, page.day)}
    context = {**shown, "here": way_to(page, called(page), _SOURCE)}
    return render(request, "registry/household_stated.html", context)


_SOURCE = Text("出处", "source")


def household_asked(request: HttpRequest, household_id: UUID, *, files: bool = True) -> Household:
    """Return the household on the day that the address asks for; a day before it began is refused with its number."""
    page = household_then_or_404(request, household_id, day_asked(request), files=files)
    if page.day is not None and page.began_later:
        values = {"day": page.day.isoformat(), "first": page.valid_from.isoformat()}
        raise DayRefused(Problem("day_before_records", "on", values))
    return page


def called(page: Household) -> Text:
    """Return what the household is called: by its head, else by its code; one that is erased has neither."""
    if page.erased_on:
        return ERASED_HOUSEHOLD
    if not page.head:
        return Text(f"户 {page.code}", f"Household {page.code}")
    return Text(f"{page.head} 户", f"Household of {page.head}")


def way_to(page: Household, *more: Text) -> Here:
    """Return the way to the household, or to a page below it."""
    if not more:
        return here(page.places, None, Crumb(called(page)), day=page.day)
    first, *rest = more
    own = Crumb(first, address("household", str(page.id), **chosen(page.day)))
    return here(page.places, None, own, *(Crumb(text) for text in rest), day=page.day)


def _facts(page: Household) -> list[dict[str, Any]]:
    values = page.statement.values if page.statement else dict.fromkeys(STATED_FIELDS)
    size = values["size"]
    differs = size is not None and size != len(page.members)
    people = len(page.members)
    return [
        {
            "label": Text("家庭人口", "People"),
            "value": Text(f"{people} 人", f"{people}"),
            "note": Text(f"表中写 {size} 人", f"the sheet says {size}") if differs else None,
        },
        {"label": Text("劳动力", "Able to work"), "figure": page.labour, "note": _joined(page.labour.notes)},
        {
            "label": Text("人均纯收入（表中）", "Net income per head (as stated)"),
            "figure": page.income,
            "href": address("household-stated", str(page.id), **chosen(page.day))
            if page.income.value is not None
            else "",
            "note": page.statement.source if page.statement and page.income.value is not None else None,
        },
        {
            "label": Text("人均纯收入（台账）", "Net income per head (ledger)"),
            "figure": _computed(page),
            "href": _door(page),
            "note": page.incomes[0].name if page.incomes else None,
        },
        _fact("household_kind", values),
        _fact("main_cause", values),
        {"label": Text("住房 · 饮水", "House · water"), "value": _living(values), "long": True},
    ]


def _computed(page: Household) -> Figure:
    """Return the computed net income per head of the newest ledger."""
    if page.incomes:
        return page.incomes[0].per_head
    return Figure(None, Text("元", "yuan"), Text("", ""), page.as_of, why_not=Text("没有记台账", "no ledger"))


def _door(page: Household) -> str:
    rows = _computed(page).rows
    return address(f"figure-{rows[0]}", **rows[1]) if rows and page.incomes[0].complete else ""


def _incomes(page: Household) -> dict[str, Any]:
    """Return what the section of incomes needs besides the ledgers: where they are written."""
    action = page.actions[LEDGER]
    may = not page.ended and page.day is None and action.why_not is None
    return {
        "older": len(page.incomes) - 1,
        "income_line_count": sum(len(income.lines) for income in page.incomes),
        "ledger_url": address("household-ledger", str(page.id)) if may else "",
        "ledger_why_not": None if page.ended or page.day else action.why_not,
    }


def _fact(field: str, values: Any) -> dict[str, Any]:
    value, name = values[field], field_name(field)
    label = Text(name.zh, name.en[:1].upper() + name.en[1:])
    return {"label": label, "value": value_words(field, value) if value else "", "long": True}


def _living(values: Mapping[str, Any]) -> Text | str:
    said = [words[0 if values[name] else 1] for name, words in _LIVING.items() if values[name] is not None]
    told = [text for text in said if text is not None]
    return Text("、".join(t.zh for t in told), ", ".join(t.en for t in told)) if told else ""


def _joined(notes: tuple[Text, ...]) -> Text | None:
    return Text("；".join(n.zh for n in notes), "; ".join(n.en for n in notes)) if notes else None
