"""Plans in the demo's village: one with a confirmed result, one overdue and one unanswered, and a draft."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from xiuhua.care.commands.plans import AddMeasure, AgreePlan, WritePlan
from xiuhua.care.commands.results import ConfirmResult, ReportResult
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.registry.queries.at_home import people_at_home
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account
from xiuhua.site.demo.help_given import do, homes_of

PLANNED: Final = 0
DRAFTED: Final = 2
"""Where the households with a plan and with a draft stand among those of the village."""

AGREED_AFTER: Final = timedelta(days=4)
"""After the first day of the plan, and well before its first result."""

_NEEDS: Final = "想多养几只羊，娃娃上学的路费有点紧"
_MEASURES: Final = (
    ("sheep", "industry", "买小尾寒羊", "3 只", "360000", "exact", -20, "蒲月英"),
    ("fares", "schooling", "申请寄宿生补助", "1 人", "100000", "more_than", -9, "樊长河"),
    ("skills", "skills", "参加养殖培训", "1 人", None, "exact", 40, "罗秋霞"),
    ("water", "water", "修水窖盖", "1 口", "20000", "about", -5, "村委会"),
)
"""By name: kind, what, how much, cents, qualifier, days from today until it is due, who."""


def plan(cast: Sequence[Account], origin: UUID) -> None:
    """Let two households have plans. Raise ``help_given.Refused`` where it cannot be."""
    homes = homes_of(next(each for each in cast if each.login == "leader"))
    home, other = homes[PLANNED], homes[DRAFTED]
    plan_id, draft_id = derived_id(origin, "plan", str(home)), derived_id(origin, "plan", str(other))
    head = people_at_home(LOCAL_OPERATOR, (home,))[home][0].id
    today = clock.today()
    agreed_on = _first_day() + AGREED_AFTER
    agreeing = {"agreed_by": head, "agreed_on": agreed_on}
    agree = AgreePlan(id=derived_id(origin, "agree", str(home)), plan_id=plan_id, **agreeing)
    measures = (_measure(plan_id, at, origin) for at in range(len(_MEASURES)))
    do("leader", [_write(home, plan_id, origin), *measures, agree], on=agreed_on)
    do("member", [_report(plan_id, "sheep", "三只羊都牵回来了", origin), _report(plan_id, "water", "换了铁盖", origin)])
    answer: dict[str, Any] = {"confirmed_by": head, "confirmed_on": today, "words": "羊都好，就是草料要自己割"}
    ids = {"plan_id": plan_id, "measure_id": derived_id(plan_id, "sheep")}
    do("township", [ConfirmResult(id=derived_id(origin, "confirm", str(home)), said="yes", **ids, **answer)])
    do("leader", [_write(other, draft_id, origin), _measure(draft_id, 2, origin)])


def _write(home: UUID, plan_id: UUID, origin: UUID) -> Command:
    return WritePlan(
        id=derived_id(origin, "write plan", str(home)),
        household_id=home,
        plan_id=plan_id,
        needs=_NEEDS,
        begins_on=_first_day(),
        ends_on=_first_day().replace(year=_first_day().year + 1, month=12, day=31),
    )


def _first_day() -> date:
    return date(clock.today().year - 1, 12, 1)


def _measure(plan_id: UUID, at: int, origin: UUID) -> Command:
    name, kind, what, scale, cents, qualifier, days, who = _MEASURES[at]
    return AddMeasure(
        id=derived_id(origin, "measure", str(plan_id), name),
        plan_id=plan_id,
        measure_id=derived_id(plan_id, name),
        kind=kind,
        what=what,
        scale=scale,
        amount=None if cents is None else f"{int(cents) // 100}",
        qualifier=qualifier,
        due=clock.today() + timedelta(days=days),
        who=who,
    )


def _report(plan_id: UUID, name: str, result: str, origin: UUID) -> Command:
    return ReportResult(
        id=derived_id(origin, "report", str(plan_id), name),
        plan_id=plan_id,
        measure_id=derived_id(plan_id, name),
        done_on=clock.today() - timedelta(days=6),
        result=result,
    )
