"""The wish for a sheet that is made behind the page: one way for pages and programs, started by the journal."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any, ClassVar
from urllib.parse import parse_qsl
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange import export_jobs, parcels
from xiuhua.platform.exchange.access import COMMANDS
from xiuhua.platform.exchange.commands import FILTERS, LONGEST_FILTERS, export_types
from xiuhua.platform.exchange.exporting import Absent, ExportRefused, Wanted, offer, refusal, said
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Refused
from xiuhua.platform.journal.execution import execute


def _asked(zh: str, en: str) -> Any:
    return Field(json_schema_extra={"label": {"zh": zh, "en": en}})


_SHOWS = UsedBy("做这份表，日后查得到谁要过", "making the sheet, and seeing later who asked for it")


class AskExport(Command):
    """Have a sheet made for the caller; the journal remembers who takes what away before it can be fetched.

    Refused: ``not_found`` for a kind, place or filter out of reach, ``export_purpose_unknown``, ``export_too_large``.
    """

    code: ClassVar[str] = "exchange.ask_export"
    label: ClassVar[Text] = Text("要一份表", "ask for a sheet")

    export_id: UUID
    kind: Annotated[str, Field(max_length=40), _asked("哪种表", "Which kind of sheet?"), _SHOWS]
    place_code: Annotated[str, Field(pattern=r"^\d{12}$"), _asked("哪里的", "Of which place?"), _SHOWS]
    filters: Annotated[
        str, Field(max_length=LONGEST_FILTERS, pattern=FILTERS), _asked("哪些行", "Which rows?"), _SHOWS
    ] = ""
    purpose: Annotated[str, Field(max_length=40), _asked("拿去做什么", "What is it for?"), _SHOWS]


def ask_for(viewer: Actor, wanted: Wanted, *, received_at: datetime) -> None:
    """Have an export made behind the page; the same again does nothing. Raise :class:`ExportRefused`."""
    wish = AskExport(
        id=derived_id(wanted.id, "asked"),
        export_id=wanted.id,
        kind=wanted.kind,
        place_code=wanted.place_code,
        filters=said(wanted.filters),
        purpose=wanted.purpose,
    )
    parcels.sweep(received_at)
    receipt = execute(wish, actor=viewer, received_at=received_at)
    if not receipt.accepted:
        raise ExportRefused(receipt.problems[0])


def _handle(commands: Sequence[AskExport], context: Context) -> list[Accepted | Refused]:
    return [_one(command, context) for command in commands]


def _one(command: AskExport, context: Context) -> Accepted | Refused:
    owner, filters = context.actor.person_id, dict(parse_qsl(command.filters, keep_blank_values=True))
    wanted = Wanted(command.export_id, command.kind, command.place_code, filters, command.purpose)
    try:
        given = offer(context.actor, wanted.kind, wanted.place_code, filters, on=context.today)
    except Absent:
        return Refused((Problem("not_found"),))
    if owner is None or parcels.is_of_another(wanted.id, owner):
        return Refused((Problem("not_found"),))
    problem = refusal(given, wanted.purpose)
    if problem is not None:
        return Refused((problem,))
    start = partial(export_jobs.start, wanted, owner=owner, created=context.received_at)
    return Accepted((), (command.place_code,), {"export": str(wanted.id)}, together=(start,))


COMMAND_TYPES: tuple[CommandType, ...] = (
    *export_types(),
    CommandType(
        AskExport,
        _handle,
        lambda commands: [(command.place_code,) for command in commands],
        COMMANDS[AskExport.code],
        undoable=False,
    ),
)
