"""Bringing a file: examined, its content written, then the command that keeps it; and what nobody names swept away."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.files import contents, owners
from xiuhua.platform.files.access import KEEP
from xiuhua.platform.files.commands import NAME_LENGTH, KeepFile
from xiuhua.platform.files.examining import FileRefused, Limits, examine
from xiuhua.platform.files.models import StoredFile
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.vault.keyring import KeyDestroyed, keyring

ORPHANS_STAY = timedelta(days=1)
_UNNAMED = "evidence"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of an upload: the file as commands name it, or the problems."""

    file: NamedFile | None
    problems: tuple[Problem, ...] = ()
    receipt: Receipt | None = None


def limits(on: date) -> Limits:
    """Return the limits of a day."""
    policy = catalogue.policy()
    return Limits(
        bytes=int(policy.at("files.largest_bytes", on=on).value),
        pixels=int(policy.at("files.largest_pixels", on=on).value),
    )


def bring(viewer: Actor, *, wish: UUID, subject_id: UUID, name: str, data: bytes, received_at: datetime) -> Brought:
    """Keep an upload about a person or household. The ids follow from ``wish``, so that a repeat keeps it once."""
    problem = _may_not(viewer, subject_id)
    if problem is not None:
        return Brought(None, (problem,))
    today = received_at.astimezone(catalogue.LOCAL_ZONE).date()
    called = _called(name)
    try:
        content = examine(data, name=called, limits=limits(today))
    except FileRefused as refused:
        return Brought(None, (refused.problem,))
    home, keys = Path(settings.HOME), keyring()
    with contents.steady(home):
        try:
            digest = contents.put(home, keys, subject_id, content)
        except KeyDestroyed:
            return Brought(None, (Problem("not_found"),))
        file_id = derived_id(wish, "file", digest)
        command = KeepFile(
            id=derived_id(wish, "keep", digest), file_id=file_id, subject_id=subject_id, digest=digest, name=called
        )
        receipt = execute(command, actor=viewer, received_at=received_at)
    sweep(received_at, part=digest[:2])
    kept = NamedFile(id=file_id, digest=digest) if receipt.accepted else None
    return Brought(kept, receipt.problems, receipt)


def sweep(received_at: datetime, *, part: str = "??") -> int:
    """Delete contents that no row names for a day, in one folder or all; return how many. Nobody is waited for."""
    home = Path(settings.HOME)
    with contents.alone(home) as held:
        if not held:
            return 0
        rows = StoredFile.objects.filter(removed_at=None)
        if len(part) == 2 and "?" not in part:
            rows = rows.filter(digest__startswith=part)
        used = frozenset(rows.values_list("digest", flat=True))
        return contents.sweep(home, used, written_before=received_at - ORPHANS_STAY, part=part)


def _may_not(viewer: Actor, subject_id: UUID) -> Problem | None:
    """Return why the viewer may keep nothing there: before anything of it is looked at or written."""
    if not viewer.operator and not KEEP.allows(viewer.roles()):
        return Problem("not_your_role", values=KEEP.who())
    place_code = owners.places_of((subject_id,)).get(subject_id)
    return None if place_code is not None and reaches(viewer, KEEP, place_code) else Problem("not_found")


def _called(name: str) -> str:
    """Return the name of a file without its folders and without what does not print, its end kept where it is long."""
    bare = _CONTROLS.sub("", re.split(r"[/\\]", name)[-1]).strip()
    return bare[-NAME_LENGTH:].strip() or _UNNAMED
