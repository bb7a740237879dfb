"""A township that is helped, through commands only: one household with everything, one alone, one with a draft."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from support.groups_stage import established, organisations
from support.stage import FAR, HERE, THERE, TODAY, account, done, fresh, people_of, registered
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.commands.plans import AddMeasure, AgreePlan, WritePlan
from xiuhua.care.commands.results import ConfirmResult, ReportResult
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.registry.commands.plots import RecordPlots, RecordVillagePlots, StatedPlot

BEGIN, END = date(2017, 12, 1), date(2018, 12, 31)
EARLIER = TODAY - timedelta(days=3)


@dataclass(frozen=True)
class Township:
    """Households: ``full`` has helpers, a plan, visits and land; nobody helps ``alone``; ``other`` lies beside."""

    full: UUID
    alone: UUID
    drafted: UUID
    other: UUID
    far: UUID
    plan: UUID


def helped_township() -> Township:
    """Let a township be helped and return its households."""
    full, alone, drafted = (registered(code=f"62000000{n}") for n in (1, 2, 3))
    other, far = registered(village=THERE, code="620000004"), registered(village=FAR, code="620000005")
    outside = {"name": "蒲月英", "unit": "县农牧局", "phone": "13911112222"}
    for home, who in ((full, {"account_id": account("member")}), (full, outside), (drafted, outside), (other, outside)):
        done(AssignHelper(id=fresh(), household_id=home, helper_id=fresh(), valid_from=BEGIN, **who), "township")
    plan = _planned(full)
    draft = {"household_id": drafted, "plan_id": fresh(), "needs": "想养牛", "begins_on": BEGIN, "ends_on": END}
    done(WritePlan(id=fresh(), **draft), "member")
    _visited(full)
    _land(full)
    return Township(full, alone, drafted, other, far, plan)


def _planned(home: UUID) -> UUID:
    """Let a household agree to a plan: one measure confirmed, one overdue, one to confirm, one to come."""
    plan, wife = fresh(), people_of(home)["何慧珍"].id
    term = {"needs": "想养羊", "begins_on": BEGIN, "ends_on": END}
    done(WritePlan(id=fresh(), household_id=home, plan_id=plan, **term), "member")
    measures = {"买羊": END, "修水窖": EARLIER, "办合作医疗证": END, "学养殖": END}
    ids = {what: fresh() for what in measures}
    for what, due in measures.items():
        said = {"kind": "industry", "what": what, "due": due, "who": "罗秋霞", "amount": "1200"}
        done(AddMeasure(id=fresh(), plan_id=plan, measure_id=ids[what], **said), "member")
    done(AgreePlan(id=fresh(), plan_id=plan, agreed_by=wife, agreed_on=TODAY), "member")
    for what in ("买羊", "办合作医疗证"):
        done(ReportResult(id=fresh(), plan_id=plan, measure_id=ids[what], done_on=EARLIER, result="办了"), "leader")
    answer = {"said": "yes", "words": "羊好", "confirmed_by": wife, "confirmed_on": TODAY}
    done(ConfirmResult(id=fresh(), plan_id=plan, measure_id=ids["买羊"], **answer), "township")
    return plan


def _visited(home: UUID) -> None:
    organisations()
    group = established()
    given = {"group_id": group, "household_id": home}
    promise = {"promised": "带兽医来", "promised_by": TODAY}
    for more in ({"found": "在修羊圈"}, promise):
        done(RecordVisit(id=fresh(), visit_id=fresh(), seen=(people_of(home)["何慧珍"].id,), **given, **more), "leader")


def _land(home: UUID) -> None:
    stated = {"willing": "yes", "land_use": "idle"}
    plots = (
        StatedPlot(id=fresh(), name="后山", area="3.5", **stated),
        StatedPlot(id=fresh(), name="河湾", area="2", willing="yes", land_use="own"),
    )
    done(RecordPlots(id=fresh(), household_id=home, plots=plots))
    done(
        RecordVillagePlots(
            id=fresh(), village_code=HERE, plots=(StatedPlot(id=fresh(), name="荒坡", area="10", **stated),)
        )
    )
