"""What the modules above the register hold of somebody, or of a household, that is erased or joins another."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from support.commitments_stage import coming, pairing, promising
from support.commitments_stage import confirming as confirmed_by_person
from support.groups_stage import established, organisations
from support.jobs_stage import wished
from support.needs_stage import answering, confirming, delivering, matching, service, told, triaging
from support.stage import TODAY, actor, codes, do, done, fresh, people_of, person, registered
from support.tasks_stage import given, reported
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.commands.plans import AddMeasure, AgreePlan, WritePlan
from xiuhua.care.commands.results import ConfirmResult, ReportResult
from xiuhua.care.models import Helper, Measure, Plan
from xiuhua.care.queries.helpers import helpers_of
from xiuhua.care.queries.plans import plans_of
from xiuhua.groups.commands.findings import RecordFinding
from xiuhua.groups.commands.task_steps import ConfirmTask, TakeTask
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.groups.models import Finding, Task, Visit
from xiuhua.groups.queries.findings import finding_page
from xiuhua.groups.queries.tasks import task_page
from xiuhua.groups.queries.visits import visits_of_household
from xiuhua.kernel.text import Text
from xiuhua.needs.models import Match, Need, Wish
from xiuhua.needs.queries.commitment_page import commitment_page
from xiuhua.needs.queries.needs import need_page
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.journal.verification import verify
from xiuhua.registry.commands.erasing import EraseHousehold, ErasePerson
from xiuhua.registry.commands.members import LeaveHousehold, MergeHouseholds, Relation
from xiuhua.registry.queries.households import household

SON, FATHER = "何小军", "田巧仓"
WORDS = {"basis": "asked", "reference": "2018-07", "reason": "本人要求"}
TERM = {"begins_on": date(2018, 1, 1), "ends_on": date(2018, 12, 31)}


@pytest.fixture
def group(stage: None) -> UUID:
    organisations()
    return established()


@pytest.fixture
def home(group: UUID) -> UUID:
    return registered()


def visited(group: UUID, home: UUID, **more: object) -> UUID:
    wish = RecordVisit(id=fresh(), group_id=group, visit_id=fresh(), household_id=home, **more)
    return UUID(done(wish, "member").result["visit"])


def found(group: UUID, what: str, home: UUID | None = None) -> UUID:
    values = {"kind": "employment", "what": what, "household_id": home}
    wish = RecordFinding(id=fresh(), group_id=group, finding_id=fresh(), **values)
    return UUID(done(wish, "leader").result["finding"])


def planned(home: UUID, by: UUID) -> tuple[UUID, UUID]:
    plan, measure = fresh(), fresh()
    done(WritePlan(id=fresh(), household_id=home, plan_id=plan, needs="想再养两只羊", **TERM), "member")
    step = {"kind": "industry", "what": "买两只小尾寒羊", "due": TERM["ends_on"], "who": "罗秋霞"}
    done(AddMeasure(id=fresh(), plan_id=plan, measure_id=measure, **step), "member")
    done(AgreePlan(id=fresh(), plan_id=plan, agreed_by=by, agreed_on=TODAY), "member")
    result = {"done_on": TODAY, "result": "羊已经牵到家"}
    done(ReportResult(id=fresh(), plan_id=plan, measure_id=measure, **result), "member")
    return plan, measure


def confirmed(plan: UUID, measure: UUID, by: UUID) -> ConfirmResult:
    said = {"said": "yes", "words": "羊是好羊", "confirmed_by": by, "confirmed_on": TODAY}
    return ConfirmResult(id=fresh(), plan_id=plan, measure_id=measure, **said)


def erased(home: UUID, name: str) -> UUID:
    who = people_of(home)[name].id
    done(ErasePerson(id=fresh(), household_id=home, person_id=who, **WORDS), "county")
    return who


# A person


def test_visits_lose_whom_they_saw_and_what_names_the_person(group: UUID, home: UUID) -> None:
    people = people_of(home)
    seen = (people["何慧珍"].id, people[SON].id)
    named = visited(group, home, seen=seen, found="何小军腿摔了", needed="修羊圈")
    erased(home, SON)
    (line,) = visits_of_household(actor("member"), home, on=TODAY)
    assert (line.seen, line.found, line.needed) == (("何慧珍",), "", "修羊圈")
    assert Visit.objects.get(id=named).seen == str(people["何慧珍"].id)
    assert verify(rows=True).findings == ()


def test_the_words_of_the_person_go_with_a_task_that_somebody_did_for_the_household(group: UUID, home: UUID) -> None:
    task = reported(group, what="修羊圈", for_whom="household", household_id=home)
    done(ConfirmTask(id=fresh(), task_id=task, words="修得结实", said_by=FATHER), "leader")
    erased(home, FATHER)
    page = task_page(actor("leader"), task, on=TODAY)
    assert page is not None
    assert (page.task.what, page.task.words, page.task.said_by) == ("修羊圈", "", "")


def test_texts_of_a_group_lose_the_name_and_nothing_else(group: UUID, home: UUID) -> None:
    own = given(group, what="问田巧仓和何慧珍要不要修路")
    about, general = found(group, "田巧仓在外打工，没有活", home), found(group, "田巧仓家门口的路断了")
    erased(home, FATHER)
    task = task_page(actor("leader"), own, on=TODAY)
    assert task is not None
    assert task.task.what == "问（已删除）和何慧珍要不要修路"
    gone, kept = (finding_page(actor("leader"), each, on=TODAY) for each in (about, general))
    assert gone is not None
    assert kept is not None
    assert (gone.finding.what, kept.finding.what) == ("", "（已删除）家门口的路断了")
    assert verify(rows=True).findings == ()


def test_what_the_person_needed_was_given_and_said_of_it_goes(home: UUID) -> None:
    need = told(home)
    other = told(home, person_id=None, kind="work", text="想学养殖")
    done(triaging(need), "leader")
    done(matching(need, service_id=service()), "leader")
    for wish in (answering(need), delivering(need)):
        done(wish, "leader")
    done(confirming(need), "township")
    erased(home, SON)
    page, beside = (need_page(actor("leader"), each, on=TODAY) for each in (need, other))
    assert page is not None
    assert beside is not None
    assert (page.text, page.state, page.person) == ("", "confirmed", "")
    assert [(each.what, each.words, each.satisfied) for each in page.rounds] == [("", "", True)]
    assert beside.text == "想学养殖"
    assert verify(rows=True).findings == ()


def test_the_entry_of_the_erasure_says_nothing_of_what_the_person_can_do(home: UUID) -> None:
    need = wished(home, skills=("electrician", "welder"))
    kept = {str(each) for each in Entry.objects.values_list("id", flat=True)}
    assert "electrician" in read_anew(set())
    erased(home, SON)
    written = read_anew(kept)
    assert str(need) in written
    assert [word for word in ("electrician", "welder") if word in written] == []
    assert Wish.objects.get().skills == ""
    assert verify(rows=True).findings == ()


def read_anew(known: set[str]) -> str:
    """Return all that stands in entries other than those that are known, as it lies in the table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{Entry._meta.db_table}"')
        at = [column[0] for column in cursor.description].index("id")
        return "".join(map(str, (row for row in cursor.fetchall() if str(row[at]) not in known)))


