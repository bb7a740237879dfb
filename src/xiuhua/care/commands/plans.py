"""Write a plan with a household, put measures into it, and record that the household agrees."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.care.access import COMMANDS
from xiuhua.care.commands.plan_facts import MEASURES, PLANS, Facts, places_of_plans, removed, stepped
from xiuhua.care.commands.plan_undoing import AS_IT_WAS_AGREED
from xiuhua.care.commands.words import PROOF, WhyDropped
from xiuhua.care.models import Measure, Plan
from xiuhua.care.rules.plans import (
    OPEN,
    MeasureState,
    PlanState,
    judge_agreement,
    judge_measure,
    measure_kinds,
    term_problem,
)
from xiuhua.care.sealing import sealed
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.money import Money
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Change, Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.commands.concerned import places_of_present_households, present_household_codes
from xiuhua.registry.rules.ledger_words import QUALIFIER_NAMES

_PLAN: Final = UsedBy("这一户的计划和手册", "the household's plan and booklet")
_REMINDS: Final = UsedBy("到时候提醒办的人", "whoever does it is reminded")
YUAN: Final = Text("元", "yuan")
Qualified = Literal["exact", "about", "more_than", "nearly"]


class WritePlan(Command):
    """Begin a plan, or the next version of one: what was not done goes along. Refused: 5220, 5221."""

    code: ClassVar[str] = "care.write_plan"
    label: ClassVar[Text] = Text("写帮扶计划", "write a plan")

    household_id: UUID
    plan_id: UUID
    needs: Annotated[
        str,
        Field(min_length=1, max_length=1000),
        Personal,
        asked(
            "这一户自己说需要什么？",
            "What does the household say it needs?",
            kind="long_text",
            why=Text("照他们的原话写。", "In their own words."),
        ),
        _PLAN,
    ]
    begins_on: Annotated[date, asked("计划从哪天起？", "From which day?"), _PLAN]
    ends_on: Annotated[date, asked("到哪天止（含这一天）？", "Until which day, that day included?"), _PLAN]


class AddMeasure(Command):
    """Put a measure into a draft. Refused: 5222, 5224, 5225."""

    code: ClassVar[str] = "care.add_measure"
    label: ClassVar[Text] = Text("加措施", "add a measure")

    plan_id: UUID
    measure_id: UUID
    kind: Annotated[str, Field(max_length=40), asked("是哪一类？", "Of which kind?", kind="choice"), _PLAN]
    what: Annotated[str, Field(min_length=1, max_length=200), Personal, asked("办什么事？", "What is done?"), _PLAN]
    scale: Annotated[
        str,
        Field(max_length=100),
        Personal,
        asked("多大规模？", "How much of it?", why=Text("例如“两只羊”“3亩”。", "Such as two sheep, or 3 mu.")),
        _PLAN,
    ] = ""
    amount: Annotated[
        Money | None, Field(ge=0), Personal, asked("花多少钱？", "What does it cost?", unit=YUAN), _PLAN
    ] = None
    qualifier: Annotated[
        Qualified, asked("这个数准不准？", "How exact is the amount?", choices=QUALIFIER_NAMES), _PLAN
    ] = "exact"
    due: Annotated[date, asked("哪天以前办好？", "By which day?"), _REMINDS]
    who: Annotated[str, Field(min_length=1, max_length=60), Personal, asked("谁来办？", "Who does it?"), _REMINDS]

    def roots(self) -> tuple[UUID, ...]:
        """The plan."""
        return (self.plan_id,)


class RemoveMeasure(Command):
    """Take a measure out of a draft. Refused: 5222."""

    code: ClassVar[str] = "care.remove_measure"
    label: ClassVar[Text] = Text("去掉措施", "take a measure out")

    plan_id: UUID
    measure_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The plan."""
        return (self.plan_id,)


