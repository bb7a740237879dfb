"""Ask the system that masters a record for a correction, take that back, and put what is asked for on a list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from pydantic import Field

from xiuhua.kernel.commands import Command, FreeText, Personal
from xiuhua.kernel.ids import as_uuid
from xiuhua.kernel.places import prefix_of
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.cases import Case, Outcome, accepted, for_each, refused
from xiuhua.registry.commands.concerned import places_named, places_of_present_households
from xiuhua.registry.commands.mastered import about_field
from xiuhua.registry.commands.words import ASKED, LIST_PURPOSE, LIST_REASON
from xiuhua.registry.corrections import COLUMNS, begun, listed, opened, withdrawn
from xiuhua.registry.models import Correction, Household
from xiuhua.registry.origins import mastering_of
from xiuhua.registry.rules.corrections import CorrectionState, may_become
from xiuhua.registry.rules.mastering import CODES
from xiuhua.registry.rules.purposes import purposes
from xiuhua.registry.rules.wanted import Unreadable, read_wanted

MOST_LINES = 5000
"""Lines on one list; more wait for the next one."""


class RequestCorrection(Command):
    """Ask the system that masters a record to correct a field that is read-only here.

    Refused: 4702 where it states that value already, 4703 where one is asked for already, 4704 for a field that is
    corrected here, 4705 for a record without a master, 4706 for a value that the field cannot have, 4707 for a code.
    """

    code: ClassVar[str] = "registry.request_correction"
    label: ClassVar[Text] = Text("报更正", "request a correction")

    household_id: UUID
    correction_id: UUID
    person_id: Annotated[UUID | None, *ASKED["correction_person"]] = None
    field: Annotated[str, Field(max_length=40), *ASKED["correction_field"]]
    wanted: Annotated[str, Field(min_length=1, max_length=120), Personal, *ASKED["correction_value"]]
    why: Annotated[str, Field(min_length=1, max_length=200), Personal, *ASKED["correction_why"]]

    def roots(self) -> tuple[UUID, ...]:
        """The household concerned."""
        return (self.household_id,)


class WithdrawCorrection(Command):
    """Ask no longer for a correction. Refused: 4708 for one that is closed, or was withdrawn already.

    Where the value was corrected here too, it stays; the next export that states another one changes it.
    """

    code: ClassVar[str] = "registry.withdraw_correction"
    label: ClassVar[Text] = Text("撤回更正", "withdraw a correction")

    household_id: UUID
    correction_id: UUID
    reason: Annotated[str, Field(min_length=1, max_length=200), Personal, *ASKED["withdrawal_reason"]]

    def roots(self) -> tuple[UUID, ...]:
        """The household concerned."""
        return (self.household_id,)


class ListCorrections(Command):
    """Put all corrections of a place that wait to be sent on a list, or make a list again with the same lines.

    Purpose and reason are kept, the reason sealed. Refused: 4709 where none waits, 4710 for a number that names no list
    of the place, 4773 for a purpose that is none of the list.
    """

    code: ClassVar[str] = "registry.list_corrections"
    label: ClassVar[Text] = Text("做疑点核实反馈表", "make the list of corrections")

    place_code: Annotated[str, Field(pattern=r"^\d{12}$"), *ASKED["correction_place"]]
    purpose: Annotated[str, Field(max_length=40), *LIST_PURPOSE]
    reason: Annotated[str, Field(min_length=1, max_length=200), FreeText, *LIST_REASON]
    list_number: Annotated[str, Field(max_length=40), *ASKED["list_number"]] = ""


def correction_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    handled = {RequestCorrection: _request, WithdrawCorrection: _withdraw}
    return (
        *(
            CommandType(
                command, for_each(decide), places_of_present_households, COMMANDS[command.code], root_model=Household
            )
            for command, decide in handled.items()
        ),
        CommandType(
            ListCorrections,
            _list,
            places_named,
            COMMANDS[ListCorrections.code],
            root_model=Household,
            find_roots=_listable,
        ),
    )


def _request(case: Case) -> Outcome:
    command, context, stored = case.command, case.context, case.stored
    person = case.member(command.person_id) if command.person_id else None
    if command.person_id and person is None:
        return refused("not_a_member", "person_id")
    record: Mapping[str, Any] = stored.household if person is None else person
    mastering = mastering_of(record["origin"], context.policy, on=context.today, region=case.place_code)
    if mastering is None:
        return refused("record_without_master")
    present = stored.said if person is None else person
    if command.field in CODES:
        return refused("code_not_corrected", "field")
    if command.field not in mastering.fields or command.field not in present:
        return refused("field_not_mastered", "field")
    wanted = read_wanted(command.field, command.wanted, today=context.today)
    if isinstance(wanted, Unreadable):
        return Refused((Problem("wanted_unreadable", "wanted", {"why_zh": wanted.why.zh, "why_en": wanted.why.en}),))
    stated = present[command.field]
    if wanted == stated:
        return refused("correction_equals", "wanted")
    about = about_field(stored, command.field, mastering.system, command.person_id)
    if stored.correction(about.subject, command.field) is not None:
        return refused("correction_open_already", "field")
    by, today, keys = context.actor.person_id, context.today, context.keyring
    line = begun(
        about,
        command.field,
        stated,
        wanted,
        id=command.correction_id,
        command_id=command.id,
        today=today,
        keys=keys,
        local=False,
        asked_by=by,
        why=command.why,
    )
    return accepted(case, [line])


def _withdraw(case: Case) -> Outcome:
    command = case.command
    rows = Correction.objects.filter(id=command.correction_id, household_id=case.stored.id)
    state = rows.values_list("state", flat=True).first()
    if state is None:
        return refused("not_found")
    line = next((each for each in case.stored.corrections if each.id == command.correction_id), None)
    if line is None or not may_become(state, CorrectionState.WITHDRAWN):
        return refused("correction_over")
    return accepted(case, [withdrawn(line, command.reason)])


def _listable(commands: Sequence[ListCorrections]) -> Iterable[UUID]:
    """Return the households of the lines that would be listed, so that nobody changes them meanwhile."""
    found: set[UUID] = set()
    for command in commands:
        if not command.list_number:
            rows = Correction.objects.filter(place_code__startswith=prefix_of(command.place_code))
            waiting = rows.filter(state=CorrectionState.OPEN).values_list("household_id", flat=True)
            found.update(as_uuid(each) for each in waiting[:MOST_LINES])
    return found


def _list(commands: Sequence[ListCorrections], context: Context) -> list[Decided]:
    return [_listed(each, context) for each in commands]


def _listed(command: ListCorrections, context: Context) -> Decided:
    offered = purposes(context.policy, on=context.today, region=command.place_code)
    if command.purpose not in {each.code for each in offered}:
        return Refused((Problem("purpose_unknown", "purpose"),))
    return _again(command, context) if command.list_number else _new_list(command, context)


def _new_list(command: ListCorrections, context: Context) -> Decided:
    rows = _inside(command, context)
    waiting = rows.filter(state=CorrectionState.OPEN).order_by("place_code", "household__code", "id")
    lines = opened(waiting.values(*COLUMNS)[:MOST_LINES], context.keyring)
    if not lines:
        return Refused((Problem("nothing_to_list", "place_code"),))
    number = _number(command, context)
    changes = [listed(line, on=context.today, number=number) for line in lines]
    return Accepted(changes, (command.place_code,), {"number": number, "lines": len(lines)})


def _again(command: ListCorrections, context: Context) -> Decided:
    """Return that a list is made once more: nothing changes, and the journal keeps who did it and what for."""
    rows = _inside(command, context)
    lines = rows.filter(list_number=command.list_number).count()
    if not lines:
        return Refused((Problem("list_unknown", "list_number"),))
    return Accepted((), (command.place_code,), {"number": command.list_number, "lines": lines})


def _inside(command: ListCorrections, context: Context) -> QuerySet[Correction]:
    rows = Correction.objects.using(context.using)
    return within(rows, context.actor, COMMANDS[command.code], place=command.place_code)


def _number(command: ListCorrections, context: Context) -> str:
    """Return the next number of a place on a day: its code, the day, and the how manieth list."""
    begin = f"{prefix_of(command.place_code)}-{context.today:%Y%m%d}-"
    known = Correction.objects.using(context.using).filter(list_number__startswith=begin)
    return f"{begin}{known.values('list_number').distinct().count() + 1:02d}"
