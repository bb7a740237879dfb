"""Write a finding on the list, give it to somebody, and say what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.origins import Origins, origin_problem, origins_of
from xiuhua.groups.commands.task_facts import Facts
from xiuhua.groups.commands.tasks import DUE, OWNER, WHAT, Given, What, begun
from xiuhua.groups.facts import Places, places_of_groups
from xiuhua.groups.models import Finding, WorkGroup
from xiuhua.groups.rules.findings import FindingState, finding_step, judge_finding
from xiuhua.groups.rules.tasks import CameFrom, ForWhom, due_problem
from xiuhua.groups.texts import sealed
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.files.queries import unknown
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.platform.journal.tables import spec_of
from xiuhua.registry.commands.concerned import present_household_codes

TABLE: Final = Finding._meta.db_table
_LISTED: Final = UsedBy("列在小组的问题清单上", "stands on the group's list of findings")
_KEPT: Final = UsedBy("日后查证", "whoever looks into it later")


class RecordFinding(Command):
    """Write something on the list of findings. Refused: 5001, 5003, 5098, 5105–5106; 4600–4609 for its file."""

    code: ClassVar[str] = "groups.record_finding"
    label: ClassVar[Text] = Text("记问题", "record a finding")

    group_id: UUID
    finding_id: UUID
    kind: Annotated[str, Field(max_length=40), asked("哪方面的？", "Of what kind?", kind="reference"), _LISTED]
    what: Annotated[
        str,
        Field(min_length=1, max_length=400),
        Personal,
        asked("什么问题？", "What is it?", why=Text("一句话说清。", "In one sentence.")),
        _LISTED,
    ]
    household_id: Annotated[
        UUID | None,
        asked("哪一户的？", "Of which household?", kind="reference", why=Text("全村的不选。", "None for the village.")),
        _LISTED,
    ] = None
    came_from: Literal["hand", "meeting", "visit"] = "hand"
    from_id: UUID | None = None
    file: Annotated[
        NamedFile | None,
        asked(
            "依据",
            "Evidence",
            kind="file",
            why=Text("钱款、土地、资产的问题要有；别的不用。", "For money, land and assets; nothing else needs any."),
        ),
        _KEPT,
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class TakeUpFinding(Command):
    """Give a finding to somebody as a task. Refused: 5001, 5003, 5092, 5099, 5107."""

    code: ClassVar[str] = "groups.take_up_finding"
    label: ClassVar[Text] = Text("问题交办", "give a finding as a task")

    finding_id: UUID
    what: Annotated[What, *WHAT]
    owner_id: Annotated[UUID, *OWNER]
    due: Annotated[date, *DUE]

    def roots(self) -> tuple[UUID, ...]:
        """The finding."""
        return (self.finding_id,)


class SettleFinding(Command):
    """Say that a finding is settled, with the result. Refused: 5001, 5003, 5107."""

    code: ClassVar[str] = "groups.settle_finding"
    label: ClassVar[Text] = Text("问题解决了", "settle a finding")

    finding_id: UUID
    result: Annotated[
        str, Field(min_length=1, max_length=400), Personal, asked("怎么解决的？", "How was it settled?"), _KEPT
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The finding."""
        return (self.finding_id,)


