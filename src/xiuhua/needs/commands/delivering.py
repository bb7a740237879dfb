"""What was done about a need, and what the person it was for says of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.telling import moved
from xiuhua.needs.commands.words import ANSWER, TIMES
from xiuhua.needs.facts import WHAT_LABEL, WORDS_LABEL, last_matches, needs_by_id, places_of_needs
from xiuhua.needs.job_facts import POSTS_AGAIN
from xiuhua.needs.models import Match, Need
from xiuhua.needs.rules.steps import MOVES, State, Step, judge_answer, judge_day, judge_step
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.naming import people_serving
from xiuhua.platform.journal.changes import Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES

_ANSWERERS = {key.value: name for key, name in GIVEN_BY_NAMES.items()}


class DeliverNeed(Command):
    """Record that a need was met, by whom and how. Refused: 5401, 5402, 5013."""

    code: ClassVar[str] = "needs.deliver"
    label: ClassVar[Text] = Text("登记办了", "record a delivery")

    need_id: UUID
    delivered_on: Annotated[date, asked("哪天办的？", "On which day?"), TIMES]
    what: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked("办了什么？", "What was done?", kind="long_text"),
        ANSWER,
    ]
    helper_id: Annotated[
        UUID | None,
        asked(
            "谁经手办的？",
            "Who saw to it?",
            kind="reference",
            why=Text("经手的人不能替本人确认。", "Whoever did cannot record the person's answer."),
        ),
        ANSWER,
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class ConfirmNeed(Command):
    """Record what the person it was for says of it: confirmed, or not satisfied. Refused: 5400, 5402, 5403."""

    code: ClassVar[str] = "needs.confirm"
    label: ClassVar[Text] = Text("记本人的答复", "record the person's answer")

    need_id: UUID
    satisfied: Annotated[bool, asked("本人满意吗？", "Is the person satisfied?"), ANSWER]
    words: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked("本人怎么说的？", "In the person's words", kind="long_text"),
        ANSWER,
    ]
    answered_by: Annotated[
        Literal["self", "guardian", "proxy"], asked("谁答复的？", "Who answered?", choices=_ANSWERERS), ANSWER
    ]
    answered_on: Annotated[date, asked("哪天答复的？", "On which day?"), TIMES]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


def delivering_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(DeliverNeed, _deliver, places_of_needs, COMMANDS[DeliverNeed.code], root_model=Need),
        CommandType(
            ConfirmNeed,
            _confirm,
            places_of_needs,
            COMMANDS[ConfirmNeed.code],
            root_model=Need,
            own=True,
            undo_check=POSTS_AGAIN,
        ),
    )


def of_match(match: Match, after: Mapping[str, Any]) -> Update:
    """Return the change of a match."""
    before = {name: getattr(match, name) for name in after}
    return Update(Match, match.id, match.need_id, before, after, subject=match.subject_id)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is said of a delivery, through whichever command; ``field`` is that of its day."""

    on: date
    what: str
    helper_id: UUID | None
    field: str = "delivered_on"


def _deliver(commands: Sequence[DeliverNeed], context: Context) -> list[Decided]:
    needs, matches = needs_by_id(commands, using=context.using), last_matches(commands, using=context.using)
    serving = serving_by_place(needs.values(), context)
    context.keyring.load({need.subject_id for need in needs.values()})
    return [
        delivered(
            Delivery(each.delivered_on, each.what, each.helper_id),
            needs[each.need_id],
            matches.get(each.need_id),
            serving,
            context,
        )
        for each in commands
    ]


def serving_by_place(needs: Iterable[Need], context: Context) -> Mapping[str, frozenset[UUID]]:
    """Return who serves in the village of each of these needs today."""
    codes = {need.place_code for need in needs}
    return {code: people_serving(code, on=context.today, using=context.using) for code in codes}


def delivered(
    told: Delivery, need: Need, match: Match | None, serving: Mapping[str, frozenset[UUID]], context: Context
) -> Accepted | Refused:
    """Decide about a delivery."""
    problems = judge_step(need.state, Step.DELIVER)
    if not problems and match is not None:
        first = match.accepted_on or need.told_on
        problems = judge_day(told.on, first=first, today=context.today, field=told.field)
    if told.helper_id is not None and told.helper_id not in serving[need.place_code]:
        problems += (Problem("person_not_here", "helper_id"),)
    if problems or match is None:
        return Refused(problems or (Problem("need_not_accepted"),))
    after = {
        "delivered_on": told.on,
        "delivered_by": context.actor.person_id,
        "helper_id": told.helper_id,
        "what": context.keyring.seal(need.subject_id, WHAT_LABEL, told.what),
    }
    state = {"state": State.DELIVERED.value, "rounds": need.rounds + 1, "delivered_on": told.on}
    return Accepted([of_match(match, after), moved(need, state)], (need.place_code,), {"need": str(need.id)})


def _confirm(commands: Sequence[ConfirmNeed], context: Context) -> list[Decided]:
    needs, matches = needs_by_id(commands, using=context.using), last_matches(commands, using=context.using)
    context.keyring.load({need.subject_id for need in needs.values()})
    return [
        answered(command, command.answered_by, needs[command.need_id], matches.get(command.need_id), context)
        for command in commands
    ]


def answered(command: Any, by: str, need: Need, match: Match | None, context: Context) -> Accepted | Refused:
    """Decide about the answer of the person a need was for, through whichever door it came."""
    step = Step.CONFIRM if command.satisfied else Step.RETURN
    problems = judge_step(need.state, step)
    if problems or match is None or match.delivered_on is None:
        return Refused(problems or (Problem("need_not_accepted"),))
    involved = {each for each in (match.delivered_by, match.helper_id) if each is not None}
    problems = judge_answer(context.actor.person_id, frozenset(involved)) + judge_day(
        command.answered_on, first=match.delivered_on, today=context.today, field="answered_on"
    )
    if problems:
        return Refused(problems)
    after = {
        "satisfied": command.satisfied,
        "answered_on": command.answered_on,
        "answered_by": by,
        "words": context.keyring.seal(need.subject_id, WORDS_LABEL, command.words),
    }
    changes = [of_match(match, after), moved(need, {"state": MOVES[State(need.state), step].value})]
    return Accepted(changes, (need.place_code,), {"need": str(need.id)})
