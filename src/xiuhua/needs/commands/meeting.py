"""A need is matched with a provider, who takes it on or declines it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.delivering import of_match
from xiuhua.needs.commands.telling import moved
from xiuhua.needs.commands.words import TIMES, WHO_HELPS
from xiuhua.needs.facts import (
    covers,
    last_matches,
    month_key,
    needs_by_id,
    places_of_needs,
    services_by_id,
    services_reached,
    taken_in_month,
    times_asked,
)
from xiuhua.needs.job_facts import POSTS_AGAIN, JobsAsked, vacancies_reached
from xiuhua.needs.models import Match, Need
from xiuhua.needs.rules.kinds import other_kind_problem
from xiuhua.needs.rules.steps import MOVES, State, Step, judge_capacity, judge_day, judge_step
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.naming import organisations_around
from xiuhua.platform.journal.changes import Change, Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused

_EITHER = Text("（两项填一项）", "(one of the two)")


class MatchNeed(Command):
    """Ask a provider to meet a need: by a service of the menu, or an organisation. Refused: 5400, 5402, 5405, 5409.

    A service of another kind than the need is refused (5425) unless ``other_kind`` says that it is meant.
    """

    code: ClassVar[str] = "needs.match"
    label: ClassVar[Text] = Text("对接需求", "match a need")

    need_id: UUID
    match_id: UUID
    service_id: Annotated[
        UUID | None,
        asked("用菜单上的哪项服务？", "Which service of the menu?", kind="reference", optional=_EITHER),
        WHO_HELPS,
    ] = None
    provider_id: Annotated[
        UUID | None,
        asked(
            "或者请哪个单位？",
            "Or which organisation?",
            kind="reference",
            why=Text("菜单上有的，不用再选单位。", "Not needed where a service was chosen."),
            optional=_EITHER,
        ),
        WHO_HELPS,
    ] = None
    proposed_on: Annotated[date, asked("哪天对接的？", "On which day?"), TIMES]
    other_kind: Annotated[
        bool, asked("服务的类别不同，也用它吗？", "Is a service of another kind meant?"), WHO_HELPS
    ] = False

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class AnswerMatch(Command):
    """Record whether the provider takes the need on. Refused: 5400, 5402, 5404, 5412, 5413."""

    code: ClassVar[str] = "needs.answer_match"
    label: ClassVar[Text] = Text("登记对方答复", "record the provider's answer")

    need_id: UUID
    accepted: Annotated[bool, asked("对方接下了吗？", "Does the provider take it on?"), WHO_HELPS]
    answered_on: Annotated[date, asked("哪天答复的？", "On which day?"), TIMES]

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


def meeting_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(MatchNeed, _match, places_of_needs, COMMANDS[MatchNeed.code], root_model=Need),
        CommandType(
            AnswerMatch,
            _answer,
            places_of_needs,
            COMMANDS[AnswerMatch.code],
            root_model=Need,
            find_records=lambda commands: [*vacancies_reached(commands), *services_reached(commands)],
            undo_check=POSTS_AGAIN,
        ),
    )


def _match(commands: Sequence[MatchNeed], context: Context) -> list[Decided]:
    needs = needs_by_id(commands, using=context.using)
    services = services_by_id((each.service_id for each in commands), using=context.using)
    times = times_asked(commands, using=context.using)
    around = {
        code: organisations_around(code, using=context.using)
        for code in {needs[each.need_id].place_code for each in commands if each.provider_id is not None}
    }
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
            elif not command.other_kind:
                at = {"on": context.today, "region": need.place_code}
                problems += other_kind_problem(service.kind, need.kind, context.policy, **at)
        elif command.provider_id is None:
            problems.append(Problem("need_provider_missing", "service_id"))
        elif command.provider_id not in around[need.place_code]:
            problems.append(Problem("organisation_not_here", "provider_id"))
        if problems:
            outcomes.append(Refused(tuple(problems)))
            continue
        provider = service.provider_id if service is not None else command.provider_id
        number, on = times[need.id] + 1, command.proposed_on
        row = match_asked(command.match_id, need, number, provider, on, service=command.service_id)
        changes: list[Change] = [Insert(Match, row), moved(need, {"state": State.MATCHED.value})]
        outcomes.append(Accepted(changes, (need.place_code,), {"need": str(need.id)}))
    return outcomes


def match_asked(
    key: UUID, need: Need, number: int, provider: UUID | None, on: date, *, service: UUID | None = None
) -> dict[str, Any]:
    """Return the row of a provider who is asked to meet a need, for the ``number``-th time."""
    blank = ("accepted_on", "declined_on", "delivered_on", "delivered_by", "helper_id")
    return {
        "id": key,
        "need_id": need.id,
        "place_code": need.place_code,
        "subject_id": need.subject_id,
        "number": number,
        "service_id": service,
        "provider_id": provider,
        "proposed_on": on,
        **dict.fromkeys((*blank, "satisfied", "answered_on")),
        **dict.fromkeys(("what", "answered_by", "words"), ""),
    }


def _answer(commands: Sequence[AnswerMatch], context: Context) -> list[Decided]:
    needs, matches = needs_by_id(commands, using=context.using), last_matches(commands, using=context.using)
    ids = {match.service_id for match in matches.values()}
    services = services_by_id(ids, using=context.using)
    taken = taken_in_month(ids, {each.answered_on for each in commands}, using=context.using)
    jobs = JobsAsked(commands, context)
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
        if command.accepted:
            problems += jobs.problems(match)
        if problems:
            outcomes.append(Refused(problems))
            continue
        after: dict[str, Any] = {"declined_on": command.answered_on}
        if command.accepted:
            taken[key] += 1
            jobs.take(match)
            after = {"accepted_on": command.answered_on}
        state = MOVES[State(need.state), step].value
        changes = [of_match(match, after), moved(need, {"state": state})]
        outcomes.append(Accepted(changes, (need.place_code,), {"need": str(need.id)}))
    return outcomes
