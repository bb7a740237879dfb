"""Visits of a time counted by village and by household, and what was promised there and is past its day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from xiuhua.groups.models import Task, Visit
from xiuhua.groups.queries.visits import VISITS, VisitLine, visits_named
from xiuhua.groups.rules.tasks import TO_DO, CameFrom
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.iteration import chunks
from xiuhua.platform.accounts.scope import Probe, within
from xiuhua.registry.queries.counted import present_ids

AT_ONCE: Final = 500
"""Visits read at once."""

PROMISES: Final = Probe(Task, VISITS, values={"came_from": [CameFrom.VISIT], "state": TO_DO})
"""What would make it worth asking for promises past their day."""


class Visited(NamedTuple):
    """How many visits there were, and in how many households."""

    visits: int
    households: int


def visits_counted(viewer: Actor, code: str, *, since: date, until: date) -> Mapping[str, Visited]:
    """Return by village the visits of a time, both days included; one query."""
    counted = _visits(viewer, code, since, until).values_list("place_code")
    rows = counted.annotate(n=Count("*"), homes=Count("household_id", distinct=True))
    return {village: Visited(n, homes) for village, n, homes in rows}


def visits_by_household(viewer: Actor, code: str, *, since: date, until: date) -> Mapping[UUID, int]:
    """Return how often each household of a place was visited in a time, both days included; one query."""
    return dict(_visits(viewer, code, since, until).values_list("household_id").annotate(n=Count("*")))


def visited_by(viewer: Actor, code: str, *, since: date) -> frozenset[tuple[UUID, UUID | None]]:
    """Return which household of a place was visited by which account from a day on; one query."""
    rows = within(Visit.objects.filter(visited_on__gte=since), viewer, VISITS, place=code).order_by()
    return frozenset(rows.values_list("household_id", "visitor_id").distinct())


def promises_overdue(viewer: Actor, code: str, *, on: date) -> frozenset[UUID]:
    """Return the households of a place to which something was promised on a visit that is past its day; one query."""
    return frozenset(filter(None, promised_and_late(viewer, code, on=on)))


def promised_and_late(viewer: Actor, code: str | None = None, *, on: date) -> QuerySet[Task, UUID | None]:
    """Return a query for the same households, everywhere without a place, by which a module narrows rows of its own."""
    late = Task.objects.filter(came_from=CameFrom.VISIT, state__in=TO_DO, due__lt=on, household_id__isnull=False)
    return within(late, viewer, VISITS, place=code).order_by().values_list("household_id", flat=True)


def visits_since(viewer: Actor, since: date) -> QuerySet[Visit]:
    """Return a query for the visits from a day on, by whose ``household_id`` and ``visitor_id`` modules narrow rows."""
    return within(Visit.objects.filter(visited_on__gte=since), viewer, VISITS).order_by()


def last_visits(viewer: Actor, households: Iterable[UUID]) -> Mapping[UUID, date]:
    """Return the day of the last visit to each of these households that had one; one query."""
    rows = within(Visit.objects.filter(household_id__in=set(households)), viewer, VISITS).order_by()
    return dict(rows.values_list("household_id").annotate(day=Max("visited_on")))


def visits_in(viewer: Actor, code: str, *, since: date, until: date, on: date) -> Iterator[VisitLine]:
    """Yield the visits of a time to the households of a place, by village and day; some queries for some hundred."""
    order = ("place_code", "visited_on", "household_id", "id")
    ids = _visits(viewer, code, since, until).order_by(*order).values_list("id", flat=True)
    for part in chunks(ids.iterator(AT_ONCE), AT_ONCE):
        yield from visits_named(viewer, part, on=on)


def visits_on_record(viewer: Actor, code: str, *, since: date, until: date) -> int:
    """Return how many visits of a time :func:`visits_in` yields; one query."""
    return _visits(viewer, code, since, until).count()


def _visits(viewer: Actor, code: str, since: date, until: date) -> QuerySet[Visit]:
    """Return the visits of a time to households that are there now."""
    rows = Visit.objects.filter(visited_on__gte=since, visited_on__lte=until)
    return within(rows, viewer, VISITS, place=code).filter(household_id__in=present_ids(viewer, code)).order_by()
