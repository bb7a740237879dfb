"""The menu of services: what an organisation offers to a place, and that it offers it no longer."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.words import Kind
from xiuhua.needs.facts import places_named, places_of_services, services_by_id
from xiuhua.needs.models import Service
from xiuhua.needs.rules.kinds import kind_problem
from xiuhua.needs.rules.steps import judge_day
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import organisations_seen
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused

_MENU = UsedBy("对接时看菜单", "whoever matches a need looks at the menu")


class AddService(Command):
    """Add a service to the menu of a place. Refused: 5407, 5410, 5012."""

    code: ClassVar[str] = "needs.add_service"
    label: ClassVar[Text] = Text("登记服务", "add a service")

    service_id: UUID
    place_code: Annotated[
        str, Field(pattern=r"^\d{12}$"), asked("覆盖哪个地方？", "For which place?", kind="reference"), _MENU
    ]
    kind: Kind
    name: Annotated[str, Field(min_length=1, max_length=80), asked("什么服务？", "What is offered?"), _MENU]
    provider_id: Annotated[UUID, asked("哪个单位提供？", "Which organisation?", kind="reference"), _MENU]
    capacity: Annotated[
        int | None,
        Field(ge=1, le=100_000),
        asked(
            "每月能接几件？",
            "How many needs in a month?",
            why=Text("说不准就不填。", "Leave it open where nobody can say."),
        ),
        _MENU,
    ] = None
    valid_from: Annotated[date, asked("从哪天起？", "From which day on?"), _MENU]


class EndService(Command):
    """Take a service off the menu from a day on. Refused: 5402, 5411."""

    code: ClassVar[str] = "needs.end_service"
    label: ClassVar[Text] = Text("停止服务", "end a service")

    service_id: UUID
    valid_to: Annotated[date, asked("从哪天起不再提供？", "From which day on is it not offered?"), _MENU]

    def roots(self) -> tuple[UUID, ...]:
        """The service."""
        return (self.service_id,)


def service_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(AddService, _add, places_named, COMMANDS[AddService.code]),
        CommandType(EndService, _end, places_of_services, COMMANDS[EndService.code], root_model=Service),
    )


def _add(commands: Sequence[AddService], context: Context) -> list[Decided]:
    known = organisations_seen(context.actor, {each.provider_id for each in commands}, using=context.using)
    rows = Service.objects.using(context.using).filter(
        place_code__in={each.place_code for each in commands}, valid_to=None
    )
    there = set(rows.values_list("place_code", "provider_id", "name"))
    outcomes: list[Decided] = []
    for command in commands:
        key = (command.place_code, command.provider_id, command.name)
        problems = list(kind_problem(command.kind, context.policy, on=context.today, region=command.place_code))
        if command.provider_id not in known:
            problems.append(Problem("organisation_not_here", "provider_id"))
        if key in there:
            problems.append(Problem("service_exists", "name", {"name": command.name}))
        if problems:
            outcomes.append(Refused(tuple(problems)))
            continue
        there.add(key)
        names = ("place_code", "kind", "name", "provider_id", "capacity", "valid_from")
        values = {"id": command.service_id, "valid_to": None, **{name: getattr(command, name) for name in names}}
        result = {"service": str(command.service_id)}
        outcomes.append(Accepted([Insert(Service, values)], (command.place_code,), result))
    return outcomes


def _end(commands: Sequence[EndService], context: Context) -> list[Decided]:
    services = services_by_id((each.service_id for each in commands), using=context.using)
    return [_ended(command, services[command.service_id], context) for command in commands]


def _ended(command: EndService, service: Service, context: Context) -> Decided:
    if service.valid_to is not None:
        return Refused((Problem("service_over", values={"day": service.valid_to.isoformat()}),))
    problems = judge_day(command.valid_to, first=service.valid_from, today=context.today, field="valid_to")
    if problems:
        return Refused(problems)
    change = Update(Service, service.id, service.id, {"valid_to": None}, {"valid_to": command.valid_to})
    return Accepted([change], (service.place_code,), {"service": str(service.id)})