def test_what_was_promised_to_the_person_and_what_came_of_it_goes(home: UUID) -> None:
    wish = pairing(home, person_id=people_of(home)[SON].id)
    done(wish, "leader")
    came = coming(wish.commitment_id, people=1, period=TODAY)
    done(came, "leader")
    done(confirmed_by_person(came, answered_by="self"), "township")
    village = promising(valid_from=TODAY, what="何小军家旁边教种菜")
    done(village, "county")
    erased(home, SON)
    page = commitment_page(actor("leader"), wish.commitment_id, on=TODAY)
    assert page is not None
    assert (page.line.what, page.line.person, page.line.name) == ("", "", "安康医院 丁大夫")
    assert [(each.what, each.words, each.came) for each in page.periods[0].comings] == [("", "", True)]
    beside = commitment_page(actor("leader"), village.commitment_id, on=TODAY)
    assert beside is not None
    assert beside.line.what == "（已删除）家旁边教种菜"
    assert verify(rows=True).findings == ()


def test_who_confirmed_a_result_for_the_household_is_told_no_more(home: UUID) -> None:
    father = people_of(home)[FATHER].id
    plan, measure = planned(home, father)
    done(confirmed(plan, measure, father), "township")
    erased(home, FATHER)
    row = Measure.objects.get(id=measure)
    assert (row.words, row.state) == ("", "confirmed")
    present = plans_of(actor("leader"), home, on=TODAY).present
    assert present is not None
    assert (present.needs, present.agreed_by) == ("想再养两只羊", "")
    assert [(each.what, each.words, each.confirmed_by) for each in present.measures] == [("买两只小尾寒羊", "", "")]


