"""Record a visit to a household; what was promised becomes a task of the visitor."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, ClassVar, Final
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.task_facts import Facts
from xiuhua.groups.commands.tasks import Given, begun
from xiuhua.groups.facts import places_of_groups
from xiuhua.groups.models import Visit, WorkGroup
from xiuhua.groups.rules.tasks import CameFrom, ForWhom
from xiuhua.groups.rules.visits import visit_problems
from xiuhua.groups.texts import sealed
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.catalogue import LOCAL_ZONE
from xiuhua.platform.journal.changes import Change, Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.commands.concerned import present_household_codes
from xiuhua.registry.queries.at_home import people_at_home

TABLE: Final = Visit._meta.db_table
_NEXT_TIME: Final = UsedBy("下次谁去，先看这里", "whoever goes next reads it first")
_BECOMES: Final = UsedBy("变成您的一个任务，到时候提醒您", "becomes a task of yours, of which you are reminded")

Told = Annotated[str, Field(max_length=1000), Personal]


class RecordVisit(Command):
    """Record a visit; ``observed_at`` is its day, today without one.

    Refused: 5001, 5003, 5092, 5098–5099, 5101–5104.
    """

    code: ClassVar[str] = "groups.record_visit"
    label: ClassVar[Text] = Text("记走访", "record a visit")

    group_id: UUID
    visit_id: UUID
    household_id: UUID
    seen: Annotated[
        tuple[UUID, ...],
        Field(max_length=30),
        Personal,
        asked("见到了谁？", "Whom did you see?", kind="choices"),
        _NEXT_TIME,
    ] = ()
    found: Annotated[Told, asked("看到什么情况？", "What did you find?", kind="long_text"), _NEXT_TIME] = ""
    needed: Annotated[Told, asked("他们需要什么？", "What do they need?", kind="long_text"), _NEXT_TIME] = ""
    promised: Annotated[
        str, Field(max_length=200), Personal, asked("您答应了什么？", "What did you promise?"), _BECOMES
    ] = ""
    promised_by: Annotated[date | None, asked("哪天以前兑现？", "By which day?"), _BECOMES] = None

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


def visit_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(RecordVisit, _record, places_of_groups, COMMANDS[RecordVisit.code], root_model=WorkGroup, own=True),
    )


def _record(commands: Sequence[RecordVisit], context: Context) -> list[Decided]:
    facts = Facts.read({each.group_id for each in commands}, (context.actor.person_id,), context)
    homes = present_household_codes(commands)
    at_home = {
        home: {each.id for each in people}
        for home, people in people_at_home(context.actor, {each.household_id for each in commands}).items()
    }
    context.keyring.load({each.household_id for each in commands})
    return [_recorded(command, facts, homes, at_home.get(command.household_id, set())) for command in commands]


def _recorded(command: RecordVisit, facts: Facts, homes: Mapping[UUID, str], at_home: set[UUID]) -> Decided:
    context = facts.context
    group, visitor = facts.groups[command.group_id], context.actor.person_id
    visited_on = day_of(command.observed_at) or context.today
    problems = facts.standing(group.id)
    if not problems and homes.get(command.household_id) != group.place_code:
        problems = (Problem("household_not_of_group", "household_id"),)
    problems = problems or visit_problems(
        visited_on,
        first=group.valid_from,
        today=context.today,
        seen=command.seen,
        at_home=at_home,
        found=command.found,
        promised=command.promised,
        by=command.promised_by,
    )
    if problems:
        return Refused(problems)
    task_id = derived_id(command.id, "promise") if command.promised else None
    texts = {"found": command.found, "needed": command.needed, "promised": command.promised}
    values = {
        "id": command.visit_id,
        "group_id": group.id,
        "place_code": group.place_code,
        "household_id": command.household_id,
        "visited_on": visited_on,
        "visitor_id": visitor,
        "seen": " ".join(str(each) for each in dict.fromkeys(command.seen)),
        "task_id": task_id,
        "recorded_on": context.today,
        **sealed(context.keyring, TABLE, command.household_id, texts),
    }
    changes: list[Change] = [Insert(Visit, values)]
    if task_id is not None and command.promised_by is not None:
        if visitor is None or facts.owner_problem(group.id, visitor):
            return Refused((Problem("task_owner_not_here", "promised"),))
        changes.append(begun(_promise(command, group, task_id, visitor, command.promised_by), context))
    return Accepted(changes, (group.place_code,), {"visit": str(command.visit_id)})


def _promise(command: RecordVisit, group: WorkGroup, task_id: UUID, visitor: UUID, due: date) -> Given:
    return Given(
        id=task_id,
        group=group,
        what=command.promised,
        owner_id=visitor,
        due=due,
        for_whom=ForWhom.HOUSEHOLD,
        household_id=command.household_id,
        came_from=CameFrom.VISIT,
        from_id=command.visit_id,
        taken=True,
    )


def day_of(observed: date | datetime | None) -> date | None:
    """Return the local day of what was observed; at either end of the calendar, the day as it was written."""
    if not isinstance(observed, datetime):
        return observed
    try:
        return observed.astimezone(LOCAL_ZONE).date()
    except (OverflowError, ValueError):
        return observed.date()
