"""What can be wished of exports: to record that one was made. Sheets that come in are commands of their modules."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, UsedBy, Value
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.access import COMMANDS
from xiuhua.platform.exchange.contract import going_out
from xiuhua.platform.exchange.models import Export, ExportedVillage
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused


def _asked(zh: str, en: str) -> Any:
    return Field(json_schema_extra={"label": {"zh": zh, "en": en}})


LONGEST_FILTERS = 120
FILTERS = r"^[a-z0-9_=&-]*$"
"""Filters are codes, years and ids: words that somebody types could name somebody, and the journal keeps them plain."""

_TELLS = UsedBy("日后查得到谁为什么带走了什么", "tells later who took what away, and for what")


class Village(Value):
    """The marks of the households of one village that an export holds (``contained.py``)."""

    place_code: Annotated[str, Field(pattern=r"^\d{12}$"), _asked("哪个村的", "Of which village?"), _TELLS]
    marks: Annotated[
        str,
        Field(max_length=2_000_000, pattern=r"^[A-Za-z0-9+/=]*$"),
        _asked("户的记号", "Marks of households"),
        _TELLS,
    ]


class RecordExport(Command):
    """Record an export before its file is handed over. Its id is that of the command.

    Refused: ``not_found`` for a kind or place out of reach, ``export_purpose_unknown``.
    """

    code: ClassVar[str] = "exchange.record_export"
    label: ClassVar[Text] = Text("导出一份表", "export a sheet")

    kind: Annotated[str, Field(max_length=40), _asked("哪种表", "Which kind of sheet?"), _TELLS]
    place_code: Annotated[str, Field(pattern=r"^\d{12}$"), _asked("哪里的", "Of which place?"), _TELLS]
    filters: Annotated[
        str, Field(max_length=LONGEST_FILTERS, pattern=FILTERS), _asked("哪些行", "Which rows?"), _TELLS
    ] = ""
    purpose: Annotated[str, Field(max_length=40), _asked("拿去做什么", "What is it for?"), _TELLS]
    rows: Annotated[int, Field(ge=0), _asked("多少行", "How many rows?"), _TELLS]
    rows_digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$"), _asked("行的校验值", "Digest of the rows"), _TELLS]
    as_of: Annotated[date, _asked("哪一天的情况", "As of which day?"), _TELLS]
    contained: Annotated[
        tuple[Village, ...], Field(max_length=20_000), _asked("里面有哪些户", "Which households are in it?"), _TELLS
    ] = ()


def made_here(export_id: UUID) -> bool:
    """Say whether this installation made an export, whoever took it."""
    return Export.objects.filter(id=export_id).exists()


def export_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(
            RecordExport,
            _handle,
            lambda commands: [(command.place_code,) for command in commands],
            COMMANDS[RecordExport.code],
            undoable=False,
        ),
    )


def _handle(commands: Sequence[RecordExport], context: Context) -> list[Decided]:
    return [_one(command, context) for command in commands]


def _one(command: RecordExport, context: Context) -> Decided:
    kind = going_out(command.kind)
    inside = all(lies_in(each.place_code, command.place_code) for each in command.contained)
    if kind is None or not inside or not context.actor.reaches(command.place_code, kind.access.roles):
        return Refused((Problem("not_found"),))
    purposes = kind.purposes(context.policy, on=context.today, region=command.place_code)
    if command.purpose not in {code for code, _ in purposes}:
        return Refused((Problem("export_purpose_unknown", "purpose"),))
    names = ("id", "kind", "place_code", "filters", "purpose", "rows", "rows_digest", "as_of")
    values = {name: getattr(command, name) for name in names}
    post = context.actor.post_in(command.place_code, kind.access.roles)
    villages = [
        Insert(
            ExportedVillage,
            {
                "id": derived_id(command.id, "village", each.place_code),
                "export_id": command.id,
                "place_code": each.place_code,
                "marks": each.marks,
                "taken_by": context.actor.person_id,
                "post": post.id if post else None,
                "taken_at": context.received_at,
            },
        )
        for each in command.contained
    ]
    return Accepted([Insert(Export, values), *villages], (command.place_code,), {"export": str(command.id)})
