"""Files that come with a form: kept first, then named by the command that the form sends."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.requests import command_id_of
from xiuhua.platform.accounts.scope import received_at, today_of
from xiuhua.platform.files.bringing import bring, limits
from xiuhua.platform.files.examining import too_large
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.uploads import in_memory

KEPT = "_kept"
"""Ends the name of the hidden field that names a file which came with an earlier try of the same form."""

takes_files = in_memory(lambda request: limits(today_of(request)).bytes)
"""Marks a view whose form may bring files; it stands above every other decorator."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a form says of a file: the file, nothing, or what is wrong with it."""

    file: NamedFile | None = None
    problems: tuple[Problem, ...] = ()


def chosen(request: HttpRequest, field: str, *, subject_id: UUID) -> Chosen:
    """Return the file that a form brings for a field, kept about somebody, or the one that it brought before."""
    upload = request.FILES.get(field)
    if upload is None and field in request.in_memory.left_out:
        return Chosen(None, (too_large(limits(today_of(request))).problem,))
    if upload is None:
        return Chosen(NamedFile.read(request.POST.get(field + KEPT, "")))
    brought = bring(
        request.viewer,
        wish=command_id_of(request),
        subject_id=subject_id,
        name=upload.name or "",
        data=upload.read(),
        received_at=received_at(request),
    )
    return Chosen(brought.file, brought.problems)
