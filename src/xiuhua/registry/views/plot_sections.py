"""What the pages of households and places show of plots of land."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import reaches, today_of
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.beside import Home
from xiuhua.registry.models import Plot
from xiuhua.registry.queries.plot_totals import totals_of
from xiuhua.registry.queries.plots import land_of, land_of_village, no_land
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.plots import Use
from xiuhua.registry.views.requests import address

PLOTS, VILLAGE_PLOTS = "registry.record_plots", "registry.record_village_plots"


def plots_of_household(
    request: HttpRequest, page: Household, home: Home | None = None, *, files: bool = True
) -> dict[str, Any]:
    """Return the section of plots on a household's page, as of the day for which it is shown.

    Their ``files`` are needed only where the plots are shown one by one.
    """
    some = home is None or home.has(Plot)
    over = page.ended or page.day is not None
    why_not = None if over else page.actions[PLOTS].why_not
    may = not over and why_not is None
    return {
        "land": land_of(page.id, page.version, day=page.day, files=files) if some else no_land(page.version),
        "plots_url": address("household-plots", str(page.id)) if may else "",
        "plots_why_not": why_not,
    }


def plots_of_village(request: HttpRequest, place: PlaceLine, *, day: date | None = None) -> dict[str, Any]:
    """Return the sections of plots on a village's page; nothing for those who see no households there.

    As of a day gone by it is the land of the village alone: idle land of all its plots is a figure of today.
    """
    if day is not None:
        return {"land": land_of_village(request.viewer, place.code, day=day)}
    may = reaches(request.viewer, COMMANDS[VILLAGE_PLOTS], place.code)
    return {
        "land": land_of_village(request.viewer, place.code),
        "plots_url": address("village-plots", place.code) if may else "",
        **idle_land(request, place),
    }


def idle_land(request: HttpRequest, place: PlaceLine) -> dict[str, Any]:
    """Return the idle land of a place; nothing where there is none or the viewer sees no households there."""
    totals = totals_of(request.viewer, place, on=today_of(request))
    return {"idle": totals.of(Use.IDLE) if totals else None}
