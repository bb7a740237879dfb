"""The ledger of land going out: every plot that counts, of households and of villages. It does not come back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import village_names
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Run
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household, Plot, Village, VillagePlot
from xiuhua.registry.plots import load_plots
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.rules.purposes import purpose_choices
from xiuhua.registry.sheets.plots_export import AT_ONCE, plot_cells

LAND_LEDGER: Final = "land_ledger"
"""The code of the kind."""

_SEEN = QUERIES["registry.households"]
_COLLECTIVE: Final = "村集体"
HEADINGS: Final = (
    Heading("township", "乡（镇）"),
    Heading("village", "行政村"),
    Heading("household_code", "户编号"),
    Heading("head", "承包户（户主）"),
    Heading("name", "地块名称"),
    Heading("parcel_code", "地块代码"),
    Heading("area", "面积（亩）"),
    Heading("land_class", "地类"),
    Heading("land_use", "利用现状"),
    Heading("idle_since", "撂荒起始"),
    Heading("willing", "是否愿意流转"),
    Heading("east", "东至"),
    Heading("south", "南至"),
    Heading("west", "西至"),
    Heading("north", "北至"),
)


class LandLedger:
    """The plots of a place: those of households in the order of codes, then those of villages."""

    access = _SEEN
    called = Text("土地台账", "ledger of land")
    label = called
    code = LAND_LEDGER
    keys: tuple[str, ...] = ()

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the plots of a place; there is nothing to filter by."""
        if filters:
            return None
        counts = {"ended_on": None, "area__isnull": False}
        own = Plot.objects.filter(household__in=_households(viewer, place_code), **counts).count()
        collective = VillagePlot.objects.filter(village__in=_villages(viewer, place_code), **counts).count()
        title = Text("农户和村集体的地块", "plots of households and villages")
        return Extent(place_code, filters, title, own + collective, HEADINGS)

    def purposes(self, policy: Policy, *, on: date, region: str) -> Sequence[tuple[str, Text]]:
        """Return the purposes for which personal data may be taken out."""
        return purpose_choices(policy, on=on, region=region)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the plots of households, then those of villages."""
        names = {code: (township, village) for _, township, village, code in village_names(using=run.using)}
        chosen = _households(run.actor, extent.place_code).order_by("place_code", "code")
        for part in chunks(chosen.values_list("id", "code", "place_code").iterator(AT_ONCE), AT_ONCE):
            ids = [row[0] for row in part]
            plots, heads = load_plots(Plot, ids, using=run.using, files=False), heads_of(ids)
            for id_, code, village in part:
                whose = {"household_code": code, "head": heads.get(id_, "")}
                for plot in plots.get(id_, ()):
                    yield ExportRow((id_, plot["id"]), None, _cells(plot, whose, names[village]), village)
        found: list[tuple[UUID, str]] = list(_villages(run.actor, extent.place_code).values_list("id", "place_code"))
        collective = load_plots(VillagePlot, [id_ for id_, _ in found], using=run.using)
        for id_, village in found:
            for plot in collective.get(id_, ()):
                cells = _cells(plot, {"household_code": "", "head": _COLLECTIVE}, names[village])
                yield ExportRow((plot["id"],), None, cells)


def _cells(plot: Mapping[str, Any], whose: Mapping[str, str], where: tuple[str, str]) -> tuple[Any, ...]:
    township, village = where
    cells = {"township": township, "village": village, **whose, **plot_cells(plot), "area": plot["area"] / 1000}
    return tuple(cells[each.name] for each in HEADINGS)


def _households(viewer: Actor, place_code: str) -> QuerySet[Household]:
    return within(Household.objects.filter(valid_to=None), viewer, _SEEN, place=place_code)


def _villages(viewer: Actor, place_code: str) -> QuerySet[Village]:
    return within(Village.objects.all(), viewer, _SEEN, place=place_code).order_by("place_code")
