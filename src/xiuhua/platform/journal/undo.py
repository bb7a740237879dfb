"""Taking back: an entry or a batch is undone by its inverse changes, unless something was built on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.access import Access, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Change, Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Receipt, Refused
from xiuhua.platform.journal.execution import Progress, execute_many
from xiuhua.platform.journal.models import Entry, Touch
from xiuhua.platform.journal.rows import Reader
from xiuhua.platform.journal.stored import changes_of, inverse, sealed_subjects
from xiuhua.platform.journal.tables import TableSpec, json_form, spec_of

SHOWN = 5
"""How many later entries a refusal lists."""


class Undo(Command):
    """Take back what one command changed."""

    code: ClassVar[str] = "journal.undo"
    label: ClassVar[Text] = Text("撤销", "undo")

    target: UUID
    reason: Annotated[str, Field(max_length=200)] = ""


def undo_type() -> CommandType:
    """Return the command type for the site's list."""
    access = Access.of(
        *(role for role in Role if role not in (Role.AUDITOR, Role.ATTENDEE)),
        zh="能做这件事的人，也能在本辖区内撤销它",
        en="whoever may do a thing may also take it back, inside their own territory",
    )
    return CommandType(Undo, _undo, _places, access)


def undo_batch(
    batch: UUID, *, session: UUID, actor: Actor, received_at: datetime, reason: str, progress: Progress | None = None
) -> list[Receipt]:
    """Undo every entry of a batch, the last first, wholly or not at all; ``session`` makes a repeat harmless."""
    entries = Entry.objects.filter(batch=batch).order_by("-id").values_list("command_id", flat=True)
    targets = list(dict.fromkeys(entries))
    commands = (Undo(id=derived_id(session, str(target)), target=target, reason=reason) for target in targets)
    return execute_many(commands, actor=actor, received_at=received_at, all_or_nothing=True, progress=progress)


def _places(commands: Sequence[Undo]) -> list[tuple[str, ...] | None]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    targets = [command.target for command in commands]
    rows = Entry.objects.filter(command_id__in=targets).values_list("command_id", "place_code")
    for command_id, place_code in rows:
        found[command_id].append(place_code)
    return [tuple(code for code in found[target] if code) if target in found else None for target in targets]


def _undo(commands: Sequence[Undo], context: Context) -> list[Accepted | Refused]:
    targets = [command.target for command in commands]
    entries: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.using(context.using).filter(command_id__in=targets).order_by("id"):
        entries[entry.command_id].append(entry)
    context.keyring.load({s for each in entries.values() for entry in each for s in sealed_subjects(entry.changes)})
    wanted = {
        target: inverse(change for entry in entries[target] for change in changes_of(entry.changes, context.keyring))
        for target in targets
    }
    reader = Reader(context.using, (change for changes in wanted.values() for change in changes))
    return [_one(entries[target], wanted[target], reader, context) for target in targets]


def _one(entries: list[Entry], changes: list[Change], reader: Reader, context: Context) -> Accepted | Refused:
    original = catalogue.command_type(entries[0].code)
    actor = context.actor
    if not actor.operator and not actor.roles() & original.access.roles:
        who = original.access.reason
        return Refused((Problem("not_your_role", values={"who_zh": who.zh, "who_en": who.en}),))
    if not changes:
        return Refused((Problem("nothing_to_undo"),))
    if all(_gone(change, reader) for change in changes):
        return Refused((Problem("undone_already"),))
    if not all(_stands(change, reader) for change in changes) or _built_on(changes, reader):
        later = list(_later(entries, context))
        return Refused((Problem("built_on", values={"entries": "；".join(later) or "—", "count": len(later)}),))
    places = tuple(entry.place_code for entry in entries if entry.place_code)
    return Accepted(changes, places, {"undone": str(entries[0].command_id)})


def _gone(change: Change, reader: Reader) -> bool:
    row = reader.row(spec_of(change.model), _key(change))
    return row is not None if isinstance(change, Insert) else row is None


def _stands(change: Change, reader: Reader) -> bool:
    """Say whether the row is still as the undone entry left it."""
    spec = spec_of(change.model)
    row = reader.row(spec, _key(change))
    if isinstance(change, Insert):
        return row is None
    return row is not None and _agree(row, change.before, spec)


def _agree(row: Mapping[str, Any], values: Mapping[str, Any], spec: TableSpec) -> bool:
    return all(
        row[name] == spec.canonical(name, json_form(value))
        for name, value in values.items()
        if name in row and name not in spec.derived
    )


def _built_on(changes: Iterable[Change], reader: Reader) -> bool:
    gone: defaultdict[str, set[str]] = defaultdict(set)
    for change in changes:
        if not isinstance(change, Insert) and not hasattr(change, "after"):
            gone[spec_of(change.model).name].add(str(change.key))
    return reader.any_dependents(gone)


def _later(entries: list[Entry], context: Context) -> Iterator[str]:
    records = Touch.objects.using(context.using).filter(command_id=entries[0].command_id).values("record")
    touching = Touch.objects.using(context.using).filter(record__in=records).values("command_id")
    since = Entry.objects.using(context.using).filter(command_id__in=touching, id__gt=entries[-1].id).order_by("id")
    for entry in since.only("stream", "sequence", "code")[:SHOWN]:
        yield f"{entry.stream}/{entry.sequence} {entry.code}"


def _key(change: Change) -> str:
    spec = spec_of(change.model)
    return str(change.values[spec.key] if isinstance(change, Insert) else change.key)
