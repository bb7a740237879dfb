"""Which evidence files the records of a household name, and what changes when one names another."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, QuerySet

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.files import queries as files
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.registry.models import Evidence

NAMED: Final = ("evidence_id", "file_id")
"""Columns that :func:`with_files` adds: what a record names now, at most one file."""


def with_files(rows: QuerySet[Any], *columns: str, day: date | None = None) -> QuerySet[Any]:
    """Return these columns of lines or plots, with the file that each names now, or named on a day; no query more."""
    present = Q(named_files__ended_on=None)
    if day is not None:
        present = Q(present | Q(named_files__ended_on__gt=day), named_files__named_on__lte=day)
    now = FilteredRelation("named_files", condition=present)
    return rows.annotate(now=now).values(*columns, evidence_id=F("now__id"), file_id=F("now__file_id"))


def unknown_files(
    named: Iterable[tuple[NamedFile | None, Collection[UUID]]], *, using: str = "default"
) -> Mapping[UUID, Problem]:
    """Return the problem of each file that may not be named; ``named`` holds files with whom they have to be about.

    A file that several wishes name has to be about somebody of whom all of them speak. At most one query.
    """
    subjects: dict[UUID, set[UUID]] = {}
    digests: dict[UUID, str] = {}
    for file, about in named:
        if file is not None:
            same = digests.setdefault(file.id, file.digest) == file.digest
            subjects[file.id] = subjects.get(file.id, set(about)) & set(about) if same else set()
    return files.unknown(subjects, digests, using=using) if subjects else {}


def evidence_changes(
    stated: Any,
    stored: Mapping[str, Any] | None,
    *,
    kind: Literal["line", "plot"],
    household_id: UUID,
    place_code: str,
    command_id: UUID,
    today: date,
) -> list[Change]:
    """Return the changes by which a record names the file that was stated, or none any more."""
    evidence, file = (stored["evidence_id"], stored["file_id"]) if stored else (None, None)
    wanted = stated.file.id if stated.file else None if "file" in stated.cleared else file
    if wanted == file:
        return []
    changes: list[Change] = []
    if evidence is not None:
        changes.append(Update(Evidence, evidence, household_id, {"ended_on": None}, {"ended_on": today}))
    if wanted is not None:
        values = {
            "id": derived_id(command_id, "evidence", str(stated.id)),
            "household_id": household_id,
            "place_code": place_code,
            "line_id": None,
            "plot_id": None,
            f"{kind}_id": stated.id,
            "file_id": wanted,
            "named_on": today,
            "ended_on": None,
        }
        changes.append(Insert(Evidence, values))
    return changes
