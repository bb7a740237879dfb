"""Changes as entries hold them: canonical text in which nothing personal can be read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import models

from xiuhua.platform.journal.changes import Change, Delete, Insert, Update
from xiuhua.platform.journal.tables import TABLES, TableSpec, json_form, spec_of
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring

SEALED = "§"
"""The name under which a change keeps its sealed personal values, with the subject beside it."""

SUBJECT = "§subject"


def text_of(changes: Sequence[Change], keyring: Keyring) -> str:
    """Return the canonical JSON text of changes: ``[[table, key, before, after, root], …]``.

    ``root`` is there only where neither value names the record that the row belongs to. Keys that are needed and
    not at hand are read at once.
    """
    subjects = [subject_of(change) for change in changes]
    keyring.load(filter(None, subjects))
    return orjson.dumps([_stored(*each, keyring) for each in zip(changes, subjects, strict=True)]).decode()


def changes_of(text: str, keyring: Keyring) -> list[Change]:
    """Return the changes that an entry holds, with personal values opened; erased ones come back blank."""
    return [_opened(stored, keyring) for stored in orjson.loads(text)]


def subject_of(change: Change) -> UUID | None:
    """Return the person or household under whose key a change's sealed values are, where that is known."""
    return _subject(change, spec_of(change.model))


def inverse(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that take these back, last first."""
    return [_inverse(change) for change in reversed(list(changes))]


def records_of(text: str) -> set[tuple[type[models.Model], UUID]]:
    """Return the records that an entry's changes belong to: model and id."""
    found: set[tuple[type[models.Model], UUID]] = set()
    for table, key, *rest in orjson.loads(text):
        spec = TABLES[table]
        roots = [values[spec.root] for values in rest[:2] if values and spec.root in values]
        found.update((spec.root_model, UUID(root)) for root in ([key] if spec.is_root else [*roots, *rest[2:]]))
    return found


def sealed_subjects(text: str) -> set[UUID]:
    """Return the subjects whose personal values an entry's text holds, to load their keys in bulk."""
    return {
        UUID(values[SUBJECT]) for stored in orjson.loads(text) for values in stored[2:4] if values and SUBJECT in values
    }


def _stored(change: Change, subject: UUID | None, keyring: Keyring) -> list[Any]:
    spec = spec_of(change.model)
    if isinstance(change, Insert):
        return [spec.name, change.values[spec.key], None, _sealed(spec, change.values, subject, keyring)]
    before = _sealed(spec, change.before, subject, keyring)
    after = _sealed(spec, change.after, subject, keyring) if isinstance(change, Update) else None
    if spec.is_root or spec.root in before:
        return [spec.name, change.key, before, after]
    return [spec.name, change.key, before, after, change.root]


def _sealed(spec: TableSpec, values: Mapping[str, Any], subject: UUID | None, keyring: Keyring) -> dict[str, Any]:
    try:
        kept = dict(zip(spec.stored, spec.pick_stored(values), strict=True))
        personal = dict(zip(spec.personal, spec.pick_personal(values), strict=True))
    except KeyError:
        kept = {name: values[name] for name in spec.stored if name in values}
        personal = {name: values[name] for name in spec.personal if name in values}
    if personal:
        if subject is None:
            raise ValueError(f"{spec.name}: a change of personal values must name their subject")
        kept[SUBJECT] = subject
        kept[SEALED] = keyring.seal(subject, spec.label, orjson.dumps(personal).decode())
    return kept


def _subject(change: Change, spec: TableSpec) -> UUID | None:
    if spec.subject is None:
        return None
    if isinstance(change, Insert):
        value = (change.values.get(spec.about) if spec.about else None) or change.values.get(spec.subject)
    else:
        value = change.subject or (change.key if spec.subject == spec.key else None)
    return UUID(value) if isinstance(value, str) else value


def _opened(stored: list[Any], keyring: Keyring) -> Change:
    table, key = stored[:2]
    spec = TABLES[table]
    first, subject = _plain(spec, stored[2], keyring)
    last, subject_after = _plain(spec, stored[3], keyring)
    subject = subject_after or subject
    if first is None:
        return Insert(spec.model, last or {})
    root = UUID(key if spec.is_root else first.get(spec.root) or stored[4])
    if last is None:
        return Delete(spec.model, UUID(key), root, first, subject)
    return Update(spec.model, UUID(key), root, first, last, subject)


def _plain(
    spec: TableSpec, values: dict[str, Any] | None, keyring: Keyring
) -> tuple[dict[str, Any] | None, UUID | None]:
    if values is None:
        return None, None
    sealed, subject_text = values.pop(SEALED, None), values.pop(SUBJECT, None)
    if sealed is None:
        return values, None
    subject = UUID(subject_text)
    try:
        values.update(orjson.loads(keyring.open(subject, spec.label, sealed)))
    except KeyDestroyed:
        values.update({name: spec.defaults[name] for name in spec.personal})
    return values, subject


def _inverse(change: Change) -> Change:
    spec = spec_of(change.model)
    if isinstance(change, Insert):
        values = {name: json_form(value) for name, value in change.values.items()}
        return Delete(spec.model, values[spec.key], UUID(str(values[spec.root])), values, _subject(change, spec))
    if isinstance(change, Delete):
        return Insert(spec.model, change.before)
    root = change.after.get(spec.root, change.root)
    return Update(spec.model, change.key, UUID(str(root)), change.after, change.before, change.subject)
