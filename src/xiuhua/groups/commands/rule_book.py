"""A group adopts a rule at a meeting, changes its text at another, and ends it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.meeting_facts import MeetingFacts
from xiuhua.groups.commands.meeting_words import Sealing
from xiuhua.groups.commands.words import PROOF, Basis
from xiuhua.groups.facts import Places, acting, groups_by_id, places_of_groups, relations_of
from xiuhua.groups.models import GroupRule, Motion, PilotLesson, PilotVillage, RuleVersion, WorkGroup
from xiuhua.groups.rules.rule_book import judge_version
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

_READ: Any = UsedBy("制度页面上显示", "shown on the page of the rule")
_TEXT = "groups_rule_version.text"

RuleText = Annotated[
    str,
    Field(min_length=1, max_length=20_000),
    Personal,
    asked(
        "制度全文",
        "The whole text",
        kind="long_text",
        why=Text("一条一行，改了哪一条一看就知道。", "One clause a line, so that a change is seen at once."),
    ),
    _READ,
]
CarriedBy = Annotated[UUID, asked("哪次会议通过的？", "Which meeting carried it?", kind="reference"), PROOF]
HoldsFrom = Annotated[date, asked("从哪天起执行？", "From which day does it hold?"), _READ]
Because = Annotated[
    UUID | None,
    asked(
        "因为试点的哪条经验？",
        "Because of which lesson of a pilot?",
        kind="reference",
        why=Text("不是因为试点，就不选。", "Choose none where it is not because of a pilot."),
    ),
    PROOF,
]


class AdoptRule(Command):
    """Keep a rule that a meeting of the group carried, with its first text.

    Refused: 5001, 5003, 5169 for a motion that was not carried, 5170 for a day before the meeting, 5172 for a name that
    another rule has, 5173 for a lesson from elsewhere.
    """

    code: ClassVar[str] = "groups.adopt_rule"
    label: ClassVar[Text] = Text("记下一项制度", "keep a rule")

    group_id: UUID
    rule_id: UUID
    version_id: UUID
    name: Annotated[str, Field(min_length=1, max_length=80), asked("制度叫什么？", "What is it called?"), _READ]
    text: RuleText
    motion_id: CarriedBy
    valid_from: HoldsFrom
    basis: Basis = ""
    lesson_id: Because = None

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class AmendRule(Command):
    """Keep another text of a rule that a meeting carried. Refused: as for a new one, 5171, 5174 for one that ended."""

    code: ClassVar[str] = "groups.amend_rule"
    label: ClassVar[Text] = Text("修改制度", "change a rule")

    rule_id: UUID
    version_id: UUID
    text: RuleText
    motion_id: CarriedBy
    valid_from: HoldsFrom
    basis: Basis = ""
    lesson_id: Because = None

    def roots(self) -> tuple[UUID, ...]:
        """The rule."""
        return (self.rule_id,)


class EndRule(Command):
    """End a rule from a day on. Refused: 5001, 5003, 5171 for a day before its last text, 5174."""

    code: ClassVar[str] = "groups.end_rule"
    label: ClassVar[Text] = Text("废止制度", "end a rule")

    rule_id: UUID
    valid_to: Annotated[date, asked("从哪天起不再执行？", "From which day does it hold no more?"), _READ]
    basis: Annotated[str, Field(min_length=1, max_length=120), asked("依据", "On what basis?"), PROOF]

    def roots(self) -> tuple[UUID, ...]:
        """The rule."""
        return (self.rule_id,)


def rule_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(AdoptRule, _adopt, places_of_groups, COMMANDS[AdoptRule.code], root_model=WorkGroup, own=True),
        CommandType(AmendRule, _amend, _places, COMMANDS[AmendRule.code], root_model=GroupRule, own=True),
        CommandType(EndRule, _end, _places, COMMANDS[EndRule.code], root_model=GroupRule, own=True),
    )


def _places(commands: Sequence[AmendRule | EndRule]) -> Places:
    codes = dict(GroupRule.objects.filter(id__in={each.rule_id for each in commands}).values_list("id", "place_code"))
    return [(codes[each.rule_id],) if each.rule_id in codes else None for each in commands]


@dataclass(frozen=True, slots=True)
class _Of:
    """What names a meeting, or a group, for the facts that are read of it."""

    meeting_id: UUID
    group_id: UUID


class _Motions:
    """The motions and lessons that commands name."""

    def __init__(self, commands: Sequence[AdoptRule | AmendRule], context: Context) -> None:
        using = context.using
        self._context = context
        self._motions = Motion.objects.using(using).in_bulk({each.motion_id for each in commands})
        named = [_Of(each.meeting_id, each.group_id) for each in self._motions.values()]
        self._facts = MeetingFacts(named, context)
        lessons = {each.lesson_id for each in commands if each.lesson_id is not None}
        rows = PilotLesson.objects.using(using).filter(id__in=lessons)
        self._lessons = dict(rows.values_list("id", "pilot__rolled_out_to"))
        villages = PilotVillage.objects.using(using).filter(pilot__lessons__in=lessons)
        self._tried = set(villages.values_list("pilot__lessons", "place_code"))

    def problems(
        self, command: AdoptRule | AmendRule, group: WorkGroup, *, earlier: date | None
    ) -> tuple[Problem, ...]:
        """Return why the text cannot be kept."""
        motion = self._motions.get(command.motion_id)
        if motion is None or motion.group_id != group.id:
            return (Problem("not_found", "motion_id"),)
        carried, held_on = self._facts.carried(motion)
        problems = judge_version(
            carried=carried,
            decided_on=held_on,
            valid_from=command.valid_from,
            earlier=earlier,
            today=self._context.today,
        )
        if command.lesson_id is not None and not self._taught(command.lesson_id, group.place_code):
            problems = (*problems, Problem("lesson_not_here", "lesson_id"))
        return problems

    def _taught(self, lesson: UUID, village: str) -> bool:
        """Say whether a pilot with this lesson was tried in a village, or rolled out to it."""
        place = self._lessons.get(lesson)
        return (lesson, village) in self._tried or bool(place and lies_in(village, place))


def _adopt(commands: Sequence[AdoptRule], context: Context) -> list[Decided]:
    groups = groups_by_id(commands, using=context.using)
    relations = relations_of(commands, using=context.using)
    motions, sealing = _Motions(commands, context), Sealing(context, groups)
    rows = GroupRule.objects.using(context.using).filter(group_id__in=groups, valid_to=None)
    names = set(rows.values_list("group_id", "name"))
    outcomes: list[Decided] = []
    for command in commands:
        group = groups[command.group_id]
        problems = acting(group, relations[group.id], context) or motions.problems(command, group, earlier=None)
        if (group.id, command.name) in names:
            problems = (*problems, Problem("rule_named", "name"))
        if problems:
            outcomes.append(Refused(problems))
            continue
        names.add((group.id, command.name))
        values = {
            "id": command.rule_id,
            "group_id": group.id,
            "place_code": group.place_code,
            "name": command.name,
            "valid_to": None,
            "end_basis": "",
        }
        first = _version(command, group, 1, sealing, context)
        outcomes.append(Accepted([Insert(GroupRule, values), first], (group.place_code,), _result(command.rule_id)))
    return outcomes


class _Rules:
    """The rules that commands name, with their groups and texts."""

    def __init__(self, commands: Sequence[AmendRule | EndRule], context: Context) -> None:
        using, ids = context.using, {each.rule_id for each in commands}
        self._context = context
        self.rules = GroupRule.objects.using(using).select_related("group").in_bulk(ids)
        named = [_Of(each.group_id, each.group_id) for each in self.rules.values()]
        self._relations = relations_of(named, using=using)
        self.texts: defaultdict[UUID, list[RuleVersion]] = defaultdict(list)
        for each in RuleVersion.objects.using(using).filter(rule_id__in=ids).order_by("number"):
            self.texts[each.rule_id].append(each)

    def problems(self, rule: GroupRule) -> tuple[Problem, ...]:
        """Return why nothing can be done with a rule."""
        problems = acting(rule.group, self._relations[rule.group_id], self._context)
        over = () if rule.valid_to is None else (Problem("rule_over", values={"day": rule.valid_to.isoformat()}),)
        return problems or over


def _amend(commands: Sequence[AmendRule], context: Context) -> list[Decided]:
    known, motions = _Rules(commands, context), _Motions(commands, context)
    sealing = Sealing(context, {each.group_id for each in known.rules.values()})
    outcomes: list[Decided] = []
    for command in commands:
        rule, last = known.rules[command.rule_id], known.texts[command.rule_id][-1]
        problems = known.problems(rule)
        if not problems and sealing.same(rule.group_id, _TEXT, last.text, command.text):
            outcomes.append(Unchanged(_result(rule.id)))
            continue
        problems = problems or motions.problems(command, rule.group, earlier=last.valid_from)
        if problems:
            outcomes.append(Refused(problems))
            continue
        added = _version(command, rule.group, last.number + 1, sealing, context)
        outcomes.append(Accepted([added], (rule.place_code,), _result(rule.id)))
    return outcomes


def _end(commands: Sequence[EndRule], context: Context) -> list[Decided]:
    known = _Rules(commands, context)
    outcomes: list[Decided] = []
    for command in commands:
        rule, last = known.rules[command.rule_id], known.texts[command.rule_id][-1]
        problems = known.problems(rule)
        if not problems and command.valid_to <= last.valid_from:
            problems = (Problem("rule_before_earlier", "valid_to", {"day": last.valid_from.isoformat()}),)
        if problems:
            outcomes.append(Refused(problems))
            continue
        before = {"valid_to": None, "end_basis": ""}
        after = {"valid_to": command.valid_to, "end_basis": command.basis}
        change = Update(GroupRule, rule.id, rule.id, before, after)
        outcomes.append(Accepted([change], (rule.place_code,), _result(rule.id)))
    return outcomes


def _version(
    command: AdoptRule | AmendRule, group: WorkGroup, number: int, sealing: Sealing, context: Context
) -> Insert:
    values = {
        "id": command.version_id,
        "rule_id": command.rule_id,
        "group_id": group.id,
        "place_code": group.place_code,
        "number": number,
        "text": sealing.sealed(group.id, _TEXT, command.text),
        "basis": command.basis,
        "motion_id": command.motion_id,
        "lesson_id": command.lesson_id,
        "valid_from": command.valid_from,
        "recorded_on": context.today,
    }
    return Insert(RuleVersion, values)


def _result(rule_id: UUID) -> dict[str, str]:
    return {"rule": str(rule_id)}
