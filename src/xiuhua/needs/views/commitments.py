"""The recurring commitments of a place, and one with its periods."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiuhua.kernel.places import Level, is_place_code, level_of
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.queries.commitment_page import ComingLine, CommitmentPage, commitment_page
from xiuhua.needs.queries.commitments import COMMITMENTS, SHOWN_PERIODS, CommitmentLine, Show, place_commitments
from xiuhua.needs.rules.commitments import MARK_NAMES, Mark, Period, Rhythm
from xiuhua.needs.views.asking import way
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.rules.report_words import day

ERASED = Text("（已删除）", "(erased)")
COMMITMENTS_NAME = Text("定期承诺", "Commitments")
_CHIPS = {
    Show.IN_FORCE: Text("有效的", "in force"),
    Show.DUE: Text("这一期要来", "due"),
    Show.LATE: Text("漏了还没有补", "missed or not recorded"),
    Show.ASKED: Text("待确认", "to be confirmed"),
    Show.ENDED: Text("结束了的", "ended"),
}
_MONTHS_OF_A_QUARTER = 3


def commitment_or_404(request: HttpRequest, commitment_id: UUID, code: str = "") -> CommitmentPage:
    """Return the commitment; absent, outside, sealed, and one with which the viewer may not do this, answer alike."""
    page = commitment_page(request.viewer, commitment_id, on=today_of(request))
    if page is None or (code and not page.may[code]):
        raise Http404
    return page


def title_of(line: CommitmentLine) -> Text:
    """Return what a commitment is called: what is promised, and to which household or person."""
    what = Text(line.what, line.what) if line.what else ERASED
    if not line.is_pairing:
        return what
    zh, en = (line.person, line.person) if line.person else line.household
    return Text(f"{zh}：{what.zh}", f"{en}: {what.en}")


def way_to(places: tuple[PlaceLine, ...], *more: Crumb) -> Here:
    """Return the way to the commitments of a place, or to a page below them."""
    href = reverse("place-commitments", args=[places[-1].code]) if places else ""
    return way(places, Crumb(COMMITMENTS_NAME, href if more else ""), *more)


def way_to_one(page: CommitmentPage, *more: Text) -> Here:
    """Return the way to a commitment, or to a page below it."""
    own = Crumb(title_of(page.line), reverse("commitment", args=[page.line.id]) if more else "")
    return way_to(page.places, own, *(Crumb(text) for text in more))


def name_of(period: Period, rhythm: str) -> Text:
    """Return what a period is called."""
    year, month = period.first.year, period.first.month
    if rhythm == Rhythm.MONTH:
        return Text(f"{year}年{month}月", f"{period.first:%b %Y}")
    if rhythm == Rhythm.QUARTER:
        quarter = (month - 1) // _MONTHS_OF_A_QUARTER + 1
        return Text(f"{year}年第{quarter}季度", f"Q{quarter} {year}")
    first, last = day(period.first), day(period.last)
    return Text(f"{first.zh} 到 {last.zh}", f"{first.en} to {last.en}")


@require_safe
@signed_in(COMMITMENTS)
def commitments_of_place(request: HttpRequest, code: str) -> HttpResponse:
    """Show the commitments of a place, each with its periods of a year."""
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.IN_FORCE
    found = is_place_code(code) and place_commitments(
        request.viewer, code, on=today_of(request), show=show, after=request.GET.get("after")
    )
    if not found:
        raise Http404
    address = reverse("place-commitments", args=[code])
    context = {
        "found": found,
        "rows": [_row(each) for each in found.lines],
        "legend": [(mark.value, MARK_NAMES[mark]) for mark in Mark],
        "chips": [
            {
                "label": label,
                "count": found.counts[each],
                "href": f"{address}?show={each.value}" if each else address,
                "current": each is show,
            }
            for each, label in _CHIPS.items()
            if found.counts[each] or each in (Show.IN_FORCE, show)
        ],
        "may_add": level_of(code) is Level.VILLAGE and reaches(request.viewer, COMMANDS["needs.promise_village"], code),
        "later": f"{address}?{urlencode({'show': show.value, 'after': found.after})}" if found.after else "",
        "here": way_to(found.places),
    }
    return render(request, "needs/place_commitments.html", context)


@require_safe
@signed_in(COMMITMENTS)
def commitment_home(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    """Show a commitment: what comes next, its periods as a picture, and each with what is recorded of it."""
    page = commitment_or_404(request, commitment_id)
    periods = [
        {
            "period": each.period,
            "name": name_of(each.period, page.line.rhythm),
            "mark": MARK_NAMES[each.period.mark],
            "line": each,
            "lacks": page.line.ended_on is None and each.period in page.lacking,
            "over": each.period in page.over(today_of(request)),
        }
        for each in reversed(page.periods)
    ]
    context = {
        "page": page,
        "title": title_of(page.line),
        "facts": _facts(page.line),
        "row": _row(page.line),
        "legend": [(mark.value, MARK_NAMES[mark]) for mark in Mark],
        "next": _next(request, page),
        "periods": periods,
        "may": {code.partition(".")[2]: allowed for code, allowed in page.may.items()},
        "here": way_to_one(page),
    }
    return render(request, "needs/commitment.html", context)


def _row(line: CommitmentLine) -> dict[str, Any]:
    """Return a commitment with the stitches of its last periods."""
    return {
        "line": line,
        "title": title_of(line),
        "stitches": [
            {"mark": each.mark.value, "said": MARK_NAMES[each.mark], "name": name_of(each, line.rhythm), "period": each}
            for each in line.periods[-SHOWN_PERIODS:]
        ],
    }


def _next(request: HttpRequest, page: CommitmentPage) -> dict[str, Any]:
    """Return what comes next: ask whoever it was for, say what became of a period that is over, record who came."""
    line, over = page.line, page.over(today_of(request))
    asked = next((each for each in _comings(page) if each.came is None), None)
    if asked is not None and page.may["needs.confirm_coming"]:
        return {
            "title": Text("去问来没来、来得怎么样", "Ask whether they came, and how it was"),
            "label": Text("记答复", "Record the answer"),
            "href": reverse("coming-confirm", args=[line.id, asked.id]),
            "reason": None if asked.may_answer else Text("由没有登记、也不是来的单位的人去问", "somebody else asks"),
        }
    if over and page.may["needs.record_miss"] and not line.ended_on:
        name = name_of(over[0], line.rhythm)
        return {
            "title": Text(f"{name.zh}没有人来？", f"Did nobody come in {name.en}?"),
            "label": Text("登记没有来", "Record it as missed"),
            "href": f"{reverse('commitment-missed', args=[line.id])}?period={over[0].first:%Y-%m-%d}",
            "reason": None,
        }
    if page.lacking and page.may["needs.record_coming"]:
        name = name_of(page.lacking[0], line.rhythm)
        return {
            "title": Text(f"{name.zh}来了就登记", f"Record who comes for {name.en}"),
            "label": Text("登记来了", "Record who came"),
            "href": f"{reverse('commitment-came', args=[line.id])}?period={page.lacking[0].first:%Y-%m-%d}",
            "reason": None,
        }
    return {}


def _comings(page: CommitmentPage) -> list[ComingLine]:
    return [coming for each in page.periods for coming in each.comings]


def _facts(line: CommitmentLine) -> list[dict[str, Any]]:
    provider = " · ".join(text for text in (line.provider, line.name) if text)
    return [
        {"label": Text("谁承诺的", "Who promised"), "value": provider, "long": True},
        {"label": Text("多久来几个人", "How often"), "value": line.often, "long": True},
        {"label": Text("类别", "Kind"), "value": line.kind, "long": True},
    ]
