"""What the journal's pages say of exports that were made in the viewer's territory: which sheet, and how much of it."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.access import COMMANDS
from xiuhua.platform.exchange.contract import KINDS
from xiuhua.platform.exchange.models import Export
from xiuhua.platform.journal.browsing import RecordName

_ACCESS = COMMANDS["exchange.record_export"]


def exports_named(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, RecordName]:
    """Return what the exports of the viewer's territory are called; one query."""
    rows = within(Export.objects.filter(id__in=set(ids)), viewer, _ACCESS)
    return {key: RecordName(_called(kind, count)) for key, kind, count in rows.values_list("id", "kind", "rows")}


NAMED: Mapping[str, Callable[[Actor, Iterable[UUID]], Mapping[UUID, RecordName]]] = {
    Export._meta.db_table: exports_named,
}
"""By table, who names its records."""


def _called(kind: str, rows: int) -> Text:
    label = KINDS[kind].sheet.label if kind in KINDS else Text(kind, kind)
    return Text(f"{label.zh} {rows:,} 行", f"{label.en}, {rows:,} rows")
