"""Codes on paper: issued and revoked by whoever helps; with one, a household tells its needs and answers itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar, Final, Protocol
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.delivering import answered
from xiuhua.needs.commands.telling import need_told
from xiuhua.needs.commands.words import ANSWER, WHO_HELPS, Kind
from xiuhua.needs.facts import Places, last_matches, needs_by_id, open_needs
from xiuhua.needs.job_facts import POSTS_AGAIN
from xiuhua.needs.models import Need, PaperCode
from xiuhua.needs.rules.paper import judge_code, last_day
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.commands.concerned import (
    ONE_AT_A_TIME,
    places_of_present_households,
    present_household_codes,
)

_OPENS: Final = UsedBy("这一户不登录也能说需求、看进度", "the household, to tell its needs without signing in")


class IssueCode(Command):
    """Give a household a code on paper; the one before stops. ``digest`` is the keyed digest of the code."""

    code: ClassVar[str] = "needs.issue_code"
    label: ClassVar[Text] = Text("发纸码", "issue a code on paper")

    household_id: UUID
    code_id: UUID
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$"), asked("码的摘要", "Digest of the code"), _OPENS]


class RevokeCode(Command):
    """Revoke a code on paper from today on. Refused: 5443."""

    code: ClassVar[str] = "needs.revoke_code"
    label: ClassVar[Text] = Text("作废纸码", "revoke a code on paper")

    code_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The code."""
        return (self.code_id,)


class TellByCode(Command):
    """Tell what the household of a code needs, in its own words. Refused: 5406, 5407, 5440."""

    code: ClassVar[str] = "needs.tell_by_code"
    label: ClassVar[Text] = Text("凭码说需求", "tell a need with a code")

    code_id: UUID
    need_id: UUID
    kind: Kind
    text: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked("需要什么？", "What do you need?", kind="long_text"),
        WHO_HELPS,
    ]


class AnswerByCode(Command):
    """Say whether what was delivered is good, with the code of the household. Refused: 5400, 5401, 5440, 5444."""

    code: ClassVar[str] = "needs.answer_by_code"
    label: ClassVar[Text] = Text("凭码答复", "answer with a code")

    code_id: UUID
    need_id: UUID
    satisfied: Annotated[bool, asked("满意吗？", "Are you satisfied?"), ANSWER]
    words: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked("您怎么说？", "In your words", kind="long_text"),
        ANSWER,
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


def paper_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(IssueCode, _issue, places_of_present_households, COMMANDS[IssueCode.code], undoable=False),
        CommandType(
            RevokeCode, _revoke, places_of_codes, COMMANDS[RevokeCode.code], root_model=PaperCode, undoable=False
        ),
        CommandType(
            TellByCode,
            _tell,
            places_of_codes,
            COMMANDS[TellByCode.code],
            **{**ONE_AT_A_TIME, "find_roots": _homes},
        ),
        CommandType(
            AnswerByCode,
            _answer,
            places_of_codes,
            COMMANDS[AnswerByCode.code],
            root_model=Need,
            undo_check=POSTS_AGAIN,
        ),
    )


class OfCode(Protocol):
    """A command about, or with, one code."""

    @property
    def code_id(self) -> UUID:
        """The code's id."""


def places_of_codes(commands: Sequence[OfCode]) -> Places:
    """Return the village of the household of each code."""
    codes = _codes(commands)
    return [(codes[each.code_id].place_code,) if each.code_id in codes else None for each in commands]


def _homes(commands: Sequence[OfCode]) -> set[UUID]:
    return {each.subject_id for each in _codes(commands).values()}


def speaking(commands: Iterable[OfCode], using: str) -> Mapping[UUID, PaperCode]:
    """Return the codes by which a household can still speak: with the household its code has ended."""
    codes = _codes(commands, using)
    homes = present_household_codes(codes.values())
    return {key: code for key, code in codes.items() if code.subject_id in homes}


