"""Take a yearly snapshot: the sums by village as of a day, kept so that nothing later changes them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, FreeText
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.platform.journal.queries import locked_heads
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.concerned import places_named
from xiuhua.registry.commands.words import ASKED
from xiuhua.registry.models import Snapshot, SnapshotVillage
from xiuhua.registry.queries.days import first_record
from xiuhua.registry.queries.village_sums import VillageSums, village_sums
from xiuhua.registry.rules.snapshots import Wanted, as_of_day, digest_of, judge_snapshot, written


class TakeSnapshot(Command):
    """Keep the figures of a county or prefecture for a year, as of a day: without one, of the last day of the year.

    There is one for a place and year; another one replaces it only with a reason, and both stay. It cannot be undone.
    Refused: 4900, 4901 for the day, 4910 where there is one, 4911 without a reason, 4912 for one that is replaced
    already, 4913 for a day of another year, 4914 without villages, 4915 for a place of another level.
    """

    code: ClassVar[str] = "registry.take_snapshot"
    label: ClassVar[Text] = Text("留存年度快照", "take a yearly snapshot")

    place_code: Annotated[str, Field(pattern=r"^\d{12}$"), *ASKED["snapshot_place"]]
    year: Annotated[int, Field(ge=1949, le=2200), *ASKED["snapshot_year"]]
    as_of: Annotated[date | None, *ASKED["snapshot_day"]] = None
    replaces: Annotated[UUID | None, *ASKED["snapshot_replaces"]] = None
    reason: Annotated[str, Field(max_length=200), FreeText, *ASKED["snapshot_reason"]] = ""


def snapshot_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (CommandType(TakeSnapshot, _handle, places_named, COMMANDS[TakeSnapshot.code], undoable=False),)


def _handle(commands: Sequence[TakeSnapshot], context: Context) -> list[Decided]:
    heads = locked_heads({command.place_code for command in commands}, using=context.using)
    standing = _standing(commands, context)
    outcomes: list[Decided] = []
    for command in commands:
        place, year, today = command.place_code, command.year, context.today
        as_of = command.as_of or as_of_day(year, today=today)
        wanted = Wanted(place, year, as_of, command.replaces, command.reason)
        answerable = as_of.year == year and as_of <= today
        villages = village_sums(context.actor, place, year=year, day=as_of, today=today) if answerable else ()
        problem = judge_snapshot(
            wanted,
            standing=standing.get((place, year)),
            today=today,
            first=first_record(context.actor, place),
            villages=len(villages),
        )
        if problem is not None:
            outcomes.append(Refused((problem,)))
            continue
        standing[place, year] = command.id
        outcomes.append(_taken(command, as_of, heads[place], villages, context))
    return outcomes


def _taken(
    command: TakeSnapshot, as_of: date, heads: Mapping[str, object], villages: Sequence[VillageSums], context: Context
) -> Accepted:
    policy, said = catalogue.policy().version, written(heads)
    figures = [(each.code, written(each.figures)) for each in villages]
    values = {
        "id": command.id,
        "place_code": command.place_code,
        "year": command.year,
        "as_of": as_of,
        "taken_on": context.today,
        "taken_by": context.actor.person_id,
        "policy": policy,
        "heads": said,
        "digest": digest_of(command.place_code, command.year, as_of, policy=policy, heads=said, villages=figures),
        "replaces_id": command.replaces,
        "reason": command.reason,
    }
    rows = [
        Insert(
            SnapshotVillage,
            {
                "id": derived_id(command.id, village.code),
                "snapshot_id": command.id,
                "place_code": village.code,
                "name": village.name,
                "figures": text,
            },
        )
        for village, (_, text) in zip(villages, figures, strict=True)
    ]
    result = {"snapshot": str(command.id), "digest": values["digest"]}
    return Accepted([Insert(Snapshot, values), *rows], (command.place_code,), result, subjects=(command.id,))


def _standing(commands: Sequence[TakeSnapshot], context: Context) -> dict[tuple[str, int], UUID]:
    """Return, by place and year, the snapshot that nothing replaces."""
    places = {command.place_code for command in commands}
    rows = Snapshot.objects.using(context.using).filter(place_code__in=places, snapshot=None)
    return {(place, year): key for key, place, year in rows.values_list("id", "place_code", "year")}
