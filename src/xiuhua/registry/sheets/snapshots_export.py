"""A yearly snapshot going out: its villages with the figures that were kept, and their sums."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Run
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.kept_figures import KeptFigures, kept_figures
from xiuhua.registry.rules.purposes import purpose_choices
from xiuhua.registry.rules.village_sums import CENTS, NAMES, SumName, added

SNAPSHOT: Final = "snapshot"
"""The kind of sheet, and the filter that names which snapshot."""
_PLACE: Final = (Heading("village", "行政村"), Heading("code", "区划代码"))
_SUMS: Final = "合计"


class SnapshotExport:
    """What a snapshot kept of the villages of a place, and what it adds up to. A figure that is not known is blank."""

    access = QUERIES["registry.households"]
    called = Text("年度快照", "yearly snapshot")
    keys: tuple[str, ...] = ()
    code = SNAPSHOT
    label = called

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the villages of a snapshot; its title says of which day and under which policy they were counted."""
        kept = _kept(viewer, place_code, filters)
        if kept is None or filters.keys() != {SNAPSHOT}:
            return None
        day, taken = kept.as_of.isoformat(), kept.taken_on.isoformat()
        title = Text(
            f"{kept.year} 年快照 · 按 {day} 的情况，{taken} 留存 · 政策版本 {kept.policy} · 快照核对码 {kept.digest}",
            f"snapshot of {kept.year}, as of {day}, taken on {taken}, policy {kept.policy}, digest {kept.digest}",
        )
        headings = (*_PLACE, *(Heading(each.code, each.name.zh) for each in _figures(kept)))
        return Extent(place_code, filters, title, len(kept.villages) + 1, headings)

    def purposes(self, policy: Policy, *, on: date, region: str) -> Sequence[tuple[str, Text]]:
        """Return the purposes for which the figures may be taken out."""
        return purpose_choices(policy, on=on, region=region)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the villages in code order, and the sums over them."""
        kept = _kept(run.actor, extent.place_code, extent.filters)
        if kept is None:
            return
        names = _figures(kept)
        for village in kept.villages:
            yield _row(village.name, village.code, village.figures, names)
        yield _row(_SUMS, "", added(each.figures for each in kept.villages), names)


def _kept(viewer: Actor, place_code: str, filters: Mapping[str, str]) -> KeptFigures | None:
    chosen = read_uuid(filters.get(SNAPSHOT, ""))
    return kept_figures(viewer, chosen, place=place_code) if chosen is not None else None


def _figures(kept: KeptFigures) -> tuple[SumName, ...]:
    """Return the figures that any of the villages has, in their order."""
    return tuple(NAMES[code] for code in added(each.figures for each in kept.villages))


def _row(name: str, code: str, figures: Mapping[str, int], names: Sequence[SumName]) -> ExportRow:
    return ExportRow((), None, (name, code, *(_amount(each, figures.get(each.code)) for each in names)))


def _amount(name: SumName, value: int | None) -> float | int | None:
    """Return a figure as a spreadsheet adds it up: money in yuan."""
    return value / 100 if value is not None and name.measure == CENTS else value
