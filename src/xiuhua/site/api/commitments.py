"""Recurring commitments: what was promised, which periods were kept, missed and made up."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from xiuhua.kernel.text import Text
from xiuhua.needs.queries.commitment_page import ComingLine, CommitmentPage, commitment_page
from xiuhua.needs.queries.commitments import (
    COMMITMENTS,
    CommitmentLine,
    Show,
    household_commitments,
    place_commitments,
)
from xiuhua.needs.rules.commitments import Period
from xiuhua.platform.accounts.scope import today_of
from xiuhua.registry.queries.whereabouts import whereabouts
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import PLACE, After, asked, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

Ended = Annotated[bool, asked(Text("要结束了的", "those that ended"))]


class PeriodOut(Schema):
    """A period: ``mark`` is kept, made_up, asked, missed, unsaid or due; ``came`` is how many came."""

    first: date
    last: date
    mark: str
    came: int
    missed: bool


class CommitmentOut(Schema):
    """A commitment. Where it is ``sealed``, only the kind is told, and whose it is."""

    id: UUID
    place_code: str
    for_kind: str
    household_id: UUID | None
    kind: Words
    sealed: bool
    what: str
    provider: str
    name: str
    rhythm: str
    each: int
    valid_from: date
    until: date | None
    ended_on: date | None
    periods: list[PeriodOut]


class PlaceCommitmentsOut(Schema):
    """A page of commitments; ``after`` asks for the next one."""

    commitments: list[CommitmentOut]
    after: str | None


class ComingOut(Schema):
    """That somebody came, and what whoever it was for says; ``came`` is null before they were asked."""

    id: UUID
    came_on: date
    people: int
    who: str
    what: str
    came: bool | None
    answered_on: date | None
    words: str


class RecordedOut(Schema):
    """A period with what is recorded of it."""

    period: PeriodOut
    reason: str
    next_on: date | None
    comings: list[ComingOut]


class CommitmentPageOut(CommitmentOut):
    """A commitment with every period."""

    recorded: list[RecordedOut]


@router.get(
    "/places/{code}/commitments",
    response=PlaceCommitmentsOut,
    url_name="place-commitments",
    tags=["places"],
    **said(
        Text("一个地方的定期承诺", "the recurring commitments of a place"),
        Text("有效的；ended 为 true 时是结束了的。", "Those in force, or with ended those that ended."),
        problems=(401, 403, 404, 422),
    ),
)
def commitments_of_place(
    request: HttpRequest, code: str = Path(..., pattern=PLACE), ended: Ended = False, after: After = None
) -> dict[str, Any]:
    """Answer with what was promised to the villages of a place and to their households."""
    require(caller(request), COMMITMENTS)
    show = Show.ENDED if ended else Show.IN_FORCE
    found = place_commitments(caller(request), code, on=today_of(request), show=show, after=after)
    if found is None:
        raise not_found()
    return {"commitments": [_line(each) for each in found.lines], "after": found.after}


@router.get(
    "/households/{uuid:household_id}/pairings",
    response=list[CommitmentOut],
    url_name="household-pairings",
    tags=["households"],
    **said(
        Text("和一户结对的", "who is paired with a household"),
        Text("有效的在前。", "What holds comes first."),
        problems=(401, 403, 404, 422),
    ),
)
def pairings_of_household(request: HttpRequest, household_id: UUID) -> list[dict[str, Any]]:
    """Answer with what was promised to a household and its people."""
    require(caller(request), COMMITMENTS)
    if whereabouts(caller(request), household_id) is None:
        raise not_found()
    return [_line(each) for each in household_commitments(caller(request), household_id, on=today_of(request))]


@router.get(
    "/commitments/{uuid:commitment_id}",
    response=CommitmentPageOut,
    url_name="commitment",
    tags=["places"],
    **said(
        Text("一个定期承诺", "one recurring commitment"),
        Text(
            "每一期谁来了，没有来的为什么、补了没有，本人或村里怎么说。",
            "Who came in each period, why it was missed, and what is said of it.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def one_commitment(request: HttpRequest, commitment_id: UUID) -> dict[str, Any]:
    """Answer with one commitment."""
    require(caller(request), COMMITMENTS)
    found = commitment_page(caller(request), commitment_id, on=today_of(request))
    if found is None:
        raise not_found()
    return {**_line(found.line), "recorded": _recorded(found)}


def _line(found: CommitmentLine) -> dict[str, Any]:
    plain = ("id", "place_code", "for_kind", "sealed", "what", "provider", "name", "rhythm", "each")
    return {
        **{name: getattr(found, name) for name in (*plain, "valid_from", "until", "ended_on")},
        "household_id": found.subject_id if found.is_pairing else None,
        "kind": shapes.words(found.kind),
        "periods": [_period(each) for each in found.periods],
    }


def _period(found: Period) -> dict[str, Any]:
    return {**{name: getattr(found, name) for name in ("first", "last", "came", "missed")}, "mark": found.mark.value}


def _recorded(found: CommitmentPage) -> list[dict[str, Any]]:
    return [
        {
            "period": _period(each.period),
            "reason": each.reason,
            "next_on": each.next_on,
            "comings": [_coming(coming) for coming in each.comings],
        }
        for each in found.periods
    ]


def _coming(found: ComingLine) -> dict[str, Any]:
    names = ("id", "came_on", "people", "who", "what", "came", "answered_on", "words")
    return {name: getattr(found, name) for name in names}
