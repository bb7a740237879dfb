"""The plans of a household, for those who help it: what it needs, what is done by when, what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from xiuhua.care.access import QUERIES
from xiuhua.care.commands.plan_facts import MEASURES, PLANS
from xiuhua.care.models import Measure, Plan
from xiuhua.care.models.plans import MEASURE_SEALED, PLAN_SEALED
from xiuhua.care.rules.plans import (
    MEASURE_STATES,
    OPEN,
    PLAN_STATES,
    MeasureState,
    PlanState,
    is_overdue,
    kind_name,
)
from xiuhua.care.sealing import opened
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.tables import spec_of
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.queries.counted import present_ids
from xiuhua.registry.queries.named import people_of
from xiuhua.registry.rules.ledger_words import amount_said

PLANNED: Final = QUERIES["care.plans"]
_PLAN_COLUMNS: Final = tuple(spec_of(Plan).fields)
_MEASURE_COLUMNS: Final = tuple(spec_of(Measure).fields)
_TONES: Final = {
    MeasureState.PLANNED: "",
    MeasureState.REPORTED: "care",
    MeasureState.CONFIRMED: "good",
    MeasureState.DENIED: "bad",
}


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure in words. ``amount`` and ``result_amount`` are as they are said, ``None`` where none is on record."""

    id: UUID
    kind: Text
    kind_code: str
    state: MeasureState
    what: str
    scale: str
    who: str
    amount: Text | None
    due: date
    overdue: bool
    done_on: date | None
    result: str
    result_amount: Text | None
    reported_by: UUID | None
    confirmed_on: date | None
    confirmed_by: str
    words: str

    @property
    def state_name(self) -> Text:
        """Where it stands, in words."""
        return Text("过期，还没有办", "overdue") if self.overdue else MEASURE_STATES[self.state]

    @property
    def tone(self) -> str:
        """How its state is shown."""
        return "bad" if self.overdue else _TONES[self.state]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN

    @property
    def waits_for_answer(self) -> bool:
        """Whether the household has not said yet what came of it."""
        return self.state is MeasureState.REPORTED


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One version of a household's plan with its measures in the order of their days."""

    id: UUID
    household_id: UUID
    place_code: str
    edition: int
    state: PlanState
    begins_on: date
    ends_on: date
    needs: str
    written_on: date
    agreed_on: date | None
    agreed_by: str
    replaced_on: date | None
    drop_reason: str
    measures: tuple[MeasureLine, ...]

    @property
    def state_name(self) -> Text:
        """What the version is, in words."""
        return PLAN_STATES[self.state]

    @property
    def next(self) -> MeasureLine | None:
        """The first measure that is still to be done."""
        return next((each for each in self.measures if each.is_open), None)

    def measure(self, measure_id: UUID) -> MeasureLine | None:
        """Return one measure of the plan."""
        return next((each for each in self.measures if each.id == measure_id), None)


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of a household: the one it agrees to, a draft, and those before, the latest first."""

    present: PlanPage | None
    draft: PlanPage | None
    past: tuple[PlanPage, ...]

    def plan(self, plan_id: UUID) -> PlanPage | None:
        """Return one of the plans."""
        every = (self.present, self.draft, *self.past)
        return next((each for each in every if each is not None and each.id == plan_id), None)


NO_PLANS: Final = Plans(None, None, ())


def plans_of(viewer: Actor, household_id: UUID, *, on: date) -> Plans:
    """Return the plans of a household, none where the viewer does not help there; at most four queries."""
    return plans_of_many(viewer, (household_id,), on=on).get(household_id, NO_PLANS)


def plans_of_many(viewer: Actor, households: Iterable[UUID], *, on: date) -> Mapping[UUID, Plans]:
    """Return the plans of these households, as far as the viewer sees them; those without are left out."""
    rows = within(Plan.objects.filter(household_id__in=set(households)), viewer, PLANNED).order_by("-edition")
    keys = keyring()
    plans = opened(keys, PLANS, rows.values(*_PLAN_COLUMNS), PLAN_SEALED)
    counted = Measure.objects.filter(plan_id__in=[row["id"] for row in plans], removed_on=None) if plans else ()
    found = counted.order_by("due", "id").values(*_MEASURE_COLUMNS) if plans else ()
    measures = opened(keys, MEASURES, found, MEASURE_SEALED)
    answered = {row["agreed_by"] for row in plans} | {row["confirmed_by"] for row in measures}
    people = people_of(viewer, answered - {None}) if plans else {}
    lines: dict[UUID, list[MeasureLine]] = {}
    for row in measures:
        lines.setdefault(row["plan_id"], []).append(_measure(row, people, on))
    pages: dict[UUID, list[PlanPage]] = {}
    for row in plans:
        pages.setdefault(row["household_id"], []).append(_page(row, lines.get(row["id"], []), people))
    return {key: _plans(each) for key, each in pages.items()}


def measures_in_force(viewer: Actor, code: str) -> int:
    """Return how many measures the plans in force of the present households of a place hold; one query."""
    rows = Measure.objects.filter(plan__state=PlanState.AGREED, removed_on=None)
    return within(rows, viewer, PLANNED, place=code).filter(household_id__in=present_ids(viewer, code)).count()


def household_of_plan(viewer: Actor, plan_id: UUID) -> UUID | None:
    """Return the household of a plan, ``None`` where it is absent or the viewer does not help there."""
    rows = within(Plan.objects.filter(id=plan_id), viewer, PLANNED)
    return rows.values_list("household_id", flat=True).first()


def _plans(pages: list[PlanPage]) -> Plans:
    present = next((each for each in pages if each.state is PlanState.AGREED), None)
    draft = next((each for each in pages if each.state is PlanState.DRAFT), None)
    return Plans(present, draft, tuple(each for each in pages if each not in (present, draft)))


def _page(row: Mapping[str, Any], measures: list[MeasureLine], people: Mapping[UUID, str]) -> PlanPage:
    plain = ("id", "household_id", "place_code", "edition", "begins_on", "ends_on", "needs", "written_on")
    return PlanPage(
        **{name: row[name] for name in plain},
        state=PlanState(row["state"]),
        agreed_on=row["agreed_on"],
        agreed_by=people.get(row["agreed_by"], ""),
        replaced_on=row["replaced_on"],
        drop_reason=row["drop_reason"],
        measures=tuple(measures),
    )


def _measure(row: Mapping[str, Any], people: Mapping[UUID, str], on: date) -> MeasureLine:
    return MeasureLine(
        id=row["id"],
        kind=kind_name(row["kind"], catalogue.policy()),
        kind_code=row["kind"],
        state=MeasureState(row["state"]),
        what=row["what"],
        scale=row["scale"],
        who=row["who"],
        amount=_said(row["amount"], row["qualifier"]),
        due=row["due"],
        overdue=is_overdue(row["state"], row["due"], on),
        done_on=row["done_on"],
        result=row["result"],
        result_amount=_said(row["result_amount"], row["result_qualifier"]),
        reported_by=row["reported_by"],
        confirmed_on=row["confirmed_on"],
        confirmed_by=people.get(row["confirmed_by"], ""),
        words=row["words"],
    )


def _said(cents: int | None, qualifier: str) -> Text | None:
    return None if cents is None else amount_said(cents, qualifier)
