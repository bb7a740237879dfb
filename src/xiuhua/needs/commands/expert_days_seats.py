"""Needs are gathered on an expert day, and who was seen on it is typed in."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.db import models
from pydantic import Field

from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.delivering import of_match
from xiuhua.needs.commands.expert_days import day_codes, of_day, waits
from xiuhua.needs.commands.meeting import match_asked
from xiuhua.needs.commands.telling import moved
from xiuhua.needs.commands.words import ANSWER
from xiuhua.needs.facts import WHAT_LABEL, Places, needs_by_id, places_of_needs, times_asked
from xiuhua.needs.models import ExpertDay, Match, Need, Seat
from xiuhua.needs.rules.expert_days import judge_attendance, judge_gathering
from xiuhua.needs.rules.steps import State
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused


class GatherNeed(Command):
    """Gather an open need on an expert day; it counts as matched and taken on. Refused: 5400, 5503–5505."""

    code: ClassVar[str] = "needs.gather_need"
    label: ClassVar[Text] = Text("把需求归到专家日", "gather a need on an expert day")

    day_id: UUID
    need_id: UUID
    match_id: UUID
    seat_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


class RecordSeat(Command):
    """Record that somebody was seen on an expert day, or did not come. Refused: 5400, 5401, 5506–5509."""

    code: ClassVar[str] = "needs.record_seat"
    label: ClassVar[Text] = Text("登记专家日看了谁", "record who was seen on an expert day")

    day_id: UUID
    need_id: UUID
    seen: Annotated[bool, asked("看了吗？", "Was the person seen?"), ANSWER]
    what: Annotated[
        str | None,
        Field(max_length=500),
        Personal,
        asked("做了什么？", "What was done?", why=Text("看了才写。", "For those who were seen.")),
        ANSWER,
    ] = None

    def roots(self) -> tuple[UUID, ...]:
        """The need."""
        return (self.need_id,)


def seat_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    on_need: dict[str, Any] = {"root_model": Need, "find_records": _days}
    return (
        CommandType(GatherNeed, _gather, _places_of_both, COMMANDS[GatherNeed.code], **on_need),
        CommandType(RecordSeat, _record, _places_of_both, COMMANDS[RecordSeat.code], **on_need),
    )


def _places_of_both(commands: Sequence[GatherNeed | RecordSeat]) -> Places:
    """Return the village of each need; a day that does not cover it is as absent as one that never was."""
    codes, places = day_codes(commands), places_of_needs(commands)
    return [
        place if place is not None and each.day_id in codes and lies_in(place[0], codes[each.day_id]) else None
        for each, place in zip(commands, places, strict=True)
    ]


def _days(commands: Sequence[GatherNeed | RecordSeat]) -> set[tuple[type[models.Model], UUID]]:
    return {(ExpertDay, each) for each in day_codes(commands)}


class _Facts:
    """The days that commands name, the needs, and the seats of those needs that were not given up."""

    def __init__(self, commands: Sequence[GatherNeed | RecordSeat], using: str) -> None:
        self.days = ExpertDay.objects.using(using).in_bulk({each.day_id for each in commands})
        self.needs = needs_by_id(commands, using=using)
        seats = list(Seat.objects.using(using).filter(need_id__in=self.needs))
        self.matches = Match.objects.using(using).in_bulk({each.match_id for each in seats})
        self._seats = {
            (each.day_id, each.need_id): each
            for each in seats
            if each.seen is not None or waits(self.matches[each.match_id])
        }

    def seat(self, command: GatherNeed | RecordSeat) -> Seat | None:
        """Return the seat of a need on a day."""
        return self._seats.get((command.day_id, command.need_id))


def _row(command: GatherNeed, need: Need, number: int, day: ExpertDay, today: date) -> dict[str, Any]:
    """Return the match of a gathered need, the ``number``-th: whoever announced the day has taken it on."""
    return {**match_asked(command.match_id, need, number, day.provider_id, today), "accepted_on": today}


def _gather(commands: Sequence[GatherNeed], context: Context) -> list[Decided]:
    facts, times = _Facts(commands, context.using), times_asked(commands, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        need, day = facts.needs[command.need_id], facts.days[command.day_id]
        there = facts.seat(command) is not None
        problems = judge_gathering(of_day(day), kind=need.kind, state=need.state, gathered=there, today=context.today)
        if problems:
            outcomes.append(Refused(problems))
            continue
        changes: list[Change] = [
            Insert(Match, _row(command, need, times[need.id] + 1, day, context.today)),
            Insert(
                Seat,
                {
                    "id": command.seat_id,
                    "need_id": need.id,
                    "day_id": day.id,
                    "place_code": need.place_code,
                    "match_id": command.match_id,
                    "gathered_on": context.today,
                    "seen": None,
                },
            ),
            moved(need, {"state": State.ACCEPTED.value}),
        ]
        outcomes.append(Accepted(changes, (need.place_code,), {"need": str(need.id)}))
    return outcomes


def _record(commands: Sequence[RecordSeat], context: Context) -> list[Decided]:
    facts = _Facts(commands, context.using)
    context.keyring.load({need.subject_id for need in facts.needs.values()})
    outcomes: list[Decided] = []
    for command in commands:
        need, day, seat = facts.needs[command.need_id], facts.days[command.day_id], facts.seat(command)
        recorded = seat is not None and seat.seen is not None
        given = {"state": need.state, "seen": command.seen, "what": (command.what or "").strip()}
        problems = judge_attendance(
            of_day(day), there=seat is not None, recorded=recorded, today=context.today, **given
        )
        if problems or seat is None:
            outcomes.append(Refused(problems))
            continue
        after: dict[str, Any] = {"declined_on": day.held_on}
        state: dict[str, Any] = {"state": State.TRIAGED.value}
        if command.seen:
            what = context.keyring.seal(need.subject_id, WHAT_LABEL, given["what"])
            after = {"delivered_on": day.held_on, "delivered_by": context.actor.person_id, "what": what}
            rounds = {"rounds": need.rounds + 1, "delivered_on": day.held_on}
            state = {"state": State.DELIVERED.value, **rounds}
        changes: list[Change] = [
            of_match(facts.matches[seat.match_id], after),
            Update(Seat, seat.id, need.id, {"seen": None}, {"seen": command.seen}),
            moved(need, state),
        ]
        outcomes.append(Accepted(changes, (need.place_code,), {"need": str(need.id)}))
    return outcomes
