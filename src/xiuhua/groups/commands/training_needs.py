"""A member says what they need to learn, or group and township say it for the two committees; it can be taken back."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.meeting_words import Sealing
from xiuhua.groups.commands.training_words import TRAINING
from xiuhua.groups.facts import Places, groups_by_id, places_of_groups, relations_of
from xiuhua.groups.models import Member, TrainingNeed, WorkGroup
from xiuhua.groups.rules.membership import over
from xiuhua.groups.rules.relations import RelationKind, in_force
from xiuhua.groups.rules.training import (
    NeedState,
    Teller,
    judge_taking_back,
    judge_telling,
    subject_problem,
    subjects,
    terms,
)
from xiuhua.kernel.access import Role
from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused

WORDS = "groups_training_need.words"


class TellTrainingNeed(Command):
    """Say what a member of a group needs to learn. Refused: 5001, 5007, 5175–5179."""

    code: ClassVar[str] = "groups.tell_training_need"
    label: ClassVar[Text] = Text("说培训需求", "say what is to be learned")

    group_id: UUID
    need_id: UUID
    member_id: Annotated[UUID, *TRAINING["member"]]
    subject: Annotated[str, Field(max_length=40), *TRAINING["subject"]]
    words: Annotated[str, Field(min_length=1, max_length=400), Personal, *TRAINING["words"]]
    since: Annotated[date, *TRAINING["since"]]
    wanted_by: Annotated[date | None, *TRAINING["wanted_by"]] = None

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class TakeBackTrainingNeed(Command):
    """Take a need back that one has said. Refused: 5180, 5181."""

    code: ClassVar[str] = "groups.take_back_training_need"
    label: ClassVar[Text] = Text("撤回培训需求", "take a training need back")

    need_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


def training_need_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    tell, back = COMMANDS[TellTrainingNeed.code], COMMANDS[TakeBackTrainingNeed.code]
    return (
        CommandType(TellTrainingNeed, _tell, places_of_groups, tell, root_model=WorkGroup, own=True),
        CommandType(TakeBackTrainingNeed, _take_back, _places_of_needs, back, root_model=TrainingNeed, own=True),
    )


def _places_of_needs(commands: Sequence[TakeBackTrainingNeed]) -> Places:
    rows = TrainingNeed.objects.filter(id__in={each.need_id for each in commands})
    codes = dict(rows.values_list("id", "place_code"))
    return [(codes[each.need_id],) if each.need_id in codes else None for each in commands]


def _tell(commands: Sequence[TellTrainingNeed], context: Context) -> list[Decided]:
    groups, relations = (read(commands, using=context.using) for read in (groups_by_id, relations_of))
    members = Member.objects.using(context.using).in_bulk({each.member_id for each in commands})
    rows = TrainingNeed.objects.using(context.using).filter(member_id__in=members, state=NeedState.OPEN)
    open_needs = set(rows.values_list("member_id", "subject"))
    sealing = Sealing(context, groups)
    outcomes: list[Decided] = []
    for command in commands:
        group, member = groups[command.group_id], members.get(command.member_id)
        if member is None or member.group_id != group.id:
            outcomes.append(Refused((Problem("not_found", "member_id"),)))
            continue
        entrusted = in_force(relations[group.id], RelationKind.ENTRUSTED, context.today)
        place, key = group.place_code, (member.id, command.subject)
        problems = (
            over("group_over", group)
            or over("member_over", member)
            or subject_problem(command.subject, subjects(context.policy, on=context.today, region=place))
            or judge_telling(
                _teller(member, context, entrusted=entrusted),
                member.channels.split(),
                terms(context.policy, on=context.today, region=place),
                since=command.since,
                wanted_by=command.wanted_by,
                today=context.today,
                again=key in open_needs,
            )
        )
        if problems:
            outcomes.append(Refused(problems))
            continue
        open_needs.add(key)
        sealing.begun(group.id)
        values = {
            "id": command.need_id,
            "group_id": group.id,
            "member_id": member.id,
            "account_id": member.account_id,
            "place_code": place,
            "subject": command.subject,
            "words": sealing.sealed(group.id, WORDS, command.words),
            "since": command.since,
            "wanted_by": command.wanted_by,
            "told_on": context.today,
            "told_by": context.actor.person_id,
            "state": NeedState.OPEN.value,
            "ended_on": None,
        }
        result = {"need": str(command.need_id), "member": str(member.id)}
        outcomes.append(Accepted([Insert(TrainingNeed, values)], (place,), result, (group.id,)))
    return outcomes


def _teller(member: Member, context: Context, *, entrusted: bool) -> Teller:
    """Return who speaks: the member, the leader of the village's group, its township while it is entrusted."""
    actor, place = context.actor, member.place_code
    leads = actor.reaches(place, frozenset({Role.GROUP_LEADER.value}))
    township = entrusted and actor.reaches(place, frozenset({Role.TOWNSHIP_OFFICER.value}))
    return Teller(own=actor.operator or actor.person_id == member.account_id, speaks=leads or township)


def _take_back(commands: Sequence[TakeBackTrainingNeed], context: Context) -> list[Decided]:
    needs = TrainingNeed.objects.using(context.using).in_bulk({each.need_id for each in commands})
    outcomes: list[Decided] = []
    for command in commands:
        need = needs[command.need_id]
        own = context.actor.operator or context.actor.person_id == need.told_by
        problems = judge_taking_back(need.state, own=own)
        if problems:
            outcomes.append(Refused(problems))
            continue
        after = {"state": NeedState.TAKEN_BACK.value, "ended_on": context.today}
        outcomes.append(Accepted([need_changed(need, after)], (need.place_code,), {"need": str(need.id)}))
        need.state = NeedState.TAKEN_BACK.value
    return outcomes


def need_changed(need: TrainingNeed, after: dict[str, object]) -> Update:
    """Return the change of a need."""
    before = {name: getattr(need, name) for name in after}
    return Update(TrainingNeed, need.id, need.id, before, after, subject=need.group_id)
