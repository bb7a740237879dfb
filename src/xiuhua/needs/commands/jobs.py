"""A job is proposed to somebody who looks for work, and begun: the steps of a need whose provider is a firm."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.delivering import Delivery, delivered, serving_by_place
from xiuhua.needs.commands.meeting import match_asked
from xiuhua.needs.commands.telling import moved
from xiuhua.needs.commands.words import ANSWER, SEEKS, TIMES
from xiuhua.needs.facts import last_matches, needs_by_id, places_of_needs, times_asked
from xiuhua.needs.job_facts import jobs_by_need, taken_posts, vacancies_by_id, wishes_by_need
from xiuhua.needs.models import Job, Match, Need, Vacancy
from xiuhua.needs.rules.jobs import judge_posts
from xiuhua.needs.rules.steps import State, Step, judge_day, judge_step
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.naming import names_of_organisations
from xiuhua.platform.journal.changes import Change, Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused


class ProposeJob(Command):
    """Propose a vacancy to whoever looks for work; nobody is told of the other yet.

    Refused: 5400, 5402, 5413, 5414, 5418.
    """

    code: ClassVar[str] = "needs.propose_job"
    label: ClassVar[Text] = Text("建议一个岗位", "propose a job")

    need_id: UUID
    match_id: UUID
    vacancy_id: Annotated[UUID, asked("哪个岗位？", "Which vacancy?", kind="reference"), SEEKS]
    proposed_on: Annotated[date, asked("哪天建议的？", "On which day?"), TIMES]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class BeginJob(Command):
    """Record that somebody began the work; the person confirms it next. Refused: 5013, 5401, 5402, 5419."""

    code: ClassVar[str] = "needs.begin_job"
    label: ClassVar[Text] = Text("登记上班了", "record that the work began")

    need_id: UUID
    begun_on: Annotated[date, asked("哪天上班的？", "On which day?"), TIMES]
    helper_id: Annotated[
        UUID | None,
        asked(
            "谁经手办的？",
            "Who saw to it?",
            kind="reference",
            why=Text("经手的人不能替本人确认。", "Whoever did cannot record the person's answer."),
        ),
        ANSWER,
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


def job_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(ProposeJob, _propose, places_of_needs, COMMANDS[ProposeJob.code], root_model=Need),
        CommandType(BeginJob, _begin, places_of_needs, COMMANDS[BeginJob.code], root_model=Need),
    )


def _propose(commands: Sequence[ProposeJob], context: Context) -> list[Decided]:
    needs, wishes = needs_by_id(commands, using=context.using), wishes_by_need(commands, using=context.using)
    vacancies = vacancies_by_id((each.vacancy_id for each in commands), using=context.using)
    taken, times = taken_posts(vacancies, using=context.using), times_asked(commands, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        need, vacancy = needs[command.need_id], vacancies.get(command.vacancy_id)
        problems = list(judge_step(need.state, Step.MATCH))
        problems += judge_day(command.proposed_on, first=need.told_on, today=context.today, field="proposed_on")
        if need.id not in wishes:
            problems.append(Problem("wish_missing"))
        if vacancy is None or not _offered(vacancy, need.place_code, command.proposed_on):
            problems.append(Problem("vacancy_not_here", "vacancy_id"))
        else:
            problems += judge_posts(vacancy.title, vacancy.posts, taken[vacancy.id])
        if problems or vacancy is None:
            outcomes.append(Refused(tuple(problems)))
            continue
        row = match_asked(command.match_id, need, times[need.id] + 1, vacancy.firm_id, command.proposed_on)
        changes: list[Change] = [
            Insert(Match, row),
            Insert(Job, _job(command, need)),
            moved(need, {"state": State.MATCHED.value}),
        ]
        outcomes.append(Accepted(changes, (need.place_code,), {"need": str(need.id)}))
    return outcomes


def _offered(vacancy: Vacancy, place_code: str, on: date) -> bool:
    over = vacancy.ended_on is not None and vacancy.ended_on <= on
    late = vacancy.until is not None and vacancy.until < on
    return lies_in(place_code, vacancy.place_code) and not over and not late


def _job(command: ProposeJob, need: Need) -> dict[str, Any]:
    return {
        "id": command.match_id,
        "need_id": need.id,
        "match_id": command.match_id,
        "vacancy_id": command.vacancy_id,
        "place_code": need.place_code,
        "subject_id": need.subject_id,
        **dict.fromkeys(("person_agreed_on", "firm_agreed_on", "withdrawn_on")),
        **dict.fromkeys(("person_agreed_by", "person_agreed_how", "firm_agreed_how", "firm_said_by"), ""),
        "withdrawn_side": "",
    }


def _begin(commands: Sequence[BeginJob], context: Context) -> list[Decided]:
    needs, matches = needs_by_id(commands, using=context.using), last_matches(commands, using=context.using)
    jobs = jobs_by_need(commands, using=context.using)
    firms = names_of_organisations(each.vacancy.firm_id for each in jobs.values())
    serving = serving_by_place(needs.values(), context)
    context.keyring.load({need.subject_id for need in needs.values()})
    outcomes: list[Decided] = []
    for command in commands:
        need, match = needs[command.need_id], matches.get(command.need_id)
        job = jobs.get(need.id)
        if match is None or job is None or job.match_id != match.id:
            outcomes.append(Refused((Problem("job_none"),)))
            continue
        what = f"{firms.get(job.vacancy.firm_id, '')}：{job.vacancy.title}"
        told = Delivery(command.begun_on, what, command.helper_id, field="begun_on")
        outcomes.append(delivered(told, need, match, serving, context))
    return outcomes
