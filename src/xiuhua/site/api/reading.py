"""The reads: the queries of the pages, asked by a program. Each answers only from the caller's territory."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import today_of
from xiuhua.platform.exchange import queries as imports
from xiuhua.platform.exchange.access import BATCHES, IMPORT
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries import household_lists, search
from xiuhua.site.api import evidence, households, shapes
from xiuhua.site.api.days import day_at, household_on
from xiuhua.site.api.incomes import IncomeOut, incomes
from xiuhua.site.api.operations import (
    PLACE,
    After,
    Before,
    BeforeId,
    InPlace,
    OnDay,
    PerhapsKind,
    PerhapsPlace,
    Size,
    said,
)
from xiuhua.site.api.problems import language_of, not_found
from xiuhua.site.api.tokens import caller, require
from xiuhua.site.journal.access import ENTRIES
from xiuhua.site.journal.entry import entry_told
from xiuhua.site.journal.queries import entry_page

router = Router()

HOUSEHOLDS = QUERIES["registry.households"]
DEFAULT_SIZE = 100
_ROLE = (401, 403, 404, 422)


@router.get(
    "/places",
    response=list[shapes.Place],
    url_name="places",
    tags=["places"],
    **said(
        Text("我的辖区", "my territory"),
        Text(
            "令牌所属的人在哪些地方任职：往下走的起点。",
            "The places of the posts of whoever the token belongs to: where to begin.",
        ),
        problems=(401,),
    ),
)
def territories(request: HttpRequest) -> list[dict[str, Any]]:
    """Answer with the widest places that the caller sees."""
    return [shapes.place(line) for line in accounts.territories(caller(request))]


@router.get(
    "/places/{code}",
    response=shapes.Place,
    url_name="place",
    tags=["places"],
    **said(Text("一个地方", "one place"), Text("按 12 位代码。", "By its 12-digit code.")),
)
def place(request: HttpRequest, code: str = Path(..., pattern=PLACE)) -> dict[str, Any]:
    """Answer with one place."""
    return shapes.place(_place(request, code))


@router.get(
    "/places/{code}/children",
    response=shapes.PlacePage,
    url_name="place-children",
    tags=["places"],
    **said(
        Text("里面的地方", "places inside"),
        Text("下一级的地方，按代码排列。", "The places directly inside, in code order."),
    ),
)
def children(
    request: HttpRequest, code: str = Path(..., pattern=PLACE), after: After = None, size: Size = DEFAULT_SIZE
) -> dict[str, Any]:
    """Answer with a page of the places inside one."""
    _place(request, code)
    page = accounts.children(caller(request), code, after=after, size=size)
    return {"rows": [shapes.place(line) for line in page.rows], "after": page.after}


@router.post(
    "/search",
    response=shapes.Search,
    url_name="search",
    tags=["places"],
    **said(
        Text("查找", "search"),
        Text(
            "找地方、户和人，和页面上的查找一样；看不到户的岗位只找到地方。"
            "要找的写在请求内容里，不在地址里：地址会留在别处的记录中。",
            "Places, households and people, as on the page; a role that sees no households finds places only. What is "
            "looked for stands in the body, not in the address, which others on the way write down.",
        ),
        problems=(400, 401, 422),
    ),
)
def find(request: HttpRequest, looked: shapes.Looked) -> dict[str, Any]:
    """Answer with what begins with a text."""
    found = search.search(caller(request), looked.q, on=today_of(request), group=looked.group or "", limit=looked.size)
    plain = ("id", "name", "head", "household_id", "household_code", "where", "left_on")
    return {
        "places": [shapes.place(line) for line in found.places],
        "households": [
            {name: getattr(hit, name) for name in ("id", "code", "head", "where", "ended_on")}
            for hit in found.households
        ],
        "people": [
            {**{name: getattr(hit, name) for name in plain}, "relation": shapes.words(hit.relation)}
            for hit in found.people
        ],
        "more": sorted(found.more),
    }


@router.get(
    "/households",
    response=households.HouseholdPageOut,
    url_name="households",
    tags=["households"],
    **said(
        Text("一个地方的户", "households of a place"),
        Text(
            "在册的户，按村和户编号排列；任何一级的地方都可以。",
            "Present households, by village and household code; a place of any level.",
        ),
        problems=_ROLE,
    ),
)
def list_households(
    request: HttpRequest, place: InPlace, on: OnDay = None, after: After = None, size: Size = DEFAULT_SIZE
) -> dict[str, Any]:
    """Answer with a page of the households of a place."""
    require(caller(request), HOUSEHOLDS)
    _place(request, place)
    day = day_at(request, place, on)
    page = household_lists.households_in(caller(request), place, day=day, after=after, size=size)
    if page is None:
        raise not_found()
    return {"rows": [households.line(each) for each in page.rows], "after": page.after}


@router.get(
    "/households/{uuid:household_id}",
    response=households.HouseholdOut,
    url_name="household",
    tags=["households"],
    **said(
        Text("一户", "one household"),
        Text(
            "和户的页面一样：证件号码和电话遮住，不该看健康状况的人看不到。",
            "As on its page: identity numbers and phones are masked, health is left out for those who may not see it.",
        ),
        problems=_ROLE,
    ),
)
def one_household(request: HttpRequest, household_id: UUID, on: OnDay = None) -> dict[str, Any]:
    """Answer with one household."""
    return households.household(household_on(request, household_id, on), language_of(request))


@router.get(
    "/households/{uuid:household_id}/members",
    response=households.MembersOut,
    url_name="household-members",
    tags=["households"],
    **said(
        Text("一户的人", "people of a household"),
        Text("现在的成员和离开的人。", "Its present members, and those who left."),
        problems=_ROLE,
    ),
)
def members(request: HttpRequest, household_id: UUID, on: OnDay = None) -> dict[str, Any]:
    """Answer with the people of one household."""
    return households.people(household_on(request, household_id, on))


@router.get(
    "/households/{uuid:household_id}/incomes",
    response=list[IncomeOut],
    url_name="household-incomes",
    tags=["households"],
    **said(
        Text("一户的收入台账", "income ledgers of a household"),
        Text(
            "每个收入年度一本，最近的在前：各笔、各类合计、人均纯收入和当年的线。没有记完的台账没有人均数。",
            "One for each income year, the newest first: lines, sums by source, net income per head and the line of "
            "the year. A ledger that is not complete has no figure per head.",
        ),
        problems=_ROLE,
    ),
)
def household_incomes(request: HttpRequest, household_id: UUID, on: OnDay = None) -> list[dict[str, Any]]:
    """Answer with the income ledgers of one household."""
    return incomes(household_on(request, household_id, on).incomes)


@router.get(
    "/imports",
    response=evidence.ImportPageOut,
    url_name="imports",
    tags=["imports"],
    **said(
        Text("我的导入", "my imports"),
        Text("自己上传的表，最近的在前。", "The sheets that the caller uploaded, the newest first."),
        problems=_ROLE,
    ),
)
def my_imports(request: HttpRequest, before: BeforeId = None, size: Size = DEFAULT_SIZE) -> dict[str, Any]:
    """Answer with a page of the caller's imports."""
    require(caller(request), IMPORT)
    page = imports.my_imports(caller(request), before=before, size=size)
    return {"rows": [evidence.imported(view) for view in page.rows], "before": page.before}


