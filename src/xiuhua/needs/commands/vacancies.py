"""What firms offer: a vacancy of a place as the firm states it, and that nobody is looked for any more."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.words import SEEKS, Trade
from xiuhua.needs.facts import places_named
from xiuhua.needs.job_facts import CONTACT_LABEL, places_of_vacancies, vacancies_by_id
from xiuhua.needs.models import Vacancy
from xiuhua.needs.rules.jobs import FAR_NAMES, Far, unlisted
from xiuhua.needs.rules.steps import judge_day
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import organisations_seen
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused

_INTRODUCED: Final = UsedBy("双方都同意以后，本人找他联系", "whom the person turns to, once both sides agree")
_NAMES = {key.value: name for key, name in FAR_NAMES.items() if key is not Far.ANYWHERE} | {
    Far.ANYWHERE.value: Text("外省", "another province")
}


class AddVacancy(Command):
    """Record what posts a firm offers to the people of a place. Refused: 5013, 5402, 5415, 5417."""

    code: ClassVar[str] = "needs.add_vacancy"
    label: ClassVar[Text] = Text("登记招工", "record a vacancy")

    vacancy_id: UUID
    place_code: Annotated[
        str,
        Field(pattern=r"^\d{12}$"),
        asked("招哪个地方的人？", "People of which place?", kind="reference"),
        SEEKS,
    ]
    firm_id: Annotated[UUID, asked("哪个单位招？", "Which firm?", kind="reference"), SEEKS]
    title: Annotated[str, Field(min_length=1, max_length=80), asked("招什么人？", "What post?"), SEEKS]
    trade: Trade
    workplace: Annotated[str, Field(min_length=1, max_length=80), asked("在哪里上班？", "Where is the work?"), SEEKS]
    distance: Annotated[
        Literal["village", "township", "county", "prefecture", "province", "anywhere"],
        asked("离家多远？", "How far from home?", choices=_NAMES),
        SEEKS,
    ]
    wage: Annotated[
        str,
        Field(min_length=1, max_length=120),
        asked(
            "工资怎么说的？",
            "What does the firm say of the wage?",
            why=Text("照单位的原话写。", "In the firm's own words."),
        ),
        SEEKS,
    ]
    skill: Annotated[
        str,
        Field(max_length=40),
        asked("要会什么？", "Which skill is asked for?", kind="choice", why=Text("不要求就不选。", "None, if any.")),
        SEEKS,
    ] = ""
    posts: Annotated[int, Field(ge=1, le=100_000), asked("招几个人？", "How many posts?"), SEEKS]
    until: Annotated[
        date | None, asked("招到哪天？", "Until which day?", why=Text("没有说就不填。", "If it was said.")), SEEKS
    ] = None
    contact: Annotated[
        str,
        Field(min_length=1, max_length=120),
        Personal,
        asked("单位找谁联系？", "Whom to turn to at the firm?", why=Text("姓名和电话。", "Name and telephone.")),
        _INTRODUCED,
    ]


class EndVacancy(Command):
    """Say that a firm looks for nobody any more. Refused: 5402, 5416."""

    code: ClassVar[str] = "needs.end_vacancy"
    label: ClassVar[Text] = Text("停止招工", "end a vacancy")

    vacancy_id: UUID
    ended_on: Annotated[date, asked("从哪天起不招了？", "From which day on?"), SEEKS]

    def roots(self) -> tuple[UUID, ...]:
        """The vacancy."""
        return (self.vacancy_id,)


def vacancy_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(AddVacancy, _add, places_named, COMMANDS[AddVacancy.code]),
        CommandType(EndVacancy, _end, places_of_vacancies, COMMANDS[EndVacancy.code], root_model=Vacancy),
    )


def _add(commands: Sequence[AddVacancy], context: Context) -> list[Decided]:
    known = organisations_seen(context.actor, {each.firm_id for each in commands}, using=context.using)
    rows = Vacancy.objects.using(context.using).filter(
        place_code__in={each.place_code for each in commands}, ended_on=None
    )
    there = set(rows.values_list("place_code", "firm_id", "title"))
    outcomes: list[Decided] = []
    for command in commands:
        key = (command.place_code, command.firm_id, command.title)
        skills = [command.skill] if command.skill else []
        region = command.place_code
        problems = list(unlisted(command.trade, skills, context.policy, on=context.today, region=region, field="skill"))
        if command.firm_id not in known:
            problems.append(Problem("organisation_not_here", "firm_id"))
        if command.until is not None and command.until < context.today:
            problems.append(Problem("vacancy_late", "until", {"day": command.until.isoformat()}))
        if key in there:
            problems.append(Problem("vacancy_exists", "title", {"title": command.title}))
        if problems:
            outcomes.append(Refused(tuple(problems)))
            continue
        there.add(key)
        outcomes.append(_added(command, context))
    return outcomes


def _added(command: AddVacancy, context: Context) -> Accepted:
    context.keyring.begin((command.vacancy_id,))
    plain = ("place_code", "firm_id", "title", "trade", "workplace", "distance", "wage", "skill", "posts", "until")
    values = {
        "id": command.vacancy_id,
        **{name: getattr(command, name) for name in plain},
        "listed_on": context.today,
        "ended_on": None,
        "contact": context.keyring.seal(command.vacancy_id, CONTACT_LABEL, command.contact),
    }
    result = {"vacancy": str(command.vacancy_id)}
    return Accepted([Insert(Vacancy, values)], (command.place_code,), result, subjects=(command.vacancy_id,))


def _end(commands: Sequence[EndVacancy], context: Context) -> list[Decided]:
    vacancies = vacancies_by_id((each.vacancy_id for each in commands), using=context.using)
    return [_ended(command, vacancies[command.vacancy_id], context) for command in commands]


def _ended(command: EndVacancy, vacancy: Vacancy, context: Context) -> Decided:
    if vacancy.ended_on is not None:
        return Refused((Problem("vacancy_over", values={"day": vacancy.ended_on.isoformat()}),))
    problems = judge_day(command.ended_on, first=vacancy.listed_on, today=context.today, field="ended_on")
    if problems:
        return Refused(problems)
    change = Update(Vacancy, vacancy.id, vacancy.id, {"ended_on": None}, {"ended_on": command.ended_on})
    return Accepted([change], (vacancy.place_code,), {"vacancy": str(vacancy.id)})
