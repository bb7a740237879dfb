"""The pilots of a place, and one pilot with its questions before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from xiuhua.groups.access import COMMANDS, QUERIES
from xiuhua.groups.models import Pilot, PilotLesson, PilotQuestion, PilotVillage, WorkGroup
from xiuhua.groups.rules.pilots import STATE_NAMES, TRANSITIONS, PilotState, Step
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people, names_of_places
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.scope import reaches, within

PILOTS = QUERIES["groups.pilots"]
STEP_OF: Mapping[str, Step] = {
    "groups.start_pilot": Step.START,
    "groups.review_pilot": Step.REVIEW,
    "groups.sign_pilot": Step.SIGN,
    "groups.roll_out": Step.ROLL_OUT,
    "groups.end_pilot": Step.END,
}


@dataclass(frozen=True, slots=True)
class PilotLine:
    """A pilot as lists show it."""

    id: UUID
    name: str
    state: PilotState
    villages: int
    started_on: date | None
    rolled_out_on: date | None

    @property
    def state_name(self) -> Text:
        """The words for its state."""
        return STATE_NAMES[self.state]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of a pilot: how it was before, and what the review found."""

    question: str
    baseline: str
    answer: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a pilot taught, and which rule changes."""

    lesson: str
    changes_rule: str


@dataclass(frozen=True, slots=True)
class PilotVillageLine:
    """A village of a pilot; ``group_id`` is its group now."""

    code: str
    name: str
    group_id: UUID | None
    group_since: date | None


@dataclass(frozen=True, slots=True)
class PilotPage:
    """One pilot as its page shows it. ``why_not`` says for each command why it is not possible."""

    id: UUID
    name: str
    place_code: str
    places: tuple[PlaceLine, ...]
    basis: str
    state: PilotState
    planned_on: date
    started_on: date | None
    reviewed_on: date | None
    reviewed_by: str
    review: str
    signed_on: date | None
    signed_by: str
    ended_on: date | None
    ended_because: str
    rolled_out_on: date | None
    rolled_out_to: str
    roll_out_basis: str
    version: UUID | None
    questions: tuple[Answered, ...]
    lessons: tuple[Learnt, ...]
    villages: tuple[PilotVillageLine, ...]
    why_not: Mapping[str, Text | None]

    @property
    def state_name(self) -> Text:
        """The words for its state."""
        return STATE_NAMES[self.state]

    def can(self, code: str) -> bool:
        """Say whether the viewer can take a step now."""
        return self.why_not[code] is None


def pilots(viewer: Actor, code: str) -> tuple[PlaceLine, tuple[PilotLine, ...]] | None:
    """Return a place with its pilots, the latest first, or ``None`` where it is absent or outside."""
    found = place(viewer, code)
    if found is None:
        return None
    rows = within(Pilot.objects.all(), viewer, PILOTS, place=code).annotate(n=Count("villages"))
    lines = (
        PilotLine(row.id, row.name, PilotState(row.state), row.n, row.started_on, row.rolled_out_on)
        for row in rows.order_by("-planned_on", "id")
    )
    return found, tuple(lines)


def pilot_page(viewer: Actor, pilot_id: UUID) -> PilotPage | None:
    """Return a pilot, or ``None`` where it is absent or outside; the same queries for every pilot."""
    row = within(Pilot.objects.filter(id=pilot_id), viewer, PILOTS).first()
    if row is None:
        return None
    questions = PilotQuestion.objects.filter(pilot_id=row.id).order_by("position")
    lessons = PilotLesson.objects.filter(pilot_id=row.id).order_by("position")
    codes = list(
        PilotVillage.objects.filter(pilot_id=row.id).order_by("place_code").values_list("place_code", flat=True)
    )
    names = names_of_places([*codes, *filter(None, [row.rolled_out_to])])
    present = WorkGroup.objects.filter(Q(valid_to=None), place_code__in=codes)
    groups = {code: (group, since) for code, group, since in present.values_list("place_code", "id", "valid_from")}
    people = names_of_people([row.reviewed_by, row.signed_by])
    return PilotPage(
        id=row.id,
        name=row.name,
        place_code=row.place_code,
        places=breadcrumb(viewer, row.place_code),
        basis=row.basis,
        state=PilotState(row.state),
        planned_on=row.planned_on,
        started_on=row.started_on,
        reviewed_on=row.reviewed_on,
        reviewed_by=people.get(row.reviewed_by, "") if row.reviewed_by else "",
        review=row.review,
        signed_on=row.signed_on,
        signed_by=people.get(row.signed_by, "") if row.signed_by else "",
        ended_on=row.ended_on,
        ended_because=row.ended_because,
        rolled_out_on=row.rolled_out_on,
        rolled_out_to=names.get(row.rolled_out_to, "") if row.rolled_out_to else "",
        roll_out_basis=row.roll_out_basis,
        version=row.version,
        questions=tuple(Answered(each.question, each.baseline, each.answer) for each in questions),
        lessons=tuple(Learnt(each.lesson, each.changes_rule) for each in lessons),
        villages=tuple(
            PilotVillageLine(code, names.get(code, code), *groups.get(code, (None, None))) for code in codes
        ),
        why_not={code: _why_not(viewer, code, row) for code in STEP_OF},
    )


def _why_not(viewer: Actor, code: str, row: Pilot) -> Text | None:
    if not reaches(viewer, COMMANDS[code], row.place_code):
        return COMMANDS[code].reason
    if (PilotState(row.state), STEP_OF[code]) not in TRANSITIONS:
        name = STATE_NAMES[PilotState(row.state)]
        return Text(f"这个试点{name.zh}", f"the pilot is {name.en}")
    if code == "groups.sign_pilot" and row.reviewed_by == viewer.person_id:
        return Text("总结是您写的，要由另一个人签批", "you wrote the review; another person signs it")
    return None