class AgreePlan(Command):
    """Record that the household agrees to a draft, which follows the version before. Refused: 5204, 5222–5223, 5226."""

    code: ClassVar[str] = "care.agree_plan"
    label: ClassVar[Text] = Text("记下这一户同意", "record that the household agrees")

    plan_id: UUID
    agreed_by: Annotated[UUID, asked("这一户谁同意的？", "Who of the household agreed?", kind="reference"), PROOF]
    agreed_on: Annotated[date, asked("哪天同意的？", "On which day?"), PROOF]

    def roots(self) -> tuple[UUID, ...]:
        """The plan."""
        return (self.plan_id,)


class DropPlan(Command):
    """Discard a draft; it stays on record. Refused: 5222."""

    code: ClassVar[str] = "care.drop_plan"
    label: ClassVar[Text] = Text("不采用草稿", "discard a draft")

    plan_id: UUID
    drop_reason: WhyDropped

    def roots(self) -> tuple[UUID, ...]:
        """The plan."""
        return (self.plan_id,)


def plan_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handlers = ((AddMeasure, _add), (RemoveMeasure, _remove), (AgreePlan, _agree), (DropPlan, _drop))
    return (
        CommandType(
            WritePlan,
            _write,
            places_of_present_households,
            COMMANDS[WritePlan.code],
            root_model=Plan,
            find_roots=lambda commands: list(
                Plan.objects.filter(household_id__in={each.household_id for each in commands}).values_list(
                    "id", flat=True
                )
            ),
        ),
        *(
            CommandType(
                command,
                handler,
                places_of_plans,
                COMMANDS[command.code],
                root_model=Plan,
                undo_check=AS_IT_WAS_AGREED,
            )
            for command, handler in handlers
        ),
    )


def _write(commands: Sequence[WritePlan], context: Context) -> list[Decided]:
    facts = Facts.of_households({each.household_id for each in commands}, context)
    places = present_household_codes(commands)
    return [_written(command, facts, places[command.household_id], context) for command in commands]


def _written(command: WritePlan, facts: Facts, place_code: str, context: Context) -> Decided:
    home = command.household_id
    problems = term_problem(
        command.begins_on, command.ends_on, policy=context.policy, on=context.today, region=place_code
    )
    if facts.plan_in(home, PlanState.DRAFT) is not None:
        problems = (Problem("plan_draft_there"), *problems)
    if problems:
        return Refused(problems)
    values = {
        "id": command.plan_id,
        "household_id": home,
        "place_code": place_code,
        "edition": facts.editions(home) + 1,
        "state": PlanState.DRAFT.value,
        "begins_on": command.begins_on,
        "ends_on": command.ends_on,
        **sealed(context.keyring, PLANS, home, {"needs": command.needs}),
        "written_on": context.today,
        "agreed_on": None,
        "agreed_by": None,
        "replaced_on": None,
        "drop_reason": "",
    }
    changes: list[Change] = [Insert(Plan, values)]
    present = facts.plan_in(home, PlanState.AGREED)
    if present is not None:
        changes += _along(command, facts.measures(present["id"]))
    return Accepted(changes, (place_code,), {"plan": str(command.plan_id), "along": len(changes) - 1})


def _along(command: WritePlan, measures: Sequence[Mapping[str, Any]]) -> Iterator[Insert]:
    """Yield what was not done yet for the next version; what was done stays with the version that said it."""
    for row in measures:
        if MeasureState(row["state"]) in OPEN:
            copied = {
                "id": derived_id(command.id, "measure", str(row["id"])),
                "plan_id": command.plan_id,
                "state": MeasureState.PLANNED.value,
                "due": min(max(row["due"], command.begins_on), command.ends_on),
                "copied_from": row["id"],
            }
            yield Insert(Measure, {**row, **_NOTHING_DONE, **copied})


_NOTHING_DONE: Final[Mapping[str, Any]] = {
    "removed_on": None,
    "done_on": None,
    "result": "",
    "result_amount": None,
    "result_qualifier": "",
    "reported_by": None,
    "confirmed_on": None,
    "confirmed_by": None,
    "words": "",
}


