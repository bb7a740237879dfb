"""What the handlers of plans read before they decide: plans with their measures, each kind once for a whole list."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol, Self
from uuid import UUID

from xiuhua.care.models import Helper, Measure, Plan
from xiuhua.care.rules.plans import PlanState, next_plan
from xiuhua.platform.journal.changes import Update
from xiuhua.platform.journal.contract import Context
from xiuhua.platform.journal.tables import spec_of
from xiuhua.registry.queries.at_home import people_at_home

PLANS: Final = Plan._meta.db_table
MEASURES: Final = Measure._meta.db_table
_PLAN_COLUMNS: Final = tuple(spec_of(Plan).fields)
_MEASURE_COLUMNS: Final = tuple(spec_of(Measure).fields)


class OfPlan(Protocol):
    """A command about one plan."""

    @property
    def plan_id(self) -> UUID:
        """The plan's id."""


def places_of_plans(commands: Sequence[OfPlan]) -> list[tuple[str, ...] | None]:
    """Return the village of each plan; ``None`` where there is no such plan."""
    codes = dict(Plan.objects.filter(id__in={each.plan_id for each in commands}).values_list("id", "place_code"))
    return [(codes[each.plan_id],) if each.plan_id in codes else None for each in commands]


class Facts:
    """The plans of some households with the measures that count, who lives there and who helps them."""

    def __init__(self, homes: Collection[UUID], context: Context) -> None:
        rows = Plan.objects.using(context.using).filter(household_id__in=homes).order_by("edition")
        self.plans: Mapping[UUID, dict[str, Any]] = {row["id"]: row for row in rows.values(*_PLAN_COLUMNS)}
        counted = Measure.objects.using(context.using).filter(household_id__in=homes, removed_on=None)
        self._measures: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
        for row in counted.order_by("due", "id").values(*_MEASURE_COLUMNS):
            self._measures[row["plan_id"]].append(row)
        self._at_home = people_at_home(context.actor, homes)
        self._homes, self._using = homes, context.using
        context.keyring.load(homes)

    @classmethod
    def of_households(cls, homes: Collection[UUID], context: Context) -> Self:
        """Return the facts of households."""
        return cls(homes, context)

    @classmethod
    def of_plans(cls, plans: Collection[UUID], context: Context) -> Self:
        """Return the facts of the households of plans."""
        rows = Plan.objects.using(context.using).filter(id__in=plans)
        return cls(set(rows.values_list("household_id", flat=True)), context)

    def plan_in(self, home: UUID, state: PlanState) -> dict[str, Any] | None:
        """Return the plan of a household that is in a state of which there is one at most."""
        return next((p for p in self.plans.values() if p["household_id"] == home and p["state"] == state), None)

    def editions(self, home: UUID) -> int:
        """Return the number of the household's latest version."""
        return max((p["edition"] for p in self.plans.values() if p["household_id"] == home), default=0)

    def measures(self, plan_id: UUID) -> Sequence[dict[str, Any]]:
        """Return the measures of a plan in the order of their days."""
        return self._measures[plan_id]

    def measure(self, plan_id: UUID, measure_id: UUID) -> dict[str, Any] | None:
        """Return one measure of a plan."""
        return next((row for row in self._measures[plan_id] if row["id"] == measure_id), None)

    def at_home(self, home: UUID) -> set[UUID]:
        """Return who belongs to a household now."""
        return {each.id for each in self._at_home.get(home, ())}

    def helpers(self) -> Mapping[UUID, set[UUID]]:
        """Return the accounts that help each household now."""
        found: defaultdict[UUID, set[UUID]] = defaultdict(set)
        rows = Helper.objects.using(self._using).filter(household_id__in=self._homes, valid_to=None)
        for home, account in rows.exclude(account_id=None).values_list("household_id", "account_id"):
            found[home].add(account)
        return found


def stepped(plan: Mapping[str, Any], step: str, more: Mapping[str, Any]) -> Update:
    """Return the change by which a plan takes a step that the caller has found possible."""
    state = next_plan(plan["state"], step)
    after = {"state": state.value if state else plan["state"], **more}
    before = {name: plan[name] for name in after}
    return Update(Plan, plan["id"], plan["id"], before, after, subject=plan["household_id"])


def measure_changed(row: Mapping[str, Any], after: Mapping[str, Any]) -> Update:
    """Return the change of a measure, of the columns that differ."""
    differing = {name: value for name, value in after.items() if row[name] != value}
    before = {name: row[name] for name in differing}
    return Update(Measure, row["id"], row["plan_id"], before, differing, subject=row["household_id"])


def removed(row: Mapping[str, Any], today: date) -> Update:
    """Return the change that takes a measure out."""
    return measure_changed(row, {"removed_on": today})
