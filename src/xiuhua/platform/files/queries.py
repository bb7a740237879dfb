"""Files for whoever may open them: as the records that name them say, and until one does, for their uploader alone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.files import contents, owners
from xiuhua.platform.files.access import KEEP
from xiuhua.platform.files.commands import NAME_LABEL
from xiuhua.platform.files.models import StoredFile
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.journal.browsing import RecordName
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, Unreadable, keyring

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that the viewer may open. ``name`` ends as its content is, whatever the upload was called."""

    id: UUID
    subject_id: UUID
    name: str
    digest: str
    size: int
    media_type: str
    kept_by: UUID | None
    kept_at: datetime

    @property
    def named(self) -> NamedFile:
        """Return how a command names it."""
        return NamedFile(id=self.id, digest=self.digest)


def openable(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, FileView]:
    """Return those of these files that the viewer may open; a fixed number of queries."""
    rows = list(StoredFile.objects.filter(id__in=set(ids), removed_at=None))
    allowed = _allowed(viewer, rows)
    keys = keyring()
    keys.load({row.subject_id for row in rows if row.id in allowed})
    views = (_view(row, keys) for row in rows if row.id in allowed)
    return {view.id: view for view in views if view is not None}


def opened(viewer: Actor, file_id: UUID) -> tuple[FileView, bytes] | None:
    """Return a file with its content; ``None`` where it is absent, erased, or not for this viewer: the same answer."""
    view = openable(viewer, (file_id,)).get(file_id)
    if view is None:
        return None
    content = contents.get(Path(settings.HOME), keyring(), view.subject_id, view.digest)
    return None if content is None else (view, content.data)


def unknown(
    named: Mapping[UUID, Collection[UUID]], digests: Mapping[UUID, str], *, using: str = "default"
) -> dict[UUID, Problem]:
    """Return the problem of each file that a command names and may not name.

    ``named`` holds for each file the people and households of whom the command speaks, ``digests`` what it was named
    with. A file that is absent, removed, another one, or about somebody else is unknown.
    """
    rows = StoredFile.objects.using(using).filter(id__in=list(named), removed_at=None)
    fitting = {
        key
        for key, subject, digest in rows.values_list("id", "subject_id", "digest")
        if subject in named[key] and digest == digests[key]
    }
    return {key: Problem("evidence_unknown") for key in named if key not in fitting}


def digests_in_use(using: str) -> Iterator[str]:
    """Yield the digest of every content that a row names, once each, for a backup."""
    rows = StoredFile.objects.using(using).filter(removed_at=None).order_by("digest")
    yield from rows.values_list("digest", flat=True).distinct().iterator()


def files_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the journal's pages call the files that the viewer may open."""
    label = Text("材料", "file")
    return {key: RecordName(label, "file", str(key)) for key in openable(viewer, ids)}


NAMED: Mapping[str, Callable[[Actor, Iterable[UUID]], Mapping[UUID, RecordName]]] = {
    StoredFile._meta.db_table: files_named
}
"""By table, who names its records."""


def _allowed(viewer: Actor, rows: Collection[StoredFile]) -> set[UUID]:
    ids = {row.id for row in rows}
    if viewer.operator or not ids:
        return ids
    loose = ids - owners.named(ids)
    own = {row.id for row in rows if row.kept_by == viewer.person_id and reaches(viewer, KEEP, row.place_code)}
    return owners.seen(viewer, ids - loose) | (loose & own)


def _view(row: StoredFile, keys: Keyring) -> FileView | None:
    try:
        name = keys.open(row.subject_id, NAME_LABEL, row.name)
    except (KeyDestroyed, Unreadable):
        return None
    stem = name.rpartition(".")[0] or name
    return FileView(
        id=row.id,
        subject_id=row.subject_id,
        name=f"{stem}.{_ENDINGS[row.media_type]}",
        digest=row.digest,
        size=row.size,
        media_type=row.media_type,
        kept_by=row.kept_by,
        kept_at=row.kept_at,
    )
