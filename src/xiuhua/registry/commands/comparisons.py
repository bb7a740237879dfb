"""Say what came of looking at a line of a comparison, delete a comparison."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Delete, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged
from xiuhua.platform.journal.tables import spec_of
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.agreements import agreed_among
from xiuhua.registry.commands.comparison_words import ASKED
from xiuhua.registry.commands.record_comparison import record_comparison_type
from xiuhua.registry.models import Comparison, ComparisonLine, Consent
from xiuhua.registry.rules.comparison_grounds import covers, needed_consent
from xiuhua.registry.rules.comparison_states import Side, may_come

NOTE_LABEL = "registry_comparison_line.note"


class HandleCompared(Command):
    """Say what looking at a line of a comparison came to; without a result the line is open again.

    Refused: 4739 for a line that asks for nothing, or a result that is none of its side's; 4740 for “something else”
    without a note; 4916 where the consent that the list needs is not in force any more.
    """

    code: ClassVar[str] = "registry.handle_compared"
    label: ClassVar[Text] = Text("处理比对的一条", "say what came of a line of a comparison")

    comparison_id: Annotated[UUID, *ASKED["comparison"]]
    line_id: Annotated[UUID, *ASKED["line"]]
    result: Annotated[str, Field(max_length=20), Personal, *ASKED["result"]] = ""
    note: Annotated[str, Field(max_length=200), Personal, *ASKED["note"]] = ""

    def roots(self) -> tuple[UUID, ...]:
        """The comparison that the line belongs to."""
        return (self.comparison_id,)


class DeleteComparison(Command):
    """Delete a comparison with its lines and the key of what they quote. It cannot be taken back."""

    code: ClassVar[str] = "registry.delete_comparison"
    label: ClassVar[Text] = Text("删掉部门比对", "delete a comparison")

    comparison_id: Annotated[UUID, *ASKED["comparison"]]

    def roots(self) -> tuple[UUID, ...]:
        """The comparison."""
        return (self.comparison_id,)


def comparison_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        record_comparison_type(),
        CommandType(HandleCompared, _handle, _line_places, COMMANDS[HandleCompared.code], root_model=Comparison),
        CommandType(
            DeleteComparison,
            _delete,
            _places,
            COMMANDS[DeleteComparison.code],
            root_model=Comparison,
            undoable=False,
        ),
    )


_LINE = (
    *("id", "comparison_id", "place_code", "side", "result", "note", "handled_by", "handled_on"),
    *("household_id", "person_id", "comparison__kind", "comparison__place_code"),
)


def _handle(commands: Sequence[HandleCompared], context: Context) -> list[Decided]:
    ids = {command.line_id for command in commands}
    rows = {row["id"]: row for row in _lines(context).filter(id__in=ids).values(*_LINE)}
    context.keyring.load({command.comparison_id for command in commands})
    return [_handled(command, rows[command.line_id], context) for command in commands]


def _handled(command: HandleCompared, row: Mapping[str, Any], context: Context) -> Decided:
    if not _agreed(row, context):
        return Refused((Problem("comparison_without_consent", "line_id"),))
    if not may_come(Side(row["side"]), row["result"], command.result):
        return Refused((Problem("compared_result_unknown", "result"),))
    if command.result == "other" and not command.note:
        return Refused((Problem("compared_note_missing", "note"),))
    key = command.comparison_id
    if command.result == row["result"] and not command.note:
        return Unchanged({"comparison": str(key)})
    after = {
        "result": command.result,
        "note": context.keyring.seal(key, NOTE_LABEL, command.note) if command.note else "",
        "handled_by": context.actor.person_id if command.result else None,
        "handled_on": context.today if command.result else None,
    }
    changed = {name: value for name, value in after.items() if value != row[name]}
    before = {name: row[name] for name in changed}
    change = Update(ComparisonLine, command.line_id, key, before, changed, subject=key)
    return Accepted([change], (row["place_code"],), {"comparison": str(key)})


def _agreed(row: Mapping[str, Any], context: Context) -> bool:
    """Say whether a line may be looked at today: it names nobody of here, a duty covers its list, or they agreed."""
    region = row["comparison__place_code"]
    needed = needed_consent(row["comparison__kind"], context.policy, on=context.today, region=region)
    home = row["household_id"]
    if needed is None or home is None:
        return True
    agreed = agreed_among(Consent.objects.using(context.using), {home}, needed, on=context.today)
    return covers(agreed.get(home, ()), row["person_id"])


def _delete(commands: Sequence[DeleteComparison], context: Context) -> list[Decided]:
    ids = {command.comparison_id for command in commands}
    heads = _whole(Comparison, ids, "id", context)
    lines = _whole(ComparisonLine, ids, "comparison_id", context)
    outcomes: list[Decided] = []
    for command in commands:
        key = command.comparison_id
        head = heads[key][0]
        gone: list[Change] = [Delete(ComparisonLine, row["id"], key, row, subject=key) for row in lines.get(key, ())]
        gone.append(Delete(Comparison, key, key, head))
        outcomes.append(Accepted(gone, (head["place_code"],), erased=(key,)))
    return outcomes


def _whole(model: Any, ids: set[UUID], column: str, context: Context) -> dict[UUID, list[dict[str, Any]]]:
    """Return whole rows by the comparison they belong to."""
    found: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    rows = model.objects.using(context.using).filter(**{f"{column}__in": ids}).order_by("id")
    for row in rows.values(*spec_of(model).fields):
        found[row[column]].append(row)
    return found


def _places(commands: Sequence[DeleteComparison]) -> list[tuple[str, ...] | None]:
    ids = {command.comparison_id for command in commands}
    codes = dict(Comparison.objects.filter(id__in=ids).values_list("id", "place_code"))
    return [(codes[c.comparison_id],) if c.comparison_id in codes else None for c in commands]


def _line_places(commands: Sequence[HandleCompared]) -> list[tuple[str, ...] | None]:
    ids = {command.line_id for command in commands}
    rows = ComparisonLine.objects.filter(id__in=ids).values_list("id", "comparison_id", "place_code")
    codes = {(comparison, line): code for line, comparison, code in rows}
    keys = [(command.comparison_id, command.line_id) for command in commands]
    return [(codes[key],) if key in codes else None for key in keys]


def _lines(context: Context) -> Any:
    return ComparisonLine.objects.using(context.using)
