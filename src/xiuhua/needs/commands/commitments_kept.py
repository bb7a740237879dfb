"""What becomes of the periods of a commitment: somebody came, nobody came, and whoever it was for says so."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.commitments import KEPT
from xiuhua.needs.commitments_facts import (
    COMING_SEALED,
    REASON_LABEL,
    Recorded,
    commitments_by_id,
    places_of_commitments,
    terms_of,
)
from xiuhua.needs.commitments_undoing import MADE_UP
from xiuhua.needs.models import Coming, Commitment, Miss
from xiuhua.needs.rules.commitments import (
    ANSWERER_NAMES,
    Came,
    days_to_record,
    judge_answer,
    judge_coming,
    judge_miss,
)
from xiuhua.needs.rules.steps import judge_day
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import people_working_for
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused

Which = Annotated[date, asked("算哪一期？", "For which period?", kind="choice"), KEPT]


class RecordComing(Command):
    """Record who came, and what was done; for a missed period it is made up. Refused: 5485–5490, 5492."""

    code: ClassVar[str] = "needs.record_coming"
    label: ClassVar[Text] = Text("登记来了", "record who came")

    commitment_id: UUID
    coming_id: UUID
    period: Which
    came_on: Annotated[date, asked("哪天来的？", "On which day did they come?"), KEPT]
    people: Annotated[int, Field(ge=1, le=99), asked("来了几个人？", "How many came?"), KEPT]
    who: Annotated[str, Field(min_length=1, max_length=120), Personal, asked("谁来的？", "Who came?"), KEPT]
    what: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked("做了什么？", "What was done?", kind="long_text"),
        KEPT,
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The commitment."""
        return (self.commitment_id,)


class RecordMiss(Command):
    """Record that a period was missed, why, and when they come instead. Refused: 5485, 5486, 5491, 5494, 5495."""

    code: ClassVar[str] = "needs.record_miss"
    label: ClassVar[Text] = Text("登记没有来", "record a missed period")

    commitment_id: UUID
    miss_id: UUID
    period: Which
    reason: Annotated[
        str,
        Field(min_length=1, max_length=200),
        Personal,
        asked("为什么没有来？", "Why did they not come?", kind="long_text"),
        KEPT,
    ]
    next_on: Annotated[date, asked("说好哪天来补？", "On which day do they come instead?"), KEPT]

    def roots(self) -> tuple[UUID, ...]:
        """The commitment."""
        return (self.commitment_id,)


class ConfirmComing(Command):
    """Record what whoever it was for says: they came, or they did not. Refused: 5402, 5496, 5498–5500."""

    code: ClassVar[str] = "needs.confirm_coming"
    label: ClassVar[Text] = Text("记本人或村里的答复", "record what whoever it was for says")

    commitment_id: UUID
    coming_id: UUID
    came: Annotated[bool, asked("真来了吗？", "Did they come?"), KEPT]
    words: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked("原话怎么说？", "In their own words", kind="long_text"),
        KEPT,
    ]
    answered_by: Annotated[
        Literal["village", "self", "guardian", "proxy"],
        asked("谁答复的？", "Who answered?", choices=ANSWERER_NAMES),
        KEPT,
    ]
    answered_on: Annotated[date, asked("哪天答复的？", "On which day?"), KEPT]

    def roots(self) -> tuple[UUID, ...]:
        """The commitment."""
        return (self.commitment_id,)


def kept_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handlers = ((RecordComing, _coming), (RecordMiss, _miss), (ConfirmComing, _confirm))
    return tuple(
        CommandType(
            command,
            handler,
            places_of_commitments,
            COMMANDS[command.code],
            root_model=Commitment,
            own=command is ConfirmComing,
            undo_check=MADE_UP if command is RecordMiss else None,
        )
        for command, handler in handlers
    )


class _Kept:
    """What is kept of the commitments that commands name, with their keys at hand; what is decided is added to it."""

    def __init__(self, commands: Sequence[Any], context: Context) -> None:
        self.context = context
        self.rows = commitments_by_id(commands, using=context.using)
        self.recorded = Recorded(self.rows, using=context.using)
        context.keyring.load({row.subject_id for row in self.rows.values()})

    def sealed(self, row: Commitment, label: str, text: str) -> str:
        """Return words sealed under the key of whom the commitment is for."""
        return self.context.keyring.seal(row.subject_id, label, text)


