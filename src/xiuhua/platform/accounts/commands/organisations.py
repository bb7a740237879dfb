"""Organisations are registered."""

from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from django.db.models import Q
from pydantic import Field

from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import COMMANDS
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import places_by_code
from xiuhua.platform.accounts.models import Organisation
from xiuhua.platform.accounts.names import reading
from xiuhua.platform.accounts.rules.organisations import KIND_NAMES, OrganisationKind
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused


class AddOrganisation(Command):
    """Register an organisation in a place.

    Refused: ``place_unknown``, ``organisation_exists`` (same name and kind in the place, or same outside code).
    """

    code: ClassVar[str] = "accounts.add_organisation"
    label: ClassVar[Text] = Text("登记单位", "register an organisation")

    organisation_id: UUID
    name: Annotated[
        str,
        Field(min_length=1, max_length=120),
        asked("单位名称", "Name of the organisation"),
        UsedBy("任职和名单上显示", "shown with posts and on lists"),
    ]
    kind: Annotated[
        OrganisationKind,
        asked("哪一类单位", "What kind of organisation is it?", choices=KIND_NAMES),
        UsedBy("区分机关、部门、企业、党组织", "tells offices, firms and party organisations apart"),
    ]
    place_code: Annotated[
        str,
        Field(max_length=40),
        asked("在什么地方（12 位区划代码）", "Where is it (12-digit place code)?"),
        UsedBy("决定谁能看到", "decides who may see it"),
    ]
    external_code: Annotated[
        str | None,
        Field(min_length=1, max_length=40),
        asked("别的系统里的代码", "Its code in another system"),
        UsedBy("与别的系统对上同一单位", "matches it with other systems"),
    ] = None
    external_source: Annotated[
        str,
        Field(max_length=40),
        asked("代码出自哪个系统", "Which system gave the code?"),
        UsedBy("说明代码的来源", "says where the code comes from"),
    ] = ""


def _add(commands: Sequence[AddOrganisation], context: Context) -> list[Decided]:
    known_places = places_by_code((command.place_code for command in commands), using=context.using)
    same = Q(id__in=[command.organisation_id for command in commands])
    same |= Q(place_code__in=[command.place_code for command in commands], name__in=[c.name for c in commands])
    same |= Q(external_code__in=[command.external_code for command in commands if command.external_code])
    known = list(Organisation.objects.using(context.using).filter(same))
    outcomes: list[Decided] = []
    for command in commands:
        if command.place_code not in known_places:
            outcomes.append(Refused((Problem("place_unknown", "place_code", {"given": command.place_code}),)))
        elif any(_is_same(command, each) for each in known):
            outcomes.append(Refused((Problem("organisation_exists", "name", {"name": command.name}),)))
        else:
            made = _made(command)
            known.append(made)
            outcomes.append(
                Accepted(
                    [Insert(Organisation, _values(made))], result={"organisation_id": str(command.organisation_id)}
                )
            )
    return outcomes


def _is_same(command: AddOrganisation, other: Organisation) -> bool:
    by_name = (command.place_code, command.kind, command.name) == (other.place_code, other.kind, other.name)
    by_code = command.external_code is not None and (command.external_source, command.external_code) == (
        other.external_source,
        other.external_code,
    )
    return by_name or by_code or command.organisation_id == other.id


def _made(command: AddOrganisation) -> Organisation:
    keys = reading(command.name)
    return Organisation(
        id=command.organisation_id,
        name=command.name,
        name_pinyin=keys.pinyin,
        name_initials=keys.initials,
        kind=command.kind.value,
        place_code=command.place_code,
        external_code=command.external_code,
        external_source=command.external_source,
    )


def _values(organisation: Organisation) -> dict[str, object]:
    fields = [field.attname for field in Organisation._meta.concrete_fields if field.attname != "version"]
    return {name: getattr(organisation, name) for name in fields}


def _places(commands: Sequence[AddOrganisation]) -> list[tuple[str, ...]]:
    return [(command.place_code,) for command in commands]


ADD_ORGANISATION = CommandType(AddOrganisation, _add, _places, COMMANDS[AddOrganisation.code])
