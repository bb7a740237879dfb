"""A pilot is planned with its questions, and reviewed with an answer to each and what was learnt."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.pilot_facts import OfPilot, pilots_of, places_of_pilots, stepped
from xiuhua.groups.commands.words import Basis
from xiuhua.groups.facts import Places
from xiuhua.groups.models import Pilot, PilotLesson, PilotQuestion, PilotVillage
from xiuhua.groups.rules.pilots import PilotState, Step, judge_step
from xiuhua.kernel.commands import Command, Personal, UsedBy, Value
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import Level, level_of, lies_in
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import place_ids
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused

_JUDGES = UsedBy("总结时对照", "the review is held against it")


class Question(Value):
    """What a pilot is to answer, and how it was before the start."""

    question: Annotated[
        str, Field(min_length=1, max_length=200), Personal, asked("要回答什么问题？", "Which question?"), _JUDGES
    ]
    baseline: Annotated[
        str,
        Field(min_length=1, max_length=200),
        Personal,
        asked("开始前是什么样？", "How was it before the start?"),
        _JUDGES,
    ]


class Lesson(Value):
    """What a pilot taught, and which rule changes because of it."""

    lesson: Annotated[
        str, Field(min_length=1, max_length=400), Personal, asked("学到了什么？", "What was learnt?"), _JUDGES
    ]
    changes_rule: Annotated[
        str, Field(min_length=1, max_length=200), Personal, asked("因此改哪条规定？", "Which rule changes?"), _JUDGES
    ]


class PlanPilot(Command):
    """Plan a pilot: where, and what it is to answer, with the state before. Refused: 4013, 5150, 5151, 5010."""

    code: ClassVar[str] = "groups.plan_pilot"
    label: ClassVar[Text] = Text("准备试点", "plan a pilot")

    pilot_id: UUID
    place_code: Annotated[str, Field(pattern=r"^\d{12}$"), asked("在哪里试点？", "Where?", kind="reference"), _JUDGES]
    name: Annotated[str, Field(min_length=1, max_length=80), asked("试点叫什么？", "What is it called?"), _JUDGES]
    villages: Annotated[
        tuple[Annotated[str, Field(pattern=r"^\d{12}$")], ...],
        Field(min_length=1),
        asked("先在哪些村试？", "In which villages first?", kind="choices"),
        _JUDGES,
    ]
    questions: Annotated[
        tuple[Question, ...], Field(min_length=1), asked("要回答哪些问题？", "Which questions?"), _JUDGES
    ]
    basis: Basis = ""


class ReviewPilot(OfPilot):
    """Review a pilot: an answer to each question, and what was learnt. Refused: 5152, 5153, 5010."""

    code: ClassVar[str] = "groups.review_pilot"
    label: ClassVar[Text] = Text("总结试点", "review a pilot")

    answers: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=2000)], ...],
        Personal,
        asked("每个问题的答案", "The answer to each question"),
        _JUDGES,
    ]
    review: Annotated[
        str,
        Field(min_length=1, max_length=4000),
        Personal,
        asked("总的看怎么样？", "What came of it as a whole?", kind="long_text"),
        _JUDGES,
    ]
    lessons: Annotated[tuple[Lesson, ...], asked("学到了什么？", "What was learnt?"), _JUDGES] = ()


def pilot_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(PlanPilot, _plan, _planned_places, COMMANDS[PlanPilot.code]),
        CommandType(ReviewPilot, _review, places_of_pilots, COMMANDS[ReviewPilot.code], root_model=Pilot),
    )


def _planned_places(commands: Sequence[PlanPilot]) -> Places:
    known = place_ids({command.place_code for command in commands})
    return [(command.place_code,) if command.place_code in known else None for command in commands]


def _plan(commands: Sequence[PlanPilot], context: Context) -> list[Decided]:
    known = place_ids({code for command in commands for code in command.villages}, using=context.using)
    return [_planned(command, known, context) for command in commands]


def _planned(command: PlanPilot, known: Mapping[str, UUID], context: Context) -> Decided:
    place = command.place_code
    villages = tuple(dict.fromkeys(command.villages))
    outside = [
        code
        for code in villages
        if code not in known or level_of(code) is not Level.VILLAGE or not lies_in(code, place)
    ]
    if outside:
        return Refused((Problem("pilot_village_outside", "villages"),))
    pilot = {
        "id": command.pilot_id,
        "place_code": place,
        "name": command.name,
        "basis": command.basis,
        "state": PilotState.PLANNED.value,
        "planned_on": context.today,
        **dict.fromkeys(("started_on", "reviewed_on", "reviewed_by", "signed_on", "signed_by"), None),
        **dict.fromkeys(("ended_on", "rolled_out_on"), None),
        **dict.fromkeys(("review", "ended_because", "rolled_out_to", "roll_out_basis"), ""),
    }
    changes: list[Change] = [Insert(Pilot, pilot)]
    for code in villages:
        values = {"id": derived_id(command.pilot_id, "village", code), "pilot_id": command.pilot_id, "place_code": code}
        changes.append(Insert(PilotVillage, values))
    for position, each in enumerate(command.questions):
        row = {"position": position, "question": each.question, "baseline": each.baseline, "answer": ""}
        changes.append(_part(PilotQuestion, command.pilot_id, place, "question", row))
    return Accepted(changes, (place,), {"pilot": str(command.pilot_id)}, subjects=(command.pilot_id,))


def _part(model: Any, pilot_id: UUID, place_code: str, kind: str, row: Mapping[str, Any]) -> Insert:
    own = {"id": derived_id(pilot_id, kind, str(row["position"])), "pilot_id": pilot_id, "place_code": place_code}
    return Insert(model, {**own, **row})


def _review(commands: Sequence[ReviewPilot], context: Context) -> list[Decided]:
    pilots = pilots_of(commands, context)
    ids = list(pilots)
    questions = PilotQuestion.objects.using(context.using).filter(pilot_id__in=ids).order_by("position")
    lessons = PilotLesson.objects.using(context.using).filter(pilot_id__in=ids).order_by("position")
    return [
        _reviewed(
            command,
            pilots[command.pilot_id],
            [each for each in questions if each.pilot_id == command.pilot_id],
            [each for each in lessons if each.pilot_id == command.pilot_id],
            context,
        )
        for command in commands
    ]


def _reviewed(
    command: ReviewPilot,
    pilot: Pilot,
    questions: Sequence[PilotQuestion],
    lessons: Sequence[PilotLesson],
    context: Context,
) -> Decided:
    problems = judge_step(pilot, Step.REVIEW, command.on, today=context.today)
    if not problems and len(command.answers) != len(questions):
        problems = (Problem("pilot_answers_missing", "answers", {"n": len(questions)}),)
    if not problems and len(command.lessons) < len(lessons):
        problems = (Problem("pilot_lesson_taken_back", "lessons"),)
    if problems:
        return Refused(problems)
    changes: list[Change] = [
        Update(PilotQuestion, row.id, pilot.id, {"answer": row.answer}, {"answer": answer}, subject=pilot.id)
        for row, answer in zip(questions, command.answers, strict=True)
        if row.answer != answer
    ]
    for position, each in enumerate(command.lessons):
        after = {"lesson": each.lesson, "changes_rule": each.changes_rule}
        if position >= len(lessons):
            row = {"position": position, **after}
            changes.append(_part(PilotLesson, pilot.id, pilot.place_code, "lesson", row))
            continue
        known = lessons[position]
        changed = {name: value for name, value in after.items() if getattr(known, name) != value}
        if changed:
            before = {name: getattr(known, name) for name in changed}
            changes.append(Update(PilotLesson, known.id, pilot.id, before, changed, subject=pilot.id))
    after_review = {"reviewed_on": command.on, "reviewed_by": context.actor.person_id, "review": command.review}
    return stepped(pilot, Step.REVIEW, after_review, *changes)
