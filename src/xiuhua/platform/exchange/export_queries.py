"""What the journal's pages say of exports that were made in the viewer's territory: which sheet, and how much of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.access import COMMANDS
from xiuhua.platform.exchange.contained import holds
from xiuhua.platform.exchange.contract import label_of
from xiuhua.platform.exchange.models import Export, ExportedVillage
from xiuhua.platform.journal.browsing import RecordName

_ACCESS = COMMANDS["exchange.record_export"]


def exports_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the exports of the viewer's territory are called; one query."""
    rows = within(Export.objects.filter(id__in=set(ids)), viewer, _ACCESS)
    return {key: RecordName(_called(kind, count)) for key, kind, count in rows.values_list("id", "kind", "rows")}


@dataclass(frozen=True, slots=True)
class TakenAway:
    """That an export held a household: which kind of sheet of which place, for what, who took it through which post."""

    id: UUID
    kind: Text
    place_code: str
    purpose: str
    taken_by: UUID | None
    post: UUID | None
    taken_at: datetime


def exports_holding(viewer: Actor, record: UUID, *, village: str, access: Access) -> tuple[TakenAway, ...]:
    """Return the exports that held a household of a village, the newest first; one query, the village's marks.

    Whoever sees the village by ``access`` sees them, wherever they were taken.
    """
    rows = within(ExportedVillage.objects.filter(place_code=village), viewer, access)
    columns = ("export_id", "export__kind", "export__place_code", "export__purpose", "taken_by", "post", "taken_at")
    found = rows.order_by("-taken_at", "-export_id").values_list("marks", *columns)
    return tuple(
        TakenAway(export, label_of(kind), place, purpose, by, post, at)
        for marks, export, kind, place, purpose, by, post, at in found
        if holds(marks, export, record)
    )


NAMED: Mapping[str, Callable[[Actor, Iterable[UUID]], Mapping[UUID, RecordName]]] = {
    Export._meta.db_table: exports_named,
}
"""By table, who names its records."""


def _called(kind: str, rows: int) -> Text:
    label = label_of(kind)
    return Text(f"{label.zh} {rows:,} 行", f"{label.en}, {rows:,} rows")
