"""Plans through their commands: written with the household, agreed to, done, confirmed by it, changed by a version."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from support.stage import TODAY, TOWNSHIP, account, actor, at, codes, do, done, fresh, people_of, registered
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.commands.plans import AddMeasure, AgreePlan, DropPlan, RemoveMeasure, WritePlan
from xiuhua.care.commands.results import ConfirmResult, ReportResult
from xiuhua.care.help_agenda import measures_waiting
from xiuhua.care.household_told import help_told
from xiuhua.care.models import Measure, Plan
from xiuhua.care.queries.coverage import Show, helped_place
from xiuhua.care.queries.plans import NO_PLANS, Plans, household_of_plan, plans_of
from xiuhua.care.rules.plans import MeasureState, PlanState
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.work.agenda import Group

BEGIN, END = date(2018, 1, 1), date(2018, 12, 31)
NEEDS, WHAT, RESULT, WORDS = "想再养两只羊，腿疼，走不远", "买两只小尾寒羊", "羊已经牵到家", "羊是好羊，就是草料贵"


@pytest.fixture
def home() -> UUID:
    return registered()


def wife(home: UUID) -> UUID:
    return people_of(home)["何慧珍"].id


def writing(home: UUID, **more: Any) -> WritePlan:
    values = {"plan_id": fresh(), "needs": NEEDS, "begins_on": BEGIN, "ends_on": END, **more}
    return WritePlan(id=fresh(), household_id=home, **values)


def adding(plan: UUID, **more: Any) -> AddMeasure:
    values = {"kind": "industry", "what": WHAT, "due": END, "who": "罗秋霞", **more}
    return AddMeasure(id=fresh(), plan_id=plan, measure_id=fresh(), **values)


def agreeing(plan: UUID, by: UUID, **more: Any) -> AgreePlan:
    return AgreePlan(id=fresh(), plan_id=plan, agreed_by=by, **{"agreed_on": TODAY, **more})


def written(home: UUID, **more: Any) -> UUID:
    return UUID(done(writing(home, **more), "member").result["plan"])


def added(plan: UUID, **more: Any) -> UUID:
    return UUID(done(adding(plan, **more), "member").result["measure"])


def agreed(home: UUID, **more: Any) -> tuple[UUID, UUID]:
    plan = written(home)
    measure = added(plan, **more)
    done(agreeing(plan, wife(home)), "member")
    return plan, measure


def reporting(plan: UUID, measure: UUID, **more: Any) -> ReportResult:
    values = {"done_on": date(2018, 1, 10), "result": RESULT, "result_amount": "1860.50", **more}
    return ReportResult(id=fresh(), plan_id=plan, measure_id=measure, **values)


def confirming(plan: UUID, measure: UUID, by: UUID, **more: Any) -> ConfirmResult:
    values = {"said": "yes", "words": WORDS, "confirmed_by": by, "confirmed_on": TODAY, **more}
    return ConfirmResult(id=fresh(), plan_id=plan, measure_id=measure, **values)


def plans(home: UUID, by: str = "leader", on: date = TODAY) -> Plans:
    return plans_of(actor(by), home, on=on)


def test_a_plan_is_a_draft_until_the_household_agrees(home: UUID) -> None:
    plan = written(home)
    assert codes(do(agreeing(plan, wife(home)), "member")) == ["plan_without_measures"]
    measure = added(plan, amount="10000", qualifier="more_than", scale="两只")
    draft = plans(home).draft
    assert draft is not None
    assert (draft.state, draft.needs, draft.edition) == (PlanState.DRAFT, NEEDS, 1)
    (line,) = draft.measures
    assert (line.what, line.scale, line.who, line.kind.zh) == (WHAT, "两只", "罗秋霞", "产业帮扶")
    assert line.amount is not None
    assert line.amount.zh == "多于 10,000 元"
    assert codes(do(reporting(plan, measure), "member")) == ["plan_not_agreed"]
    other = registered()
    assert codes(do(agreeing(plan, wife(other)), "member")) == ["not_of_household"]
    assert codes(do(agreeing(plan, wife(home), agreed_on=TODAY + timedelta(days=1)), "member")) == ["care_day_wrong"]
    done(agreeing(plan, wife(home)), "member")
    present = plans(home).present
    assert present is not None
    assert (present.agreed_by, present.agreed_on) == ("何慧珍", TODAY)
    assert codes(do(adding(plan), "member")) == ["plan_not_draft"]


def test_what_was_agreed_to_changes_only_by_a_version_that_is_agreed_to_again(home: UUID) -> None:
    plan, done_already = agreed(home)
    done(reporting(plan, done_already), "member")
    receipt = done(writing(home, needs="羊有了，缺草料"), "member")
    assert receipt.result["along"] == 0
    second = UUID(receipt.result["plan"])
    assert codes(do(writing(home), "member")) == ["plan_draft_there"]
    added(second, what="种两亩苜蓿")
    standing = plans(home).present
    assert standing is not None
    assert standing.id == plan
    done(agreeing(second, wife(home)), "member")
    found = plans(home)
    assert found.present is not None
    assert (found.present.id, found.present.edition) == (second, 2)
    (past,) = found.past
    assert (past.state, past.replaced_on, past.measures[0].result) == (PlanState.REPLACED, TODAY, RESULT)


def test_what_was_not_done_goes_along_and_a_draft_can_be_dropped(home: UUID) -> None:
    plan, _ = agreed(home, due=date(2018, 1, 5))
    receipt = done(writing(home, begins_on=date(2018, 2, 1)), "leader")
    assert receipt.result["along"] == 1
    draft = plans(home).draft
    assert draft is not None
    (line,) = draft.measures
    assert (line.what, line.due, line.state) == (WHAT, date(2018, 2, 1), MeasureState.PLANNED)
    done(RemoveMeasure(id=fresh(), plan_id=draft.id, measure_id=line.id), "member")
    assert codes(do(RemoveMeasure(id=fresh(), plan_id=draft.id, measure_id=line.id), "member")) == ["not_found"]
    done(DropPlan(id=fresh(), plan_id=draft.id, drop_reason="和他们再商量"), "member")
    found = plans(home)
    assert found.draft is None
    assert found.present is not None
    assert found.present.id == plan
    assert [each.state for each in found.past] == [PlanState.DROPPED]
    assert codes(do(DropPlan(id=fresh(), plan_id=plan, drop_reason="不要了"), "member")) == ["plan_not_draft"]


def test_why_a_draft_was_dropped_is_sealed(home: UUID) -> None:
    done(writing(home), "leader")
    draft = plans(home).draft
    assert draft is not None
    done(DropPlan(id=fresh(), plan_id=draft.id, drop_reason="何慧珍说先看病"), "member")
    assert [each.drop_reason for each in plans(home).past] == ["何慧珍说先看病"]
    assert "何慧珍" not in repr([*Plan.objects.values_list(), *Entry.objects.values_list()])


def test_a_result_is_confirmed_by_the_household_and_never_by_who_helps_it(home: UUID) -> None:
    plan, measure = agreed(home)
    helper = AssignHelper(
        id=fresh(), household_id=home, helper_id=fresh(), account_id=account("leader"), valid_from=BEGIN
    )
    done(helper, "leader")
    by = wife(home)
    assert codes(do(confirming(plan, measure, by), "township")) == ["measure_state_wrong"]
    done(reporting(plan, measure), "member")
    assert codes(do(reporting(plan, measure), "member")) == ["measure_state_wrong"]
    for login in ("member", "leader"):
        assert codes(do(confirming(plan, measure, by), login)) == ["confirmed_by_helper"]
    assert codes(do(confirming(plan, measure, fresh()), "township")) == ["not_of_household"]
    early = confirming(plan, measure, by, confirmed_on=date(2018, 1, 9))
    assert codes(do(early, "township")) == ["care_day_wrong"]
    done(confirming(plan, measure, by, said="no", words="羊还没有来"), "township")
    present = plans(home).present
    assert present is not None
    assert (present.measures[0].state, present.measures[0].words) == (MeasureState.DENIED, "羊还没有来")
    done(reporting(plan, measure), "member")
    done(confirming(plan, measure, by), "township")
    present = plans(home).present
    assert present is not None
    line = present.measures[0]
    assert (line.state, line.confirmed_by, line.words, line.result) == (
        MeasureState.CONFIRMED,
        "何慧珍",
        WORDS,
        RESULT,
    )
    assert line.result_amount is not None
    assert line.result_amount.zh == "1,860.50 元"
    told = help_told(actor("township"), at(home), TODAY)
    assert "这一户已确认" in [event.what.zh for event in told.events]
    assert any(WORDS in str(row) for section in told.sections for row in section.rows)


def test_what_is_written_is_sealed_and_only_those_who_help_read_it(home: UUID) -> None:
    plan, measure = agreed(home, amount="3860")
    done(reporting(plan, measure), "member")
    done(confirming(plan, measure, wife(home)), "township")
    rows = str(list(Plan.objects.values())) + str(list(Measure.objects.values()))
    kept = "".join(f"{each.command}{each.changes}" for each in Entry.objects.all())
    for text in (NEEDS, WHAT, RESULT, WORDS):
        assert text not in rows
        assert text not in kept
    assert "386000" not in kept
    for login in ("auditor", "prefecture", "department", "neighbour", "attendee", "administrator"):
        assert plans(home, login) == NO_PLANS
        assert household_of_plan(actor(login), plan) is None
        assert NEEDS not in str(help_told(actor(login), at(home), TODAY))


def test_what_is_overdue_and_what_waits_for_an_answer_is_listed(home: UUID) -> None:
    other = registered(code="88009999000003")
    plan, measure = agreed(home, due=date(2018, 1, 18))
    agreed(other, due=TODAY)

    def listed(show: Show) -> list[UUID]:
        found = helped_place(actor("township"), TOWNSHIP, on=TODAY, show=show)
        assert found is not None
        return [row.id for row in found.rows]

    assert listed(Show.OVERDUE) == [home]
    (line,) = measures_waiting(actor("member"), TODAY)
    assert (line.text.zh, line.group) == ("办 燕儿坪村 1 项过期的措施", Group.OVERDUE)
    assert line.text.en == "See to 1 measure overdue in 燕儿坪村"
    assert line.url == f"/plans/{plan}/measures/{measure}/result"
    done(reporting(plan, measure), "member")
    assert listed(Show.OVERDUE) == []
    assert listed(Show.UNANSWERED) == [home]
    (line,) = measures_waiting(actor("township"), TODAY)
    assert line.text.zh == "问 燕儿坪村 1 项结果，这一户还没有确认"
    for login in ("auditor", "neighbour"):
        assert measures_waiting(actor(login), TODAY) == []


def test_who_may_and_what_is_refused_and_undone(home: UUID) -> None:
    for login in ("attendee", "auditor", "prefecture", "department"):
        assert codes(do(writing(home), login)) == ["not_your_role"]
    assert codes(do(writing(home), "neighbour")) == ["not_found"]
    assert codes(do(writing(home, ends_on=BEGIN), "member")) == ["plan_term_wrong"]
    plan = written(home)
    assert codes(do(adding(plan, kind="choir"), "member")) == ["measure_kind_unknown"]
    assert codes(do(adding(plan, due=date(2019, 1, 1)), "member")) == ["measure_day_wrong"]
    assert codes(do(adding(plan), "neighbour")) == ["not_found"]
    added(plan)
    command = agreeing(plan, wife(home))
    done(command, "member")
    done(Undo(id=fresh(), target=command.id, reason="还没有商量好"), "county")
    draft = plans(home).draft
    assert draft is not None
    assert draft.id == plan


def test_undoing_changes_nothing_that_the_household_agreed_to(home: UUID) -> None:
    plan = written(home)
    kept, gone, out = adding(plan), adding(plan, what="修羊圈"), adding(plan, what="学养殖")
    for each in (kept, gone, out):
        done(each, "member")
    removing = RemoveMeasure(id=fresh(), plan_id=plan, measure_id=out.measure_id)
    agreement = agreeing(plan, wife(home))
    done(removing, "member")
    done(agreement, "member")
    for wish in (gone, removing):
        assert codes(do(Undo(id=fresh(), target=wish.id), "member")) == ["plan_not_draft"]
    result = reporting(plan, kept.measure_id)
    done(result, "leader")
    assert codes(do(Undo(id=fresh(), target=agreement.id), "member")) == ["plan_has_results"]
    done(Undo(id=fresh(), target=result.id), "leader")
    back = Undo(id=fresh(), target=agreement.id)
    done(back, "member")
    for wish in (removing, gone):
        done(Undo(id=fresh(), target=wish.id), "member")
    assert Measure.objects.filter(plan_id=plan, removed_on=None).count() == 2
    for each in (kept.measure_id, out.measure_id):
        done(RemoveMeasure(id=fresh(), plan_id=plan, measure_id=each), "member")
    assert codes(do(Undo(id=fresh(), target=back.id), "member")) == ["plan_without_measures"]
