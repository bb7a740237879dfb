"""What the handlers of members read before they decide: each kind once for a whole list of commands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from xiuhua.groups.facts import groups_by_id, leaderships, present_members, relations_of
from xiuhua.groups.models import Leadership, Member, Relation, WorkGroup
from xiuhua.groups.rights import Rights
from xiuhua.groups.rules.membership import over
from xiuhua.groups.rules.relations import RelationKind, standing
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.facts import account_records
from xiuhua.platform.journal.contract import Context


class OfMember(Protocol):
    """A command about somebody who belongs, or is to belong, to a group. Whoever joins is named by ``account_id``."""

    @property
    def group_id(self) -> UUID:
        """The group's id."""

    @property
    def member_id(self) -> UUID:
        """The id of the membership."""


def accounts_touched(commands: Sequence[OfMember]) -> set[tuple[type, UUID]]:
    """Return the accounts whose posts may change: of whoever joins, and of whoever belongs to the groups."""
    members = present_members(commands).values()
    return account_records({*_joining(commands), *(member.account_id for each in members for member in each)})


def _joining(commands: Sequence[OfMember]) -> list[UUID]:
    return [account for command in commands if (account := getattr(command, "account_id", None)) is not None]


class MemberFacts:
    """What the handlers read of members and their posts, once for a list of commands."""

    def __init__(self, commands: Sequence[OfMember], context: Context) -> None:
        using = context.using
        self.groups: Mapping[UUID, WorkGroup] = groups_by_id(commands, using=using)
        self.relations: Mapping[UUID, list[Relation]] = relations_of(commands, using=using)
        self.members: Mapping[UUID, list[Member]] = present_members(commands, using=using)
        self.leading: Mapping[UUID, Leadership] = leaderships(commands, using=using)
        self.named = Member.objects.using(using).in_bulk({command.member_id for command in commands})
        joining = _joining(commands)
        everybody = [member for each in self.members.values() for member in each]
        self.rights = Rights(
            [*joining, *(member.account_id for member in everybody)],
            [member.post_id for member in everybody],
            using=using,
        )

    def problems(self, command: OfMember, kind: RelationKind, today: date) -> tuple[Problem, ...]:
        """Return why nothing can be done in the group on the strength of a relation."""
        group = self.groups[command.group_id]
        return over("group_over", group) or standing(self.relations[group.id], kind, today)

    def member(self, command: OfMember) -> tuple[Member | None, tuple[Problem, ...]]:
        """Return the present membership that is named, or why there is none."""
        found = self.named.get(command.member_id)
        if found is None or found.group_id != command.group_id:
            return None, (Problem("not_found", "member_id"),)
        return found, over("member_over", found)

    def leads(self, member: Member) -> bool:
        """Say whether somebody leads the group now."""
        leading = self.leading.get(member.group_id)
        return leading is not None and leading.member_id == member.id
