"""Comparisons with lists of departments as JSON: how they stand, and their lines side by side."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries import comparisons
from xiuhua.registry.queries.comparison_records import Compared, ComparedLine
from xiuhua.registry.rules.comparison_states import Side
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import BeforeId, InPlace, Size, asked, said
from xiuhua.site.api.problems import language_of, not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

COMPARISONS = QUERIES["registry.comparisons"]
DEFAULT_SIZE = 100
_ROLE = (401, 403, 404, 422)

OnSide = Annotated[
    Literal["differing", "only_listed", "only_here", "perhaps", "agreeing", "not_compared", "wrong"] | None,
    asked(
        Text(
            "哪一边的；不写就是第一个有内容的：不一样、只在名单上、只在这里、可能同一人、一样、没有同意、看不懂的格",
            "which side; the first that has lines without it",
        )
    ),
]
AfterLine = Annotated[
    int | None,
    asked(Text("上一页的 after；不写就从头开始", "the after of the page before; from the beginning without it"), ge=0),
]


class ComparisonOut(Schema):
    """A comparison as far as the caller sees it."""

    id: UUID
    kind: str
    department: Words
    name: Words
    place_code: str
    place: str
    listed_on: date
    compared_on: date
    who: str
    counts: dict[str, int] = Field(description="本辖区内每一边多少条。 Lines of each side in the own territory.")
    open: int = Field(description="还没有人看的。 Lines that nobody has looked at.")
    rows: int | None
    outside: int | None = Field(
        description="名单上说在别处的行，只计数。 Rows that name people of elsewhere; only counted."
    )


class ComparisonsOut(Schema):
    """Some comparisons, the newest first."""

    rows: list[ComparisonOut]
    before: UUID | None


class CellOut(Schema):
    """A column of the list with its text."""

    header: str
    text: str


class LineOut(Schema):
    """One line of a comparison: both sides, and what came of looking."""

    id: UUID
    side: str
    household_id: UUID | None
    household_code: str
    person_id: UUID | None
    name: str
    number: str
    village: str
    where: str
    row: int
    listed: Words | None
    cells: list[CellOut]
    recorded: Words | None
    agrees_now: bool
    result: str
    note: str
    handled_by: str
    handled_on: date | None
    problem: shapes.Problem | None
    needs: Words | None = Field(description="没有比对的：为什么、怎么办。 Why it was not compared, and what to do.")


class LinesOut(Schema):
    """Some lines of a side, in the order of villages and household codes."""

    side: str
    lines: list[LineOut]
    after: int | None


@router.get(
    "/comparisons",
    response=ComparisonsOut,
    url_name="comparisons",
    tags=["comparisons"],
    **said(
        Text("一个地方的部门比对", "comparisons with departments of a place"),
        Text(
            "部门名单和登记放在一起看的结果，最近的在前。",
            "How departments' lists stand beside the register, the newest first.",
        ),
        problems=_ROLE,
    ),
)
def list_comparisons(
    request: HttpRequest, place: InPlace, before: BeforeId = None, size: Size = DEFAULT_SIZE
) -> dict[str, Any]:
    """Answer with the comparisons that concern a place."""
    require(caller(request), COMPARISONS)
    found = comparisons.comparisons(caller(request), place, on=today_of(request), before=before, size=size)
    if found is None:
        raise not_found()
    return {"rows": [_comparison(each) for each in found.rows], "before": found.before}


@router.get(
    "/comparisons/{uuid:comparison_id}",
    response=ComparisonOut,
    url_name="comparison",
    tags=["comparisons"],
    **said(
        Text("一次部门比对", "one comparison"),
        Text("每一边多少条，还有多少没看。", "How many lines stand on each side, and how many nobody has looked at."),
        problems=_ROLE,
    ),
)
def one_comparison(request: HttpRequest, comparison_id: Path[UUID]) -> dict[str, Any]:
    """Answer with one comparison."""
    require(caller(request), COMPARISONS)
    found = comparisons.comparison(caller(request), comparison_id, on=today_of(request))
    if found is None:
        raise not_found()
    return _comparison(found)


@router.get(
    "/comparisons/{uuid:comparison_id}/lines",
    response=LinesOut,
    url_name="comparison-lines",
    tags=["comparisons"],
    **said(
        Text("一次部门比对的各条", "the lines of a comparison"),
        Text(
            "名单怎么说、这里怎么记，两边并列；处理用 registry.handle_compared。",
            "What the list says beside what is recorded; registry.handle_compared says what came of looking.",
        ),
        problems=_ROLE,
    ),
)
def comparison_lines(
    request: HttpRequest,
    comparison_id: Path[UUID],
    side: OnSide = None,
    after: AfterLine = None,
    size: Size = DEFAULT_SIZE,
) -> dict[str, Any]:
    """Answer with a page of the lines of one side."""
    require(caller(request), COMPARISONS)
    found = comparisons.comparison_page(
        caller(request), comparison_id, on=today_of(request), side=side or "", after=after, size=size
    )
    if found is None:
        raise not_found()
    spoken = language_of(request)
    return {
        "side": found.side.value,
        "lines": [_line(each, spoken) for each in found.lines],
        "after": found.after,
    }


def _comparison(found: Compared) -> dict[str, Any]:
    plain = ("id", "place_code", "place", "listed_on", "compared_on", "who", "open", "rows", "outside")
    return {
        **{name: getattr(found, name) for name in plain},
        "kind": found.kind.code,
        "department": shapes.words(found.kind.department),
        "name": shapes.words(found.kind.name),
        "counts": {side.value: found.counts.get(side, 0) for side in Side},
    }


def _line(found: ComparedLine, language: str) -> dict[str, Any]:
    plain = (
        *("id", "household_id", "household_code", "person_id", "name", "number", "village", "where", "row"),
        *("agrees_now", "result", "note", "handled_by", "handled_on"),
    )
    return {
        **{name: getattr(found, name) for name in plain},
        "side": found.side.value,
        "listed": shapes.words(found.listed),
        "recorded": shapes.words(found.recorded),
        "cells": [{"header": header, "text": text} for header, text in found.cells],
        "needs": shapes.words(found.needs),
        "problem": shapes.problem(found.problem, language) if found.problem else None,
    }