def _add(commands: Sequence[AddMeasure], context: Context) -> list[Decided]:
    facts = Facts.of_plans({each.plan_id for each in commands}, context)
    return [_added(command, facts, context) for command in commands]


def _added(command: AddMeasure, facts: Facts, context: Context) -> Decided:
    plan = facts.plans[command.plan_id]
    kinds = measure_kinds(context.policy, on=context.today, region=plan["place_code"])
    problems = _no_draft(plan) or judge_measure(
        command.kind, command.due, begins_on=plan["begins_on"], ends_on=plan["ends_on"], kinds=kinds
    )
    if problems:
        return Refused(problems)
    home = plan["household_id"]
    texts = {name: getattr(command, name) for name in ("what", "scale", "who")}
    values = {
        "id": command.measure_id,
        "plan_id": plan["id"],
        "household_id": home,
        "place_code": plan["place_code"],
        "kind": command.kind,
        "state": MeasureState.PLANNED.value,
        **sealed(context.keyring, MEASURES, home, texts),
        "amount": command.amount,
        "qualifier": command.qualifier,
        "due": command.due,
        "copied_from": None,
        **_NOTHING_DONE,
    }
    return Accepted([Insert(Measure, values)], (plan["place_code"],), {"measure": str(command.measure_id)})


def _remove(commands: Sequence[RemoveMeasure], context: Context) -> list[Decided]:
    facts = Facts.of_plans({each.plan_id for each in commands}, context)
    return [_removed(command, facts, context.today) for command in commands]


def _removed(command: RemoveMeasure, facts: Facts, today: date) -> Decided:
    plan, row = facts.plans[command.plan_id], facts.measure(command.plan_id, command.measure_id)
    problems = _no_draft(plan)
    if row is None or problems:
        return Refused(problems or (Problem("not_found", "measure_id"),))
    return Accepted([removed(row, today)], (plan["place_code"],), {"measure": str(command.measure_id)})


def _agree(commands: Sequence[AgreePlan], context: Context) -> list[Decided]:
    facts = Facts.of_plans({each.plan_id for each in commands}, context)
    return [_agreed(command, facts, context.today) for command in commands]


def _agreed(command: AgreePlan, facts: Facts, today: date) -> Decided:
    plan = facts.plans[command.plan_id]
    problems = _no_draft(plan) or judge_agreement(
        command.agreed_on,
        command.agreed_by,
        written_on=plan["written_on"],
        today=today,
        at_home=facts.at_home(plan["household_id"]),
        measures=len(facts.measures(plan["id"])),
    )
    if problems:
        return Refused(problems)
    changes: list[Change] = []
    former = facts.plan_in(plan["household_id"], PlanState.AGREED)
    if former is not None:
        changes.append(stepped(former, "follow", {"replaced_on": command.agreed_on}))
    changes.append(stepped(plan, "agree", {"agreed_on": command.agreed_on, "agreed_by": command.agreed_by}))
    return Accepted(changes, (plan["place_code"],), {"plan": str(plan["id"])})


def _drop(commands: Sequence[DropPlan], context: Context) -> list[Decided]:
    facts = Facts.of_plans({each.plan_id for each in commands}, context)
    return [_dropped(command, facts, context) for command in commands]


def _dropped(command: DropPlan, facts: Facts, context: Context) -> Decided:
    plan = facts.plans[command.plan_id]
    problems = _no_draft(plan)
    if problems:
        return Refused(problems)
    why = sealed(context.keyring, PLANS, plan["household_id"], {"drop_reason": command.drop_reason})
    change = stepped(plan, "discard", why)
    return Accepted([change], (plan["place_code"],), {"plan": str(plan["id"])})


def _no_draft(plan: Mapping[str, Any]) -> tuple[Problem, ...]:
    return () if plan["state"] == PlanState.DRAFT else (Problem("plan_not_draft"),)