def judged_code(code: PaperCode | None, need: Need | None, context: Context) -> tuple[Problem, ...]:
    """Return why a code does not speak of a need: it opens nothing, or the need is that of another household."""
    problems = judge_code(code, context.today)
    if not problems and (code is None or need is None or need.subject_id != code.subject_id):
        return (Problem("paper_need_not_yours"),)
    return problems


def _codes(commands: Iterable[OfCode], using: str = "default") -> Mapping[UUID, PaperCode]:
    return PaperCode.objects.using(using).in_bulk({each.code_id for each in commands})


def _issue(commands: Sequence[IssueCode], context: Context) -> list[Decided]:
    places = present_household_codes(commands)
    rows = PaperCode.objects.using(context.using).filter(subject_id__in=places, revoked_on=None)
    present = {each.subject_id: each for each in rows}
    outcomes: list[Decided] = []
    for command in commands:
        place_code, before = places[command.household_id], present.pop(command.household_id, None)
        values = {
            "id": command.code_id,
            "place_code": place_code,
            "subject_id": command.household_id,
            "digest": command.digest,
            "issued_on": context.today,
            "expires_on": last_day(context.policy, on=context.today, region=place_code),
            "revoked_on": None,
        }
        changes: list[Change] = [_over(before, context.today)] if before is not None else []
        changes.append(Insert(PaperCode, values))
        outcomes.append(Accepted(changes, (place_code,), {"code": str(command.code_id)}))
    return outcomes


def _revoke(commands: Sequence[RevokeCode], context: Context) -> list[Decided]:
    codes = _codes(commands, context.using)
    outcomes: list[Decided] = []
    for command in commands:
        code = codes[command.code_id]
        if code.revoked_on is not None:
            outcomes.append(Refused((Problem("paper_code_over"),)))
            continue
        outcomes.append(Accepted([_over(code, context.today)], (code.place_code,), {"code": str(code.id)}))
    return outcomes


def _over(code: PaperCode, on: date) -> Update:
    return Update(PaperCode, code.id, code.id, {"revoked_on": None}, {"revoked_on": on})


class _Told:
    """A need told with a code, as :func:`need_told` takes one."""

    def __init__(self, command: TellByCode, code: PaperCode, today: date) -> None:
        self.household_id, self.need_id, self.person_id = code.subject_id, command.need_id, None
        self.kind, self.text, self.told_on, self.wanted_by = command.kind, command.text, today, None


def _tell(commands: Sequence[TellByCode], context: Context) -> list[Decided]:
    codes = speaking(commands, context.using)
    there = open_needs((each.subject_id for each in codes.values()), using=context.using)
    context.keyring.load({each.subject_id for each in codes.values()})
    outcomes: list[Decided] = []
    for command in commands:
        code = codes.get(command.code_id)
        problems = judge_code(code, context.today)
        if code is None or problems:
            outcomes.append(Refused(problems))
            continue
        told = need_told(_Told(command, code, context.today), "paper", code.place_code, {}, there, context)
        if isinstance(told, Accepted):
            there.add((code.subject_id, None, command.kind))
        outcomes.append(told)
    return outcomes


def _answer(commands: Sequence[AnswerByCode], context: Context) -> list[Decided]:
    codes = speaking(commands, context.using)
    needs, matches = needs_by_id(commands, using=context.using), last_matches(commands, using=context.using)
    context.keyring.load({each.subject_id for each in codes.values()})
    outcomes: list[Decided] = []
    for command in commands:
        code, need = codes.get(command.code_id), needs.get(command.need_id)
        problems = judged_code(code, need, context)
        if need is None or problems:
            outcomes.append(Refused(problems))
            continue
        outcomes.append(answered(_Answered(command, context.today), "paper", need, matches.get(need.id), context))
    return outcomes


class _Answered:
    """An answer given with a code, as :func:`answered` takes one."""

    def __init__(self, command: AnswerByCode, today: date) -> None:
        self.satisfied, self.words, self.answered_on = command.satisfied, command.words, today