class DismissFinding(Command):
    """Say that a finding proved to be no problem, with the reason. Refused: 5001, 5003, 5107."""

    code: ClassVar[str] = "groups.dismiss_finding"
    label: ClassVar[Text] = Text("不是问题", "dismiss a finding")

    finding_id: UUID
    result: Annotated[
        str, Field(min_length=1, max_length=400), Personal, asked("为什么不是问题？", "Why is it none?"), _KEPT
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The finding."""
        return (self.finding_id,)


_OfFinding = TakeUpFinding | SettleFinding | DismissFinding
_Row = Mapping[str, Any]


def finding_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(
            RecordFinding, _record, places_of_groups, COMMANDS[RecordFinding.code], root_model=WorkGroup, own=True
        ),
        *(
            CommandType(command, _steps, _places, COMMANDS[command.code], root_model=Finding, own=True)
            for command in (TakeUpFinding, SettleFinding, DismissFinding)
        ),
    )


def _places(commands: Sequence[_OfFinding]) -> Places:
    rows = Finding.objects.filter(id__in={each.finding_id for each in commands})
    codes = dict(rows.values_list("id", "place_code"))
    return [(codes[each.finding_id],) if each.finding_id in codes else None for each in commands]


def _record(commands: Sequence[RecordFinding], context: Context) -> list[Decided]:
    facts = Facts.read({each.group_id for each in commands}, (), context)
    homes = present_household_codes(_AtHome(each.household_id) for each in commands if each.household_id)
    named = [each for each in commands if each.file is not None]
    about = {each.file.id: {each.household_id or each.group_id} for each in named if each.file}
    digests = {each.file.id: each.file.digest for each in named if each.file}
    files = unknown(about, digests, using=context.using) if about else {}
    context.keyring.load({each.household_id or each.group_id for each in commands})
    there = origins_of(commands, using=context.using)
    return [_recorded(command, facts, homes, files, there) for command in commands]


@dataclass(frozen=True, slots=True)
class _AtHome:
    household_id: UUID


def _recorded(
    command: RecordFinding, facts: Facts, homes: Mapping[UUID, str], files: Mapping[UUID, Problem], there: Origins
) -> Decided:
    context, group = facts.context, facts.groups[command.group_id]
    problems = facts.standing(group.id) or judge_finding(
        command.kind,
        context.policy,
        on=context.today,
        region=group.place_code,
        with_evidence=command.file is not None,
    )
    if command.household_id is not None and homes.get(command.household_id) != group.place_code:
        problems = (*problems, Problem("household_not_of_group", "household_id"))
    problems = (*problems, *origin_problem(command, there))
    if command.file is not None and command.file.id in files:
        problems = (*problems, files[command.file.id])
    if problems:
        return Refused(problems)
    subject = command.household_id or group.id
    if command.household_id is None:
        context.keyring.make((group.id,))
    values = {
        "id": command.finding_id,
        "group_id": group.id,
        "place_code": group.place_code,
        "subject_id": subject,
        "household_id": command.household_id,
        "kind": command.kind,
        "came_from": command.came_from,
        "from_id": command.from_id,
        "file_id": command.file.id if command.file else None,
        "state": FindingState.OPEN.value,
        "found_by": context.actor.person_id,
        "found_on": context.today,
        **dict.fromkeys(("task_id", "ended_by", "ended_on")),
        **sealed(context.keyring, TABLE, subject, {"what": command.what, "result": ""}),
    }
    return Accepted([Insert(Finding, values)], (group.place_code,), {"finding": str(command.finding_id)})


def _steps(commands: Sequence[_OfFinding], context: Context) -> list[Decided]:
    rows = Finding.objects.using(context.using).filter(id__in={each.finding_id for each in commands})
    found = {row["id"]: row for row in rows.values(*spec_of(Finding).fields)}
    owners = [each.owner_id for each in commands if isinstance(each, TakeUpFinding)]
    facts = Facts.read({row["group_id"] for row in found.values()}, owners, context)
    context.keyring.load({row["subject_id"] for row in found.values()})
    return [_stepped(command, found[command.finding_id], facts) for command in commands]


def _stepped(command: _OfFinding, row: _Row, facts: Facts) -> Decided:
    context, target = facts.context, _TARGETS[type(command)]
    problems = facts.standing(row["group_id"]) or finding_step(row["state"], target)
    if not problems and isinstance(command, TakeUpFinding):
        problems = (
            *facts.owner_problem(row["group_id"], command.owner_id),
            *due_problem(command.due, today=context.today),
        )
    if problems:
        return Refused(problems)
    result = {"finding": str(row["id"])}
    if isinstance(command, TakeUpFinding):
        task_id = derived_id(command.id, "task")
        task = begun(_task(command, row, facts.groups[row["group_id"]], task_id, context), context)
        after = {"state": target.value, "task_id": task_id}
        return Accepted([_update(row, after), task], (row["place_code"],), {**result, "task": str(task_id)})
    texts = sealed(context.keyring, TABLE, row["subject_id"], {"result": command.result})
    after = {"state": target.value, "ended_by": context.actor.person_id, "ended_on": context.today, **texts}
    return Accepted([_update(row, after)], (row["place_code"],), result)


_TARGETS: Final[Mapping[type[Command], FindingState]] = {
    TakeUpFinding: FindingState.IN_HAND,
    SettleFinding: FindingState.SETTLED,
    DismissFinding: FindingState.NOT_A_PROBLEM,
}


def _task(command: TakeUpFinding, row: _Row, group: WorkGroup, task_id: UUID, context: Context) -> Given:
    household = row["household_id"]
    return Given(
        id=task_id,
        group=group,
        what=command.what,
        owner_id=command.owner_id,
        due=command.due,
        for_whom=ForWhom.HOUSEHOLD if household else ForWhom.VILLAGE,
        household_id=household,
        came_from=CameFrom.FINDING,
        from_id=row["id"],
        taken=command.owner_id == context.actor.person_id,
    )


def _update(row: _Row, after: Mapping[str, Any]) -> Update:
    changed = {name: value for name, value in after.items() if row[name] != value}
    before = {name: row[name] for name in changed}
    return Update(Finding, row["id"], row["id"], before, changed, subject=row["subject_id"])