def _of(row: Commitment, key: UUID) -> dict[str, Any]:
    return {"id": key, "commitment_id": row.id, "place_code": row.place_code, "subject_id": row.subject_id}


def _coming(commands: Sequence[RecordComing], context: Context) -> list[Decided]:
    kept = _Kept(commands, context)
    return [_came(command, kept.rows[command.commitment_id], kept) for command in commands]


def _came(command: RecordComing, row: Commitment, kept: _Kept) -> Decided:
    context, recorded = kept.context, kept.recorded
    problems = judge_coming(
        terms_of(row),
        recorded.periods(row, context.today),
        Came(command.period, command.came_on, command.people, None),
        (each.came_on for each in recorded.counted(row.id)),
        today=context.today,
        days=days_to_record(context.policy, on=context.today, region=row.place_code),
    )
    if problems:
        return Refused(problems)
    values = {
        **_of(row, command.coming_id),
        **{name: getattr(command, name) for name in ("period", "came_on", "people")},
        **{name: kept.sealed(row, COMING_SEALED.format(name), getattr(command, name)) for name in ("who", "what")},
        "recorded_by": context.actor.person_id,
        **dict.fromkeys(("came", "answered_on")),
        **dict.fromkeys(("answered_by", "words"), ""),
    }
    recorded.comings(row.id).append(Coming(**values))
    return _accepted(row, Insert(Coming, values))


def _miss(commands: Sequence[RecordMiss], context: Context) -> list[Decided]:
    kept = _Kept(commands, context)
    return [_missed(command, kept.rows[command.commitment_id], kept) for command in commands]


def _missed(command: RecordMiss, row: Commitment, kept: _Kept) -> Decided:
    today, recorded = kept.context.today, kept.recorded
    problems = judge_miss(recorded.periods(row, today), command.period, command.next_on, today=today)
    if problems:
        return Refused(problems)
    values = {
        **_of(row, command.miss_id),
        "period": command.period,
        "reason": kept.sealed(row, REASON_LABEL, command.reason),
        "next_on": command.next_on,
    }
    recorded.misses(row.id).append(Miss(**values))
    return _accepted(row, Insert(Miss, values))


def _confirm(commands: Sequence[ConfirmComing], context: Context) -> list[Decided]:
    kept = _Kept(commands, context)
    providers = (row.provider_id for row in kept.rows.values())
    working = people_working_for(providers, on=context.today, using=context.using)
    return [_confirmed(command, kept.rows[command.commitment_id], kept, working) for command in commands]


def _confirmed(command: ConfirmComing, row: Commitment, kept: _Kept, working: Mapping[UUID, set[UUID]]) -> Decided:
    context = kept.context
    coming = next((each for each in kept.recorded.comings(row.id) if each.id == command.coming_id), None)
    if coming is None:
        return Refused((Problem("commitment_coming_unknown", "coming_id"),))
    involved = frozenset({coming.recorded_by, *working.get(row.provider_id, ())} - {None})
    problems = judge_answer(context.actor.person_id, involved, coming.came is not None)
    if (command.answered_by == "village") is not (row.for_kind == "village"):
        problems += (Problem("commitment_answerer", "answered_by"),)
    problems += judge_day(command.answered_on, first=coming.came_on, today=context.today, field="answered_on")
    if problems:
        return Refused(problems)
    after = {
        "came": command.came,
        "answered_on": command.answered_on,
        "answered_by": command.answered_by,
        "words": kept.sealed(row, COMING_SEALED.format("words"), command.words),
    }
    change = Update(
        Coming, coming.id, row.id, {name: getattr(coming, name) for name in after}, after, subject=row.subject_id
    )
    for name, value in after.items():
        setattr(coming, name, value)
    return _accepted(row, change)


def _accepted(row: Commitment, change: Change) -> Accepted:
    return Accepted([change], (row.place_code,), {"commitment": str(row.id)})