@router.get(
    "/imports/{uuid:import_id}",
    response=evidence.ImportOut,
    url_name="import",
    tags=["imports"],
    **said(
        Text("一次导入", "one import"),
        Text("自己的，或者本辖区已接收的批次。", "One's own, or a batch that was taken in inside the territory."),
        problems=(401, 404),
    ),
)
def one_import(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    """Answer with one import."""
    view = imports.batch(caller(request), import_id)
    if view is None:
        raise not_found()
    return evidence.imported(view)


@router.get(
    "/batches",
    response=evidence.ImportPageOut,
    url_name="batches",
    tags=["imports"],
    **said(
        Text("本辖区的批次", "batches of the territory"),
        Text(
            "别人在本辖区接收的批次：谁、何时、哪种表、多少。",
            "What others took in inside the territory: who, when, which kind, how many.",
        ),
        problems=_ROLE,
    ),
)
def batches(request: HttpRequest, before: BeforeId = None, size: Size = DEFAULT_SIZE) -> dict[str, Any]:
    """Answer with a page of the batches of the caller's territory."""
    require(caller(request), BATCHES)
    page = imports.batches(caller(request), before=before, size=size)
    return {"rows": [evidence.imported(view) for view in page.rows], "before": page.before}


@router.get(
    "/entries",
    response=evidence.EntryPageOut,
    url_name="entries",
    tags=["journal"],
    **said(
        Text("日志的条目", "entries of the journal"),
        Text("本辖区的改动，最近的在前。", "Changes in the caller's territory, the newest first."),
        problems=_ROLE,
    ),
)
def entries(
    request: HttpRequest,
    place: PerhapsPlace = None,
    kind: PerhapsKind = None,
    before: Before = None,
    size: Size = DEFAULT_SIZE,
) -> dict[str, Any]:
    """Answer with a page of entries."""
    require(caller(request), ENTRIES)
    if place is not None:
        _place(request, place)
    page = entry_page(caller(request), place=place or "", kind=kind or "", before=before, size=size)
    return {"rows": [evidence.entry(line) for line in page.rows], "before": page.before}


@router.get(
    "/entries/{stream}/{int:sequence}",
    response=evidence.EntryWholeOut,
    url_name="entry",
    tags=["journal"],
    **said(
        Text("一条日志", "one entry"),
        Text(
            "改了什么，原来和现在；看不到的户只说改了哪些项。",
            "What changed, before and after; of unseen households only which fields.",
        ),
        problems=_ROLE,
    ),
)
def one_entry(request: HttpRequest, stream: str, sequence: int) -> dict[str, Any]:
    """Answer with one entry."""
    require(caller(request), ENTRIES)
    told = entry_told(caller(request), stream, sequence) if sequence < 2**62 and stream.isalnum() else None
    if told is None:
        raise not_found()
    return evidence.entry_whole(told)


def _place(request: HttpRequest, code: str) -> accounts.PlaceLine:
    line = accounts.place(caller(request), code)
    if line is None:
        raise not_found()
    return line
