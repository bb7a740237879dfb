"""Plans, their measures, and what came of them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from support.cast import EARLIER, TODAY, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import Standing, new, of_household
from xiuhua.care.access import QUERIES
from xiuhua.care.commands.plans import AddMeasure, AgreePlan, WritePlan
from xiuhua.care.commands.results import ReportResult
from xiuhua.kernel.actors import Actor

PLANS = QUERIES["care.plans"]
_DAY = "2018-06-20"
_TERM = {"begins_on": EARLIER, "ends_on": TODAY.replace(month=12, day=31)}


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's household agree to a plan, one measure of which has a result, and the second one have a draft."""
    for name in ("care_plan", "care_measure", "care_reported", "care_draft", "care_drafted"):
        zone[name] = fresh()
    needs = zone.names["village"] + "甄需要"
    do([WritePlan(id=fresh(), household_id=zone.household, plan_id=zone["care_plan"], needs=needs, **_TERM)])
    do([WritePlan(id=fresh(), household_id=zone.second, plan_id=zone["care_draft"], needs=needs, **_TERM)])
    _measure(zone, "care_plan", "care_measure")
    _measure(zone, "care_plan", "care_reported")
    _measure(zone, "care_draft", "care_drafted")
    do([AgreePlan(id=fresh(), plan_id=zone["care_plan"], agreed_by=zone.head, agreed_on=TODAY)])
    of_plan = {"plan_id": zone["care_plan"], "measure_id": zone["care_reported"]}
    do([ReportResult(id=fresh(), done_on=EARLIER, result=zone.names["village"] + "甄结果", **of_plan)])


def _measure(zone: Zone, plan: str, name: str) -> None:
    said = {"kind": "industry", "what": zone.names["village"] + "甄措施", "due": TODAY, "who": "甄办事"}
    do([AddMeasure(id=fresh(), plan_id=zone[plan], measure_id=zone[name], **said)])


def _of(plan: str, measure: str = "", **more: Any) -> Callable[[Standing], dict[str, Any]]:
    def payload(s: Standing) -> dict[str, Any]:
        ids = {"plan_id": str(s.zone[plan]), **({"measure_id": str(s.zone[measure])} if measure else {})}
        return {**ids, **{name: value(s) if callable(value) else value for name, value in more.items()}}

    return payload


def _head(s: Standing) -> str:
    return str(s.zone.head)


PARTS = {
    "plan_id": lambda s: s.zone["care_plan"],
    "measure_id": lambda s: s.zone["care_measure"],
    "reported_id": lambda s: s.zone["care_reported"],
    "draft_id": lambda s: s.zone["care_draft"],
    "drafted_id": lambda s: s.zone["care_drafted"],
}

PAGES = (
    Page(
        "household-plan",
        (asked(10),),
        photos=(Photo("household-plan", "leader", "households/{planned}/plan", main=True),),
    ),
    Page(
        "plan-write",
        (asked(10),),
        form={"needs": "想养羊", "begins_on": _DAY, "ends_on": "2018-12-31"},
        photos=(Photo("plan-write", "leader", "households/{planned}/plan/write"),),
    ),
    Page(
        "plan-agree",
        (asked(11),),
        form={"agreed_by": lambda s: str(s.zone.second_head), "agreed_on": _DAY},
        photos=(Photo("plan-agree", "leader", "plans/{drafted}/agree"),),
    ),
    Page(
        "plan-drop",
        (asked(10),),
        form={"drop_reason": "再商量"},
        photos=(Photo("plan-drop", "leader", "plans/{drafted}/drop"),),
    ),
    Page(
        "measure-add",
        (asked(10),),
        form={"kind": "industry", "what": "养羊", "due": _DAY, "who": "甄办事", "qualifier": "exact"},
        photos=(Photo("measure-add", "leader", "plans/{drafted}/measures/add"),),
    ),
    Page(
        "measure-remove",
        (asked(10),),
        photos=(Photo("measure-remove", "leader", "plans/{drafted}/measures/{drafted_measure}/remove"),),
    ),
    Page(
        "measure-report",
        (asked(11),),
        form={"done_on": _DAY, "result": "办好了", "result_qualifier": "exact"},
        photos=(Photo("measure-report", "leader", "plans/{agreed}/measures/{agreed_measure}/result"),),
    ),
    Page(
        "measure-confirm",
        (asked(12),),
        form={"said": "yes", "words": "办好了", "confirmed_by": _head, "confirmed_on": _DAY},
        photos=(Photo("measure-confirm", "township", "plans/{agreed}/measures/{agreed_measure}/answer"),),
    ),
)

SAMPLES = {
    "care.write_plan": Sample(
        lambda s: of_household(
            s, plan_id=new("plan"), needs="想养羊", begins_on=str(TODAY), ends_on=str(_TERM["ends_on"])
        )
    ),
    "care.add_measure": Sample(
        _of("care_draft", measure_id=new("measure"), kind="industry", what="养羊", due=str(TODAY), who="甄办事")
    ),
    "care.remove_measure": Sample(_of("care_draft", "care_drafted")),
    "care.agree_plan": Sample(
        _of("care_draft", agreed_by=lambda s: str(s.zone.second_head), agreed_on=str(TODAY)),
    ),
    "care.drop_plan": Sample(_of("care_draft", drop_reason="再商量")),
    "care.report_result": Sample(_of("care_plan", "care_measure", done_on=str(TODAY), result="办好了")),
    "care.confirm_result": Sample(
        _of("care_plan", "care_reported", said="yes", words="办好了", confirmed_by=_head, confirmed_on=str(TODAY))
    ),
}

READS = (Read("/households/{household_id}/plans", PLANS),)


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return a household of the demo with a plan in force and an open measure of it, and a draft with one of its."""
    joined = "FROM care_measure m JOIN care_plan p ON p.id = m.plan_id"
    planned, agreed, measure = row(
        f"p.household_id, p.id, m.id {joined}",
        "p.state = 'agreed' AND m.state = 'reported' ORDER BY p.place_code, m.id",
    )
    drafted, drafted_measure = row(f"p.id, m.id {joined}", "p.state = 'draft' ORDER BY p.place_code, m.id")
    ids = {"planned": planned, "agreed": agreed, "agreed_measure": measure}
    ids |= {"drafted": drafted, "drafted_measure": drafted_measure}
    return {name: str(UUID(key)) for name, key in ids.items()}
