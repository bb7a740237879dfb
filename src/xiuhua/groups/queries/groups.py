"""One group as its page shows it: to whom it answers, who belongs to it, what can be done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.groups.access import COMMANDS, QUERIES
from xiuhua.groups.models import Leadership, Member, Relation, WorkGroup
from xiuhua.groups.queries.seen import relations_of, seen_group
from xiuhua.groups.rules.channels import channels, why_votes
from xiuhua.groups.rules.membership import END_CAUSES, EndCause
from xiuhua.groups.rules.relations import GIVES, RELATION_NAMES, RelationKind, in_force
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_organisations, names_of_people
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.worded import Worded

GROUPS = QUERIES["groups.groups"]

RESTS_ON: Mapping[str, RelationKind] = {
    "groups.add_member": RelationKind.MANAGED,
    "groups.change_member": RelationKind.MANAGED,
    "groups.end_member": RelationKind.MANAGED,
    "groups.appoint_leader": RelationKind.DISPATCHED,
}
"""The relation that has to be in force for a command."""


@dataclass(frozen=True, slots=True)
class RelationLine:
    """To which organisation a group answers, and what that gives."""

    kind: RelationKind
    organisation: str
    valid_from: date
    valid_to: date | None
    basis: str
    end_basis: str

    @property
    def name(self) -> Text:
        """What the relation is called."""
        return RELATION_NAMES[self.kind]

    @property
    def gives(self) -> Text:
        """What the organisation may do by it."""
        return GIVES[self.kind]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody in a group. ``successor`` is who took over, where the membership is over."""

    id: UUID
    account_id: UUID
    name: str
    channel_codes: tuple[str, ...]
    channels: tuple[Text, ...]
    party_member: bool
    votes: bool
    leads: bool
    sending_unit_id: UUID | None
    sending_unit: str
    valid_from: date
    valid_to: date | None
    end_cause: Text | None
    successor: str

    @property
    def why(self) -> Text:
        """Why the person votes or does not."""
        return why_votes(self.votes)


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group with everything that its page shows. ``actions`` says for each command why it is not possible."""

    id: UUID
    name: str
    place_code: str
    places: tuple[PlaceLine, ...]
    basis: str
    valid_from: date
    valid_to: date | None
    end_basis: str
    version: UUID | None
    relations: tuple[RelationLine, ...]
    past_relations: tuple[RelationLine, ...]
    members: tuple[MemberLine, ...]
    past_members: tuple[MemberLine, ...]
    missing: tuple[Text, ...]
    actions: Mapping[str, Text | None]

    @property
    def leader(self) -> MemberLine | None:
        """Who leads the group, if anybody."""
        return next((each for each in self.members if each.leads), None)

    @property
    def voting(self) -> int:
        """How many members vote."""
        return sum(each.votes for each in self.members)

    @property
    def attending(self) -> int:
        """How many attend without a vote."""
        return len(self.members) - self.voting

    def member(self, member_id: UUID) -> MemberLine | None:
        """Return one of the present members."""
        return next((each for each in self.members if each.id == member_id), None)

    def relation(self, kind: RelationKind) -> RelationLine | None:
        """Return the relation of a kind that is in force."""
        return next((each for each in self.relations if each.kind is kind), None)


def group_page(viewer: Actor, group_id: UUID, *, on: date) -> GroupPage | None:
    """Return a group, or ``None`` where it is absent or outside; the same number of queries for every group."""
    row = seen_group(viewer, group_id, GROUPS)
    if row is None:
        return None
    relations = relations_of(row.id)
    members = _MEMBERS.answers(group=row.id)
    leader = _LEADER.first(group=row.id)
    people = names_of_people(each.account_id for each in members)
    organisations = names_of_organisations(
        [*(each.organisation_id for each in relations), *(each.sending_unit_id for each in members)]
    )
    names = {each.code: each.name for each in channels(catalogue.policy(), on=on, region=row.place_code)}
    lines = _member_lines(members, leader, people, organisations, names)
    kinds = [kind.value for kind in RelationKind]
    related = [_relation_line(each, organisations) for each in sorted(relations, key=lambda r: kinds.index(r.kind))]
    present = tuple(each for each in lines if each.valid_to is None)
    held = {code for each in present for code in each.channel_codes}
    return GroupPage(
        id=row.id,
        name=row.name,
        place_code=row.place_code,
        places=breadcrumb(viewer, row.place_code),
        basis=row.basis,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        end_basis=row.end_basis,
        version=row.version,
        relations=tuple(each for each in related if each.valid_to is None),
        past_relations=tuple(each for each in related if each.valid_to is not None),
        members=_leader_first(present),
        past_members=tuple(each for each in lines if each.valid_to is not None),
        missing=tuple(name for code, name in names.items() if code not in held),
        actions={code: _why_not(viewer, code, row, relations, on) for code in COMMANDS},
    )


def present_group(viewer: Actor, place_code: str) -> UUID | None:
    """Return the id of the group that a village has now, as far as the viewer sees it."""
    return _PRESENT.first(viewer, village=place_code)


_PRESENT: Final = Seen(
    lambda gap, seen: (
        seen(WorkGroup.objects.filter(place_code=gap("village"), valid_to=None), GROUPS)
        .order_by("id")
        .values_list("id", flat=True)[:1]
    ),
    GROUPS,
)
_MEMBERS: Final = Worded(lambda gap: Member.objects.filter(group_id=gap("group")).order_by("valid_from", "id"))
_LEADER: Final = Worded(
    lambda gap: Leadership.objects.filter(group_id=gap("group"), valid_to=None).values_list("member_id", flat=True)[:1]
)


def _why_not(viewer: Actor, code: str, group: WorkGroup, relations: Iterable[Relation], on: date) -> Text | None:
    if group.valid_to is not None:
        return Text("小组已撤销", "the group was dissolved")
    if not reaches(viewer, COMMANDS[code], group.place_code):
        return COMMANDS[code].reason
    kind = RESTS_ON.get(code)
    if kind is None or in_force(relations, kind, on):
        return None
    name = RELATION_NAMES[kind]
    return Text(f"“{name.zh}”现在没有生效", f"“{name.en}” is not in force")


def _leader_first(members: Sequence[MemberLine]) -> tuple[MemberLine, ...]:
    """Order as a list is read out: the leader, who votes, who attends, each as they joined."""
    return tuple(sorted(members, key=lambda each: (not each.leads, not each.votes)))


def _relation_line(row: Relation, names: Mapping[UUID, str]) -> RelationLine:
    return RelationLine(
        RelationKind(row.kind),
        names.get(row.organisation_id, ""),
        row.valid_from,
        row.valid_to,
        row.basis,
        row.end_basis,
    )


def _member_lines(
    rows: Sequence[Member],
    leader: UUID | None,
    people: Mapping[UUID, str],
    organisations: Mapping[UUID, str],
    names: Mapping[str, Text],
) -> list[MemberLine]:
    accounts = {row.id: row.account_id for row in rows}
    return [
        MemberLine(
            id=row.id,
            account_id=row.account_id,
            name=people.get(row.account_id, ""),
            channel_codes=tuple(row.channels.split()),
            channels=tuple(names.get(code, Text(code, code)) for code in row.channels.split()),
            party_member=row.party_member,
            votes=row.votes,
            leads=row.id == leader,
            sending_unit_id=row.sending_unit_id,
            sending_unit=organisations.get(row.sending_unit_id, "") if row.sending_unit_id else "",
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            end_cause=END_CAUSES[EndCause(row.end_cause)] if row.end_cause else None,
            successor=people.get(accounts.get(row.successor_id, row.account_id), "") if row.successor_id else "",
        )
        for row in rows
    ]
