"""Needs: what a household needs, how far it has come, and what the person says of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xiuhua.kernel.text import Text
from xiuhua.needs.queries.lists import NEEDS, NeedLine, household_needs
from xiuhua.needs.queries.needs import NeedPage, Round, need_page
from xiuhua.needs.queries.work import JobShown, WishShown
from xiuhua.platform.accounts.scope import today_of
from xiuhua.registry.queries.whereabouts import whereabouts
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

_CONTACT = (
    "null：双方还没有都同意，或者调用的人不直接帮扶。 "
    "null until both sides agree, and for callers who do not help directly."
)
_HIDDEN = "null：涉及健康，调用的人不能看。 null where it tells of health and the caller may not read it."


class NeedLineOut(Schema):
    """A need in a list: its kind and how far it is, not what was said."""

    id: UUID
    kind: Words
    state: str
    told_on: date
    wanted_by: date | None
    delivered_on: date | None
    rounds: int


class RoundOut(Schema):
    """One time that a provider was asked to meet a need."""

    id: UUID
    provider: str
    service: str
    proposed_on: date
    accepted_on: date | None
    declined_on: date | None
    delivered_on: date | None
    what: str | None = Field(description=_HIDDEN)
    satisfied: bool | None
    answered_on: date | None
    words: str | None = Field(description=_HIDDEN)


class WishOut(Schema):
    """What work somebody looks for."""

    trade: Words
    reach: Words
    free_from: date | None
    skills: list[Words]


class JobOut(Schema):
    """The last job that was proposed, with the consent of both sides."""

    vacancy_id: UUID
    firm: str
    title: str
    workplace: str
    wage: str
    person_agreed_on: date | None
    firm_agreed_on: date | None
    withdrawn_on: date | None
    waits: Words | None
    contact: str | None = Field(description=_CONTACT)


class NeedOut(Schema):
    """A need with every time that somebody was asked to meet it."""

    id: UUID
    household_id: UUID
    person: str
    kind: Words
    state: str
    source: Words
    text: str | None = Field(description=_HIDDEN)
    told_on: date
    wanted_by: date | None
    closed_on: date | None
    rounds: list[RoundOut]
    wish: WishOut | None
    job: JobOut | None


@router.get(
    "/households/{uuid:household_id}/needs",
    response=list[NeedLineOut],
    url_name="household-needs",
    tags=["households"],
    **said(
        Text("一户的需求", "the needs of a household"),
        Text(
            "没办完的在前；state 是 told、triaged、matched、accepted、delivered、confirmed 或 closed。",
            "Open ones first; state is told, triaged, matched, accepted, delivered, confirmed or closed.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def needs_of_household(request: HttpRequest, household_id: UUID) -> list[dict[str, Any]]:
    """Answer with what a household and its people need."""
    require(caller(request), NEEDS)
    if whereabouts(caller(request), household_id) is None:
        raise not_found()
    return [_line(each) for each in household_needs(caller(request), household_id, on=today_of(request))]


@router.get(
    "/needs/{uuid:need_id}",
    response=NeedOut,
    url_name="need",
    tags=["households"],
    **said(
        Text("一件需求", "one need"),
        Text(
            "怎么说的、请过谁、办了什么、本人怎么说。",
            "What was said, who was asked, what was done and answered.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def one_need(request: HttpRequest, need_id: UUID) -> dict[str, Any]:
    """Answer with one need."""
    require(caller(request), NEEDS)
    found = need_page(caller(request), need_id, on=today_of(request))
    if found is None:
        raise not_found()
    return _need(found)


def _line(found: NeedLine) -> dict[str, Any]:
    plain = ("id", "told_on", "wanted_by", "delivered_on", "rounds")
    return {
        **{name: getattr(found, name) for name in plain},
        "kind": shapes.words(found.kind),
        "state": found.state.value,
    }


def _need(found: NeedPage) -> dict[str, Any]:
    plain = ("id", "household_id", "person", "text", "told_on", "wanted_by", "closed_on")
    return {
        **{name: getattr(found, name) for name in plain},
        "kind": shapes.words(found.kind),
        "source": shapes.words(found.source),
        "state": found.state.value,
        "rounds": [_round(each) for each in found.rounds],
        "wish": _wish(found.work.wish) if found.work.wish is not None else None,
        "job": _job(found.work.job) if found.work.job is not None else None,
    }


def _wish(found: WishShown) -> dict[str, Any]:
    return {
        "trade": shapes.words(found.trade),
        "reach": shapes.words(found.reach),
        "free_from": found.free_from,
        "skills": [shapes.words(each) for each in found.skills],
    }


def _job(found: JobShown) -> dict[str, Any]:
    days = ("person_agreed_on", "firm_agreed_on", "withdrawn_on")
    names = ("vacancy_id", "firm", "title", "workplace", "wage", *days, "contact")
    waits = shapes.words(found.waits) if found.waits is not None else None
    return {**{name: getattr(found, name) for name in names}, "waits": waits}


def _round(found: Round) -> dict[str, Any]:
    names = ("id", "provider", "service", "proposed_on", "accepted_on", "declined_on", "delivered_on", "what")
    return {name: getattr(found, name) for name in (*names, "satisfied", "answered_on", "words")}
