"""People join a group, change how they belong to it, and leave it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.establishing import membership_over
from xiuhua.groups.commands.member_facts import MemberFacts, accounts_touched
from xiuhua.groups.commands.words import RIGHTS, SHOWN, Basis
from xiuhua.groups.facts import places_of_groups
from xiuhua.groups.models import Member, WorkGroup
from xiuhua.groups.rights import own_post_problem, role_of
from xiuhua.groups.rules.channels import judge_channels
from xiuhua.groups.rules.membership import END_CAUSES, EndCause, day_problem
from xiuhua.groups.rules.relations import RelationKind
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.decisions import Decision
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import organisations_seen, people_seen
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

_VOTES = UsedBy("决定是参加还是列席", "decides whether the person votes or attends")
_CHANNELS = asked(
    "从哪些渠道来？",
    "Through which channels?",
    kind="choices",
    why=Text("一个人可以同时来自几个渠道。", "One person may come by several."),
)
_Cause = Literal["term", "moved", "recalled", "other"]
_CAUSES = {key: name for key, name in END_CAUSES.items() if key is not EndCause.DISSOLVED}


class AddMember(Command):
    """Add somebody else to a group; whether they vote follows from policy.

    Refused: 2035, 5001, 5003, 5005–5006, 5010–5013.
    """

    code: ClassVar[str] = "groups.add_member"
    label: ClassVar[Text] = Text("加入成员", "add a member")

    group_id: UUID
    member_id: UUID
    account_id: Annotated[UUID, asked("谁？", "Who?", kind="reference"), SHOWN]
    channels: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(min_length=1), _CHANNELS, SHOWN]
    party_member: Annotated[bool, Personal, asked("是不是党员？", "Is the person a Party member?"), _VOTES]
    sending_unit_id: Annotated[
        UUID | None, asked("由哪个单位派来？", "Sent by which organisation?", kind="reference"), SHOWN
    ] = None
    valid_from: Annotated[date, asked("从哪天起？", "From which day on?"), RIGHTS]
    basis: Basis = ""

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class ChangeMember(Command):
    """Correct how somebody belongs to a group; the right to vote follows, and nobody changes their own.

    Refused: 2035, 5001, 5003, 5006–5008, 5011–5012.
    """

    code: ClassVar[str] = "groups.change_member"
    label: ClassVar[Text] = Text("调整成员", "change a member")

    group_id: UUID
    member_id: UUID
    channels: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(min_length=1), _CHANNELS, SHOWN]
    party_member: Annotated[bool, Personal, asked("是不是党员？", "Is the person a Party member?"), _VOTES]
    sending_unit_id: Annotated[
        UUID | None, asked("由哪个单位派来？", "Sent by which organisation?", kind="reference"), SHOWN
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class EndMember(Command):
    """End a membership and the rights from it. Refused: 5001, 5003, 5007, 5009, 5010."""

    code: ClassVar[str] = "groups.end_member"
    label: ClassVar[Text] = Text("成员离开", "end a membership")

    group_id: UUID
    member_id: UUID
    valid_to: Annotated[date, asked("从哪天起不在小组？", "From which day on?"), RIGHTS]
    cause: Annotated[_Cause, asked("为什么？", "Why?", choices=_CAUSES), SHOWN]
    successor_id: Annotated[
        UUID | None,
        asked(
            "谁接手？",
            "Who takes over?",
            kind="reference",
            why=Text("没有人接手也可以，页面会提醒。", "Nobody is possible; the page will say so."),
        ),
        SHOWN,
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


def member_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handlers = ((AddMember, _add), (ChangeMember, _change), (EndMember, _end))
    return tuple(
        CommandType(
            command,
            handler,
            places_of_groups,
            COMMANDS[command.code],
            root_model=WorkGroup,
            find_records=accounts_touched,
            undoable=False,
        )
        for command, handler in handlers
    )


def _add(commands: Sequence[AddMember], context: Context) -> list[Decided]:
    facts = MemberFacts(commands, context)
    people = people_seen(context.actor, {command.account_id for command in commands}, using=context.using)
    units = organisations_seen(context.actor, {c.sending_unit_id for c in commands}, using=context.using)
    return [_added(command, facts, people, units, context) for command in commands]


def _added(command: AddMember, facts: MemberFacts, people: set[UUID], units: set[UUID], context: Context) -> Decided:
    group = facts.groups[command.group_id]
    problems = facts.problems(command, RelationKind.MANAGED, context.today)
    if problems:
        return Refused(problems)
    decision, votes = _judged(command, group, context)
    problems = (
        *day_problem(command.valid_from, first=group.valid_from, today=context.today, field="valid_from"),
        *(() if command.account_id in people else (Problem("person_not_here", "account_id"),)),
        *_unit_problem(command.sending_unit_id, units),
        *decision.problems,
    )
    problems = (*problems, *own_post_problem(command.account_id, "account_id", context.actor))
    if any(each.account_id == command.account_id for each in facts.members[group.id]):
        problems = (*problems, Problem("member_present", "account_id"))
    if problems:
        return Refused(problems)
    post_id, posts = facts.rights.given(
        command.account_id,
        role_of(votes=votes),
        group.place_code,
        since=command.valid_from,
        basis=command.basis,
        cause=command.id,
    )
    values = {
        "id": command.member_id,
        "group_id": group.id,
        "place_code": group.place_code,
        "account_id": command.account_id,
        "channels": " ".join(dict.fromkeys(command.channels)),
        "party_member": command.party_member,
        "votes": votes,
        "sending_unit_id": command.sending_unit_id,
        "post_id": post_id,
        "valid_from": command.valid_from,
        "valid_to": None,
        "end_cause": "",
        "successor_id": None,
    }
    return Accepted([Insert(Member, values), *posts], (group.place_code,), {"member": str(command.member_id)})


def _change(commands: Sequence[ChangeMember], context: Context) -> list[Decided]:
    facts = MemberFacts(commands, context)
    units = organisations_seen(context.actor, {c.sending_unit_id for c in commands}, using=context.using)
    return [_changed(command, facts, units, context) for command in commands]


def _changed(command: ChangeMember, facts: MemberFacts, units: set[UUID], context: Context) -> Decided:
    group = facts.groups[command.group_id]
    member, missing = facts.member(command)
    problems = facts.problems(command, RelationKind.MANAGED, context.today) or missing
    if member is None or problems:
        return Refused(problems)
    decision, votes = _judged(command, group, context)
    known = command.sending_unit_id == member.sending_unit_id
    problems = (*decision.problems, *(() if known else _unit_problem(command.sending_unit_id, units)))
    if votes != member.votes:
        problems = (*problems, *own_post_problem(member.account_id, "party_member", context.actor))
    if not votes and facts.leads(member):
        problems = (*problems, Problem("leader_attends", "party_member"))
    if problems:
        return Refused(problems)
    after: dict[str, object] = {
        "channels": " ".join(dict.fromkeys(command.channels)),
        "party_member": command.party_member,
        "votes": votes,
        "sending_unit_id": command.sending_unit_id,
    }
    changes: list[Change] = []
    if votes != member.votes:
        after["post_id"], changes = _other_role(member, command, votes=votes, facts=facts, since=context.today)
    changed = {name: value for name, value in after.items() if getattr(member, name) != value}
    if not changed:
        return Unchanged({"member": str(member.id)})
    before = {name: getattr(member, name) for name in changed}
    update = Update(Member, member.id, group.id, before, changed, subject=member.account_id)
    return Accepted([update, *changes], (group.place_code,), {"member": str(member.id)})


def _end(commands: Sequence[EndMember], context: Context) -> list[Decided]:
    facts = MemberFacts(commands, context)
    return [_ended(command, facts, context) for command in commands]


def _ended(command: EndMember, facts: MemberFacts, context: Context) -> Decided:
    group = facts.groups[command.group_id]
    member, missing = facts.member(command)
    problems = facts.problems(command, RelationKind.MANAGED, context.today) or missing
    if member is None or problems:
        return Refused(problems)
    problems = day_problem(command.valid_to, first=member.valid_from, today=context.today, field="valid_to")
    if facts.leads(member):
        problems = (*problems, Problem("leader_ends", "member_id"))
    others = {each.id for each in facts.members[group.id] if each.id != member.id}
    if command.successor_id is not None and command.successor_id not in others:
        problems = (*problems, Problem("person_not_here", "successor_id"))
    if problems:
        return Refused(problems)
    changes = membership_over(member, command.valid_to, EndCause(command.cause), facts.rights, command.successor_id)
    return Accepted([*changes], (group.place_code,), {"member": str(member.id)})


def _other_role(
    member: Member, command: ChangeMember, *, votes: bool, facts: MemberFacts, since: date
) -> tuple[UUID, list[Change]]:
    post_id, given = facts.rights.given(
        member.account_id,
        role_of(votes=votes),
        member.place_code,
        since=since,
        basis="",
        cause=command.id,
    )
    return post_id, [*facts.rights.ended(member.post_id, since), *given]


def _judged(command: AddMember | ChangeMember, group: WorkGroup, context: Context) -> tuple[Decision, bool]:
    return judge_channels(
        command.channels,
        party_member=command.party_member,
        policy=context.policy,
        on=context.today,
        region=group.place_code,
    )


def _unit_problem(unit: UUID | None, units: set[UUID]) -> tuple[Problem, ...]:
    return () if unit is None or unit in units else (Problem("organisation_not_here", "sending_unit_id"),)
