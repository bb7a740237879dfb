"""The plots of a household or a village, and those of a place one by one: read in a fixed number of queries."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import read_uuid
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household, Plot, Village, VillagePlot
from xiuhua.registry.origins import origin_name
from xiuhua.registry.plots import load_plots, since_of
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.queries.plot_records import LandOf, PlacedPlot, PlotLine, PlotPage
from xiuhua.registry.rules.plot_words import CLASS_NAMES, USE_NAMES, land_said, sides_said, since_said, willing_said
from xiuhua.registry.rules.plots import SIDES, Use, Willing

HOUSEHOLDS = QUERIES["registry.households"]
PAGE_SIZE = 100
AT_ONCE = 2000

_COLUMNS = (
    *("id", "place_code", "name", "code", "area", "land_class", "land_use", "idle_from", "idle_to", "willing"),
    *("stated_on", *SIDES),
)


def land_of_household(viewer: Actor, household_id: UUID, *, day: date | None = None) -> LandOf | None:
    """Return the plots of a household, now or on a day gone by; ``None`` where it is absent or out of sight."""
    found = list(within(Household.objects.filter(id=household_id), viewer, HOUSEHOLDS).values_list("version"))
    return land_of(household_id, found[0][0], day=day) if found else None


def land_of(household_id: UUID, version: UUID | None, *, day: date | None = None, files: bool = True) -> LandOf:
    """Return the plots of a household of this version, on request without their files; one query.

    The caller has established that the viewer may see the household.
    """
    return _land(load_plots(Plot, (household_id,), day=day, files=files).get(household_id, ()), version)


def no_land(version: UUID | None) -> LandOf:
    """Return what is said of a holder without plots, of this version."""
    return _land((), version)


def land_of_village(viewer: Actor, place_code: str, *, day: date | None = None) -> LandOf | None:
    """Return the plots of a village's collective, now or on a day gone by.

    ``None`` where the viewer sees no households there: what lies around a plot can name people.
    """
    if not reaches(viewer, HOUSEHOLDS, place_code):
        return None
    village = Village.objects.filter(place_code=place_code).values("id", "version").first()
    if village is None:
        return no_land(None)
    return _land(load_plots(VillagePlot, (village["id"],), day=day).get(village["id"], ()), village["version"])


def plots_in(
    viewer: Actor, code: str, *, use: str = "", willing: str = "", after: str | None = None, size: int = PAGE_SIZE
) -> PlotPage | None:
    """Return a page of the plots of a place, of households and villages; ``None`` where they stay unseen.

    They come in the order of the codes of villages and households, a village's own land first. A key ``after`` of
    another form starts from the beginning.
    """
    if not reaches(viewer, HOUSEHOLDS, code):
        return None
    key = _key(after)
    wanted = {name: value for name, value in (("land_use", use), ("willing", willing)) if value}
    own = Plot.objects.filter(household__valid_to=None, **wanted)
    of_villages = VillagePlot.objects.filter(**wanted)
    rows = [
        *_page(within(of_villages, viewer, HOUSEHOLDS, place=code), key, None, size),
        *_page(within(own, viewer, HOUSEHOLDS, place=code), key, "household__code", size),
    ]
    rows.sort(key=lambda row: (row.place_code, row.household_code, row.plot_id.hex))
    page = rows[:size]
    heads = heads_of(row.household_id for row in page if row.household_id is not None)
    shown = tuple(row._replace(head=heads.get(row.household_id, "") if row.household_id else "") for row in page)
    last = page[-1] if len(rows) > size else None
    return PlotPage(shown, f"{last.place_code}/{last.household_code}/{last.plot_id.hex}" if last else None)


def idle_and_willing(viewer: Actor, code: str) -> Iterator[PlacedPlot]:
    """Yield the idle plots of a place whose holders would transfer them, in code order, some thousands at a time."""
    after: str | None = None
    while page := plots_in(viewer, code, use=Use.IDLE, willing=Willing.YES, after=after, size=AT_ONCE):
        yield from page.rows
        if page.after is None:
            return
        after = page.after


Key = tuple[str, str, UUID]


def _key(after: str | None) -> Key | None:
    parts = (after or "").split("/")
    plot = read_uuid(parts[-1])
    return (parts[0], parts[1], plot) if len(parts) == 3 and plot else None


def _page(rows: QuerySet[Any], key: Key | None, household_code: str | None, size: int) -> list[PlacedPlot]:
    """Return the first plots after a key; those of villages stand before those of their households."""
    counted = rows.filter(ended_on=None, area__isnull=False)
    if key is not None:
        place, code, plot = key
        later = Q(place_code__gt=place)
        if household_code is not None:
            later |= Q(place_code=place, **{f"{household_code}__gt": code})
            later |= Q(place_code=place, id__gt=plot, **{household_code: code})
        elif not code:
            later |= Q(place_code=place, id__gt=plot)
        counted = counted.filter(later)
    if household_code is None:
        ordered = counted.order_by("place_code", "id").values(*_COLUMNS)
        return [_placed(row, None, "") for row in ordered[: size + 1]]
    ordered = counted.order_by("place_code", household_code, "id").values(*_COLUMNS, "household_id", household_code)
    return [_placed(row, row["household_id"], row[household_code]) for row in ordered[: size + 1]]


def _placed(row: Mapping[str, Any], household: UUID | None, household_code: str) -> PlacedPlot:
    own = {name: row[name] for name in _COLUMNS if name != "id"}
    return PlacedPlot(plot_id=row["id"], household_id=household, household_code=household_code, head="", **own)


def _land(rows: Sequence[Mapping[str, Any]], version: UUID | None) -> LandOf:
    lines = tuple(map(_line, rows))
    idle = [line for line in lines if line.land_use == Use.IDLE]
    willing = sum(line.willing == Willing.YES for line in idle)
    total, waste = (sum(line.area for line in some) for some in (lines, idle))
    return LandOf(lines, total, waste, land_said(total, len(lines), waste, len(idle), willing), version)


def _line(row: Mapping[str, Any]) -> PlotLine:
    since = since_of(row)
    plain = ("id", "name", "code", "area", "land_class", "land_use", "willing", *SIDES, "stated_on")
    return PlotLine(
        **{name: row[name] for name in plain},
        class_name=CLASS_NAMES.get(row["land_class"]),
        use_name=USE_NAMES[row["land_use"]],
        since=since,
        since_said=since_said(since) if since else None,
        willing_name=willing_said(row["willing"]),
        sides=sides_said({side: row[side] for side in SIDES}),
        file=row["file_id"],
        source=origin_name(row["origin"]),
    )
