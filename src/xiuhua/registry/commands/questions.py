"""Answer open questions: confirmed as correct, singly or by kind, with a reason that is kept."""

from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.concerned import places_of_households
from xiuhua.registry.commands.words import ASKED
from xiuhua.registry.models import Household, Question
from xiuhua.registry.questions import CONFIRMED, OPEN


class AnswerQuestion(Command):
    """Confirm that what a question asks about is correct as it stands. Refused: 4310 when it is not open.

    The answer survives later imports: the same thing is not asked again.
    """

    code: ClassVar[str] = "registry.answer_question"
    label: ClassVar[Text] = Text("确认无误", "confirm as correct")

    household_id: UUID
    question_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=200)]
    reason: Annotated[str, Field(min_length=1, max_length=200), Personal, *ASKED["reason"]]

    def roots(self) -> tuple[UUID, ...]:
        """The household whose questions are answered."""
        return (self.household_id,)


def question_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(AnswerQuestion, _handle, places_of_households, COMMANDS[AnswerQuestion.code], root_model=Household),
    )


def _handle(commands: Sequence[AnswerQuestion], context: Context) -> list[Accepted | Refused]:
    wanted = {question for command in commands for question in command.question_ids}
    rows = Question.objects.using(context.using).filter(id__in=wanted)
    known = {row["id"]: row for row in rows.values("id", "household_id", "person_id", "place_code", "state")}
    outcomes: list[Accepted | Refused] = []
    for command in commands:
        asked = [known.get(question) for question in dict.fromkeys(command.question_ids)]
        open_ = [row for row in asked if row and row["household_id"] == command.household_id and row["state"] == OPEN]
        if len(open_) != len(asked):
            outcomes.append(Refused((Problem("question_not_open"),)))
            continue
        before = {"state": OPEN, "reason": "", "answered_by": None, "answered_on": None}
        after = {
            "state": CONFIRMED,
            "reason": command.reason,
            "answered_by": context.actor.person_id,
            "answered_on": context.today,
        }
        home = command.household_id
        changes = [Update(Question, row["id"], home, before, after, subject=row["person_id"] or home) for row in open_]
        outcomes.append(Accepted(changes, (open_[0]["place_code"],)))
    return outcomes
