"""What the handlers of jobs read before they decide."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol
from uuid import UUID

from django.db.models import Q

from xiuhua.kernel.refusals import Problem
from xiuhua.needs.facts import OfNeed, Places
from xiuhua.needs.models import Job, Match, Need, Vacancy, Wish
from xiuhua.needs.rules.jobs import Far, Post, Sought, judge_agreed, judge_posts
from xiuhua.needs.rules.steps import State
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Context, UndoCheck

CONTACT_LABEL: Final = "needs_vacancy.contact"
FIRM_LABEL: Final = "needs_job.firm_said_by"

FILLED: Final = Q(match__accepted_on__isnull=False, match__declined_on=None, withdrawn_on=None) & (
    Q(match__satisfied=None) | Q(match__satisfied=True)
)
"""The jobs that take a post: taken on, nobody withdrew, and the person did not leave dissatisfied."""


def _fills(job: Job) -> bool:
    """Say of one job at hand what ``FILLED`` asks the database."""
    match = job.match
    taken_on = match.accepted_on is not None and match.declined_on is None and match.satisfied is not False
    return taken_on and job.withdrawn_on is None


class OfVacancy(Protocol):
    """A command about one vacancy."""

    @property
    def vacancy_id(self) -> UUID:
        """The vacancy's id."""


def places_of_vacancies(commands: Sequence[OfVacancy]) -> Places:
    """Return the place of each vacancy."""
    ids = {each.vacancy_id for each in commands}
    codes = dict(Vacancy.objects.filter(id__in=ids).values_list("id", "place_code"))
    return [(codes[each.vacancy_id],) if each.vacancy_id in codes else None for each in commands]


def vacancies_by_id(ids: Iterable[UUID], *, using: str = "default") -> Mapping[UUID, Vacancy]:
    """Return the vacancies with these ids."""
    return Vacancy.objects.using(using).in_bulk(set(ids))


def taken_posts(vacancies: Iterable[UUID], *, using: str = "default") -> Counter[UUID]:
    """Return how many posts of each vacancy are taken."""
    rows = Job.objects.using(using).filter(FILLED, vacancy_id__in=set(vacancies))
    return Counter(rows.values_list("vacancy_id", flat=True))


def jobs_by_need(commands: Iterable[OfNeed], *, using: str = "default") -> Mapping[UUID, Job]:
    """Return the last job that was proposed for each of the needs that commands name."""
    rows = Job.objects.using(using).filter(need_id__in={each.need_id for each in commands})
    found = rows.select_related("vacancy", "match").order_by("match__number", "match__proposed_on", "id")
    return {each.need_id: each for each in found}


def job_in_hand(need: Need, job: Job | None) -> Job | None:
    """Return the job that is in hand, or was confirmed: from that, too, either side may withdraw."""
    closed = need.state in (State.TOLD, State.TRIAGED, State.CLOSED)
    if closed or job is None or job.withdrawn_on is not None:
        return None
    return None if job.match.declined_on is not None or job.match.satisfied is False else job


def wishes_by_need(commands: Iterable[OfNeed], *, using: str = "default") -> Mapping[UUID, Wish]:
    """Return what work is looked for behind each of the needs that commands name."""
    rows = Wish.objects.using(using).filter(need_id__in={each.need_id for each in commands})
    return {each.need_id: each for each in rows}


def vacancies_reached(commands: Iterable[OfNeed]) -> list[tuple[type[Vacancy], UUID]]:
    """Return the vacancies whose posts commands may take, so that two of them never take the last one at once."""
    return _vacancies_of({each.need_id for each in commands})


def _vacancies_of(needs: Iterable[UUID]) -> list[tuple[type[Vacancy], UUID]]:
    rows = Job.objects.filter(need_id__in=set(needs), withdrawn_on=None)
    return [(Vacancy, each) for each in set(rows.values_list("vacancy_id", flat=True))]


class JobsAsked:
    """What stands against a firm that takes somebody on: both sides agree, and there is a post left."""

    def __init__(self, commands: Sequence[OfNeed], context: Context) -> None:
        """Read the jobs behind the needs that the commands name, and the posts that are taken."""
        self._by_match = {each.match_id: each for each in jobs_by_need(commands, using=context.using).values()}
        self._taken = taken_posts({each.vacancy_id for each in self._by_match.values()}, using=context.using)

    def problems(self, match: Match) -> tuple[Problem, ...]:
        """Return why the provider of a match does not take it on, as far as it is a job."""
        job = self._by_match.get(match.id)
        if job is None:
            return ()
        vacancy = job.vacancy
        return judge_agreed(job) + judge_posts(vacancy.title, vacancy.posts, self._taken[vacancy.id])

    def take(self, match: Match) -> None:
        """Count the post of a match that was taken on."""
        if match.id in self._by_match:
            self._taken[self._by_match[match.id].vacancy_id] += 1


class PostsTakenBack:
    """What stands against undoing: somebody would take a post again that was given to another since."""

    def __init__(self, changes: Sequence[Change], context: Context) -> None:
        """Read the jobs whose matches would change, and the posts that are taken."""
        keys = {each.key for each in changes if isinstance(each, Update) and each.model is Match}
        rows = Job.objects.using(context.using).filter(match_id__in=keys).select_related("vacancy", "match")
        self._jobs = {job.match_id: job for job in rows}
        self._taken = taken_posts({job.vacancy_id for job in self._jobs.values()}, using=context.using)

    def __call__(self, changes: Sequence[Change]) -> Problem | None:
        """Return why these changes cannot be made; those that can are counted."""
        for change in changes:
            job = self._jobs.get(change.key) if isinstance(change, Update) and change.model is Match else None
            if job is None or not isinstance(change, Update):
                continue
            fills, vacancy = _fills(job), job.vacancy
            for name, value in change.after.items():
                setattr(job.match, name, value)
            more = _fills(job) - fills
            if more > 0 and judge_posts(vacancy.title, vacancy.posts, self._taken[vacancy.id]):
                return Problem("post_given_since", values={"title": vacancy.title, "posts": vacancy.posts})
            self._taken[vacancy.id] += more
        return None


POSTS_AGAIN: Final = UndoCheck(
    reached=lambda records: _vacancies_of(key for model, key in records if model is Need), begin=PostsTakenBack
)
"""Undoing what freed a post is as good as taking it: it asks whether one is left."""


def sought(wish: Wish) -> Sought:
    """Return what a wish looks for."""
    return Sought(wish.place_code, wish.trade, wish.reach, wish.free_from, frozenset(wish.skills.split()))


def post(vacancy: Vacancy, taken: int) -> Post:
    """Return what a vacancy offers, with the posts that are left."""
    left = max(0, vacancy.posts - taken)
    return Post(vacancy.place_code, vacancy.trade, Far(vacancy.distance), vacancy.skill, vacancy.until, left)
