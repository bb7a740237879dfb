"""What firms offer to the people of a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import QUERIES
from xiuhua.needs.job_facts import post, taken_posts
from xiuhua.needs.models import Vacancy
from xiuhua.needs.rules.jobs import FAR_NAMES, SKILLS_KEY, TRADES_KEY, Far, Post, listed
from xiuhua.platform.accounts.naming import names_of_organisations, names_of_places
from xiuhua.platform.accounts.queries import place
from xiuhua.platform.accounts.rules.places import bounds, chain
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue

VACANCIES = QUERIES["needs.vacancies"]


@dataclass(frozen=True, slots=True)
class VacancyLine:
    """A vacancy as everybody sees it: nobody of the firm is named."""

    id: UUID
    place_code: str
    place: str
    firm: str
    title: str
    trade: Text
    workplace: str
    distance: Text
    wage: str
    skill: Text | None
    posts: int
    taken: int
    listed_on: date
    until: date | None
    ended_on: date | None
    offers: Post

    @property
    def called(self) -> str:
        """The post and its firm."""
        return f"{self.title} · {self.firm}"


def vacancies(viewer: Actor, code: str, *, on: date) -> tuple[VacancyLine, ...] | None:
    """Return the vacancies for people of a place, over ones too, in the order in which they were recorded.

    ``None`` where the place is absent or outside. One of the county is for people of every village of it, also to
    viewers who have no post in the county.
    """
    if place(viewer, code) is None:
        return None
    return vacancy_lines(around(viewer, code), on)


def vacancy(viewer: Actor, vacancy_id: UUID, *, on: date) -> VacancyLine | None:
    """Return one vacancy, or ``None`` where it is absent or outside."""
    lines = vacancy_lines(within(Vacancy.objects.filter(id=vacancy_id), viewer, VACANCIES), on)
    return lines[0] if lines else None


def around(viewer: Actor, code: str) -> QuerySet[Vacancy]:
    """Return the vacancies for people of a place: its own, those for all of it, and those below it that are seen."""
    rows = within(Vacancy.objects.filter(place_code__range=bounds(code)), viewer, VACANCIES)
    if reaches(viewer, VACANCIES, code):
        rows |= Vacancy.objects.filter(place_code__in=chain(code))
    return rows


def is_open(each: VacancyLine, on: date) -> bool:
    """Say whether somebody can be proposed for a vacancy on a day, as far as its days go."""
    return (each.ended_on is None or on < each.ended_on) and (each.until is None or on <= each.until)


def vacancy_lines(rows: Iterable[Vacancy], on: date) -> tuple[VacancyLine, ...]:
    """Return vacancies as lists show them."""
    found = sorted(rows, key=lambda each: (each.listed_on, each.id))
    firms = names_of_organisations(each.firm_id for each in found)
    places: Mapping[str, str] = names_of_places(each.place_code for each in found)
    taken = taken_posts(each.id for each in found)
    trades = listed(TRADES_KEY, catalogue.policy(), on=on)
    skills = listed(SKILLS_KEY, catalogue.policy(), on=on)
    return tuple(
        VacancyLine(
            id=each.id,
            place_code=each.place_code,
            place=places.get(each.place_code, each.place_code),
            firm=firms.get(each.firm_id, ""),
            title=each.title,
            trade=trades.get(each.trade, Text(each.trade, each.trade)),
            workplace=each.workplace,
            distance=distance_name(each.distance),
            wage=each.wage,
            skill=skills.get(each.skill, Text(each.skill, each.skill)) if each.skill else None,
            posts=each.posts,
            taken=taken[each.id],
            listed_on=each.listed_on,
            until=each.until,
            ended_on=each.ended_on,
            offers=post(each, taken[each.id]),
        )
        for each in found
    )


def distance_name(code: str) -> Text:
    """Return how far a job is, in words."""
    return Text("外省", "another province") if code == Far.ANYWHERE else FAR_NAMES[Far(code)]
