"""Say which organisations help a village, since when and on what basis."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.care.access import COMMANDS
from xiuhua.care.commands.words import LISTED, Basis, Reason
from xiuhua.care.models import UnitLink
from xiuhua.care.rules.helping import day_problem
from xiuhua.kernel.commands import Command
from xiuhua.kernel.places import Level, level_of
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import organisations_seen, place_ids
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused


class LinkUnit(Command):
    """Record that an organisation helps a village from a day on. Refused: 5012, 5204, 5206, 5207."""

    code: ClassVar[str] = "care.link_unit"
    label: ClassVar[Text] = Text("安排帮扶单位", "allocate an organisation")

    link_id: UUID
    place_code: Annotated[str, Field(pattern=r"^\d{12}$"), asked("帮哪个村？", "Which village?"), LISTED]
    organisation_id: Annotated[UUID, asked("哪个单位？", "Which organisation?", kind="reference"), LISTED]
    valid_from: Annotated[date, asked("从哪天起？", "From which day on?"), LISTED]
    basis: Basis = ""


class UnlinkUnit(Command):
    """Record that an organisation does not help a village any more. Refused: 5204, 5208."""

    code: ClassVar[str] = "care.unlink_unit"
    label: ClassVar[Text] = Text("结束单位的帮扶", "end an organisation's help")

    link_id: UUID
    valid_to: Annotated[date, asked("从哪天起不再帮扶？", "From which day on?"), LISTED]
    end_reason: Reason

    def roots(self) -> tuple[UUID, ...]:
        """The link."""
        return (self.link_id,)


def unit_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(LinkUnit, _link, _villages, COMMANDS[LinkUnit.code]),
        CommandType(UnlinkUnit, _unlink, _of_links, COMMANDS[UnlinkUnit.code], root_model=UnitLink),
    )


def _villages(commands: Sequence[LinkUnit]) -> list[tuple[str, ...] | None]:
    known = place_ids({command.place_code for command in commands})
    return [(command.place_code,) if command.place_code in known else None for command in commands]


def _of_links(commands: Sequence[UnlinkUnit]) -> list[tuple[str, ...] | None]:
    rows = UnitLink.objects.filter(id__in={command.link_id for command in commands})
    codes = dict(rows.values_list("id", "place_code"))
    return [(codes[command.link_id],) if command.link_id in codes else None for command in commands]


def _link(commands: Sequence[LinkUnit], context: Context) -> list[Decided]:
    villages = {command.place_code for command in commands}
    rows = UnitLink.objects.using(context.using).filter(place_code__in=villages, valid_to=None)
    present = set(rows.values_list("place_code", "organisation_id"))
    seen = organisations_seen(context.actor, {command.organisation_id for command in commands}, using=context.using)
    return [_linked(command, present, seen, context.today) for command in commands]


def _linked(command: LinkUnit, present: set[tuple[str, UUID]], seen: set[UUID], today: date) -> Decided:
    problems = list(day_problem(command.valid_from, first=date.min, today=today, field="valid_from"))
    if level_of(command.place_code) is not Level.VILLAGE:
        problems.append(Problem("unit_not_a_village", "place_code"))
    if command.organisation_id not in seen:
        problems.append(Problem("organisation_not_here", "organisation_id"))
    elif (command.place_code, command.organisation_id) in present:
        problems.append(Problem("unit_present", "organisation_id"))
    if problems:
        return Refused(tuple(problems))
    present.add((command.place_code, command.organisation_id))
    values = {
        "id": command.link_id,
        "place_code": command.place_code,
        "organisation_id": command.organisation_id,
        "basis": command.basis,
        "valid_from": command.valid_from,
        "valid_to": None,
        "end_reason": "",
    }
    return Accepted([Insert(UnitLink, values)], (command.place_code,), {"link": str(command.link_id)})


def _unlink(commands: Sequence[UnlinkUnit], context: Context) -> list[Decided]:
    links = UnitLink.objects.using(context.using).in_bulk([command.link_id for command in commands])
    return [_unlinked(command, links[command.link_id], context.today) for command in commands]


def _unlinked(command: UnlinkUnit, link: UnitLink, today: date) -> Decided:
    if link.valid_to is not None:
        return Refused((Problem("unit_over", values={"day": link.valid_to.isoformat()}),))
    problems = day_problem(command.valid_to, first=link.valid_from, today=today, field="valid_to")
    if problems:
        return Refused(problems)
    after = {"valid_to": command.valid_to, "end_reason": command.end_reason}
    change = Update(UnitLink, link.id, link.id, {"valid_to": None, "end_reason": ""}, after)
    return Accepted([change], (link.place_code,), {"link": str(link.id)})
