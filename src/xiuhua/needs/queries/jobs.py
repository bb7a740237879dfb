"""Work in a place: who looks for it, what is offered, what suits whom and why, and who waits for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.job_facts import sought
from xiuhua.needs.models import Job, Wish
from xiuhua.needs.queries.lists import NEEDS, NeedLine, listed
from xiuhua.needs.queries.vacancies import VacancyLine, around, is_open, vacancy_lines
from xiuhua.needs.rules.jobs import FAR_NAMES, SKILLS_KEY, TRADES_KEY, Far, Sought, suits, waits, why
from xiuhua.needs.rules.jobs import listed as by_policy
from xiuhua.needs.rules.steps import State
from xiuhua.platform.accounts.naming import names_of_organisations
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal import catalogue

SHOWN: Final = 200
"""So many of whoever looks for work stand on a page, those who have waited longest."""

_FITTING: Final = 3
IN_HAND: Final = (State.MATCHED, State.ACCEPTED, State.DELIVERED)
"""The states of a need in which a provider was asked, and the person has not answered."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A vacancy that suits somebody, and why."""

    vacancy: VacancyLine
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who looks for work and has no job in hand; ``more`` is how many further vacancies suit."""

    need: NeedLine
    trade: Text
    reach: Text
    free_from: date | None
    skills: tuple[Text, ...]
    proposed: tuple[Proposed, ...]
    more: int


@dataclass(frozen=True, slots=True)
class InHand:
    """A job that is in hand: for whom, what, and who waits for whom."""

    need: NeedLine
    called: str
    waits: Text | None


@dataclass(frozen=True, slots=True)
class PlaceWork:
    """Work in a place. Whoever does not see households sees the vacancies alone (``sees_people``)."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    vacancies: tuple[VacancyLine, ...]
    past: tuple[VacancyLine, ...]
    sees_people: bool
    seekers: tuple[Seeker, ...]
    waiting: int
    in_hand: tuple[InHand, ...]


def place_work(viewer: Actor, code: str, *, on: date) -> PlaceWork | None:
    """Return the work of a place, or ``None`` where it is absent or outside; everything in the order of its days."""
    found = place(viewer, code)
    if found is None:
        return None
    lines = vacancy_lines(around(viewer, code), on)
    offered = tuple(each for each in lines if is_open(each, on))
    sees = viewer.operator or NEEDS.allows(viewer.roles())
    seeking = list(_seeking(viewer, code)) if sees else []
    return PlaceWork(
        place=found,
        places=breadcrumb(viewer, code),
        vacancies=offered,
        past=tuple(each for each in lines if not is_open(each, on)),
        sees_people=sees,
        seekers=_seekers(viewer, seeking[:SHOWN], offered, on),
        waiting=len(seeking),
        in_hand=_in_hand(viewer, code, on) if sees else (),
    )


def _seeking(viewer: Actor, code: str) -> Iterable[Wish]:
    rows = within(Wish.objects.filter(need__state=State.TRIAGED).exclude(need__text=""), viewer, NEEDS, place=code)
    return rows.select_related("need").order_by("need__told_on", "id")


def _seekers(viewer: Actor, wishes: Sequence[Wish], offered: Sequence[VacancyLine], on: date) -> tuple[Seeker, ...]:
    trades = by_policy(TRADES_KEY, catalogue.policy(), on=on)
    skills = by_policy(SKILLS_KEY, catalogue.policy(), on=on)
    lines = listed(viewer, [each.need for each in wishes], on=on)
    shown = []
    for wish, line in zip(wishes, lines, strict=True):
        looks_for = sought(wish)
        fitting = proposed_to(looks_for, offered, on)
        shown.append(
            Seeker(
                need=line,
                trade=trades.get(wish.trade, Text(wish.trade, wish.trade)),
                reach=FAR_NAMES[Far(wish.reach)],
                free_from=wish.free_from,
                skills=tuple(skills.get(each, Text(each, each)) for each in wish.skills.split()),
                proposed=tuple(fitting[:_FITTING]),
                more=max(0, len(fitting) - _FITTING),
            )
        )
    return tuple(shown)


def proposed_to(looks_for: Sought, offered: Iterable[VacancyLine], on: date) -> list[Proposed]:
    """Return the vacancies that suit what somebody looks for, in the order in which they were recorded, and why."""
    skills = by_policy(SKILLS_KEY, catalogue.policy(), on=on)
    fitting = (each for each in offered if is_open(each, on) and suits(looks_for, each.offers, on))
    return [Proposed(each, why(looks_for, each.offers, on, skills)) for each in fitting]


def _in_hand(viewer: Actor, code: str, on: date) -> tuple[InHand, ...]:
    rows = within(Job.objects.filter(need__state__in=IN_HAND), viewer, NEEDS, place=code)
    jobs = list(present(rows.select_related("need", "vacancy").order_by("match__proposed_on", "id"))[:SHOWN])
    lines = listed(viewer, [each.need for each in jobs], on=on)
    firms = names_of_organisations(each.vacancy.firm_id for each in jobs)
    return tuple(
        InHand(line, f"{job.vacancy.title} · {firms.get(job.vacancy.firm_id, '')}", waits(job.need.state, job))
        for job, line in zip(jobs, lines, strict=True)
    )


def present(rows: QuerySet[Job]) -> QuerySet[Job]:
    """Return the jobs among these that are in hand: nobody declined, withdrew or left dissatisfied."""
    answered = Q(match__satisfied=None) | Q(match__satisfied=True)
    return rows.filter(answered, withdrawn_on=None, match__declined_on=None)


def jobs_of_needs(viewer: Actor, need_ids: Iterable[UUID]) -> dict[UUID, Text]:
    """Return, for needs whose jobs are in hand, who waits for whom; one query."""
    rows = within(Job.objects.filter(need_id__in=set(need_ids), need__state__in=IN_HAND), viewer, NEEDS)
    found = {job.need_id: waits(job.need.state, job) for job in present(rows.select_related("need"))}
    return {key: said for key, said in found.items() if said is not None}


def waiting_jobs(viewer: Actor) -> tuple[tuple[str, Job], ...]:
    """Return village and job of every job in which one side or the other has to do something; one query."""
    return tuple((each.place_code, each) for each in _WAITING.answers(viewer))


_WAITING: Final = Seen(
    lambda gap, seen: present(
        seen(Job.objects.filter(need__state__in=(State.MATCHED, State.ACCEPTED)), NEEDS)
        .select_related("need", "match")
        .order_by("match__proposed_on", "id")
    ),
    NEEDS,
)
