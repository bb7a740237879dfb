"""Record what came of a measure, and what the household says of it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.care.access import COMMANDS
from xiuhua.care.commands.plan_facts import MEASURES, Facts, measure_changed, places_of_plans
from xiuhua.care.commands.plans import YUAN, Qualified
from xiuhua.care.models import Plan
from xiuhua.care.rules.helping import day_problem
from xiuhua.care.rules.plans import MEASURE_STATES, MeasureState, PlanState, judge_confirmation, next_measure
from xiuhua.care.sealing import sealed
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.money import Money
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.rules.ledger_words import QUALIFIER_NAMES

_BOOKLET: Final = UsedBy("手册里的“帮扶成效”", "what came of it, in the booklet")
_HEARD: Final = UsedBy("办没办到由这一户说", "whether it was done is for the household to say")
_SAID: Final = {"yes": Text("办到了", "it was done"), "no": Text("没有办到", "it was not done")}


class ReportResult(Command):
    """Record what came of a measure; the household has its say afterwards. Refused: 5204, 5227, 5228."""

    code: ClassVar[str] = "care.report_result"
    label: ClassVar[Text] = Text("记结果", "record a result")

    plan_id: UUID
    measure_id: UUID
    done_on: Annotated[date, asked("哪天办好的？", "On which day was it done?"), _BOOKLET]
    result: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked("办成什么样？", "What came of it?", kind="long_text"),
        _BOOKLET,
    ]
    result_amount: Annotated[
        Money | None, Field(ge=0), Personal, asked("花了或增收多少钱？", "How much money?", unit=YUAN), _BOOKLET
    ] = None
    result_qualifier: Annotated[
        Qualified, asked("这个数准不准？", "How exact is the amount?", choices=QUALIFIER_NAMES), _BOOKLET
    ] = "exact"

    def roots(self) -> tuple[UUID, ...]:
        """The plan."""
        return (self.plan_id,)


class ConfirmResult(Command):
    """Record what the household says of a result, in its words. Refused: 5204, 5226–5229."""

    code: ClassVar[str] = "care.confirm_result"
    label: ClassVar[Text] = Text("记下这一户的确认", "record the household's answer")

    plan_id: UUID
    measure_id: UUID
    said: Annotated[
        Literal["yes", "no"],
        asked("这一户说办到了没有？", "Does the household say it was done?", choices=_SAID),
        _HEARD,
    ]
    words: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked("他们怎么说的？", "What did they say?", kind="long_text", why=Text("照原话写。", "In their own words.")),
        _HEARD,
    ]
    confirmed_by: Annotated[UUID, asked("这一户谁说的？", "Who of the household said so?", kind="reference"), _HEARD]
    confirmed_on: Annotated[date, asked("哪天说的？", "On which day?"), _HEARD]

    def roots(self) -> tuple[UUID, ...]:
        """The plan."""
        return (self.plan_id,)


def result_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handlers = ((ReportResult, _report), (ConfirmResult, _confirm))
    return tuple(
        CommandType(command, handler, places_of_plans, COMMANDS[command.code], root_model=Plan, own=True)
        for command, handler in handlers
    )


def _report(commands: Sequence[ReportResult], context: Context) -> list[Decided]:
    facts = Facts.of_plans({each.plan_id for each in commands}, context)
    return [_reported(command, facts, context) for command in commands]


def _reported(command: ReportResult, facts: Facts, context: Context) -> Decided:
    plan, row = facts.plans[command.plan_id], facts.measure(command.plan_id, command.measure_id)
    if row is None:
        return Refused((Problem("not_found", "measure_id"),))
    state = next_measure(row["state"], "report")
    problems = _not_here(plan["state"], row["state"], state) or day_problem(
        command.done_on, first=plan["begins_on"], today=context.today, field="done_on"
    )
    if state is None or problems:
        return Refused(problems)
    after = {
        "state": state.value,
        "done_on": command.done_on,
        **sealed(context.keyring, MEASURES, row["household_id"], {"result": command.result}),
        "result_amount": command.result_amount,
        "result_qualifier": command.result_qualifier,
        "reported_by": context.actor.person_id,
        "confirmed_on": None,
        "confirmed_by": None,
        "words": "",
    }
    return Accepted([measure_changed(row, after)], (row["place_code"],), {"measure": str(row["id"])})


def _confirm(commands: Sequence[ConfirmResult], context: Context) -> list[Decided]:
    facts = Facts.of_plans({each.plan_id for each in commands}, context)
    helpers = facts.helpers()
    return [_confirmed(command, facts, helpers.get(_home(command, facts), set()), context) for command in commands]


def _home(command: ConfirmResult, facts: Facts) -> UUID:
    home: UUID = facts.plans[command.plan_id]["household_id"]
    return home


def _confirmed(command: ConfirmResult, facts: Facts, helpers: set[UUID], context: Context) -> Decided:
    plan, row = facts.plans[command.plan_id], facts.measure(command.plan_id, command.measure_id)
    if row is None:
        return Refused((Problem("not_found", "measure_id"),))
    state = next_measure(row["state"], "confirm" if command.said == "yes" else "deny")
    problems = _not_here(plan["state"], row["state"], state) or judge_confirmation(
        command.confirmed_on,
        command.confirmed_by,
        done_on=row["done_on"],
        today=context.today,
        at_home=facts.at_home(row["household_id"]),
        recorder=context.actor.person_id,
        helpers=helpers | {row["reported_by"]},
    )
    if state is None or problems:
        return Refused(problems)
    after = {
        "state": state.value,
        "confirmed_on": command.confirmed_on,
        "confirmed_by": command.confirmed_by,
        **sealed(context.keyring, MEASURES, row["household_id"], {"words": command.words}),
    }
    return Accepted([measure_changed(row, after)], (row["place_code"],), {"measure": str(row["id"])})


def _not_here(plan_state: str, measure_state: str, state: MeasureState | None) -> tuple[Problem, ...]:
    if plan_state != PlanState.AGREED:
        return (Problem("plan_not_agreed"),)
    if state is None:
        name = MEASURE_STATES[MeasureState(measure_state)]
        return (Problem("measure_state_wrong", values={"state_zh": name.zh, "state_en": name.en}),)
    return ()
