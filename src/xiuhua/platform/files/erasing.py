"""Evidence about somebody who is erased: removed at once, its content with it."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from xiuhua.platform.files import contents
from xiuhua.platform.files.models import StoredFile
from xiuhua.platform.journal.changes import Update


def files_about(subject: UUID, *, using: str) -> dict[UUID, str]:
    """Return the digests of the files about somebody that were not removed before, by id."""
    rows = StoredFile.objects.using(using).filter(subject_id=subject, removed_at=None).order_by("id")
    return dict(rows.values_list("id", "digest"))


def removed(files: Collection[UUID], subject: UUID, *, at: datetime) -> list[Update]:
    """Return the changes that mark files as removed."""
    return [Update(StoredFile, key, key, {"removed_at": None}, {"removed_at": at}, subject) for key in files]


def delete_contents(digests: Collection[str]) -> None:
    """Delete contents now. Their key is destroyed already, so that nobody brings them again."""
    for digest in digests:
        contents.path_of(Path(settings.HOME), digest).unlink(missing_ok=True)
