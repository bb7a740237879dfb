"""Two people changed the same record: other fields merge, a field changed by both is a refusal with both values."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, Context
from xiuhua.platform.journal.models import Entry, Touch
from xiuhua.platform.journal.stored import changes_of, sealed_subjects, subject_of
from xiuhua.platform.journal.tables import TABLES, TableSpec, json_form, spec_of
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import KeyDestroyed

Cell = tuple[str, str, str]
"""Table, key of the row, and column."""


def conflict(
    command: Command, outcome: Accepted, versions: Mapping[UUID, UUID | None], context: Context
) -> Problem | None:
    """Return the problem of a command whose base version is no longer the record's, or ``None``.

    Of several records, those are compared that the base version touched. Values are compared opened, and a
    field that others changed and changed back counts as untouched.
    """
    base = command.base_version
    stale = [root for root in command.roots() if versions.get(root) != base]
    if base is None or not stale:
        return None
    known = set(
        Touch.objects.using(context.using)
        .filter(command_id=base, record__in=command.roots())
        .values_list("record", flat=True)
    )
    if not known:
        return Problem("base_version_unknown")
    ours = {cell: after for cell, _, after in _cells(outcome.changes, context)}
    theirs = _changed_since(base, [root for root in stale if root in known], context)
    both = [cell for cell in ours if cell in theirs and theirs[cell] != ours[cell]]
    if not both:
        return None
    cells = [
        {"table": table, "key": key, "field": name, "theirs": theirs[table, key, name], "yours": ours[table, key, name]}
        for table, key, name in both
    ]
    return Problem(
        "changed_meanwhile",
        field=both[0][2],
        values={
            "fields": cells,
            "names": list(dict.fromkeys(name for _, _, name in both)),
            "theirs": [_told(cell) for cell in cells],
            "yours": [str(cell["yours"]) for cell in cells],
        },
    )


def _told(cell: Mapping[str, Any]) -> str:
    """Return a value as the refusal says it to whoever asked: what is kept sealed stays masked in words."""
    text = str(cell["theirs"])
    return masks.sealed(text) if text and cell["field"] in TABLES[cell["table"]].sealed else text


def _changed_since(base: UUID, records: Sequence[UUID], context: Context) -> dict[Cell, Any]:
    """Return the cells of the records that differ from what the base version left, with their present values."""
    entries = Entry.objects.using(context.using)
    position = entries.filter(command_id=base).order_by("id").values_list("id", flat=True).first()
    touching = Touch.objects.using(context.using).filter(record__in=records).values("command_id")
    since = entries.filter(command_id__in=touching, id__gt=position or 0).order_by("id")
    first: dict[Cell, Any] = {}
    last: dict[Cell, Any] = {}
    for text in since.values_list("changes", flat=True):
        context.keyring.load(sealed_subjects(text))
        for cell, before, after in _cells(changes_of(text, context.keyring), context):
            first.setdefault(cell, before)
            last[cell] = after
    return {cell: value for cell, value in last.items() if value != first[cell]}


def _cells(changes: Sequence[Change], context: Context) -> Iterator[tuple[Cell, Any, Any]]:
    """Yield each cell that an update changes, with its value before and after."""
    for change in changes:
        if isinstance(change, Update):
            spec = spec_of(change.model)
            for name in change.after:
                before, after = (_shown(spec, change, name, side, context) for side in (change.before, change.after))
                yield (spec.name, str(change.key), name), before, after


def _shown(spec: TableSpec, change: Update, name: str, values: Mapping[str, Any], context: Context) -> Any:
    value = json_form(values.get(name))
    subject = subject_of(change)
    if name not in spec.sealed or not value or subject is None:
        return value
    try:
        return context.keyring.open(subject, f"{spec.name}.{name}", value)
    except KeyDestroyed:
        return ""
