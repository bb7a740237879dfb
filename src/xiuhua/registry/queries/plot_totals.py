"""The land of a place by use: area, plots and households, each figure with the door to its rows."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Sum

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.area import MU, mu
from xiuhua.kernel.figures import Figure
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.registry.models import Plot, VillagePlot
from xiuhua.registry.queries.figures import HOUSEHOLDS_UNIT
from xiuhua.registry.queries.plot_records import PlotTotals, UseLine
from xiuhua.registry.queries.plots import HOUSEHOLDS
from xiuhua.registry.rules.plot_words import USE_NAMES

PLOTS_UNIT = Text("块", "plots")
ALL_NAME = Text("合计", "total")


class _Sums(NamedTuple):
    """Area, plots and households; a sum of sums counts a household once for each use."""

    area: int = 0
    plots: int = 0
    households: int = 0


def plot_totals(viewer: Actor, code: str, *, on: date) -> PlotTotals | None:
    """Return the land of a place by use; ``None`` where the place or its households stay unseen."""
    place = accounts.place(viewer, code)
    return totals_of(viewer, place, on=on) if place is not None else None


def totals_of(viewer: Actor, place: PlaceLine, *, on: date) -> PlotTotals | None:
    """Return the land of a place that was looked up for the viewer; three queries."""
    code = place.code
    if not reaches(viewer, HOUSEHOLDS, code):
        return None
    own = within(
        Plot.objects.filter(ended_on=None, area__isnull=False, household__valid_to=None), viewer, HOUSEHOLDS, place=code
    )
    village = within(VillagePlot.objects.filter(ended_on=None, area__isnull=False), viewer, HOUSEHOLDS, place=code)
    summed = {"total": Sum("area"), "n": Count("*")}
    columns = ("land_use", "total", "n")
    by_use: dict[str, _Sums] = {}
    households = Count("household", distinct=True)
    for use, area, plots, holders in (
        own.values("land_use").annotate(**summed, homes=households).order_by().values_list(*columns, "homes")
    ):
        by_use[use] = _Sums(int(area), plots, holders)
    for use, area, plots in village.values("land_use").annotate(**summed).order_by().values_list(*columns):
        known = by_use.get(use, _Sums())
        by_use[use] = known._replace(area=known.area + int(area), plots=known.plots + plots)
    holding = own.aggregate(n=households)["n"] if by_use else 0
    whole = _Sums(sum(s.area for s in by_use.values()), sum(s.plots for s in by_use.values()), holding)
    lines = tuple(_line(code, use, name, by_use[use], on) for use, name in USE_NAMES.items() if use in by_use)
    return PlotTotals(place, lines, _line(code, "", ALL_NAME, whole, on))


def _line(code: str, use: str, name: Text, sums: _Sums, on: date) -> UseLine:
    door: Mapping[str, str] = {"place": code, **({"use": use} if use else {})}
    which = Text(f"利用现状是{name.zh}的", f"those whose use is {name.en}") if use else Text("全部", "all of them")

    def figure(value: int | str, unit: Text, formula: Text) -> Figure:
        return Figure(value, unit, formula, on, ("plots", door))

    return UseLine(
        use=use,
        name=name,
        area=figure(
            mu(sums.area),
            MU,
            Text(
                f"把这里登记的、没有结束的{which.zh}地块面积相加，农户的和村集体的都算。",
                f"The areas of the plots on record here are added up ({which.en}), of households and villages.",
            ),
        ),
        plots=figure(
            sums.plots,
            PLOTS_UNIT,
            Text(
                f"数出这里登记的、没有结束的{which.zh}地块，农户的和村集体的都算。",
                f"The plots on record here are counted ({which.en}), of households and villages.",
            ),
        ),
        households=figure(
            sums.households,
            HOUSEHOLDS_UNIT,
            Text(
                f"数出有这样地块的户（{which.zh}）；一户只数一次，村集体不算。",
                f"Households with such a plot are counted once ({which.en}); villages are not counted.",
            ),
        ),
    )
