"""The plots of households going out: one row a plot."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.area import mu
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Held, Run
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.commands.plots import RecordPlots
from xiuhua.registry.models import Household, Plot
from xiuhua.registry.plots import load_plots, since_of
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.rules.plot_words import CLASS_NAMES, USE_NAMES, WILLING_NAMES
from xiuhua.registry.rules.plots import SIDES, written_since
from xiuhua.registry.rules.purposes import purpose_choices
from xiuhua.registry.sheets.plot_columns import PLOTS
from xiuhua.registry.sheets.since import Earlier

AT_ONCE = 500
"""Households read at once."""

_SEEN = QUERIES["registry.households"]
_NOT_OUT = ("sequence", "sides")
"""Columns that a sheet may have; each side has a column of its own."""
_NAMES = {"land_class": CLASS_NAMES, "land_use": USE_NAMES, "willing": WILLING_NAMES}


class PlotsExport:
    """The plots that count of present households."""

    access = _SEEN
    called = Text("地块表", "plots of land")
    keys = ("户记录编号", "地块记录编号")
    masked = frozenset[str]()
    group = "household_code"
    whole = False
    command = RecordPlots

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the plots of a place; there is nothing to filter by."""
        if filters:
            return None
        plots = Plot.objects.filter(household__in=_households(viewer, place_code), ended_on=None, area__isnull=False)
        headings = tuple(Heading(each.field, each.header) for each in PLOTS.columns if each.field not in _NOT_OUT)
        return Extent(place_code, filters, Text("各户的地块", "plots of households"), plots.count(), headings)

    def purposes(self, policy: Policy, *, on: date, region: str) -> Sequence[tuple[str, Text]]:
        """Return the purposes for which personal data may be taken out."""
        return purpose_choices(policy, on=on, region=region)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the plots, household by household."""
        chosen = _households(run.actor, extent.place_code).order_by("place_code", "code")
        for part in chunks(chosen.values_list("id", "code", "version", "place_code").iterator(AT_ONCE), AT_ONCE):
            ids = [row[0] for row in part]
            plots, heads = load_plots(Plot, ids, using=run.using), heads_of(ids)
            for id_, code, version, village in part:
                for plot in plots.get(id_, ()):
                    cells = {"household_code": code, "head": heads.get(id_, ""), **plot_cells(plot)}
                    values = tuple(cells[each.name] for each in extent.headings)
                    yield ExportRow((id_, plot["id"]), version, values, village)

    def held(
        self, wanted: Mapping[UUID, UUID | None], names: frozenset[str], run: Run
    ) -> Mapping[tuple[UUID, ...], Held]:
        """Return the plots of households in which the actor may write some, as shown now and as shown then."""
        mine = within(Household.objects.using(run.using), run.actor, COMMANDS[RecordPlots.code])
        rows = list(mine.filter(id__in=list(wanted), valid_to=None).values_list("id", "code", "version"))
        ids = [id_ for id_, _, _ in rows]
        plots, heads = load_plots(Plot, ids, using=run.using), heads_of(ids)
        found: dict[tuple[UUID, ...], Held] = {}
        for id_, code, version in rows:
            earlier = Earlier(id_, wanted[id_], run) if wanted[id_] != version else None
            whose = {"household_code": code, "head": heads.get(id_, "")}
            for plot in plots.get(id_, ()) if earlier is None or earlier.known else ():
                now = {**whose, **plot_cells(plot)}
                was = earlier.of(Plot._meta.db_table, plot["id"], plot) if earlier else plot
                found[id_, plot["id"]] = Held(now, {**whose, **plot_cells(was)})
        return found


def plot_cells(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a plot as the cells of a sheet say it."""
    since = since_of(row)
    return {
        "name": row["name"],
        "parcel_code": row["code"],
        "area": mu(row["area"]),
        "idle_since": written_since(since) if since else "",
        **{name: names[row[name]].zh if row[name] else "" for name, names in _NAMES.items()},
        **{side: row[side] for side in SIDES},
    }


def _households(viewer: Actor, place_code: str) -> QuerySet[Household]:
    return within(Household.objects.filter(valid_to=None), viewer, _SEEN, place=place_code)
