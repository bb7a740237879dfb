"""One of those who vote is appointed leader of a group."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.establishing import leadership_over
from xiuhua.groups.commands.member_facts import MemberFacts, accounts_touched
from xiuhua.groups.commands.words import RIGHTS, SHOWN, Basis
from xiuhua.groups.facts import places_of_groups
from xiuhua.groups.models import Leadership, Member, WorkGroup
from xiuhua.groups.rights import own_post_problem, role_of
from xiuhua.groups.rules.membership import day_problem
from xiuhua.groups.rules.relations import RelationKind
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged


class AppointLeader(Command):
    """Appoint a voting member as leader; the one before stays a member. Refused: 2035, 5001, 5003, 5007–5008, 5010."""

    code: ClassVar[str] = "groups.appoint_leader"
    label: ClassVar[Text] = Text("任命组长", "appoint the leader")

    group_id: UUID
    member_id: Annotated[UUID, asked("谁当组长？", "Who leads?", kind="reference"), SHOWN]
    valid_from: Annotated[date, asked("从哪天起？", "From which day on?"), RIGHTS]
    basis: Basis = ""

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


def leader_types() -> tuple[CommandType, ...]:
    """Return the command type for the site's list."""
    return (
        CommandType(
            AppointLeader,
            _appoint,
            places_of_groups,
            COMMANDS[AppointLeader.code],
            root_model=WorkGroup,
            find_records=accounts_touched,
            undoable=False,
        ),
    )


def _appoint(commands: Sequence[AppointLeader], context: Context) -> list[Decided]:
    facts = MemberFacts(commands, context)
    return [_appointed(command, facts, context) for command in commands]


def _appointed(command: AppointLeader, facts: MemberFacts, context: Context) -> Decided:
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
    problems = (*problems, *own_post_problem(member.account_id, "member_id", context.actor))
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


def _with_post(member: Member, *, leads: bool, facts: MemberFacts, command: AppointLeader, since: date) -> list[Change]:
    """Return the changes that give a member the post of a leader, or that of a member again."""
    role = role_of(votes=True, leads=leads)
    post_id, given = facts.rights.given(
        member.account_id, role, member.place_code, since=since, basis=command.basis, cause=command.id
    )
    if post_id == member.post_id:
        return []
    changed = Update(Member, member.id, member.group_id, {"post_id": member.post_id}, {"post_id": post_id})
    return [*facts.rights.ended(member.post_id, since), *given, changed]
