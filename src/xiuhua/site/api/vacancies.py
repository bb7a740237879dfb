"""Vacancies: what firms offer to the people of a place. Nobody of a firm is named here."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xiuhua.kernel.text import Text
from xiuhua.needs.queries.vacancies import VACANCIES, VacancyLine, vacancies
from xiuhua.platform.accounts.scope import today_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()


class VacancyOut(Schema):
    """Posts that a firm offers, as the firm states them."""

    id: UUID
    place_code: str
    firm: str
    title: str
    trade: Words
    workplace: str
    distance: Words
    wage: str
    skill: Words | None
    posts: int
    taken: int
    listed_on: date
    until: date | None
    ended_on: date | None


@router.get(
    "/places/{code}/vacancies",
    response=list[VacancyOut],
    url_name="place-vacancies",
    tags=["places"],
    **said(
        Text("一个地方的招工", "the vacancies for the people of a place"),
        Text(
            "本地的、下面各地的和上级地方的；不再招的也在内，ended_on 或 until 写明。",
            "Those of the place, below it and around it; over ones too, told by ended_on or until.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def vacancies_of_place(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """Answer with what firms offer to the people of a place."""
    require(caller(request), VACANCIES)
    found = vacancies(caller(request), code, on=today_of(request))
    if found is None:
        raise not_found()
    return [_vacancy(each) for each in found]


def _vacancy(found: VacancyLine) -> dict[str, Any]:
    plain = ("id", "place_code", "firm", "title", "workplace", "wage", "posts", "taken", "listed_on", "until")
    return {
        **{name: getattr(found, name) for name in (*plain, "ended_on")},
        "trade": shapes.words(found.trade),
        "distance": shapes.words(found.distance),
        "skill": shapes.words(found.skill) if found.skill is not None else None,
    }
