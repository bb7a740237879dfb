"""What stands against taking back a step of a plan, though no later entry touched its rows."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from xiuhua.care.models import Measure, Plan
from xiuhua.care.rules.plans import MeasureState, PlanState
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Delete, Insert, Update
from xiuhua.platform.journal.contract import Context, UndoCheck


class StepsTakenBack:
    """What stands against undoing: what a household agreed to stays as it was agreed, and results need an agreement."""

    def __init__(self, changes: Sequence[Change], context: Context) -> None:
        """Read the plans that would change, with their measures."""
        ids = {_plan_of(each) for each in changes}
        plans = Plan.objects.using(context.using).filter(id__in=ids)
        self._states: dict[UUID, str] = dict(plans.values_list("id", "state"))
        self._planned: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self._with_results: set[UUID] = set()
        rows = Measure.objects.using(context.using).filter(plan_id__in=ids, removed_on=None)
        for plan, measure, state in rows.values_list("plan_id", "id", "state"):
            self._planned[plan].add(measure)
            if state != MeasureState.PLANNED:
                self._with_results.add(plan)

    def __call__(self, changes: Sequence[Change]) -> Problem | None:
        """Return why these changes cannot be made; those that can are counted."""
        for each in changes:
            plan = _plan_of(each)
            if each.model is Measure:
                if self._states.get(plan) != PlanState.DRAFT:
                    return Problem("plan_not_draft")
                self._count(each, plan)
            elif isinstance(each, Update) and "state" in each.after:
                state = each.after["state"]
                if state == PlanState.DRAFT and plan in self._with_results:
                    return Problem("plan_has_results")
                if state == PlanState.AGREED and not self._planned[plan]:
                    return Problem("plan_without_measures")
                self._states[plan] = state
        return None

    def _count(self, change: Change, plan: UUID) -> None:
        if isinstance(change, Insert):
            self._planned[plan].add(UUID(str(change.values["id"])))
        elif isinstance(change, Delete) or change.after.get("removed_on") is not None:
            self._planned[plan].discard(UUID(str(change.key)))
        else:
            self._planned[plan].add(change.key)


def _plan_of(change: Change) -> UUID:
    if isinstance(change, Insert):
        return UUID(str(change.values["plan_id" if change.model is Measure else "id"]))
    return change.root


AS_IT_WAS_AGREED: Final = UndoCheck(reached=lambda records: (), begin=StepsTakenBack)
"""A measure is taken in or out again only in a draft, and an agreement is taken back only before there are results."""
