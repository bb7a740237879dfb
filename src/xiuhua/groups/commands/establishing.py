"""A county dispatches a group to a village, says who manages it and to whom it is entrusted, and dissolves it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.words import PROOF, RIGHTS, Basis
from xiuhua.groups.facts import groups_by_id, leaderships, places_of_groups, present_members, relations_of
from xiuhua.groups.models import Leadership, Member, Relation, WorkGroup
from xiuhua.groups.rights import Rights
from xiuhua.groups.rules.membership import EndCause, day_problem, over
from xiuhua.groups.rules.relations import RELATION_NAMES, RelationKind, standing
from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import Level, level_of
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import account_records, organisations_seen, place_ids
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused

_KEEPS = UsedBy("小组页面上写明由谁管", "the page of the group says who is in charge")
_NAMES = UsedBy("页面、通知和会议记录上的名字", "stands on pages, notices and minutes")
_Kind = Literal["dispatched", "managed", "entrusted"]


class EstablishGroup(Command):
    """Establish the special work group of a village with its relations. Refused: 5000, 5002, 5010, 5012."""

    code: ClassVar[str] = "groups.establish"
    label: ClassVar[Text] = Text("成立小组", "establish a group")

    group_id: UUID
    place_code: Annotated[
        str, Field(max_length=40), asked("在哪个村（村名或区划代码）？", "In which village (name or code)?"), _KEEPS
    ]
    name: Annotated[str, Field(min_length=1, max_length=80), asked("小组叫什么？", "What is it called?"), _NAMES]
    valid_from: Annotated[date, asked("哪天成立？", "On which day?"), RIGHTS]
    dispatched_by: Annotated[
        UUID,
        asked(
            "小组是谁派来的？",
            "Who sends the group?",
            kind="reference",
            why=Text(
                "一般是县委：成立、撤销小组，定谁当组长。",
                "Usually the county committee: it establishes and dissolves the group and appoints its leader.",
            ),
        ),
        _KEEPS,
    ]
    managed_by: Annotated[
        UUID,
        asked(
            "组员归谁管？",
            "Who manages the members?",
            kind="reference",
            why=Text(
                "一般是县委组织部：谁进组、谁出组，由它定。",
                "Usually the organisation department of the county: it settles who joins and who leaves.",
            ),
        ),
        _KEEPS,
    ]
    entrusted_to: Annotated[
        UUID | None,
        asked(
            "平时谁看着？",
            "Who looks after it day by day?",
            kind="reference",
            why=Text(
                "一般是乡镇党委：排会议、批短假、派任务，不管谁进谁出。可以以后再定，也可以收回。",
                "Usually the township committee: calendar, short leave and tasks, not the membership. "
                "It can be entrusted later, and revoked.",
            ),
        ),
        _KEEPS,
    ] = None
    basis: Basis = ""


class DissolveGroup(Command):
    """Dissolve a group: its relations, memberships and the rights from them end on that day. Refused: 5001, 5010."""

    code: ClassVar[str] = "groups.dissolve"
    label: ClassVar[Text] = Text("撤销小组", "dissolve a group")

    group_id: UUID
    valid_to: Annotated[date, asked("从哪天起撤销？", "From which day on?"), RIGHTS]
    basis: Annotated[str, Field(min_length=1, max_length=120), asked("依据", "On what basis?"), PROOF]

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class RelateGroup(Command):
    """Say to which organisation a group answers from a day on; the one before ends on that day.

    Refused: 5001, 5004, 5010, 5012.
    """

    code: ClassVar[str] = "groups.relate"
    label: ClassVar[Text] = Text("确定由谁管", "settle who is in charge")

    group_id: UUID
    kind: Annotated[_Kind, asked("哪项关系？", "Which relation?", choices=RELATION_NAMES), _KEEPS]
    organisation_id: Annotated[UUID, asked("哪个单位？", "Which organisation?", kind="reference"), _KEEPS]
    valid_from: Annotated[date, asked("从哪天起？", "From which day on?"), RIGHTS]
    basis: Basis = ""

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class RevokeRelation(Command):
    """Revoke a relation: what rests on it ends on that day. Refused: 5001, 5003, 5010."""

    code: ClassVar[str] = "groups.revoke"
    label: ClassVar[Text] = Text("收回委托或管理", "revoke a relation")

    group_id: UUID
    kind: Annotated[_Kind, asked("哪项关系？", "Which relation?", choices=RELATION_NAMES), _KEEPS]
    valid_to: Annotated[date, asked("从哪天起收回？", "From which day on?"), RIGHTS]
    basis: Annotated[str, Field(min_length=1, max_length=120), asked("依据", "On what basis?"), PROOF]

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


def establishing_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(EstablishGroup, _establish, _villages, COMMANDS[EstablishGroup.code]),
        CommandType(
            DissolveGroup,
            _dissolve,
            places_of_groups,
            COMMANDS[DissolveGroup.code],
            root_model=WorkGroup,
            find_records=lambda commands: account_records(
                member.account_id for members in present_members(commands).values() for member in members
            ),
            undoable=False,
        ),
        CommandType(RelateGroup, _relate, places_of_groups, COMMANDS[RelateGroup.code], root_model=WorkGroup),
        CommandType(RevokeRelation, _revoke, places_of_groups, COMMANDS[RevokeRelation.code], root_model=WorkGroup),
    )


def _villages(commands: Sequence[EstablishGroup]) -> list[tuple[str, ...] | None]:
    known = place_ids({command.place_code for command in commands})
    return [(command.place_code,) if command.place_code in known else None for command in commands]


def _establish(commands: Sequence[EstablishGroup], context: Context) -> list[Decided]:
    villages = {command.place_code for command in commands}
    present = WorkGroup.objects.using(context.using).filter(place_code__in=villages, valid_to=None)
    names = dict(present.values_list("place_code", "name"))
    wanted = {each for c in commands for each in (c.dispatched_by, c.managed_by, c.entrusted_to)}
    organisations = organisations_seen(context.actor, wanted, using=context.using)
    return [_established(command, names, organisations, context) for command in commands]


def _established(command: EstablishGroup, names: dict[str, str], organisations: set[UUID], context: Context) -> Decided:
    asked_for = {
        RelationKind.DISPATCHED: ("dispatched_by", command.dispatched_by),
        RelationKind.MANAGED: ("managed_by", command.managed_by),
        RelationKind.ENTRUSTED: ("entrusted_to", command.entrusted_to),
    }
    problems = [
        *day_problem(command.valid_from, first=date.min, today=context.today, field="valid_from"),
        *(
            Problem("organisation_not_here", field)
            for field, organisation in asked_for.values()
            if organisation is not None and organisation not in organisations
        ),
    ]
    if level_of(command.place_code) is not Level.VILLAGE:
        problems.append(Problem("group_not_a_village", "place_code"))
    elif command.place_code in names:
        problems.append(Problem("group_exists", "place_code", {"name": names[command.place_code]}))
    if problems:
        return Refused(tuple(problems))
    names[command.place_code] = command.name
    group = {
        "id": command.group_id,
        "place_code": command.place_code,
        "name": command.name,
        "basis": command.basis,
        "valid_from": command.valid_from,
        "valid_to": None,
        "end_basis": "",
    }
    relations = [
        _relation(command, kind, organisation, command.place_code)
        for kind, (_, organisation) in asked_for.items()
        if organisation is not None
    ]
    group_id = command.group_id
    done = {"group": str(group_id)}
    return Accepted([Insert(WorkGroup, group), *relations], (command.place_code,), done, subjects=(group_id,))


def _dissolve(commands: Sequence[DissolveGroup], context: Context) -> list[Decided]:
    groups = groups_by_id(commands, using=context.using)
    relations = relations_of(commands, using=context.using)
    members = present_members(commands, using=context.using)
    leading = leaderships(commands, using=context.using)
    posts = [member.post_id for each in members.values() for member in each]
    rights = Rights((), posts, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        group = groups[command.group_id]
        problems = over("group_over", group) or day_problem(
            command.valid_to, first=group.valid_from, today=context.today, field="valid_to"
        )
        if problems:
            outcomes.append(Refused(problems))
            continue
        changes: list[Change] = [_group_over(group, command)]
        changes += [_relation_over(each, command.valid_to, "") for each in relations[group.id] if each.valid_to is None]
        if group.id in leading:
            changes.append(leadership_over(leading[group.id], command.valid_to))
        for member in members[group.id]:
            changes += [*membership_over(member, command.valid_to, EndCause.DISSOLVED, rights)]
        outcomes.append(Accepted(changes, (group.place_code,), {"group": str(group.id)}))
    return outcomes


def membership_over(
    member: Member, on: date, cause: EndCause, rights: Rights, successor: UUID | None = None
) -> Iterator[Change]:
    """Yield what ends a membership and the rights from it on a day; one that had not begun was never held."""
    last = max(on, member.valid_from)
    before = {"valid_to": None, "end_cause": "", "successor_id": None}
    after = {"valid_to": last, "end_cause": cause.value, "successor_id": successor}
    changed = {name: value for name, value in after.items() if before[name] != value}
    yield Update(Member, member.id, member.group_id, {name: before[name] for name in changed}, changed)
    yield from rights.ended(member.post_id, last)


def leadership_over(leadership: Leadership, on: date) -> Update:
    """Return the change that ends a leadership on a day."""
    last = max(on, leadership.valid_from)
    return Update(Leadership, leadership.id, leadership.group_id, {"valid_to": None}, {"valid_to": last})


def _relate(commands: Sequence[RelateGroup], context: Context) -> list[Decided]:
    groups = groups_by_id(commands, using=context.using)
    relations = relations_of(commands, using=context.using)
    organisations = organisations_seen(
        context.actor, {command.organisation_id for command in commands}, using=context.using
    )
    outcomes: list[Decided] = []
    for command in commands:
        group = groups[command.group_id]
        present = next((r for r in relations[group.id] if r.kind == command.kind and r.valid_to is None), None)
        first = present.valid_from if present else group.valid_from
        problems = over("group_over", group) or (
            *day_problem(command.valid_from, first=first, today=context.today, field="valid_from"),
            *_same(present, command),
            *(
                ()
                if command.organisation_id in organisations
                else (Problem("organisation_not_here", "organisation_id"),)
            ),
        )
        if problems:
            outcomes.append(Refused(problems))
            continue
        changes: list[Change] = [_relation_over(present, command.valid_from, command.basis)] if present else []
        changes.append(_relation(command, RelationKind(command.kind), command.organisation_id, group.place_code))
        outcomes.append(Accepted(changes, (group.place_code,), {"group": str(group.id)}))
    return outcomes


def _revoke(commands: Sequence[RevokeRelation], context: Context) -> list[Decided]:
    groups = groups_by_id(commands, using=context.using)
    relations = relations_of(commands, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        group = groups[command.group_id]
        present = [each for each in relations[group.id] if each.kind == command.kind and each.valid_to is None]
        problems = over("group_over", group)
        if not problems and not present:
            problems = standing((), RelationKind(command.kind), context.today)
        if not problems:
            first = present[0].valid_from
            problems = day_problem(command.valid_to, first=first, today=context.today, field="valid_to")
        if problems:
            outcomes.append(Refused(problems))
            continue
        change = _relation_over(present[0], command.valid_to, command.basis)
        outcomes.append(Accepted([change], (group.place_code,), {"group": str(group.id)}))
    return outcomes


def _same(present: Relation | None, command: RelateGroup) -> tuple[Problem, ...]:
    if present is None or present.organisation_id != command.organisation_id:
        return ()
    return (Problem("relation_same", "organisation_id"),)


def _relation(command: EstablishGroup | RelateGroup, kind: RelationKind, organisation: UUID, place_code: str) -> Insert:
    values = {
        "id": derived_id(command.id, "relation", kind.value),
        "group_id": command.group_id,
        "place_code": place_code,
        "kind": kind.value,
        "organisation_id": organisation,
        "valid_from": command.valid_from,
        "valid_to": None,
        "basis": command.basis,
        "end_basis": "",
    }
    return Insert(Relation, values)


def _relation_over(relation: Relation, on: date, basis: str) -> Update:
    before = {"valid_to": None, "end_basis": ""}
    after = {"valid_to": max(on, relation.valid_from), "end_basis": basis}
    changed = {name: value for name, value in after.items() if before[name] != value}
    return Update(Relation, relation.id, relation.group_id, {name: before[name] for name in changed}, changed)


def _group_over(group: WorkGroup, command: DissolveGroup) -> Update:
    before = {"valid_to": None, "end_basis": ""}
    return Update(WorkGroup, group.id, group.id, before, {"valid_to": command.valid_to, "end_basis": command.basis})
