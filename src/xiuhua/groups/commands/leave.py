"""Members ask for leave in writing, the township or the organisation department answers, members are back earlier."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.facts import groups_by_id, places_of_groups, relations_of
from xiuhua.groups.models import Leave, Member, WorkGroup
from xiuhua.groups.rules.leave import (
    LeaveLevel,
    LeaveState,
    judge_asking,
    judge_deciding,
    judge_ending,
    last_before,
    level_of_leave,
    township_days,
)
from xiuhua.groups.rules.membership import over
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused

REASON, ANSWER = "groups_leave.reason", "groups_leave.answer"
_AWAY = UsedBy("小组页面上写明谁不在", "the page of the group says who is away")
_DECIDES = UsedBy("批假的人据此决定，别人看不到", "whoever decides; nobody else sees it")


class AskLeave(Command):
    """Ask for leave of oneself, first and last day included. Refused: 5001, 5007, 5160–5163."""

    code: ClassVar[str] = "groups.ask_leave"
    label: ClassVar[Text] = Text("请假", "ask for leave")

    group_id: UUID
    leave_id: UUID
    member_id: UUID
    first_on: Annotated[date, asked("从哪天起不在？", "From which day on are you away?"), _AWAY]
    last_on: Annotated[date, asked("到哪天（含当天）？", "Until which day (included)?"), _AWAY]
    reason: Annotated[
        str,
        Personal,
        Field(min_length=1, max_length=400),
        asked(
            "为什么？",
            "Why?",
            why=Text("加密保存，只有您和批假的人看得到。", "Kept sealed: you and whoever decides see it."),
        ),
        _DECIDES,
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class DecideLeave(Command):
    """Approve or decline a leave. Refused: 5003, 5164–5166."""

    code: ClassVar[str] = "groups.decide_leave"
    label: ClassVar[Text] = Text("批假", "decide about leave")

    group_id: UUID
    leave_id: UUID
    approved: Annotated[bool, asked("批准吗？", "Is it approved?"), _AWAY]
    answer: Annotated[
        str, Personal, Field(max_length=400), asked("要对本人说的话", "What to tell the member"), _DECIDES
    ] = ""

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class EndLeave(Command):
    """Be back earlier; before its first day the leave is taken back. The result says so. Refused: 5160, 5167–5168."""

    code: ClassVar[str] = "groups.end_leave"
    label: ClassVar[Text] = Text("销假、撤回请假", "end a leave or take it back")

    group_id: UUID
    leave_id: UUID
    back_on: Annotated[date, asked("哪天回来？", "On which day are you back?"), _AWAY]

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


def leave_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handlers = ((AskLeave, _ask), (DecideLeave, _decide), (EndLeave, _end))
    return tuple(
        CommandType(command, handler, places_of_groups, COMMANDS[command.code], root_model=WorkGroup, own=True)
        for command, handler in handlers
    )


def levels_of(actor: Actor, place_code: str) -> frozenset[LeaveLevel]:
    """Return at which levels somebody decides in a village by posts held there or above."""
    roles = {LeaveLevel.TOWNSHIP: Role.TOWNSHIP_OFFICER, LeaveLevel.DEPARTMENT: Role.ORGANISATION_DEPARTMENT}
    return frozenset(level for level, role in roles.items() if actor.reaches(place_code, frozenset({role.value})))


def _others(commands: Iterable[AskLeave], context: Context) -> dict[UUID, list[Leave]]:
    found: defaultdict[UUID, list[Leave]] = defaultdict(list)
    for each in Leave.objects.using(context.using).filter(member_id__in={c.member_id for c in commands}):
        found[each.member_id].append(each)
    return found


def _is_own(account_id: UUID, actor: Actor) -> bool:
    return actor.operator or actor.person_id == account_id


def _ask(commands: Sequence[AskLeave], context: Context) -> list[Decided]:
    groups = groups_by_id(commands, using=context.using)
    members = Member.objects.using(context.using).in_bulk({each.member_id for each in commands})
    others = _others(commands, context)
    accounts = {each.account_id for each in members.values()}
    context.keyring.load(accounts)
    outcomes: list[Decided] = []
    for command in commands:
        group, member = groups[command.group_id], members.get(command.member_id)
        if member is None or member.group_id != group.id:
            outcomes.append(Refused((Problem("not_found", "member_id"),)))
            continue
        problems = over("group_over", group) or over("member_over", member)
        if not problems and not _is_own(member.account_id, context.actor):
            problems = (Problem("leave_of_another"),)
        problems = problems or judge_asking(
            command.first_on, command.last_on, others.get(member.id, ()), since=member.valid_from
        )
        if problems:
            outcomes.append(Refused(problems))
            continue
        context.keyring.make((member.account_id,))
        values = {
            "id": command.leave_id,
            "group_id": group.id,
            "member_id": member.id,
            "account_id": member.account_id,
            "place_code": group.place_code,
            "first_on": command.first_on,
            "last_on": command.last_on,
            "reason": context.keyring.seal(member.account_id, REASON, command.reason),
            "state": LeaveState.ASKED.value,
            "asked_on": context.today,
            "decided_on": None,
            "decided_by": None,
            "level": "",
            "answer": "",
        }
        others.setdefault(member.id, []).append(Leave(**values))
        result = {"leave": str(command.leave_id), "member": str(member.id)}
        outcomes.append(Accepted([Insert(Leave, values)], (group.place_code,), result, (member.account_id,)))
    return outcomes


def _decide(commands: Sequence[DecideLeave], context: Context) -> list[Decided]:
    leaves = Leave.objects.using(context.using).in_bulk({each.leave_id for each in commands})
    relations = relations_of(commands, using=context.using)
    context.keyring.load({each.account_id for each in leaves.values()})
    outcomes: list[Decided] = []
    for command in commands:
        leave = leaves.get(command.leave_id)
        if leave is None or leave.group_id != command.group_id:
            outcomes.append(Refused((Problem("not_found", "leave_id"),)))
            continue
        related = relations.get(leave.group_id, [])
        limit = township_days(context.policy, on=leave.first_on, region=leave.place_code)
        level = level_of_leave(leave, related, limit=limit, today=context.today)
        held = frozenset(LeaveLevel) if context.actor.operator else levels_of(context.actor, leave.place_code)
        own = context.actor.person_id == leave.account_id
        problems = judge_deciding(leave.state, level, held, related, own=own, today=context.today)
        if problems:
            outcomes.append(Refused(problems))
            continue
        state = LeaveState.APPROVED if command.approved else LeaveState.DECLINED
        answer = context.keyring.seal(leave.account_id, ANSWER, command.answer) if command.answer else ""
        after = {
            "state": state.value,
            "decided_on": context.today,
            "decided_by": context.actor.person_id,
            "level": level.value,
            "answer": answer,
        }
        outcomes.append(_changed(leave, after))
        for name, value in after.items():
            setattr(leave, name, value)
    return outcomes


def _end(commands: Sequence[EndLeave], context: Context) -> list[Decided]:
    leaves = Leave.objects.using(context.using).in_bulk({each.leave_id for each in commands})
    outcomes: list[Decided] = []
    for command in commands:
        leave = leaves.get(command.leave_id)
        if leave is None or leave.group_id != command.group_id:
            outcomes.append(Refused((Problem("not_found", "leave_id"),)))
            continue
        problems: tuple[Problem, ...] = ()
        if not _is_own(leave.account_id, context.actor):
            problems = (Problem("leave_of_another"),)
        problems = problems or judge_ending(leave, command.back_on)
        if problems:
            outcomes.append(Refused(problems))
            continue
        taken_back = command.back_on <= leave.first_on
        after = {"state": LeaveState.WITHDRAWN.value} if taken_back else {"last_on": last_before(command.back_on)}
        outcomes.append(_changed(leave, after))
        for name, value in after.items():
            setattr(leave, name, value)
    return outcomes


def _changed(leave: Leave, wanted: dict[str, object]) -> Accepted:
    after = {name: value for name, value in wanted.items() if getattr(leave, name) != value}
    before = {name: getattr(leave, name) for name in after}
    change = Update(Leave, leave.id, leave.group_id, before, after, subject=leave.account_id)
    result = {"leave": str(leave.id), "member": str(leave.member_id), "state": str(wanted.get("state", leave.state))}
    return Accepted([change], (leave.place_code,), result)
