"""Findings of work groups as JSON."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xiuhua.groups.queries.findings import FINDINGS, FindingLine, Listed, findings_of_group
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import After, Size, asked, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

ShownFindings = Annotated[
    Literal["", "over"],
    asked(Text("看哪些：不写是没解决的，over 解决的和不是问题的", "which ones: those not settled without it, or over")),
]


class FindingOut(Schema):
    """One finding; ``readable`` says whether its texts may be read, ``tasks`` who has it in hand."""

    id: UUID
    group_id: UUID
    place_code: str
    kind: str
    kind_name: Words
    what: str
    household_id: UUID | None
    came_from: str
    from_id: UUID | None
    file_id: UUID | None
    state: str
    found_on: date
    tasks: list[UUID]
    result: str
    ended_on: date | None
    readable: bool
    version: UUID | None


class FindingsOut(Schema):
    """Some findings, the oldest first, and the key after which the next ones come."""

    findings: list[FindingOut]
    after: str | None


@router.get(
    "/groups/{uuid:group_id}/findings",
    response=FindingsOut,
    url_name="group-findings",
    tags=["groups"],
    **said(
        Text("一个小组的问题清单", "the findings of a work group"),
        Text(
            "先发现的在前。关于一户的内容，看不到户的人读到空白。",
            "The oldest first. Texts about a household are blank for those who see no households.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def group_findings(
    request: HttpRequest, group_id: UUID, show: ShownFindings = "", after: After = None, size: Size = 50
) -> dict[str, Any]:
    """Answer with the findings of a group."""
    require(caller(request), FINDINGS)
    found = findings_of_group(
        caller(request), group_id, on=today_of(request), show=Listed(show), after=after, size=size
    )
    if found is None:
        raise not_found()
    return {"findings": [_finding(each) for each in found.rows], "after": found.after}


def _finding(line: FindingLine) -> dict[str, Any]:
    worded = ("kind_name", "came_from", "state", "tasks")
    plain = {name: getattr(line, name) for name in FindingOut.model_fields if name not in worded}
    named = {"came_from": line.came_from.value, "state": line.state.value}
    return {**plain, **named, "kind_name": shapes.words(line.kind_name), "tasks": [task.id for task in line.tasks]}
