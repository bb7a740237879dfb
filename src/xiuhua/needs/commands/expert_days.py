"""An expert day is announced, or called off."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from django.db import models
from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.delivering import of_match
from xiuhua.needs.commands.telling import moved
from xiuhua.needs.commands.words import WHO_HELPS, Kind
from xiuhua.needs.facts import (
    CANCEL_LABEL,
    EXPERTS_LABEL,
    Places,
    places_named,
    providers_coming,
)
from xiuhua.needs.models import ExpertDay, Match, Need, Seat
from xiuhua.needs.rules.expert_days import (
    Day,
    judge_announcement,
    judge_cancelling,
)
from xiuhua.needs.rules.kinds import kind_problem
from xiuhua.needs.rules.steps import State
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused

_INVITES: Final = UsedBy("请谁来、几点到哪里", "whoever invites people, and those who are invited")


class AnnounceDay(Command):
    """Announce a day on which experts come. Refused: 5012, 5407, 5501, 5502."""

    code: ClassVar[str] = "needs.announce_day"
    label: ClassVar[Text] = Text("预告专家日", "announce an expert day")

    place_code: Annotated[
        str, Field(pattern=r"^\d{12}$"), asked("给哪个地方？", "For which place?", kind="reference"), _INVITES
    ]
    day_id: UUID
    kind: Kind
    name: Annotated[
        str,
        Field(min_length=1, max_length=80),
        asked(
            "叫什么？",
            "What is it called?",
            why=Text("例如：省三院专家义诊。", "For example: doctors of the hospital."),
        ),
        _INVITES,
    ]
    held_on: Annotated[date, asked("哪天？", "On which day?"), _INVITES]
    hours: Annotated[str, Field(min_length=1, max_length=40), asked("几点到几点？", "At what hours?"), _INVITES]
    venue: Annotated[str, Field(min_length=1, max_length=80), asked("在哪里？", "Where?"), _INVITES]
    provider_id: Annotated[UUID, asked("哪个单位来？", "Which organisation comes?", kind="reference"), _INVITES]
    experts: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Personal,
        asked(
            "来哪些专家？",
            "Which experts come?",
            kind="long_text",
            why=Text("一行一位，写姓名和专长。", "One a line, with the name and what they know."),
        ),
        _INVITES,
    ]


class CancelDay(Command):
    """Call an expert day off; the needs gathered on it are open again. Refused: 5503, 5510."""

    code: ClassVar[str] = "needs.cancel_day"
    label: ClassVar[Text] = Text("取消专家日", "call an expert day off")

    day_id: UUID
    reason: Annotated[
        str, Field(min_length=1, max_length=200), Personal, asked("为什么取消？", "Why is it called off?"), WHO_HELPS
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The day."""
        return (self.day_id,)


def expert_day_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list. An announcement is called off with a reason, not undone."""
    return (
        CommandType(AnnounceDay, _announce, places_named, COMMANDS[AnnounceDay.code], undoable=False),
        CommandType(
            CancelDay, _cancel, _places_of_days, COMMANDS[CancelDay.code], root_model=ExpertDay, find_records=_needs
        ),
    )


def _places_of_days(commands: Sequence[CancelDay]) -> Places:
    codes = day_codes(commands)
    return [(codes[each.day_id],) if each.day_id in codes else None for each in commands]


def day_codes(commands: Iterable[Any]) -> Mapping[UUID, str]:
    """Return the place of each day that commands name."""
    return dict(ExpertDay.objects.filter(id__in={each.day_id for each in commands}).values_list("id", "place_code"))


def _needs(commands: Sequence[CancelDay]) -> set[tuple[type[models.Model], UUID]]:
    ids = Seat.objects.filter(day_id__in={each.day_id for each in commands}).values_list("need_id", flat=True)
    return {(Need, each) for each in ids}


def _announce(commands: Sequence[AnnounceDay], context: Context) -> list[Decided]:
    places = {each.place_code for each in commands}
    coming = providers_coming(places, context.actor, using=context.using)
    rows = ExpertDay.objects.using(context.using).filter(place_code__in=places, cancelled_on=None)
    there = set(rows.values_list("place_code", "held_on", "name"))
    outcomes: list[Decided] = []
    for command in commands:
        key = (command.place_code, command.held_on, command.name)
        problems = [
            *kind_problem(command.kind, context.policy, on=context.today, region=command.place_code),
            *judge_announcement(command.held_on, today=context.today, same=key in there),
        ]
        if command.provider_id not in coming[command.place_code]:
            problems.append(Problem("organisation_not_here", "provider_id"))
        if problems:
            outcomes.append(Refused(tuple(problems)))
            continue
        there.add(key)
        context.keyring.begin((command.day_id,))
        plain = ("place_code", "kind", "name", "held_on", "hours", "venue", "provider_id")
        values = {
            "id": command.day_id,
            **{name: getattr(command, name) for name in plain},
            "experts": context.keyring.seal(command.day_id, EXPERTS_LABEL, command.experts),
            "announced_on": context.today,
            "cancelled_on": None,
            "cancel_reason": "",
        }
        result = {"day": str(command.day_id)}
        outcomes.append(
            Accepted([Insert(ExpertDay, values)], (command.place_code,), result, subjects=(command.day_id,))
        )
    return outcomes


def _cancel(commands: Sequence[CancelDay], context: Context) -> list[Decided]:
    ids = {each.day_id for each in commands}
    days = ExpertDay.objects.using(context.using).in_bulk(ids)
    seats: defaultdict[UUID, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.using(context.using).filter(day_id__in=ids).order_by("id").select_related("need"):
        seats[seat.day_id].append(seat)
    matches = Match.objects.using(context.using).in_bulk(
        {each.match_id for gathered in seats.values() for each in gathered}
    )
    context.keyring.load(ids)
    outcomes: list[Decided] = []
    for command in commands:
        day, gathered = days[command.day_id], seats[command.day_id]
        problems = judge_cancelling(of_day(day), [each.seen for each in gathered])
        if problems:
            outcomes.append(Refused(problems))
            continue
        reason = context.keyring.seal(day.id, CANCEL_LABEL, command.reason)
        after = {"cancelled_on": context.today, "cancel_reason": reason}
        before = {name: getattr(day, name) for name in after}
        changes: list[Change] = [Update(ExpertDay, day.id, day.id, before, after, subject=day.id)]
        for each in gathered:
            match = matches[each.match_id]
            if waits(match) and each.need.state == State.ACCEPTED:
                changes += [
                    of_match(match, {"declined_on": context.today}),
                    moved(each.need, {"state": State.TRIAGED.value}),
                ]
        outcomes.append(Accepted(changes, (day.place_code,), {"day": str(day.id)}))
    return outcomes


def waits(match: Match) -> bool:
    """Say whether a gathered need still waits for the day: nobody declined it, and it was not met in another way."""
    return match.declined_on is None and match.delivered_on is None


def of_day(row: ExpertDay) -> Day:
    """Return what the rules know of a day."""
    return Day(row.kind, row.held_on, row.cancelled_on)
