"""Taking back: an entry or a batch is undone by its inverse changes, unless something was built on it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

import orjson
from django.db import models
from pydantic import Field

from xiuhua.kernel.access import Access, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command, FreeText
from xiuhua.kernel.garbage import collecting_later
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Change, Delete, Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Receipt, Refused, UndoCheck
from xiuhua.platform.journal.execution import Progress, execute_many
from xiuhua.platform.journal.models import Entry, Touch
from xiuhua.platform.journal.rows import Reader
from xiuhua.platform.journal.stored import changes_of, inverse, records_of, sealed_subjects, subject_of
from xiuhua.platform.journal.streams import SYSTEM
from xiuhua.platform.journal.tables import TableSpec, json_form, spec_of

SHOWN = 5
"""How many later entries a refusal lists."""


class Undo(Command):
    """Take back what one command changed."""

    code: ClassVar[str] = "journal.undo"
    label: ClassVar[Text] = Text("撤销", "undo")

    target: UUID
    reason: Annotated[str, Field(max_length=200), FreeText] = ""


def undo_type() -> CommandType:
    """Return the command type for the site's list."""
    access = Access.of(
        *(role for role in Role if role not in (Role.AUDITOR, Role.ATTENDEE)),
        zh="能做这件事的人，也能在本辖区内撤销它",
        en="whoever may do a thing may also take it back, inside their own territory",
    )
    return CommandType(Undo, _undo, _places, access, find_records=_records)


@collecting_later()
def undo_batch(
    batch: UUID, *, session: UUID, actor: Actor, received_at: datetime, reason: str, progress: Progress | None = None
) -> list[Receipt]:
    """Undo every entry of a batch, the last first, wholly or not at all; ``session`` makes a repeat harmless.

    The undoing is itself a batch, named by ``session``, so that it can be taken back in the same way.
    """
    entries = Entry.objects.filter(batch=batch).order_by("-id").values_list("command_id", flat=True)
    targets = list(dict.fromkeys(entries))
    return execute_many(
        [Undo(id=derived_id(session, str(target)), target=target, reason=reason) for target in targets],
        actor=actor,
        received_at=received_at,
        batch=session,
        all_or_nothing=True,
        progress=progress,
    )


def latest_batch(viewer: Actor) -> UUID | None:
    """Return the latest batch that this person, or the local operator, wrote; one that undid another does not count."""
    entries = Entry.objects.filter(batch__isnull=False, actor=viewer.person_id).exclude(code=Undo.code)
    return entries.order_by("-id").values_list("batch", flat=True).first()


def _places(commands: Sequence[Undo]) -> list[tuple[str, ...] | None]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    targets = [command.target for command in commands]
    rows = Entry.objects.filter(command_id__in=targets).values_list("command_id", "place_code")
    for command_id, place_code in rows:
        found[command_id].append(place_code)
    return [tuple(code for code in found[target] if code) if target in found else None for target in targets]


def _records(commands: Sequence[Undo]) -> set[tuple[type[models.Model], UUID]]:
    """Return the records that would change back, so that nobody changes them meanwhile."""
    entries = _entries([command.target for command in commands], "default")
    records: dict[UUID, set[tuple[type[models.Model], UUID]]] = {
        target: {record for entry in found for record in records_of(entry.changes)} for target, found in entries.items()
    }
    reached: defaultdict[UndoCheck, set[tuple[type[models.Model], UUID]]] = defaultdict(set)
    for target, origin in _origins(entries, "default").items():
        if check := _check(origin):
            reached[check] |= records.get(target, set())
    further = (record for check, found in reached.items() for record in check.reached(found))
    return set().union(*records.values(), further)


def _undo(commands: Sequence[Undo], context: Context) -> list[Accepted | Refused]:
    targets = [command.target for command in commands]
    entries = _entries(targets, context.using)
    origins = _origins(entries, context.using)
    context.keyring.load({s for each in entries.values() for entry in each for s in sealed_subjects(entry.changes)})
    wanted = {
        target: inverse(change for entry in entries[target] for change in changes_of(entry.changes, context.keyring))
        for target in targets
    }
    context.keyring.load({s for changes in wanted.values() for change in changes if (s := subject_of(change))})
    reader = Reader(context.using, [change for changes in wanted.values() for change in changes])
    judges = _judges(wanted, origins, context)
    outcomes: list[Accepted | Refused] = []
    for target in targets:
        found, changes, check = entries[target], wanted[target], _check(origins[target])
        problem = _may(found, origins[target], context) or _can(found, changes, reader, context)
        if problem is None and check is not None:
            problem = judges[check](changes)
        if problem is None:
            reader.note(changes)
            places = tuple(entry.place_code for entry in found if entry.stream != SYSTEM)
            outcomes.append(Accepted(changes, places, {"undone": str(target)}))
        else:
            outcomes.append(Refused((problem,)))
    return outcomes


