"""A need is told, looked at, and closed where it is not to be met."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.words import TIMES, WHO_HELPS, Kind
from xiuhua.needs.facts import TEXT_LABEL, last_matches, needs_by_id, open_needs, places_of_needs
from xiuhua.needs.models import Need
from xiuhua.needs.rules.kinds import kind_problem, kinds
from xiuhua.needs.rules.steps import CLOSE_NAMES, MOVES, SOURCE_NAMES, State, Step, judge_day, judge_step
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged
from xiuhua.registry.commands.concerned import (
    ONE_AT_A_TIME,
    households_of_people,
    places_of_present_households,
    present_household_codes,
)

TYPED = {code: name for code, name in SOURCE_NAMES.items() if code != "paper"}


class TellNeed(Command):
    """Record what a household or one of its people needs, in their words. Refused: 5402, 5406–5408."""

    code: ClassVar[str] = "needs.tell"
    label: ClassVar[Text] = Text("登记需求", "record a need")

    household_id: UUID
    need_id: UUID
    person_id: Annotated[
        UUID | None,
        asked(
            "是谁的需求？",
            "Whose need?",
            kind="reference",
            why=Text("全家的就不选。", "Leave it open for the whole household."),
        ),
        WHO_HELPS,
    ] = None
    kind: Kind
    text: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked("怎么说的？", "In their words", kind="long_text"),
        WHO_HELPS,
    ]
    source: Annotated[
        Literal["visit", "household", "officer"],
        asked("怎么知道的？", "How did it become known?", choices=TYPED),
        WHO_HELPS,
    ]
    told_on: Annotated[date, asked("哪天说的？", "On which day?"), TIMES]
    wanted_by: Annotated[
        date | None,
        asked("希望哪天前办好？", "Wanted by when?", why=Text("没有说就不填。", "If anything was said.")),
        WHO_HELPS,
    ] = None


class TriageNeed(Command):
    """Look at a need: settle its kind and by when it is wanted. Refused: 5400, 5407."""

    code: ClassVar[str] = "needs.triage"
    label: ClassVar[Text] = Text("研判需求", "look at a need")

    need_id: UUID
    kind: Kind
    wanted_by: Annotated[date | None, asked("希望哪天前办好？", "Wanted by when?"), WHO_HELPS] = None

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class CloseNeed(Command):
    """Close a need that nobody is going to meet, with the reason. Refused: 5400, 5402."""

    code: ClassVar[str] = "needs.close"
    label: ClassVar[Text] = Text("不再办这件需求", "close a need")

    need_id: UUID
    cause: Annotated[
        Literal["withdrawn", "elsewhere", "not_possible"], asked("为什么？", "Why?", choices=CLOSE_NAMES), WHO_HELPS
    ]
    closed_on: Annotated[date, asked("哪天？", "On which day?"), TIMES]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class RewordNeed(Command):
    """Write the words of a need anew; they are read by whoever may read its kind. Refused: 5400, 5445."""

    code: ClassVar[str] = "needs.reword"
    label: ClassVar[Text] = Text("改写需求的话", "write the words of a need anew")

    need_id: UUID
    text: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked(
            "怎么说的？",
            "In their words",
            kind="long_text",
            why=Text("不涉及健康的部分。", "What does not tell of health."),
        ),
        WHO_HELPS,
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


def telling_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(TellNeed, _tell, places_of_present_households, COMMANDS[TellNeed.code], **ONE_AT_A_TIME),
        CommandType(TriageNeed, _triage, places_of_needs, COMMANDS[TriageNeed.code], root_model=Need),
        CommandType(RewordNeed, _reword, places_of_needs, COMMANDS[RewordNeed.code], root_model=Need),
        CommandType(CloseNeed, _close, places_of_needs, COMMANDS[CloseNeed.code], root_model=Need),
    )


def _tell(commands: Sequence[TellNeed], context: Context) -> list[Decided]:
    places = present_household_codes(commands)
    people = households_of_people((each.person_id for each in commands), using=context.using)
    there = open_needs(places, using=context.using)
    context.keyring.load(places)
    outcomes: list[Decided] = []
    for command in commands:
        told = need_told(command, command.source, places[command.household_id], people, there, context)
        if isinstance(told, Accepted):
            there.add((command.household_id, command.person_id, command.kind))
        outcomes.append(told)
    return outcomes


def need_told(
    command: Any,
    source: str,
    place_code: str,
    people: Mapping[UUID, UUID],
    there: set[tuple[UUID, UUID | None, str]],
    context: Context,
    *,
    state: State = State.TOLD,
) -> Accepted | Refused:
    """Decide about a need that was told, through whichever door; ``there`` are the open needs of the household."""
    problems = [
        *kind_problem(command.kind, context.policy, on=context.today, region=place_code),
        *judge_day(command.told_on, first=date(2000, 1, 1), today=context.today, field="told_on"),
    ]
    household, person = command.household_id, command.person_id
    if person is not None and people.get(person) != household:
        problems.append(Problem("need_person_not_here", "person_id"))
    if (household, person, command.kind) in there:
        problems.append(Problem("need_same", "kind"))
    if problems:
        return Refused(tuple(problems))
    values = {
        "id": command.need_id,
        "place_code": place_code,
        "for_kind": "household" if person is None else "person",
        "subject_id": household,
        "person_id": person,
        "kind": command.kind,
        "text": context.keyring.seal(household, TEXT_LABEL, command.text),
        "guarded": False,
        "source": source,
        "told_on": command.told_on,
        "wanted_by": command.wanted_by,
        "state": state.value,
        "rounds": 0,
        "delivered_on": None,
        "closed_on": None,
        "close_cause": "",
    }
    return Accepted([Insert(Need, values)], (place_code,), {"need": str(command.need_id)})


def moved(need: Need, after: Mapping[str, Any]) -> Update:
    """Return the change of a need, without what stays as it is: empty where everything does.

    What changes without a step keeps the state beside it, so that it is not undone once the need went on.
    """
    changed = {name: value for name, value in after.items() if getattr(need, name) != value}
    changed = {"state": need.state, **changed} if changed else {}
    before = {name: getattr(need, name) for name in changed}
    return Update(Need, need.id, need.id, before, changed, subject=need.subject_id)


def settled(need: Need, kind: str, policy: Policy, *, on: date) -> dict[str, Any]:
    """Return what changes when the kind of a need is settled: words that were told of health stay guarded as such."""
    known = kinds(policy, on=on, region=need.place_code)
    before, after = known.get(need.kind), known.get(kind)
    health = before is None or before.health
    return {"kind": kind, "guarded": need.guarded or (health and after is not None and not after.health)}


def _triage(commands: Sequence[TriageNeed], context: Context) -> list[Decided]:
    needs = needs_by_id(commands, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        need = needs[command.need_id]
        problems = judge_step(need.state, Step.TRIAGE) + kind_problem(
            command.kind, context.policy, on=context.today, region=need.place_code
        )
        if problems:
            outcomes.append(Refused(problems))
            continue
        after = {
            "state": State.TRIAGED.value,
            "wanted_by": command.wanted_by,
            **settled(need, command.kind, context.policy, on=context.today),
        }
        change, result = moved(need, after), {"need": str(need.id)}
        outcomes.append(Accepted([change], (need.place_code,), result) if change.after else Unchanged(result))
    return outcomes


def _reword(commands: Sequence[RewordNeed], context: Context) -> list[Decided]:
    needs = needs_by_id(commands, using=context.using)
    answered = {each.need_id for each in last_matches(commands, using=context.using).values() if each.what}
    context.keyring.load({each.subject_id for each in needs.values()})
    outcomes: list[Decided] = []
    for command in commands:
        need = needs[command.need_id]
        if need.state not in (State.TOLD, State.TRIAGED):
            outcomes.append(Refused(judge_step(need.state, Step.TRIAGE)))
            continue
        if need.id in answered:
            outcomes.append(Refused((Problem("need_words_answered", "text"),)))
            continue
        after = {"text": context.keyring.seal(need.subject_id, TEXT_LABEL, command.text), "guarded": False}
        outcomes.append(Accepted([moved(need, after)], (need.place_code,), {"need": str(need.id)}))
    return outcomes


def _close(commands: Sequence[CloseNeed], context: Context) -> list[Decided]:
    needs = needs_by_id(commands, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        need = needs[command.need_id]
        problems = judge_step(need.state, Step.CLOSE) + judge_day(
            command.closed_on, first=need.told_on, today=context.today, field="closed_on"
        )
        if problems:
            outcomes.append(Refused(problems))
            continue
        state = MOVES[State(need.state), Step.CLOSE].value
        change = moved(need, {"state": state, "closed_on": command.closed_on, "close_cause": command.cause})
        outcomes.append(Accepted([change], (need.place_code,), {"need": str(need.id)}))
    return outcomes
