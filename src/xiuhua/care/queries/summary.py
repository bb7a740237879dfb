"""Summary tables of a place: the figures of the places in it in code order, and the rows behind each figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xiuhua.care.models import Helper, Measure, Plan
from xiuhua.care.queries.coverage import overdue_on
from xiuhua.care.queries.helpers import HELP
from xiuhua.care.rules.plans import MeasureState, PlanState
from xiuhua.care.rules.summary import OF_VISITS, Figures, Sums, added
from xiuhua.groups.queries.visits import VISITS
from xiuhua.groups.queries.visits_counted import Visited, visits_by_household, visits_counted
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, prefix_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_places
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, children, place
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.registry.queries.counted import (
    households_counted,
    idle_counted,
    people_by_household,
    people_counted,
    present_ids,
)
from xiuhua.registry.queries.named import households_named
from xiuhua.registry.queries.present import Present, present_households

MOST_PLACES: Final = 1000
"""No place has more places directly in it."""
PAGE_SIZE: Final = 100
_EARLIEST, _LATEST = 2000, 2200


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A place in the table with its figures."""

    place: PlaceLine
    sums: Sums


@dataclass(frozen=True, slots=True)
class Summary:
    """The table of a place: its lines in code order and what they come to. ``figures`` are those the viewer may see."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    year: int
    on: date
    figures: tuple[Figures, ...]
    lines: tuple[SummaryLine, ...]
    sums: Sums


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A household behind a figure, and how much of it is its own."""

    id: UUID
    code: str
    name: Text | str
    village: str
    value: int


