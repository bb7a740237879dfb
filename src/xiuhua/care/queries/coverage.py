"""Which households of a place somebody has to think of: in code order, for those in charge, never a ranking."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiuhua.care.models import Helper, Measure, Plan
from xiuhua.care.queries.helpers import HELP, NOBODY, HelperLine, UnitLine, helpers_of_many, units_of
from xiuhua.care.rules.helping import helper_visit_days, without_visit
from xiuhua.care.rules.plans import OPEN, MeasureState, PlanState
from xiuhua.groups.queries.visits import VISITS
from xiuhua.groups.queries.visits_counted import promised_and_late, promises_overdue, visited_by, visits_since
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, level_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_places
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue
from xiuhua.registry.queries.counted import households_counted
from xiuhua.registry.queries.named import households_named
from xiuhua.registry.queries.present import Present, present_households

PAGE_SIZE: Final = 100


class Show(StrEnum):
    """Which households a list shows."""

    NOBODY = "nobody"
    NO_PLAN = "no_plan"
    OVERDUE = "overdue"
    PROMISED = "promised"
    NO_RESULT = "no_result"
    UNANSWERED = "unanswered"
    UNVISITED = "unvisited"
    HELPED = "helped"


@dataclass(frozen=True, slots=True)
class HelpedHousehold:
    """A household in a list of help: who helps it now."""

    id: UUID
    code: str
    name: Text | str
    village: str
    helpers: tuple[HelperLine, ...]


@dataclass(frozen=True, slots=True)
class HelpedPlace:
    """The households of a place, as far as asked for; the counts are of all of them. ``units`` are a village's."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    show: Show
    counts: Mapping[Show, int]
    rows: tuple[HelpedHousehold, ...]
    after: str | None
    units: tuple[UnitLine, ...]


def helped_place(
    viewer: Actor, code: str, *, on: date, show: Show = Show.NOBODY, after: str | None = None, size: int = PAGE_SIZE
) -> HelpedPlace | None:
    """Return who is helped in a place, or ``None`` where it is absent or the viewer sees no households there."""
    found = place(viewer, code)
    if found is None or not reaches(viewer, HELP, code):
        return None
    chosen = chosen_households(viewer, code, on=on)
    rest = [each for each in chosen[show] if after is None or each.key > after]
    page = rest[:size]
    return HelpedPlace(
        place=found,
        places=breadcrumb(viewer, code),
        show=show,
        counts={each: len(chosen[each]) for each in Show},
        rows=_rows(viewer, page),
        after=page[-1].key if len(rest) > size else None,
        units=units_of(viewer, code) if level_of(code) is Level.VILLAGE else (),
    )


def chosen_households(viewer: Actor, code: str, *, on: date) -> Mapping[Show, Collection[Present]]:
    """Return the present households of a place by list; eight queries, fewer for whoever reads no visits."""
    households = present_households(viewer, code)
    rows = within(Helper.objects.filter(valid_to=None), viewer, HELP, place=code)
    helpers = list(rows.order_by().values_list("household_id", "account_id", "valid_from"))
    helped = {household for household, _, _ in helpers}
    plans = within(Plan.objects.filter(state=PlanState.AGREED), viewer, HELP, place=code)
    planned = set(plans.values_list("household_id", flat=True))
    waiting = within(Measure.objects.filter(plan__state=PlanState.AGREED, removed_on=None), viewer, HELP, place=code)
    overdue = set(waiting.filter(overdue_on(on)).values_list("household_id", flat=True))
    to_do = set(waiting.filter(state__in=OPEN).values_list("household_id", flat=True))
    unanswered = set(waiting.filter(state=MeasureState.REPORTED).values_list("household_id", flat=True))
    promised, unvisited = frozenset[UUID](), frozenset[UUID]()
    if reaches(viewer, VISITS, code):
        since = on - timedelta(days=helper_visit_days(catalogue.policy(), on=on, region=code))
        promised = promises_overdue(viewer, code, on=on)
        unvisited = without_visit(helpers, visited_by(viewer, code, since=since), since=since)
    return {
        Show.NOBODY: [each for each in households if each.id not in helped],
        Show.NO_PLAN: [each for each in households if each.id in helped and each.id not in planned],
        Show.OVERDUE: [each for each in households if each.id in overdue],
        Show.PROMISED: [each for each in households if each.id in promised],
        Show.NO_RESULT: [each for each in households if each.id in to_do],
        Show.UNANSWERED: [each for each in households if each.id in unanswered],
        Show.UNVISITED: [each for each in households if each.id in unvisited],
        Show.HELPED: [each for each in households if each.id in helped],
    }


def counted_by_village(viewer: Actor, *, on: date) -> Mapping[str, Mapping[Show, int]]:
    """Return by village, wherever the viewer sees, how many households lists hold that ask for something; one query."""
    helpers = within(Helper.objects.filter(valid_to=None), viewer, HELP).order_by()
    measures = within(Measure.objects.filter(plan__state=PlanState.AGREED, removed_on=None), viewer, HELP).order_by()
    among = {
        Show.HELPED.value: helpers.values_list("household_id", flat=True),
        Show.PROMISED.value: promised_and_late(viewer, on=on),
        Show.NO_RESULT.value: measures.filter(state__in=OPEN).values_list("household_id", flat=True),
        Show.UNVISITED.value: _unvisited(viewer, helpers, on=on),
    }
    found: dict[str, Mapping[Show, int]] = {}
    for village, counts in households_counted(viewer, None, among).items():
        alone = counts.pop("all") - counts[Show.HELPED.value]
        found[village] = {Show.NOBODY: alone, **{Show(name): n for name, n in counts.items()}}
    return found


def _unvisited(viewer: Actor, helpers: QuerySet[Helper], *, on: date) -> QuerySet[Helper, UUID]:
    """Return a query for the households that :func:`without_visit` finds, by the days of each territory's policy."""
    named, found = helpers.filter(account_id__isnull=False), Q(pk__in=())
    for territory in viewer.territories(VISITS.roles):
        since = on - timedelta(days=helper_visit_days(catalogue.policy(), on=on, region=territory))
        visits = visits_since(viewer, since)
        came = Exists(visits.filter(household_id=OuterRef("household_id"), visitor_id=OuterRef("account_id")))
        inside = named.filter(place_code__range=bounds(territory))
        long = inside.filter(valid_from__lt=since).exclude(
            household_id__in=inside.filter(came).values_list("household_id", flat=True)
        )
        found |= Q(pk__in=long.values("pk"))
    return named.filter(found).values_list("household_id", flat=True)


def overdue_on(day: date) -> Q:
    """Return which measures are past their day on a day and still to be done."""
    return Q(state__in=OPEN, due__lt=day)


def _rows(viewer: Actor, page: Collection[Present]) -> tuple[HelpedHousehold, ...]:
    ids = [each.id for each in page]
    names, helping = households_named(viewer, ids), helpers_of_many(viewer, ids)
    villages = names_of_places({each.place_code for each in page})
    return tuple(
        HelpedHousehold(
            each.id,
            each.code,
            names[each.id].label if each.id in names else each.code,
            villages.get(each.place_code, each.place_code),
            helping.get(each.id, NOBODY).present,
        )
        for each in page
    )
