"""People join a group, change how they belong to it, leave it, and lead it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.establishing import leadership_over, membership_over
from xiuhua.groups.commands.words import RIGHTS, Basis
from xiuhua.groups.facts import groups_by_id, leaderships, places_of_groups, present_members, relations_of
from xiuhua.groups.models import Leadership, Member, Relation, WorkGroup
from xiuhua.groups.rights import Rights, role_of
from xiuhua.groups.rules.channels import judge_channels
from xiuhua.groups.rules.membership import END_CAUSES, EndCause, day_problem, over
from xiuhua.groups.rules.relations import RelationKind, standing
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.decisions import Decision
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import account_records, organisations_seen, people_seen
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

_SHOWN = UsedBy("小组名单上显示", "shown on the list of the group")
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
    """Add somebody to a group; whether they vote follows from policy. Refused: 5001, 5003, 5005–5006, 5010–5013."""

    code: ClassVar[str] = "groups.add_member"
    label: ClassVar[Text] = Text("加入成员", "add a member")

    group_id: UUID
    member_id: UUID
    account_id: Annotated[UUID, asked("谁？", "Who?", kind="reference"), _SHOWN]
    channels: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(min_length=1), _CHANNELS, _SHOWN]
    party_member: Annotated[bool, Personal, asked("是不是党员？", "Is the person a Party member?"), _VOTES]
    sending_unit_id: Annotated[
        UUID | None, asked("由哪个单位派来？", "Sent by which organisation?", kind="reference"), _SHOWN
    ] = None
    valid_from: Annotated[date, asked("从哪天起？", "From which day on?"), RIGHTS]
    basis: Basis = ""

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class ChangeMember(Command):
    """Correct how somebody belongs to a group; the right to vote follows. Refused: 5001, 5003, 5006–5008, 5011–5012."""

    code: ClassVar[str] = "groups.change_member"
    label: ClassVar[Text] = Text("调整成员", "change a member")

    group_id: UUID
    member_id: UUID
    channels: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(min_length=1), _CHANNELS, _SHOWN]
    party_member: Annotated[bool, Personal, asked("是不是党员？", "Is the person a Party member?"), _VOTES]
    sending_unit_id: Annotated[
        UUID | None, asked("由哪个单位派来？", "Sent by which organisation?", kind="reference"), _SHOWN
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
    cause: Annotated[_Cause, asked("为什么？", "Why?", choices=_CAUSES), _SHOWN]
    successor_id: Annotated[
        UUID | None,
        asked(
            "谁接手？",
            "Who takes over?",
            kind="reference",
            why=Text("没有人接手也可以，页面会提醒。", "Nobody is possible; the page will say so."),
        ),
        _SHOWN,
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class AppointLeader(Command):
    """Appoint a voting member as leader; the one before stays a member. Refused: 5001, 5003, 5007–5008, 5010."""

    code: ClassVar[str] = "groups.appoint_leader"
    label: ClassVar[Text] = Text("任命组长", "appoint the leader")

    group_id: UUID
    member_id: Annotated[UUID, asked("谁当组长？", "Who leads?", kind="reference"), _SHOWN]
    valid_from: Annotated[date, asked("从哪天起？", "From which day on?"), RIGHTS]
    basis: Basis = ""

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


_OfMember = AddMember | ChangeMember | EndMember | AppointLeader


def member_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handlers = ((AddMember, _add), (ChangeMember, _change), (EndMember, _end), (AppointLeader, _appoint))
    return tuple(
        CommandType(
            command,
            handler,
            places_of_groups,
            COMMANDS[command.code],
            root_model=WorkGroup,
            find_records=_accounts,
            undoable=False,
        )
        for command, handler in handlers
    )


def _accounts(commands: Sequence[_OfMember]) -> set[tuple[type, UUID]]:
    """Return the accounts whose posts may change: of whoever joins, and of whoever belongs to the groups."""
    joining = {command.account_id for command in commands if isinstance(command, AddMember)}
    members = present_members(commands).values()
    return account_records(joining | {member.account_id for each in members for member in each})


class _Facts:
    """What the handlers of this file read, once for a list of commands."""

    def __init__(self, commands: Sequence[_OfMember], context: Context) -> None:
        using = context.using
        self.groups: Mapping[UUID, WorkGroup] = groups_by_id(commands, using=using)
        self.relations: Mapping[UUID, list[Relation]] = relations_of(commands, using=using)
        self.members: Mapping[UUID, list[Member]] = present_members(commands, using=using)
        self.leading: Mapping[UUID, Leadership] = leaderships(commands, using=using)
        self.named = Member.objects.using(using).in_bulk({command.member_id for command in commands})
        joining = [command.account_id for command in commands if isinstance(command, AddMember)]
        everybody = [member for each in self.members.values() for member in each]
        self.rights = Rights(
            [*joining, *(member.account_id for member in everybody)],
            [member.post_id for member in everybody],
            using=using,
        )

    def problems(self, command: _OfMember, kind: RelationKind, today: date) -> tuple[Problem, ...]:
        """Return why nothing can be done in the group on the strength of a relation."""
        group = self.groups[command.group_id]
        return over("group_over", group) or standing(self.relations[group.id], kind, today)

    def member(self, command: _OfMember) -> tuple[Member | None, tuple[Problem, ...]]:
        """Return the present membership that is named, or why there is none."""
        found = self.named.get(command.member_id)
        if found is None or found.group_id != command.group_id:
            return None, (Problem("not_found", "member_id"),)
        return found, over("member_over", found)


def _add(commands: Sequence[AddMember], context: Context) -> list[Decided]:
    facts = _Facts(commands, context)
    people = people_seen(context.actor, {command.account_id for command in commands}, using=context.using)
    units = organisations_seen(context.actor, {c.sending_unit_id for c in commands}, using=context.using)
    return [_added(command, facts, people, units, context) for command in commands]


def _added(command: AddMember, facts: _Facts, people: set[UUID], units: set[UUID], context: Context) -> Decided:
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
    facts = _Facts(commands, context)
    units = organisations_seen(context.actor, {c.sending_unit_id for c in commands}, using=context.using)
    return [_changed(command, facts, units, context) for command in commands]


def _changed(command: ChangeMember, facts: _Facts, units: set[UUID], context: Context) -> Decided:
    group = facts.groups[command.group_id]
    member, missing = facts.member(command)
    problems = facts.problems(command, RelationKind.MANAGED, context.today) or missing
    if member is None or problems:
        return Refused(problems)
    decision, votes = _judged(command, group, context)
    known = command.sending_unit_id == member.sending_unit_id
    problems = (*decision.problems, *(() if known else _unit_problem(command.sending_unit_id, units)))
    if not votes and _leads(facts, member):
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
    facts = _Facts(commands, context)
    return [_ended(command, facts, context) for command in commands]


def _ended(command: EndMember, facts: _Facts, context: Context) -> Decided:
    group = facts.groups[command.group_id]
    member, missing = facts.member(command)
    problems = facts.problems(command, RelationKind.MANAGED, context.today) or missing
    if member is None or problems:
        return Refused(problems)
    problems = day_problem(command.valid_to, first=member.valid_from, today=context.today, field="valid_to")
    if _leads(facts, member):
        problems = (*problems, Problem("leader_ends", "member_id"))
    others = {each.id for each in facts.members[group.id] if each.id != member.id}
    if command.successor_id is not None and command.successor_id not in others:
        problems = (*problems, Problem("person_not_here", "successor_id"))
    if problems:
        return Refused(problems)
    changes = membership_over(member, command.valid_to, EndCause(command.cause), facts.rights, command.successor_id)
    return Accepted([*changes], (group.place_code,), {"member": str(member.id)})


def _appoint(commands: Sequence[AppointLeader], context: Context) -> list[Decided]:
    facts = _Facts(commands, context)
    return [_appointed(command, facts, context) for command in commands]


def _appointed(command: AppointLeader, facts: _Facts, context: Context) -> Decided:
    group = facts.groups[command.group_id]
    member, missing = facts.member(command)
    problems = facts.problems(command, RelationKind.DISPATCHED, context.today) or missing
    if member is None or problems:
        return Refused(problems)
    present = facts.leading.get(group.id)
    if present is not None and present.member_id == member.id:
        return Unchanged({"member": str(member.id)})
    first = max(member.valid_from, present.valid_from if present else member.valid_from)
    problems = day_problem(command.valid_from, first=first, today=context.today, field="valid_from")
    if not member.votes:
        problems = (*problems, Problem("leader_attends", "member_id"))
    if problems:
        return Refused(problems)
    changes: list[Change] = []
    if present is not None:
        changes.append(leadership_over(present, command.valid_from))
        before = next(each for each in facts.members[group.id] if each.id == present.member_id)
        changes += _with_post(before, leads=False, facts=facts, command=command, since=command.valid_from)
    values = {
        "id": derived_id(command.id, "leadership"),
        "group_id": group.id,
        "member_id": member.id,
        "place_code": group.place_code,
        "valid_from": command.valid_from,
        "valid_to": None,
        "basis": command.basis,
    }
    changes.append(Insert(Leadership, values))
    changes += _with_post(member, leads=True, facts=facts, command=command, since=command.valid_from)
    return Accepted(changes, (group.place_code,), {"member": str(member.id)})


def _with_post(member: Member, *, leads: bool, facts: _Facts, command: AppointLeader, since: date) -> list[Change]:
    """Return the changes that give a member the post of a leader, or that of a member again."""
    role = role_of(votes=True, leads=leads)
    post_id, given = facts.rights.given(
        member.account_id, role, member.place_code, since=since, basis=command.basis, cause=command.id
    )
    if post_id == member.post_id:
        return []
    changed = Update(Member, member.id, member.group_id, {"post_id": member.post_id}, {"post_id": post_id})
    return [*facts.rights.ended(member.post_id, since), *given, changed]


def _other_role(
    member: Member, command: ChangeMember, *, votes: bool, facts: _Facts, since: date
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


def _leads(facts: _Facts, member: Member) -> bool:
    leading = facts.leading.get(member.group_id)
    return leading is not None and leading.member_id == member.id