@dataclass(frozen=True, slots=True)
class FigureRows:
    """The households behind a figure of a place in the order of codes, and what they come to."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    figure: Figures
    year: int
    total: int
    rows: tuple[FigureRow, ...]
    after: str | None


def summary(viewer: Actor, code: str, *, year: int | None = None, on: date) -> Summary | None:
    """Return the table of a place by the places directly in it; of a village it is one line.

    ``None`` where the place is absent or the viewer sees no households there. The number of queries is fixed.
    """
    found = place(viewer, code)
    if found is None or not reaches(viewer, HELP, code):
        return None
    chosen = year_or(year, on)
    village = found.level is Level.VILLAGE
    inside = (found,) if village else children(viewer, code, size=MOST_PLACES).rows
    by_village = summed(viewer, code, year=chosen, on=on)
    lines = tuple(SummaryLine(each, _sums_in(each, by_village)) for each in inside)
    figures = figures_seen(viewer, code)
    whole = added(by_village.values())
    sums = {figure: whole.get(figure, 0) for figure in figures}
    return Summary(found, breadcrumb(viewer, code), chosen, on, figures, lines, sums)


def summed(viewer: Actor, code: str, *, year: int, on: date) -> Mapping[str, Sums]:
    """Return the figures of a place by village, of those villages that have any; six queries, five without visits.

    The viewer sees the households there: whoever asks has established it.
    """
    helped = within(Helper.objects.filter(valid_to=None), viewer, HELP, place=code)
    plans = within(Plan.objects.filter(state=PlanState.AGREED), viewer, HELP, place=code)
    among = {each: rows.order_by().values_list("household_id") for each, rows in (("helped", helped), ("plans", plans))}
    found: dict[str, dict[Figures, int]] = {}
    for village, counts in households_counted(viewer, code, among).items():
        found[village] = {
            Figures.HOUSEHOLDS: counts["all"],
            Figures.HELPED: counts["helped"],
            Figures.ALONE: counts["all"] - counts["helped"],
            Figures.PLANNED: counts["plans"],
        }
    for village, n in people_counted(viewer, code).items():
        found.setdefault(village, {})[Figures.PEOPLE] = n
    for row in _measures(viewer, code).values("place_code").annotate(**_counted(year, on)):
        sums = found.setdefault(row.pop("place_code"), {})
        sums.update({Figures(name): n for name, n in row.items()})
    for village, area in idle_counted(viewer, code).items():
        found.setdefault(village, {})[Figures.IDLE] = area
    for village, visited in _visited(viewer, code, year).items():
        found.setdefault(village, {}).update({Figures.VISITS: visited.visits, Figures.VISITED: visited.households})
    return found


def figure_rows(
    viewer: Actor,
    code: str,
    column: Figures,
    *,
    year: int | None = None,
    on: date,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> FigureRows | None:
    """Return the households behind a figure; ``None`` where the place or the figure is absent or unseen.

    Idle land opens on the page of plots instead, because villages hold some of it.
    """
    found = place(viewer, code)
    if found is None or column not in figures_seen(viewer, code) or column is Figures.IDLE:
        return None
    chosen = year_or(year, on)
    households = present_households(viewer, code)
    values = _values(viewer, code, column, households, chosen, on)
    with_any = [each for each in households if values.get(each.id)]
    rest = [each for each in with_any if after is None or each.key > after]
    page = rest[:size]
    names = households_named(viewer, (each.id for each in page))
    villages = names_of_places({each.place_code for each in page})
    return FigureRows(
        place=found,
        places=breadcrumb(viewer, code),
        figure=column,
        year=chosen,
        total=sum(values[each.id] for each in with_any),
        rows=tuple(
            FigureRow(
                each.id,
                each.code,
                names[each.id].label if each.id in names else each.code,
                villages.get(each.place_code, each.place_code),
                values[each.id],
            )
            for each in page
        ),
        after=page[-1].key if len(rest) > size else None,
    )


def figures_seen(viewer: Actor, code: str) -> tuple[Figures, ...]:
    """Return the figures that the viewer may see of a place, none where no households are seen."""
    if not reaches(viewer, HELP, code):
        return ()
    visits = reaches(viewer, VISITS, code)
    return tuple(each for each in Figures if visits or each not in OF_VISITS)


def year_or(year: int | None, on: date) -> int:
    """Return a year that was asked for, that of the day where there is none or it cannot be."""
    return year if year is not None and _EARLIEST <= year <= _LATEST else on.year


def _sums_in(each: PlaceLine, by_village: Mapping[str, Sums]) -> Sums:
    prefix = prefix_of(each.code)
    return added(sums for village, sums in by_village.items() if village.startswith(prefix))


def _measures(viewer: Actor, code: str) -> QuerySet[Measure]:
    """Return the measures of versions that present households agreed to."""
    agreed = Q(plan__state__in=(PlanState.AGREED, PlanState.REPLACED), removed_on=None)
    rows = within(Measure.objects.filter(agreed), viewer, HELP, place=code)
    return rows.filter(household_id__in=present_ids(viewer, code)).order_by()


def _counted(year: int, on: date) -> dict[str, Any]:
    """Return how each figure of measures is counted: of plans in force, and of the year whatever the version."""
    return {figure.value: Count("id", filter=which) for figure, which in _which(year, on).items()}


def _which(year: int, on: date) -> Mapping[Figures, Q]:
    in_force = Q(plan__state=PlanState.AGREED)
    return {
        Figures.MEASURES: in_force,
        Figures.OVERDUE: in_force & overdue_on(on),
        Figures.UNANSWERED: in_force & Q(state=MeasureState.REPORTED),
        Figures.CONFIRMED: Q(state=MeasureState.CONFIRMED, confirmed_on__year=year),
    }


def _visited(viewer: Actor, code: str, year: int) -> Mapping[str, Visited]:
    if not reaches(viewer, VISITS, code):
        return {}
    return visits_counted(viewer, code, since=date(year, 1, 1), until=date(year, 12, 31))


def _values(
    viewer: Actor, code: str, figure: Figures, households: tuple[Present, ...], year: int, on: date
) -> Mapping[UUID, int]:
    """Return how much of a figure is each household's; one query, none for the households themselves."""
    which = _which(year, on)
    if figure in which:
        rows = _measures(viewer, code).filter(which[figure])
        return dict(rows.values_list("household_id").annotate(n=Count("*")))
    if figure in OF_VISITS:
        visits = visits_by_household(viewer, code, since=date(year, 1, 1), until=date(year, 12, 31))
        return visits if figure is Figures.VISITS else dict.fromkeys(visits, 1)
    if figure is Figures.PEOPLE:
        return people_by_household(viewer, code)
    if figure is Figures.PLANNED:
        plans = within(Plan.objects.filter(state=PlanState.AGREED), viewer, HELP, place=code)
        return dict.fromkeys(plans.values_list("household_id", flat=True), 1)
    if figure is Figures.HOUSEHOLDS:
        return {each.id: 1 for each in households}
    helpers = within(Helper.objects.filter(valid_to=None), viewer, HELP, place=code)
    helped = set(helpers.values_list("household_id", flat=True))
    return {each.id: 1 for each in households if (each.id in helped) is (figure is Figures.HELPED)}
