"""A need is matched with a provider, taken on or declined, delivered, and answered by the person it was for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.telling import moved
from xiuhua.needs.commands.words import ANSWER, TIMES, WHO_HELPS
from xiuhua.needs.facts import (
    WHAT_LABEL,
    WORDS_LABEL,
    covers,
    last_matches,
    month_key,
    needs_by_id,
    places_of_needs,
    services_by_id,
    taken_in_month,
)
from xiuhua.needs.models import Match, Need
from xiuhua.needs.rules.steps import MOVES, State, Step, judge_answer, judge_capacity, judge_day, judge_step
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import organisations_seen
from xiuhua.platform.accounts.naming import people_serving
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES

_ANSWERERS = {key.value: name for key, name in GIVEN_BY_NAMES.items()}


class MatchNeed(Command):
    """Ask a provider to meet a need: by a service of the menu, or an organisation. Refused: 5400, 5402, 5405, 5409."""

    code: ClassVar[str] = "needs.match"
    label: ClassVar[Text] = Text("对接需求", "match a need")

    need_id: UUID
    match_id: UUID
    service_id: Annotated[
        UUID | None, asked("用菜单上的哪项服务？", "Which service of the menu?", kind="reference"), WHO_HELPS
    ] = None
    provider_id: Annotated[
        UUID | None,
        asked(
            "或者请哪个单位？",
            "Or which organisation?",
            kind="reference",
            why=Text("菜单上有的，不用再选单位。", "Not needed where a service was chosen."),
        ),
        WHO_HELPS,
    ] = None
    proposed_on: Annotated[date, asked("哪天对接的？", "On which day?"), TIMES]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class AnswerMatch(Command):
    """Record whether the provider takes the need on. Refused: 5400, 5402, 5404."""

    code: ClassVar[str] = "needs.answer_match"
    label: ClassVar[Text] = Text("登记对方答复", "record the provider's answer")

    need_id: UUID
    accepted: Annotated[bool, asked("对方接下了吗？", "Does the provider take it on?"), WHO_HELPS]
    answered_on: Annotated[date, asked("哪天答复的？", "On which day?"), TIMES]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


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


def meeting_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handlers = ((MatchNeed, _match), (AnswerMatch, _answer), (DeliverNeed, _deliver), (ConfirmNeed, _confirm))
    return tuple(
        CommandType(
            command, handler, places_of_needs, COMMANDS[command.code], root_model=Need, own=command is ConfirmNeed
        )
        for command, handler in handlers
    )


def _match(commands: Sequence[MatchNeed], context: Context) -> list[Decided]:
    needs = needs_by_id(commands, using=context.using)
    services = services_by_id((each.service_id for each in commands), using=context.using)
    organisations = organisations_seen(context.actor, {each.provider_id for each in commands}, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        need = needs[command.need_id]
        service = services.get(command.service_id) if command.service_id else None
        problems = [
            *judge_step(need.state, Step.MATCH),
            *judge_day(command.proposed_on, first=need.told_on, today=context.today, field="proposed_on"),
        ]
        if command.service_id is not None:
            if service is None or not covers(service, need.place_code, command.proposed_on):
                problems.append(Problem("service_not_here", "service_id"))
        elif command.provider_id is None:
            problems.append(Problem("need_provider_missing", "service_id"))
        elif command.provider_id not in organisations:
            problems.append(Problem("organisation_not_here", "provider_id"))
        if problems:
            outcomes.append(Refused(tuple(problems)))
            continue
        provider = service.provider_id if service is not None else command.provider_id
        row = _asked(command, need, provider)
        changes = [Insert(Match, row), moved(need, {"state": State.MATCHED.value})]
        outcomes.append(Accepted(changes, (need.place_code,), {"need": str(need.id)}))
    return outcomes


def _asked(command: MatchNeed, need: Need, provider: UUID | None) -> dict[str, Any]:
    blank = ("accepted_on", "declined_on", "delivered_on", "delivered_by", "helper_id")
    return {
        "id": command.match_id,
        "need_id": need.id,
        "place_code": need.place_code,
        "subject_id": need.subject_id,
        "service_id": command.service_id,
        "provider_id": provider,
        "proposed_on": command.proposed_on,
        **dict.fromkeys((*blank, "satisfied", "answered_on")),
        **dict.fromkeys(("what", "answered_by", "words"), ""),
    }


def _of_match(match: Match, after: Mapping[str, Any]) -> Update:
    before = {name: getattr(match, name) for name in after}
    return Update(Match, match.id, match.need_id, before, after, subject=match.subject_id)


def _answer(commands: Sequence[AnswerMatch], context: Context) -> list[Decided]:
    needs, matches = needs_by_id(commands, using=context.using), last_matches(commands, using=context.using)
    ids = {match.service_id for match in matches.values()}
    services = services_by_id(ids, using=context.using)
    taken = taken_in_month(ids, {each.answered_on for each in commands}, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        need, step = needs[command.need_id], Step.ACCEPT if command.accepted else Step.DECLINE
        problems = judge_step(need.state, step)
        if problems:
            outcomes.append(Refused(problems))
            continue
        match = matches[need.id]
        service, key = services.get(match.service_id), month_key(match.service_id, command.answered_on)
        problems = judge_day(command.answered_on, first=match.proposed_on, today=context.today, field="answered_on")
        if command.accepted and service is not None:
            problems += judge_capacity(service.name, service.capacity, taken[key])
        if problems:
            outcomes.append(Refused(problems))
            continue
        after: dict[str, Any] = {"declined_on": command.answered_on}
        if command.accepted:
            taken[key] += 1
            after = {"accepted_on": command.answered_on}
        state = MOVES[State(need.state), step].value
        changes = [_of_match(match, after), moved(need, {"state": state})]
        outcomes.append(Accepted(changes, (need.place_code,), {"need": str(need.id)}))
    return outcomes


def _deliver(commands: Sequence[DeliverNeed], context: Context) -> list[Decided]:
    needs, matches = needs_by_id(commands, using=context.using), last_matches(commands, using=context.using)
    serving = {
        code: people_serving(code, on=context.today, using=context.using)
        for code in {need.place_code for need in needs.values()}
    }
    context.keyring.load({need.subject_id for need in needs.values()})
    outcomes: list[Decided] = []
    for command in commands:
        need = needs[command.need_id]
        problems = judge_step(need.state, Step.DELIVER)
        if not problems:
            first = matches[need.id].accepted_on or need.told_on
            problems = judge_day(command.delivered_on, first=first, today=context.today, field="delivered_on")
        if command.helper_id is not None and command.helper_id not in serving[need.place_code]:
            problems += (Problem("person_not_here", "helper_id"),)
        if problems:
            outcomes.append(Refused(problems))
            continue
        after = {
            "delivered_on": command.delivered_on,
            "delivered_by": context.actor.person_id,
            "helper_id": command.helper_id,
            "what": context.keyring.seal(need.subject_id, WHAT_LABEL, command.what),
        }
        state = {"state": State.DELIVERED.value, "rounds": need.rounds + 1, "delivered_on": command.delivered_on}
        changes = [_of_match(matches[need.id], after), moved(need, state)]
        outcomes.append(Accepted(changes, (need.place_code,), {"need": str(need.id)}))
    return outcomes


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
    changes = [_of_match(match, after), moved(need, {"state": MOVES[State(need.state), step].value})]
    return Accepted(changes, (need.place_code,), {"need": str(need.id)})
