"""Places as the viewer sees them: classes with their rows, households, questions, history, nothing from outside."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support import stage
from support.stage import COUNTY, FAR, HERE, NEIGHBOUR, PREFECTURE, THERE, TODAY, TOWNSHIP
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.figures import Figure
from xiuhua.platform.accounts.commands import NamePlace
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.agenda import open_questions as asked_lines
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.models import Question
from xiuhua.registry.queries.household_counts import household_counts
from xiuhua.registry.queries.open_questions import open_questions
from xiuhua.registry.queries.overviews import Overview
from xiuhua.registry.queries.places import PlaceHome, place_home
from xiuhua.registry.queries.village_lists import Filters, village_rows
from xiuhua.registry.queries.villages import VillagePage, village_facts, village_income, village_page

MIDDLE = "620122101400"


def stated(code: str, *incomes: tuple[int, str, str], **more: Any) -> RecordVillage:
    """Return the command that states incomes (year, source, yuan) of a village."""
    lines = tuple(StatedIncome(year=year, source=source, amount=amount) for year, source, amount in incomes)
    values = {"origin": "villages", "stated_on": date(2018, 1, 10), **more}
    return RecordVillage(id=stage.fresh(), village_code=code, incomes=lines, **values)


def three_villages() -> None:
    """State the incomes of 2017: 2,400 yuan from rent here, none there, 50,000 from two sources far away."""
    position = {"longitude": 103_965_700, "latitude": 36_369_000}
    stage.done(stated(HERE, (2017, "出租", "2400"), poor=True, pilot=True, **position))
    stage.done(stated(THERE, (2017, "", "0"), (2016, "", "0"), poor=True))
    stage.done(stated(FAR, (2017, "出租", "20000"), (2017, "投资", "30000")), "neighbour")


def home(login: str, code: str, **more: Any) -> PlaceHome | None:
    return place_home(stage.actor(login), code, on=TODAY, **more)


def seen(login: str, code: str, **more: Any) -> Overview:
    found = home(login, code, **more)
    assert found is not None
    return found.overview


def page(login: str, code: str, **more: Any) -> VillagePage:
    found = village_page(stage.actor(login), code, on=TODAY, **more)
    assert found is not None
    return found


def counts(overview: Overview) -> dict[str, int]:
    return {line.code: int(line.villages.value or 0) for line in overview.classes}


def behind(login: str, figure: Figure, **more: Any) -> list[str]:
    """Return the villages that a figure opens to."""
    assert figure.rows is not None
    name, arguments = figure.rows
    assert name == "villages"
    found = village_rows(
        stage.actor(login),
        arguments["place"],
        class_code=arguments["class"],
        missing=arguments.get("missing", ""),
        year=int(arguments["year"]),
        scheme=arguments["scheme"],
        on=TODAY,
        **more,
    )
    assert found is not None
    return [row.code for row in found.rows]


def queries_of(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        ask()
    return len(captured)


def test_classes_count_all_villages_of_the_territory_and_each_opens_to_its_rows() -> None:
    three_villages()
    overview = seen("prefecture", PREFECTURE)
    assert counts(overview) == {"none": 1, "below_50000": 1, "at_least_50000": 1}
    assert [line.share for line in overview.classes] == ["33.3", "33.3", "33.3"]
    assert [behind("prefecture", line.villages) for line in overview.classes] == [[THERE], [HERE], [FAR]]
    assert behind("prefecture", overview.total) == [HERE, THERE, FAR]
    assert overview.title.zh == "兰州市：3 个村，1 个没有集体收入"


def test_sources_of_a_year_are_added_up_and_their_rows_say_so() -> None:
    three_villages()
    found = village_rows(
        stage.actor("neighbour"), NEIGHBOUR, class_code="at_least_50000", year=2017, scheme=None, on=TODAY
    )
    assert found is not None
    (row,) = found.rows
    assert (row.income, row.sources, row.stated_on, row.where) == (
        5_000_000,
        "出租、投资",
        date(2018, 1, 10),
        "榆中县 龙泉乡",
    )
    assert [origin.zh for origin in row.origins] == ["行政村名册"]


def test_an_unknown_income_is_no_class_and_is_missing() -> None:
    stage.done(stated(HERE, (2017, "", "0")))
    overview = seen("county", COUNTY)
    assert counts(overview) == {"none": 1, "below_50000": 0, "at_least_50000": 0, "unknown": 1}
    gap = overview.gaps[0]
    assert gap.text.zh == "不知道 2017 年集体收入的村"
    assert behind("county", gap.count) == [THERE]


def test_another_year_and_another_scheme_class_anew() -> None:
    three_villages()
    overview = seen("county", COUNTY, year=2016)
    assert counts(overview) == {"none": 1, "below_50000": 0, "at_least_50000": 0, "unknown": 1}
    assert overview.basis.years == (2016, 2017)
    bands = seen("prefecture", PREFECTURE, scheme="bands")
    assert counts(bands)["from_50000"] == 1
    assert not bands.basis.policy.verified
    assert bands.basis.policy.replace
    assert bands.basis.chosen == {"scheme": "bands"}
    assert {each.name for each in bands.basis.schemes} == {"by_50000", "bands"}


def test_a_scheme_that_policy_does_not_know_is_absent() -> None:
    assert home("county", COUNTY, scheme="by_luck") is None


def test_children_come_in_code_order_whatever_their_numbers() -> None:
    three_villages()
    found = home("prefecture", PREFECTURE)
    assert found is not None
    assert [(child.code, child.villages.value) for child in found.children] == [(COUNTY, 2), (NEIGHBOUR, 1)]
    assert [[figure.value for figure in child.by_class] for child in found.children] == [[1, 1, 0], [0, 0, 1]]
    assert found.villages is None


def test_only_villages_with_a_position_are_on_the_map() -> None:
    three_villages()
    overview = seen("prefecture", PREFECTURE)
    (point,) = overview.map.points
    assert (point.code, point.longitude, point.latitude, point.class_code) == (HERE, 103.9657, 36.369, "below_50000")
    assert overview.map.left_out == 2
    positions = [gap for gap in overview.gaps if gap.text.en == "villages without a position"]
    assert behind("prefecture", positions[0].count) == [THERE, FAR]


def test_the_list_of_villages_is_filtered_and_goes_on_after_a_code() -> None:
    three_villages()
    stage.registered()
    found = home("county", COUNTY, size=1)
    assert found is not None
    assert found.villages is not None
    assert ([line.row.code for line in found.villages.lines], found.villages.after) == ([HERE], HERE)
    rest = home("county", COUNTY, size=1, after=HERE)
    assert rest is not None
    assert rest.villages is not None
    assert ([line.row.code for line in rest.villages.lines], rest.villages.after) == ([THERE], None)
    pilots = home("county", COUNTY, filters=Filters(pilot=True))
    assert pilots is not None
    assert pilots.villages is not None
    assert [line.row.code for line in pilots.villages.lines] == [HERE]
    assert {choice.label.en: (choice.count, choice.current) for choice in pilots.villages.flags} == {
        "poor villages": (1, False),
        "pilot villages": (1, True),
    }
    nothing = home("county", COUNTY, filters=Filters(class_code="at_least_50000"))
    assert nothing is not None
    assert nothing.villages is not None
    assert nothing.villages.lines == ()


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ("county", PREFECTURE),
        ("county", NEIGHBOUR),
        ("township", COUNTY),
        ("leader", TOWNSHIP),
        ("neighbour", TOWNSHIP),
        ("county", "620199000000"),
        ("prefecture", HERE),
    ],
)
def test_what_is_outside_or_absent_or_of_another_level_is_absent(login: str, code: str) -> None:
    assert home(login, code) is None


@pytest.mark.parametrize(("login", "code"), [("county", FAR), ("leader", THERE), ("county", TOWNSHIP)])
def test_a_village_outside_or_absent_is_absent(login: str, code: str) -> None:
    three_villages()
    viewer = stage.actor(login)
    assert village_page(viewer, code, on=TODAY) is None
    assert village_facts(viewer, code) is None
    assert village_income(viewer, code, 2017, on=TODAY) is None


@pytest.mark.parametrize("login", ["administrator", "attendee"])
def test_who_may_not_see_households_sees_villages_without_them(login: str) -> None:
    three_villages()
    stage.registered()
    code = PREFECTURE if login == "administrator" else HERE
    viewer = stage.actor(login)
    assert page(login, HERE).households is None
    assert household_counts(viewer, code, on=TODAY) is None
    assert open_questions(viewer, code) is None
    assert asked_lines(viewer, TODAY) == []
    if login == "administrator":
        overview = seen(login, PREFECTURE)
        assert overview.households is None
        assert [point.households for point in overview.map.points] == [None]
        assert all(gap.count.unit.en != "households" for gap in overview.gaps)


def test_households_are_counted_where_they_are_seen() -> None:
    three_villages()
    stage.registered()
    stage.registered(village=FAR)
    assert seen("prefecture", PREFECTURE).households.value == 2
    assert seen("county", COUNTY).households.value == 1
    found = household_counts(stage.actor("prefecture"), PREFECTURE, on=TODAY)
    assert found is not None
    assert [(each.code, each.households) for each in found.places] == [(COUNTY, 1), (NEIGHBOUR, 1)]
    inside = household_counts(stage.actor("county"), HERE, on=TODAY)
    assert inside is not None
    assert inside.people is not None
    assert (inside.figure.value, inside.people.value) == (1, 3)


def test_the_village_of_the_page_is_in_the_middle_class() -> None:
    three_villages()
    found = page("county", HERE)
    assert (found.class_code, found.position, found.income.value) == ("below_50000", 2, "2400")
    assert [(line.year, line.sources) for line in found.incomes] == [(2017, "出租")]


def test_a_village_page_lists_its_households_in_code_order_page_by_page() -> None:
    for code in ("3", "1", "2"):
        stage.registered(code=f"88000000000{code}")
    stage.registered(village=THERE)
    found = page("county", HERE, size=2)
    assert found.households is not None
    assert [line.code for line in found.households.lines] == ["880000000001", "880000000002"]
    line = found.households.lines[0]
    assert (line.head, line.members, line.income, line.exit_status, line.exit_year) == (
        "何慧珍",
        3,
        248500,
        ("已脱贫", "left poverty"),
        2015,
    )
    assert (found.households.households.value, found.households.people.value) == (3, 9)
    rest = page("county", HERE, size=2, after=found.households.after)
    assert rest.households is not None
    assert ([each.code for each in rest.households.lines], rest.households.after) == (["880000000003"], None)


def questioned(village: str = HERE, name: str = "田巧仓") -> Any:
    """Register two brothers about whom four things are asked, one of which tells how somebody is."""
    away = stage.person(name, "户主", "1980-07-11", work_place="省外务工")
    home = stage.person("田顺", "兄弟姐妹", "1985-07-11", labour="无劳动力", health="健康")
    stated = stage.STATED.model_copy(update={"size": 2, "per_head_income": -35000, "unsafe_house": True})
    return stage.registered(village=village, members=(away, home), stated=stated)


def test_open_questions_are_counted_by_kind_and_listed_by_household() -> None:
    household = questioned()
    questioned(FAR, "单小花")
    found = open_questions(stage.actor("county"), COUNTY)
    assert found is not None
    kinds = {kind.code: (kind.questions, kind.households) for kind in found.kinds}
    assert kinds["income_negative_is_possible"] == (1, 1)
    assert {line.household_id for line in found.lines} == {household}
    assert {line.head for line in found.lines} == {"田巧仓"}
    only = open_questions(stage.actor("county"), HERE, kind="work_place_without_months")
    assert only is not None
    assert [(line.name.zh, line.person) for line in only.lines] == [("务工地点有、月数没有", "田巧仓")]
    assert {kind.code for kind in only.kinds} == set(kinds)
    gaps = [gap for gap in seen("county", COUNTY).gaps if gap.text.zh == "人均纯收入是负数"]
    assert (gaps[0].count.value, gaps[0].count.rows) == (
        1,
        ("questions", {"place": COUNTY, "kind": "income_negative_is_possible"}),
    )


def test_questions_go_on_after_the_last_one_of_a_page() -> None:
    questioned()
    questioned(THERE)
    county = stage.actor("county")
    every = open_questions(county, COUNTY)
    assert every is not None
    assert every.after is None
    shown, after = [], None
    while True:
        part = open_questions(county, COUNTY, after=after, size=2)
        assert part is not None
        shown += [line.id for line in part.lines]
        after = part.after
        if after is None:
            break
    assert shown == [line.id for line in every.lines]
    assert len(shown) > 4


def test_questions_that_tell_of_health_stay_with_those_who_may_know() -> None:
    questioned()
    telling = "working_age_without_labour"
    assert Question.objects.filter(code=telling).exists()
    for login, place, knows in (("county", COUNTY, True), ("leader", HERE, True), ("prefecture", COUNTY, False)):
        found = open_questions(stage.actor(login), place)
        assert found is not None
        assert (telling in {kind.code for kind in found.kinds}) is knows
        assert ("健康、在劳动年龄，但没有劳动能力" in {line.name.zh for line in found.lines}) is knows
        listed = page(login, HERE).households
        assert listed is not None
        assert listed.questions == len(found.lines) == listed.lines[0].questions
    names = [gap.text.zh for gap in seen("prefecture", PREFECTURE).gaps]
    assert "健康、在劳动年龄，但没有劳动能力" not in names


def test_the_agenda_names_villages_while_they_are_few_and_townships_beyond() -> None:
    questioned()
    questioned(THERE)
    lines = asked_lines(stage.actor("county"), TODAY)
    assert [line.text.zh.split(" ")[:2] for line in lines] == [["确认", "燕儿坪村"], ["确认", "川口村"]]
    assert lines[0].url == f"/figure/questions?place={HERE}"
    for number in range(5):
        code = f"6201221013{number:02d}"
        stage.done(NamePlace(id=stage.fresh(), place_code=code, name=f"新村{number}"), "county")
        questioned(code)
    lines = asked_lines(stage.actor("county"), TODAY)
    assert [line.text.en.rsplit(" ", 1)[1] for line in lines] == ["水阜镇"]
    assert asked_lines(stage.actor("auditor"), TODAY) == []


def test_the_history_of_a_village_says_what_changed_by_whom_and_what_was_undone() -> None:
    three_villages()
    stage.done(stated(HERE, (2017, "出租", "3000"), pilot=False, origin="form"), "township", days=1)
    wrong = stated(HERE, (2016, "其他", "5"))
    stage.done(wrong, "county", days=2)
    stage.done(Undo(id=stage.fresh(), target=wrong.id, reason="填错了"), "county", days=3)
    found = page("county", HERE)
    said = [(event.text.zh, event.who.zh) for event in found.recent]
    assert said[0] == ("撤销：2016 年集体收入不再登记", "贺春明 · 网页")
    assert said[1] == ("2016 年集体收入 5 元（其他）", "贺春明 · 网页")
    assert said[2] == ("先期试点：是 → 否；2017 年集体收入 2,400 → 3,000 元", "秦德厚 · 网页")
    assert said[-1][0] == "村名登记为“燕儿坪村”"
    behind_it = village_income(stage.actor("county"), HERE, 2017, on=TODAY)
    assert behind_it is not None
    assert next(event.text.en for event in behind_it.events) == (
        "pilot village: yes → no; collective income of 2017: 2,400 → 3,000 yuan"
    )
    assert len(behind_it.events) == 2
    assert [(line.source, line.amount) for line in behind_it.lines] == [("出租", 300000)]


def test_what_is_missing_on_a_village_is_said() -> None:
    codes = [problem.code for problem in page("county", HERE).missing]
    assert codes == ["missing_collective_income", "missing_households", "missing_position"]
    assert [problem.code for problem in page("attendee", HERE).missing] == [codes[0], codes[2]]
    three_villages()
    stage.registered()
    assert page("county", HERE).missing == ()


def test_who_may_record_and_answer_is_said_with_the_reason() -> None:
    leader, township = page("leader", HERE), page("township", HERE)
    assert (leader.may_record, township.may_record) == (False, True)
    assert leader.who_may_record.zh == "市、县、乡镇干部，在本辖区内"
    assert leader.households is not None
    assert leader.households.may_answer
    auditor = page("auditor", HERE)
    assert auditor.households is not None
    assert not auditor.households.may_answer


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows() -> None:
    """Seven hundred villages and thirty households ask no more queries than one of each."""
    three_villages()
    questioned()
    viewers: dict[str, tuple[Actor, str]] = {
        "prefecture": (stage.actor("prefecture"), PREFECTURE),
        "county": (stage.actor("county"), COUNTY),
        "township": (stage.actor("township"), TOWNSHIP),
    }

    def all_queries() -> dict[str, int]:
        county = viewers["county"][0]
        places = {
            name: queries_of(lambda viewer=viewer, code=code: place_home(viewer, code, on=TODAY))
            for name, (viewer, code) in viewers.items()
        }
        return {
            **places,
            "village": queries_of(lambda: village_page(county, HERE, on=TODAY)),
            "rows": queries_of(
                lambda: village_rows(county, COUNTY, class_code="all", year=2017, scheme=None, on=TODAY)
            ),
            "households": queries_of(lambda: household_counts(county, HERE, on=TODAY)),
            "questions": queries_of(lambda: open_questions(county, COUNTY)),
            "agenda": queries_of(lambda: asked_lines(county, TODAY)),
        }

    few = all_queries()
    villages = [f"620122{101 + number // 200:03d}{300 + number % 200:03d}" for number in range(700)]
    commands: list[Command] = [NamePlace(id=stage.fresh(), place_code=code, name=f"村{code}") for code in villages]
    commands += [stated(code, (2017, "", str(int(code[-3:]) * 300))) for code in villages]
    receipts = execute_many(commands, actor=LOCAL_OPERATOR, received_at=stage.NOW)
    assert all(receipt.accepted for receipt in receipts)
    for number in range(30):
        questioned(HERE if number < 20 else villages[number])
    many = all_queries()
    assert seen("county", COUNTY).total.value == 702
    assert many == few
    assert few["prefecture"] <= 8
    assert few["village"] <= 13
