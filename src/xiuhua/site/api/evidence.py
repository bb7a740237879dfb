"""Imports and journal entries as JSON: counts and words, never what stood in somebody else's sheet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from xiuhua.platform.exchange.queries import ImportView
from xiuhua.site.api import shapes
from xiuhua.site.api.shapes import Words
from xiuhua.site.journal.entry import EntryTold
from xiuhua.site.journal.queries import EntryLine


class ImportOut(Schema):
    """An import, or a batch of somebody else's."""

    id: UUID
    own: bool
    name: str = Field(description="文件名，只给上传的人。 The file's name, for whoever uploaded it.")
    owner: str
    kind: str
    kind_label: Words
    unit: Words
    state: str
    state_label: Words
    created: datetime
    taken: datetime | None
    settled: datetime | None
    undone: datetime | None
    rows: int
    records: dict[str, int]
    lines: dict[str, int]
    taken_in: int
    unchanged: int
    answered: int
    held: int


class ImportPageOut(Schema):
    """Some imports, the newest first."""

    rows: list[ImportOut]
    before: UUID | None


class RecordOut(Schema):
    """A record that an entry changed, as far as the caller sees it."""

    label: Words
    url: str


class EntryOut(Schema):
    """One entry of the journal."""

    stream: str
    sequence: int
    command_id: UUID
    code: str
    what: Words
    received_at: datetime
    who: Words = Field(
        description="姓名；不该看到姓名的，是岗位。 A name, or a role where the name is not for the caller."
    )
    place: str
    door: Words
    batch: UUID | None
    records: list[RecordOut]
    others: int


class EntryPageOut(Schema):
    """Some entries, the newest first."""

    rows: list[EntryOut]
    before: int | None


class CellOut(Schema):
    """A field before and after."""

    column: str
    name: Words
    before: Words | None
    after: Words | None


class RowOut(Schema):
    """A row that an entry changed; its values are there only where the caller sees the record."""

    table: str
    kind: Words
    name: str
    what: str
    open: bool
    cells: list[CellOut]


class EntryWholeOut(EntryOut):
    """One entry with its changes and its place in the chain."""

    hash: str
    previous_hash: str
    version: int
    observed: str
    role: Words | None
    reason: str
    policy_version: str
    code_version: str
    changes: list[RowOut]


def imported(view: ImportView) -> dict[str, Any]:
    """Return an import: whole numbers, states and words."""
    plain = (
        "id", "own", "name", "owner", "kind", "created", "taken", "settled", "undone", "rows", "taken_in", "unchanged",
        "answered", "held",
    )  # fmt: skip
    return {
        **{name: getattr(view, name) for name in plain},
        "kind_label": shapes.words(view.kind_label),
        "unit": shapes.words(view.unit),
        "state": view.state.value,
        "state_label": shapes.words(view.label),
        "records": shapes.counts(view.records),
        "lines": shapes.counts(view.lines),
    }


def entry(line: EntryLine) -> dict[str, Any]:
    """Return an entry of a list."""
    plain = ("stream", "sequence", "command_id", "code", "received_at", "place", "batch", "others")
    return {
        **{name: getattr(line, name) for name in plain},
        "what": shapes.words(line.what),
        "who": shapes.words(line.who),
        "door": shapes.words(line.door),
        "records": [{"label": shapes.words(each.label), "url": each.url} for each in line.records],
    }


def entry_whole(told: EntryTold) -> dict[str, Any]:
    """Return an entry with its changes in words."""
    plain = ("hash", "previous_hash", "version", "observed", "reason", "policy_version", "code_version")
    return {
        **entry(told.line),
        **{name: getattr(told, name) for name in plain},
        "role": shapes.words(told.role),
        "changes": [
            {
                "table": row.table,
                "kind": shapes.words(row.kind),
                "name": row.name,
                "what": row.what.value,
                "open": row.open,
                "cells": [
                    {
                        "column": cell.column,
                        "name": shapes.words(cell.name),
                        "before": shapes.words(cell.before),
                        "after": shapes.words(cell.after),
                    }
                    for cell in row.cells
                ],
            }
            for row in told.rows
        ],
    }
