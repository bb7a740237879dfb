"""Why somebody can see or do something, and who can see a household, as JSON."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.access import PEOPLE
from xiuhua.platform.accounts.queries import PostLine
from xiuhua.platform.accounts.scope import today_of
from xiuhua.platform.accounts.why import reasons, standing_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import PRINTABLE, PerhapsPlace, asked, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require
from xiuhua.site.why import rows
from xiuhua.site.why.households import HOUSEHOLDS, who_sees
from xiuhua.site.why.rows import Row

router = Router()

RowCode = Annotated[
    str,
    asked(
        Text(
            "哪件事：操作的 code，或查询的 code，例如 registry.households",
            "what: the code of a command or of a query such as registry.households",
        ),
        max_length=80,
        pattern=PRINTABLE,
    ),
]


class RoleOut(Schema):
    """A role."""

    code: str
    name: Words


class HeldOut(Schema):
    """A post that counts for the answer."""

    role: RoleOut
    place_code: str
    place: str
    valid_from: date
    valid_to: date | None


class NeededOut(Schema):
    """A role that would do, and whose holders may give it there."""

    role: RoleOut
    givers: list[RoleOut]


class WhyOut(Schema):
    """Whether somebody may, and why."""

    row: str
    label: Words
    who: Words = Field(description="这一行规定。 What the row of the access table says.")
    may: bool
    everybody: bool = Field(description="每个人对自己的账号都能做。 Everybody may, with their own account.")
    closed: bool = Field(description="账号已停用。 The account is closed.")
    by: list[HeldOut] = Field(description="凭这些岗位。 The posts that give it.")
    unseen: bool = Field(description="凭一个您看不到的岗位。 A post gives it that the caller may not see.")
    elsewhere: list[HeldOut] = Field(description="合适，但管的是别处。 Fitting posts, but elsewhere.")
    unfit: list[HeldOut] = Field(description="管着这里，但职务不含。 Posts here whose role does not fit.")
    not_now: list[HeldOut] = Field(description="合适，但不在任。 Fitting posts that are not held now.")
    needed: list[NeededOut]


class HoldersOut(Schema):
    """The holders of one role in one territory."""

    role: RoleOut
    place_code: str
    place: str
    count: int
    names: list[str] = Field(description="您能看到的人。 Those whom the caller may see.")
    health: bool = Field(description="看得到健康状况。 Sees health.")
    changes: list[str] = Field(description="能做的操作的 code。 Codes of the commands that they may give.")


class WhoOut(Schema):
    """Who can see a household, widest territory first."""

    household_id: UUID
    place_code: str
    holders: list[HoldersOut]


@router.get(
    "/why",
    response=WhyOut,
    url_name="why",
    tags=["access"],
    **said(
        Text("我为什么能、为什么不能", "why I may, or may not"),
        Text(
            "凭哪个岗位；不能的，要哪个岗位、谁能给。不写地方，就问在任何地方。",
            "By which post; for a no, which role would do and who gives it. Without a place: anywhere at all.",
        ),
    ),
)
def why(request: HttpRequest, row: RowCode, place: PerhapsPlace = None) -> dict[str, Any]:
    """Answer for the caller."""
    return _told(request, None, row, place)


@router.get(
    "/people/{uuid:account_id}/why",
    response=WhyOut,
    url_name="person-why",
    tags=["access"],
    **said(
        Text("某人为什么能、为什么不能", "why somebody may, or may not"),
        Text("对看得到的人。", "For a person whom the caller sees."),
        problems=(401, 403, 404, 422),
    ),
)
def person_why(request: HttpRequest, account_id: UUID, row: RowCode, place: PerhapsPlace = None) -> dict[str, Any]:
    """Answer for somebody of the caller's territory."""
    require(caller(request), PEOPLE)
    return _told(request, account_id, row, place)


@router.get(
    "/households/{uuid:household_id}/who",
    response=WhoOut,
    url_name="household-who",
    tags=["access"],
    **said(
        Text("谁能看到这一户", "who can see this household"),
        Text("按辖区从大到小；姓名只写您能看到的。", "Widest territory first; names as far as the caller sees them."),
        problems=(401, 403, 404, 422),
    ),
)
def household_who(request: HttpRequest, household_id: UUID) -> dict[str, Any]:
    """Answer with the holders of posts who can see a household."""
    require(caller(request), HOUSEHOLDS)
    found = who_sees(caller(request), household_id, on=today_of(request))
    if found is None:
        raise not_found()
    return {
        "household_id": household_id,
        "place_code": found.household.place_code,
        "holders": [
            {
                "role": _role(each.holders.role),
                **{name: getattr(each.holders, name) for name in ("place_code", "place", "count")},
                "names": list(each.holders.names),
                "health": each.health,
                "changes": [change.code for change in each.changes],
            }
            for each in found.sights
        ],
    }


def _told(request: HttpRequest, account_id: UUID | None, code: str, place: str | None) -> dict[str, Any]:
    asked_row = rows.row(code)
    standing = standing_of(caller(request), account_id, on=today_of(request))
    unseen = place is not None and accounts.place(caller(request), place) is None
    if asked_row is None or standing is None or unseen:
        raise not_found()
    found = reasons(standing, asked_row.access, place, on=today_of(request))
    return {
        **_named(asked_row),
        **{name: getattr(found, name) for name in ("may", "everybody", "closed", "unseen")},
        **{name: _held(getattr(found, name)) for name in ("by", "elsewhere", "unfit", "not_now")},
        "needed": [{"role": _role(each.role), "givers": [*map(_role, each.givers)]} for each in found.needed],
    }


def _named(found: Row) -> dict[str, Any]:
    return {"row": found.code, "label": shapes.words(found.label), "who": shapes.words(found.access.reason)}


def _held(posts: Iterable[PostLine]) -> list[dict[str, Any]]:
    plain = ("place_code", "place", "valid_from", "valid_to")
    return [{"role": _role(Role(post.role)), **{name: getattr(post, name) for name in plain}} for post in posts]


def _role(role: Role) -> dict[str, Any]:
    return {"code": role.value, "name": shapes.words(ROLE_NAMES[role])}