def _entries(targets: Sequence[UUID], using: str) -> defaultdict[UUID, list[Entry]]:
    found: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.using(using).filter(command_id__in=targets).order_by("id"):
        found[entry.command_id].append(entry)
    return found


def _check(origin: str) -> UndoCheck | None:
    """Return what the module of a command says of taking it back; a command that is gone has nobody who says it."""
    try:
        return catalogue.command_type(origin).undo_check
    except KeyError:
        return None


def _judges(
    wanted: Mapping[UUID, Sequence[Change]], origins: Mapping[UUID, str], context: Context
) -> dict[UndoCheck, Callable[[Sequence[Change]], Problem | None]]:
    """Let each module read what decides about all that it is asked for."""
    asked: defaultdict[UndoCheck, list[Change]] = defaultdict(list)
    for target, changes in wanted.items():
        if check := _check(origins[target]):
            asked[check] += changes
    return {check: check.begin(changes, context) for check, changes in asked.items()}


def _origins(entries: Mapping[UUID, Sequence[Entry]], using: str) -> dict[UUID, str]:
    """Return the code of the command that each target goes back to, also through undoing what was undone."""
    codes: dict[UUID, str] = {}
    ahead = {target: (found[0].code, found[0].result) for target, found in entries.items()}
    while ahead:
        codes.update({target: code for target, (code, _) in ahead.items()})
        further = {
            target: UUID(orjson.loads(result)["undone"])
            for target, (code, result) in ahead.items()
            if code == Undo.code
        }
        before = Entry.objects.using(using).filter(command_id__in=set(further.values()))
        rows = {row[0]: row[1:] for row in before.values_list("command_id", "code", "result")}
        ahead = {target: rows[undone] for target, undone in further.items()}
    return codes


def _may(entries: Sequence[Entry], origin: str, context: Context) -> Problem | None:
    """Return why the actor may not take this back: whoever may do a thing there may undo it there, if not ``own``."""
    try:
        kind = catalogue.command_type(origin)
    except KeyError:
        return Problem("not_undoable")
    actor, access = context.actor, kind.access
    if not actor.operator:
        if not access.allows(actor.roles()):
            return Problem("not_your_role", values=access.who())
        if not all(entry.place_code and actor.reaches(entry.place_code, access.roles) for entry in entries):
            return Problem("not_found")
        if kind.undoable and kind.own and any(entry.actor != actor.person_id for entry in entries):
            return Problem("undo_of_another")
    return None if kind.undoable else Problem("not_undoable")


def _can(entries: Sequence[Entry], changes: Sequence[Change], reader: Reader, context: Context) -> Problem | None:
    if not changes:
        return Problem("nothing_to_undo")
    if all(_gone(change, reader) for change in changes):
        return Problem("undone_already")
    if any(subject is not None and subject not in context.keyring for subject in map(subject_of, changes)):
        return Problem("subject_erased")
    if not all(_stands(change, reader) for change in changes) or reader.has_dependents(changes):
        later = _later(entries, context)
        shown = [f"{entry.stream}/{entry.sequence} {entry.code}" for entry in later[:SHOWN]]
        return Problem("built_on", values={"entries": shown or ["—"], "count": len(later)})
    return None


def _gone(change: Change, reader: Reader) -> bool:
    """Say whether the row is already as undoing would leave it."""
    spec = spec_of(change.model)
    row = reader.row(spec, _key(change))
    if isinstance(change, Insert):
        return row is not None
    return row is None or (not isinstance(change, Delete) and _agree(row, change.after, spec))


def _stands(change: Change, reader: Reader) -> bool:
    """Say whether the row is still as the undone entry left it."""
    spec = spec_of(change.model)
    row = reader.row(spec, _key(change))
    if isinstance(change, Insert):
        return row is None
    # A row that goes must be wholly as it came, in columns too that are younger than its entry.
    values = {**spec.defaults, **change.before} if isinstance(change, Delete) else change.before
    return row is not None and _agree(row, values, spec)


def _agree(row: Mapping[str, Any], values: Mapping[str, Any], spec: TableSpec) -> bool:
    return all(
        row[name] == spec.canonical(name, json_form(value))
        for name, value in values.items()
        if name in row and name not in spec.derived
    )


def _later(entries: Sequence[Entry], context: Context) -> list[Entry]:
    """Return the entries that touched the same records since, without their texts."""
    records = {record for entry in entries for _, record in records_of(entry.changes)}
    touching = Touch.objects.using(context.using).filter(record__in=records).values("command_id")
    since = Entry.objects.using(context.using).filter(command_id__in=touching, id__gt=entries[-1].id)
    return list(since.order_by("id").only("stream", "sequence", "code"))


def _key(change: Change) -> str:
    spec = spec_of(change.model)
    return str(change.values[spec.key] if isinstance(change, Insert) else change.key)
