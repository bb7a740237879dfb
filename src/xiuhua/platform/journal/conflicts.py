"""Two people changed the same record: other fields merge, a field changed by both is a refusal with both values."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, Context
from xiuhua.platform.journal.models import Entry, Touch
from xiuhua.platform.journal.stored import changes_of, sealed_subjects, subject_of
from xiuhua.platform.journal.tables import json_form, spec_of
from xiuhua.platform.vault.keyring import Keyring

Cell = tuple[str, str, str]


def conflict(
    command: Command, outcome: Accepted, versions: Mapping[UUID, UUID | None], context: Context
) -> Problem | None:
    """Return the problem of a command whose base version is no longer the record's, or ``None``."""
    base = command.base_version
    stale = [root for root in command.roots() if versions.get(root) != base]
    if base is None or not stale:
        return None
    known = Entry.objects.using(context.using).filter(command_id=base).order_by("id").values_list("id", flat=True)
    touched = Touch.objects.using(context.using).filter(record__in=stale).values_list("command_id", flat=True)
    position = known.first()
    if position is None or base not in set(touched):
        return Problem("base_version_unknown")
    since = Entry.objects.using(context.using).filter(command_id__in=list(touched), id__gt=position).order_by("id")
    theirs: dict[Cell, Any] = {}
    for text in since.values_list("changes", flat=True):
        context.keyring.load(sealed_subjects(text))
        theirs.update(_cells(changes_of(text, context.keyring), context.keyring))
    ours = _cells(outcome.changes, context.keyring)
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
            "names": "、".join(dict.fromkeys(name for _, _, name in both)),
            "theirs": "、".join(str(cell["theirs"]) for cell in cells),
            "yours": "、".join(str(cell["yours"]) for cell in cells),
        },
    )


def _cells(changes: Iterable[Change], keyring: Keyring) -> dict[Cell, Any]:
    found: dict[Cell, Any] = {}
    for change in changes:
        if isinstance(change, Update):
            spec = spec_of(change.model)
            for name, value in change.after.items():
                shown = json_form(value)
                subject = subject_of(change)
                if name in spec.sealed and value and subject:
                    shown = keyring.open(subject, f"{spec.name}.{name}", value)
                found[spec.name, str(change.key), name] = shown
    return found
