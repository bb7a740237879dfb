"""What work somebody looks for: told together with the need, or beside a need that was told before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.telling import TYPED, moved, need_told, settled
from xiuhua.needs.commands.words import TIMES, WHO_HELPS, FreeFrom, Reach, Skills, Trade
from xiuhua.needs.facts import needs_by_id, open_needs, places_of_needs
from xiuhua.needs.job_facts import wishes_by_need
from xiuhua.needs.models import Need, Wish
from xiuhua.needs.rules.jobs import WORK, unlisted
from xiuhua.needs.rules.steps import State, Step, judge_step
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged
from xiuhua.registry.commands.concerned import (
    ONE_AT_A_TIME,
    households_of_people,
    places_of_present_households,
    present_household_codes,
)


class WishForWork(Command):
    """Record that somebody looks for work, and what for: a need and its wish in one. Refused: 5402, 5406–5408, 5417."""

    code: ClassVar[str] = "needs.wish_for_work"
    label: ClassVar[Text] = Text("登记求职意愿", "record a wish for work")

    household_id: UUID
    need_id: UUID
    person_id: Annotated[UUID, asked("谁找工作？", "Who looks for work?", kind="reference"), WHO_HELPS]
    trade: Trade
    reach: Reach
    free_from: FreeFrom = None
    skills: Skills = ()
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


class AddWish(Command):
    """Say what work a need is for; its words stay as they were told. Refused: 5400, 5408, 5417, 5422."""

    code: ClassVar[str] = "needs.add_wish"
    label: ClassVar[Text] = Text("写明找什么活", "say what work is looked for")

    need_id: UUID
    person_id: Annotated[UUID | None, asked("谁找工作？", "Who looks for work?", kind="reference"), WHO_HELPS] = None
    trade: Trade
    reach: Reach
    free_from: FreeFrom = None
    skills: Skills = ()

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


def wish_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(WishForWork, _wish, places_of_present_households, COMMANDS[WishForWork.code], **ONE_AT_A_TIME),
        CommandType(AddWish, _add, places_of_needs, COMMANDS[AddWish.code], root_model=Need),
    )


class _Told:
    """A wish for work, as :func:`need_told` takes a need."""

    kind, wanted_by = WORK, None

    def __init__(self, command: WishForWork) -> None:
        self.household_id, self.need_id, self.person_id = command.household_id, command.need_id, command.person_id
        self.text, self.told_on = command.text, command.told_on


def _wish(commands: Sequence[WishForWork], context: Context) -> list[Decided]:
    places = present_household_codes(commands)
    people = households_of_people((each.person_id for each in commands), using=context.using)
    there = open_needs(places, using=context.using)
    context.keyring.load(places)
    outcomes: list[Decided] = []
    for command in commands:
        place_code = places[command.household_id]
        wrong = unlisted(command.trade, command.skills, context.policy, on=context.today, region=place_code)
        told = need_told(_Told(command), command.source, place_code, people, there, context, state=State.TRIAGED)
        if isinstance(told, Refused) or wrong:
            outcomes.append(Refused((*wrong, *(told.problems if isinstance(told, Refused) else ()))))
            continue
        there.add((command.household_id, command.person_id, WORK))
        wish = Insert(Wish, _row(command, command.need_id, place_code))
        outcomes.append(Accepted([*told.changes, wish], (place_code,), told.result))
    return outcomes


def _row(command: WishForWork | AddWish, need_id: UUID, place_code: str) -> dict[str, Any]:
    return {"id": derived_id(need_id, "wish"), "need_id": need_id, "place_code": place_code, **_sought(command)}


def _sought(command: WishForWork | AddWish) -> dict[str, Any]:
    return {
        "trade": command.trade,
        "reach": command.reach,
        "free_from": command.free_from,
        "skills": " ".join(dict.fromkeys(command.skills)),
    }


def _add(commands: Sequence[AddWish], context: Context) -> list[Decided]:
    needs, wishes = needs_by_id(commands, using=context.using), wishes_by_need(commands, using=context.using)
    people = households_of_people((each.person_id for each in commands), using=context.using)
    return [_wished(each, needs[each.need_id], wishes.get(each.need_id), people, context) for each in commands]


def _wished(command: AddWish, need: Need, wish: Wish | None, people: Mapping[UUID, UUID], context: Context) -> Decided:
    who = command.person_id or need.person_id
    problems = judge_step(need.state, Step.TRIAGE) + unlisted(
        command.trade, command.skills, context.policy, on=context.today, region=need.place_code
    )
    if who is None:
        problems += (Problem("wish_person_missing", "person_id"),)
    elif command.person_id is not None and people.get(command.person_id) != need.subject_id:
        problems += (Problem("need_person_not_here", "person_id"),)
    if problems:
        return Refused(problems)
    state = {"state": State.TRIAGED.value, "person_id": who, "for_kind": "person"}
    need_moved = moved(need, state | settled(need, WORK, context.policy, on=context.today))
    changes: list[Change] = [need_moved] if need_moved.after else []
    if wish is None:
        changes.append(Insert(Wish, _row(command, need.id, need.place_code)))
    else:
        after = {name: value for name, value in _sought(command).items() if getattr(wish, name) != value}
        before = {name: getattr(wish, name) for name in after}
        changes += [Update(Wish, wish.id, need.id, before, after)] if after else []
    result = {"need": str(need.id)}
    return Accepted(changes, (need.place_code,), result) if changes else Unchanged(result)
