"""Counts by village for tables of modules above: present households and people, land that lies idle."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household, Membership, Plot, VillagePlot

_HOUSEHOLDS = QUERIES["registry.households"]
IDLE = "idle"


def households_counted(
    viewer: Actor, code: str | None, among: Mapping[str, QuerySet[Any, Any]]
) -> Mapping[str, Mapping[str, int]]:
    """Return by village the present households as ``all``, and those of these ids by name; one query.

    Without a place they are those of everywhere that the viewer sees. ``among`` are queries of other modules that
    give ids of households.
    """
    rows = within(Household.objects.filter(valid_to=None), viewer, _HOUSEHOLDS, place=code)
    counted = {name: Count("id", filter=Q(id__in=ids)) for name, ids in among.items()}
    found = rows.order_by().values("place_code").annotate(all=Count("*"), **counted)
    return {row.pop("place_code"): row for row in found}


def people_counted(viewer: Actor, code: str) -> Mapping[str, int]:
    """Return by village how many people belong to households now; one query."""
    rows = within(Membership.objects.filter(valid_to=None), viewer, _HOUSEHOLDS, place=code)
    return dict(rows.order_by().values_list("place_code").annotate(n=Count("*")))


def people_by_household(viewer: Actor, code: str) -> Mapping[UUID, int]:
    """Return how many people belong to each household of a place now; one query."""
    rows = within(Membership.objects.filter(valid_to=None), viewer, _HOUSEHOLDS, place=code)
    return dict(rows.order_by().values_list("household_id").annotate(n=Count("*")))


def idle_counted(viewer: Actor, code: str) -> Mapping[str, int]:
    """Return by village the idle land of households and of the village, in thousandths of a mu; two queries."""
    idle = Q(ended_on=None, area__isnull=False, land_use=IDLE)
    own = within(Plot.objects.filter(idle, household__valid_to=None), viewer, _HOUSEHOLDS, place=code)
    collective = within(VillagePlot.objects.filter(idle), viewer, _HOUSEHOLDS, place=code)
    found: dict[str, int] = {}
    for rows in (own.order_by(), collective.order_by()):
        for village, area in rows.values_list("place_code").annotate(area=Sum("area")):
            found[village] = found.get(village, 0) + int(area)
    return found


def present_ids(viewer: Actor, code: str) -> QuerySet[Household, UUID]:
    """Return a query for the ids of the present households of a place, by which a module narrows rows of its own."""
    rows = within(Household.objects.filter(valid_to=None), viewer, _HOUSEHOLDS, place=code)
    return rows.order_by().values_list("id", flat=True)
