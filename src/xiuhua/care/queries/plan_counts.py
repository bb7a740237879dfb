"""The plan in force of each of some households in short: its term, and how far its measures are. No words of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from xiuhua.care.models import Plan
from xiuhua.care.queries.helpers import HELP
from xiuhua.care.rules.plans import MeasureState, PlanState
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within


class PlanCounts(NamedTuple):
    """Term and counts of a plan in force: measures, those with a result, those that the household confirmed."""

    begins_on: date | None
    ends_on: date | None
    measures: int
    reported: int
    confirmed: int


NO_COUNTS: Final = PlanCounts(None, None, 0, 0, 0)


def plan_counts(viewer: Actor, households: Iterable[UUID]) -> Mapping[UUID, PlanCounts]:
    """Return the plans in force of these households in short; one query."""
    rows = within(Plan.objects.filter(state=PlanState.AGREED, household_id__in=set(households)), viewer, HELP)
    stays = Q(measures__removed_on=None)
    done = stays & Q(measures__state__in=(MeasureState.REPORTED, MeasureState.CONFIRMED))
    counted = {
        "n": Count("measures", filter=stays),
        "reported": Count("measures", filter=done),
        "confirmed": Count("measures", filter=stays & Q(measures__state=MeasureState.CONFIRMED)),
    }
    found = rows.order_by().values_list("household_id", "begins_on", "ends_on").annotate(**counted)
    return {key: PlanCounts(*values) for key, *values in found}
