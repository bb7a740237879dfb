"""The rules of a group: which hold, each with its texts, which meeting carried them and how they differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from xiuhua.groups.access import QUERIES
from xiuhua.groups.models import GroupRule, Motion, PilotLesson, PilotVillage, RuleVersion, WorkGroup
from xiuhua.groups.queries.meetings import Opened, may_keep
from xiuhua.groups.rules.pilots import PilotState
from xiuhua.groups.rules.rule_book import Line, compared, holding, periods
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb
from xiuhua.platform.accounts.scope import within

RULES: Final = QUERIES["groups.rules"]
_TEXT: Final = "groups_rule_version.text"
_TAUGHT: Final = (PilotState.SIGNED, PilotState.ROLLED_OUT)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in a list: how many texts it has had, and since when the last one holds."""

    id: UUID
    name: str
    texts: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class LessonLine:
    """What a pilot taught that changes a rule."""

    id: UUID
    pilot_id: UUID
    pilot: str
    lesson: str
    changes_rule: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """One text of a rule; ``until`` is excluded."""

    id: UUID
    number: int
    text: str
    basis: str
    since: date
    until: date | None
    meeting_id: UUID
    carried_on: date
    lesson: LessonLine | None


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule with all its texts, the newest first. ``present`` holds today, if any does."""

    id: UUID
    group_id: UUID
    group: str
    place_code: str
    places: tuple[PlaceLine, ...]
    name: str
    valid_to: date | None
    end_basis: str
    texts: tuple[RuleText, ...]
    present: RuleText | None
    may_act: Text | None
    version: UUID | None

    def text(self, number: int) -> RuleText | None:
        """Return one of the texts."""
        return next((each for each in self.texts if each.number == number), None)

    def changed(self, number: int) -> tuple[Line, ...]:
        """Return how a text differs from the one before it; nothing for the first."""
        before, after = self.text(number - 1), self.text(number)
        return compared(before.text, after.text) if before and after else ()


@dataclass(frozen=True, slots=True)
class CarriedMotion:
    """A motion that a text can rest on."""

    id: UUID
    text: str
    held_on: date


def rules_of_group(viewer: Actor, group_id: UUID) -> tuple[RuleLine, ...]:
    """Return the rules of a group by name, those that are over last; the same queries for every group."""
    rows = list(within(GroupRule.objects.filter(group_id=group_id), viewer, RULES).order_by("name", "id"))
    starts: dict[UUID, list[date]] = {each.id: [] for each in rows}
    for rule, start in (
        RuleVersion.objects.filter(rule_id__in=starts).order_by("number").values_list("rule_id", "valid_from")
    ):
        starts[rule].append(start)
    lines = [RuleLine(each.id, each.name, len(starts[each.id]), starts[each.id][-1], each.valid_to) for each in rows]
    return tuple(sorted(lines, key=lambda line: line.valid_to is not None))


def rule_page(viewer: Actor, rule_id: UUID, *, on: date) -> RulePage | None:
    """Return a rule, or ``None`` where it is absent or outside; the same queries for every rule."""
    row = within(GroupRule.objects.filter(id=rule_id), viewer, RULES).select_related("group").first()
    if row is None:
        return None
    versions = list(RuleVersion.objects.filter(rule_id=rule_id).select_related("motion__session").order_by("number"))
    lessons = {each.id: each for each in _lessons(filter(None, (version.lesson_id for version in versions)))}
    starts = [each.valid_from for each in versions]
    opened = Opened([row.group_id])
    texts = [
        _text(version, period, opened.text(row.group_id, _TEXT, version.text), lessons)
        for version, period in zip(versions, periods(starts, row.valid_to), strict=True)
    ]
    now = holding(starts, row.valid_to, on)
    return RulePage(
        id=row.id,
        group_id=row.group_id,
        group=row.group.name,
        place_code=row.place_code,
        places=breadcrumb(viewer, row.place_code),
        name=row.name,
        valid_to=row.valid_to,
        end_basis=row.end_basis,
        texts=tuple(reversed(texts)),
        present=None if now is None else texts[now],
        may_act=may_keep(viewer, row.group, on=on),
        version=row.version,
    )


def carried_motions(viewer: Actor, group_id: UUID) -> Sequence[CarriedMotion]:
    """Return the motions of a group, the latest first: of which was carried the command decides."""
    rows = within(Motion.objects.filter(group_id=group_id), viewer, RULES).select_related("session")
    opened = Opened([group_id])
    return [
        CarriedMotion(each.id, opened.text(group_id, "groups_motion.text", each.text), each.session.held_on)
        for each in rows.order_by("-session__held_on", "-position", "-id")
    ]


def lessons_for(viewer: Actor, group_id: UUID) -> Sequence[LessonLine]:
    """Return what signed pilots taught in which the group's village takes part."""
    group = within(WorkGroup.objects.filter(id=group_id), viewer, RULES).first()
    if group is None:
        return []
    tried = within(PilotVillage.objects.filter(place_code=group.place_code), viewer, RULES)
    pilots = tried.filter(pilot__state__in=_TAUGHT).values("pilot_id")
    return _lesson_lines(PilotLesson.objects.filter(pilot_id__in=pilots))


def rules_from_pilot(viewer: Actor, pilot_id: UUID) -> Sequence[tuple[UUID, str, str]]:
    """Return the rules that lessons of a pilot changed, as far as the viewer sees them: id, name, group."""
    rows = within(RuleVersion.objects.filter(lesson__pilot_id=pilot_id), viewer, RULES)
    found = rows.order_by("rule__name", "rule_id").values_list("rule_id", "rule__name", "group__name")
    return list(dict.fromkeys(found))


def _lessons(ids: Iterable[UUID]) -> Sequence[LessonLine]:
    return _lesson_lines(PilotLesson.objects.filter(id__in=set(ids)))


def _lesson_lines(rows: QuerySet[PilotLesson]) -> Sequence[LessonLine]:
    ordered = rows.select_related("pilot").order_by("pilot_id", "position")
    return [LessonLine(each.id, each.pilot_id, each.pilot.name, each.lesson, each.changes_rule) for each in ordered]


def _text(
    row: RuleVersion, period: tuple[date, date | None], text: str, lessons: Mapping[UUID, LessonLine]
) -> RuleText:
    return RuleText(
        id=row.id,
        number=row.number,
        text=text,
        basis=row.basis,
        since=period[0],
        until=period[1],
        meeting_id=row.motion.meeting_id,
        carried_on=row.motion.session.held_on,
        lesson=lessons.get(row.lesson_id) if row.lesson_id else None,
    )
