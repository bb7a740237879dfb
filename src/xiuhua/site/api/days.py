"""The day for which a read is asked, and the figures of a place on it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.days import day_problem
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.records import Household
from xiuhua.registry.queries.snapshots import snapshot, snapshots
from xiuhua.registry.queries.village_sums import place_sums
from xiuhua.registry.rules.days import judge_day
from xiuhua.site.api.figures import FiguresOut, SnapshotOut, SnapshotPageOut, figures, snapshot_line, snapshot_page
from xiuhua.site.api.operations import PLACE, After, OfFigure, OfYear, OnDay, Size, said
from xiuhua.site.api.problems import ApiProblem, At, not_found
from xiuhua.site.api.tokens import caller, require

router = Router()

HOUSEHOLDS = QUERIES["registry.households"]


@router.get(
    "/places/{code}/figures",
    response=FiguresOut,
    url_name="place-figures",
    tags=["places"],
    **said(
        Text("一个地方的数", "figures of a place"),
        Text(
            "按村相加：户数、人数、脱贫属性、集体收入、台账和各类收入；可以问以前某一天的。",
            "Added up by village: households, people, exit status, collective income, ledgers, income by source; "
            "as of a day gone by, where one is named.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def place_figures(
    request: HttpRequest, code: str = Path(..., pattern=PLACE), on: OnDay = None, year: OfYear = None
) -> dict[str, Any]:
    """Answer with the figures of a place."""
    require(caller(request), HOUSEHOLDS)
    day = day_at(request, code, on)
    found = place_sums(caller(request), code, year=year, day=day, today=today_of(request))
    if found is None:
        raise not_found()
    return figures(found)


@router.get(
    "/places/{code}/snapshots",
    response=list[SnapshotOut],
    url_name="place-snapshots",
    tags=["places"],
    **said(
        Text("一个地方的年度快照", "yearly snapshots of a place"),
        Text("含有这里的村的快照，最近的年份在前。", "Those that hold villages of the place, the latest year first."),
        problems=(401, 403, 404, 422),
    ),
)
def place_snapshots(request: HttpRequest, code: str = Path(..., pattern=PLACE)) -> list[dict[str, Any]]:
    """Answer with the snapshots of a place."""
    require(caller(request), HOUSEHOLDS)
    found = snapshots(caller(request), code)
    if found is None:
        raise not_found()
    return [snapshot_line(line) for line in found.lines]


@router.get(
    "/snapshots/{uuid:snapshot_id}",
    response=SnapshotPageOut,
    url_name="snapshot",
    tags=["places"],
    **said(
        Text("一份年度快照", "one yearly snapshot"),
        Text(
            "留存的数，旁边是同一天按现在的记录；只有辖区里的村。",
            "As kept, beside the same day by the records now; the villages of the caller's territory only.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def one_snapshot(
    request: HttpRequest, snapshot_id: UUID, figure: OfFigure = None, after: After = None, size: Size = 100
) -> dict[str, Any]:
    """Answer with one snapshot."""
    require(caller(request), HOUSEHOLDS)
    today = today_of(request)
    page = snapshot(caller(request), snapshot_id, figure=figure or "", today=today, after=after, size=size)
    if page is None:
        raise not_found()
    return snapshot_page(page)


def day_at(request: HttpRequest, code: str, on: date | None) -> date | None:
    """Return the day gone by that is asked for a place, ``None`` for today; refused where it cannot be answered."""
    today = today_of(request)
    problem = day_problem(caller(request), code, on, today=today)
    if problem is not None:
        raise _refused(problem)
    return None if on == today else on


def _asked_day(request: HttpRequest, on: date | None) -> date | None:
    """Return the day gone by that is asked for, ``None`` for today; one to come is refused."""
    today = today_of(request)
    problem = judge_day(on, today=today, first=None) if on else None
    if problem is not None:
        raise _refused(problem)
    return None if on == today else on


def household_on(request: HttpRequest, household_id: UUID, on: date | None) -> Household:
    """Return a household as it was on a day; a day before it began is refused."""
    require(caller(request), HOUSEHOLDS)
    found = household(caller(request), household_id, on=today_of(request), day=_asked_day(request, on))
    if found is None:
        raise not_found()
    if found.day is not None and found.began_later:
        values = {"day": found.day.isoformat(), "first": found.valid_from.isoformat()}
        raise _refused(Problem("day_before_records", "on", values))
    return found


def _refused(problem: Problem) -> ApiProblem:
    return ApiProblem(422, problem, errors=(At(problem, parameter="on"),))
