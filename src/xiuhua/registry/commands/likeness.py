"""Decide whether two records are of the same person. Nothing else follows by itself."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.words import ASKED
from xiuhua.registry.models import Likeness, LikenessDecision, Person
from xiuhua.registry.rules.likeness import Verdict, pair


class DecideLikeness(Command):
    """Say of two records that may be of one person whether they are, and why. It is not asked again.

    Where they are the same, both stay as they are until somebody merges the households or lets one of them leave.
    Refused: 4800 where nothing is asked about them, 4801 where it was decided already.
    """

    code: ClassVar[str] = "registry.decide_likeness"
    label: ClassVar[Text] = Text("判断是不是同一个人", "decide whether they are the same person")

    person_id: UUID
    other_id: UUID
    verdict: Annotated[Verdict, *ASKED["verdict"]]
    reason: Annotated[str, Field(min_length=1, max_length=200), Personal, *ASKED["likeness_reason"]]


def likeness_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (CommandType(DecideLikeness, _handle, _places, COMMANDS[DecideLikeness.code]),)


def _places(commands: Sequence[DecideLikeness]) -> list[tuple[str, ...] | None]:
    """Both records have to lie in the territory: whoever sees one of them alone is told that there is nothing."""
    ids = {key for command in commands for key in (command.person_id, command.other_id)}
    known = dict(Person.objects.filter(id__in=ids).values_list("id", "place_code"))
    both = [(known.get(command.person_id), known.get(command.other_id)) for command in commands]
    return [(one, other) if one and other else None for one, other in both]


def _handle(commands: Sequence[DecideLikeness], context: Context) -> list[Decided]:
    couples = [pair(command.person_id, command.other_id) for command in commands]
    first = {person for person, _ in couples}
    asked = _pairs(Likeness, first, context)
    decided = _pairs(LikenessDecision, first, context)
    places = dict(Person.objects.using(context.using).filter(id__in=_ids(couples)).values_list("id", "place_code"))
    outcomes: list[Decided] = []
    for command, couple in zip(commands, couples, strict=True):
        if couple in decided:
            outcomes.append(Refused((Problem("likeness_decided"),)))
        elif couple not in asked:
            outcomes.append(Refused((Problem("likeness_not_asked"),)))
        else:
            decided.add(couple)
            outcomes.append(_decided(command, couple, places, context))
    return outcomes


def _decided(command: DecideLikeness, couple: tuple[UUID, UUID], places: dict[UUID, str], context: Context) -> Accepted:
    person, other = couple
    values = {
        "id": command.id,
        "person_id": person,
        "other_id": other,
        "place_code": places[person],
        "verdict": command.verdict.value,
        "reason": command.reason,
        "decided_by": context.actor.person_id,
        "decided_on": context.today,
    }
    return Accepted([Insert(LikenessDecision, values)], (places[person], places[other]), {"verdict": values["verdict"]})


def _pairs(model: Any, first: set[UUID], context: Context) -> set[tuple[UUID, UUID]]:
    rows = model.objects.using(context.using).filter(person_id__in=first)
    return set(rows.values_list("person_id", "other_id"))


def _ids(couples: Sequence[tuple[UUID, UUID]]) -> set[UUID]:
    return {key for couple in couples for key in couple}