# A household


def everything(group: UUID, home: UUID) -> tuple[UUID, UUID, UUID, UUID]:
    """Let every module hold something of a household; return a task, a finding, a need and a measure."""
    head = people_of(home)["马福"].id
    visited(group, home, seen=(head,), found="灶上没有水", promised="带兽医来", promised_by=TODAY)
    task = given(group, what="修马福的羊圈", for_whom="household", household_id=home)
    need = told(home, person_id=None, kind="work", text="想学养殖")
    outside = {"name": "甄帮手", "unit": "甄单位", "phone": "13911110000", "valid_from": date(2018, 1, 1)}
    done(AssignHelper(id=fresh(), household_id=home, helper_id=fresh(), **outside), "county")
    _, measure = planned(home, head)
    return task, found(group, "没有活", home), need, measure


def test_an_erased_household_leaves_days_and_states_and_no_words(group: UUID) -> None:
    home = registered(members=[person("马福", "户主", "1960-01-01")])
    task, finding, need, measure = everything(group, home)
    who = people_of(home)["马福"].id
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=who, on=TODAY, cause="moved_out"))
    done(EraseHousehold(id=fresh(), household_id=home, **WORDS), "county")
    visit, row = Visit.objects.get(), Measure.objects.get(id=measure)
    assert (visit.found, visit.promised, visit.seen, visit.visited_on) == ("", "", "", TODAY)
    assert (row.what, row.who, row.result, row.state) == ("", "", "", "reported")
    assert {each.what for each in Task.objects.all()} == {""}
    assert (Finding.objects.get(id=finding).what, Need.objects.get(id=need).text) == ("", "")
    assert (Plan.objects.get().needs, Helper.objects.get().name, Helper.objects.get().phone) == ("", "", "")
    assert not Match.objects.exclude(what="", words="").exists()
    page, told_need = task_page(actor("leader"), task, on=TODAY), need_page(actor("leader"), need, on=TODAY)
    assert page is not None
    assert told_need is not None
    assert isinstance(page.task.household, Text)
    assert (page.task.what, page.task.household.zh, told_need.text) == ("", "已删除的户", "")
    assert helpers_of(actor("leader"), home).present[0].name == ""
    assert verify(rows=True).findings == ()


# A household that joins another


def test_what_was_begun_with_a_household_goes_on_after_it_joined_another(group: UUID, home: UUID) -> None:
    joining = registered(members=[person("马福", "户主", "1940-01-01", labour="无劳动力")])
    task, _, need, measure = everything(group, joining)
    who = people_of(joining)["马福"].id
    relations = [Relation(person_id=who, relation="之父")]
    done(MergeHouseholds(id=fresh(), household_id=joining, into_id=home, relations=relations, on=TODAY))
    page = household(actor("leader"), home, on=TODAY)
    assert page is not None
    assert [(each.id, each.on, each.names) for each in page.joined] == [(joining, TODAY, ("马福",))]
    assert household(actor("leader"), joining, on=TODAY) is not None
    assert len(visits_of_household(actor("leader"), joining, on=TODAY)) == 1
    done(TakeTask(id=fresh(), task_id=task), "member")
    for wish in (triaging(need), matching(need, service_id=service())):
        done(wish, "leader")
    plan = Plan.objects.get().id
    stranger = people_of(home)[FATHER].id
    assert codes(do(confirmed(plan, measure, stranger), "township")) == ["not_of_household"]
    done(confirmed(plan, measure, who), "township")


def test_a_merge_that_was_taken_back_joins_nothing(home: UUID) -> None:
    joining = registered(members=[person("马福", "户主", "1940-01-01", labour="无劳动力")])
    relations = [Relation(person_id=people_of(joining)["马福"].id, relation="之父")]
    merge = MergeHouseholds(id=fresh(), household_id=joining, into_id=home, relations=relations, on=TODAY)
    done(merge)
    done(Undo(id=fresh(), target=merge.id))
    page = household(actor("leader"), home, on=TODAY)
    assert page is not None
    assert page.joined == ()
