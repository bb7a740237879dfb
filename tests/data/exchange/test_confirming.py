"""Warnings: they enter and ask; a confirmed one is answered with its reason and never asked again."""

from datetime import date
from uuid import UUID

import pytest

from data.accounts import cast
from data.exchange.office import Desk, household, session, sheet
from xiuhua.platform.exchange import staging
from xiuhua.platform.exchange.contract import KINDS
from xiuhua.platform.exchange.jobs import actor_of, judged, local_date
from xiuhua.platform.exchange.review import Show
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.commands.members import LeaveHousehold
from xiuhua.registry.models import Person, Question

UNSAFE = {"脱贫属性": "已脱贫", "危房户": "是"}


def asking(desk: Desk) -> tuple[UUID, bytes]:
    """Upload two households that left poverty in unsafe houses and one with a short phone number."""
    data = sheet(
        household("620199000001", **UNSAFE),
        household("620199000002", **UNSAFE),
        household("620199000003", 联系电话="12345"),
    )
    return desk.upload(data), data


def states() -> list[tuple[str, str, str]]:
    return sorted(Question.objects.values_list("household__code", "state", "reason"))


def test_warnings_enter_unanswered_and_stay_open() -> None:
    desk = Desk("county")
    id_, data = asking(desk)
    page = desk.review(id_, "ask")
    assert "要确认 3" in page
    assert "已脱贫，但住房是危房" in page
    desk.do(id_, "accept")
    assert [state for _, state, _ in states()] == ["open"] * 3
    assert "要确认 3" in desk.review(desk.upload(data), "ask")


def test_a_whole_kind_is_confirmed_with_one_reason() -> None:
    desk = Desk("county")
    id_, data = asking(desk)
    answer = desk.do(id_, "confirm", code="exited_in_unsafe_house", reason="已列入今年改造，年底入住")
    page = desk.get(answer["Location"])
    assert "记下了 2 处确认" in page
    assert "要确认 1" in page
    assert page.count("已列入今年改造，年底入住") == 2
    assert not Question.objects.exists()
    desk.do(id_, "accept")
    assert states() == [
        ("620199000001", "confirmed", "已列入今年改造，年底入住"),
        ("620199000002", "confirmed", "已列入今年改造，年底入住"),
        ("620199000003", "open", ""),
    ]
    assert session(id_).counts["taken"]["answered"] == 2
    again = desk.review(desk.upload(data), "ask")
    assert "要确认 1" in again
    assert "危房" not in again.partition("<tbody>")[2]


def test_one_warning_is_confirmed_by_itself_and_taken_back() -> None:
    desk = Desk("county")
    id_, _ = asking(desk)
    mark = next(line.mark for line in staging.lines(id_, Show.ASK, page=0) if line.key == "620199000003")
    desk.do(id_, "confirm", mark=[mark], reason="座机号码")
    assert "要确认 2" in desk.review(id_, "ask")
    desk.do(id_, "confirm", mark=[mark], withdraw="1")
    assert "要确认 3" in desk.review(id_, "ask")
    desk.do(id_, "confirm", mark=[mark], reason="座机号码")
    desk.do(id_, "accept")
    assert [(state, reason) for code, state, reason in states() if code == "620199000003"] == [
        ("confirmed", "座机号码")
    ]


def test_without_a_reason_or_a_tick_nothing_is_confirmed() -> None:
    desk = Desk("county")
    id_, _ = asking(desk)
    assert "没有写原因" in desk.get(desk.do(id_, "confirm", code="phone_not_11_digits", reason=" ")["Location"])
    assert "没有改动" in desk.get(desk.do(id_, "confirm", mark=["x"], reason="对的")["Location"])
    assert "要确认 3" in desk.review(id_)


def test_what_is_mended_needs_no_answer_any_more() -> None:
    desk = Desk("county")
    id_, _ = asking(desk)
    desk.do(id_, "confirm", code="phone_not_11_digits", reason="座机号码")
    desk.do(id_, "mend", show="ask", **{"cell-7-26": "13900000009"})
    page = desk.review(id_)
    assert "要确认 2" in page
    assert staging.answers(id_) == {}


def test_answers_to_what_is_already_stored_can_be_given_alone() -> None:
    desk = Desk("county")
    id_, data = asking(desk)
    desk.do(id_, "accept")
    again = desk.upload(data)
    assert "没有要写入的内容" in desk.review(again)
    desk.do(again, "confirm", code="exited_in_unsafe_house", reason="已列入改造")
    assert "记下 2 处确认" in desk.review(again)
    desk.do(again, "accept")
    assert [state for _, state, _ in states()] == ["confirmed", "confirmed", "open"]
    assert session(again).state == "settled"


def test_undo_opens_the_questions_with_the_households() -> None:
    desk = Desk("county")
    id_, data = asking(desk)
    desk.do(id_, "accept")
    again = desk.upload(data)
    desk.do(again, "confirm", code="exited_in_unsafe_house", reason="已列入改造")
    desk.do(again, "accept")
    desk.do(again, "undo", reason="确认错了")
    assert [state for _, state, _ in states()] == ["open"] * 3
    desk.do(id_, "undo", reason="表传错了")
    assert states() == []


def test_every_warning_is_known_by_the_question_that_it_becomes() -> None:
    """Of each kind that one sheet can ask: the mark in the review is the question's own."""
    desk = Desk("county")
    rows = household("620199000001", size=3, 性别="女", 联系电话="12345", 民族="=汉族", 饮水安全="看情况", **UNSAFE)
    rows[1].update(务工状况="省外务工", 人均纯收入=9999, 学历="x", 在校生状况="八年级")
    rows[2].update(劳动技能="说不清", 证件号码="", 人数=5)
    headers = (*rows[0], "在校生状况", "务工状况")
    id_ = desk.upload(sheet(rows, headers=[header for header in dict.fromkeys(headers) if header != "学历"]))
    row = session(id_)
    outcome = judged(row, actor_of(row, row.created), row.created)
    assert isinstance(outcome, tuple)
    lines = outcome[1].lines[Show.ASK]
    assert {"sex_differs_from_identity", "household_cell_differs", "unknown_value"} <= {line.code for line in lines}
    desk.do(id_, "accept")
    known = set(Question.objects.values_list("fingerprint", flat=True))
    assert [line.code for line in lines if line.mark not in known] == []
    assert len(known) == len({line.mark for line in lines})
    assert local_date(row.created).year == 2017
    assert KINDS["people"].unit.zh == "户"


@pytest.mark.parametrize(
    ("cause", "words"), [("death", "这里记的是已于2017-08-01去世"), ("marriage", "已于2017-08-01离开这一户（婚出）")]
)
def test_who_died_or_left_is_asked_about_in_the_review(cause: str, words: str) -> None:
    """The other cells of the row are neither taken over nor shown as changes; the answer holds for the next sheet."""
    rows = household("620199000001", size=3)
    desk = Desk("county")
    desk.do(desk.upload(sheet(rows)), "accept")
    leaver = Person.objects.get(code="62019900000103")
    wish = LeaveHousehold(
        id=cast.fresh(), household_id=leaver.household_id, person_id=leaver.id, on=date(2017, 8, 1), cause=cause
    )
    assert execute(wish, actor=cast.actor("county"), received_at=cast.NOW).accepted
    rows[2].update({"联系电话": "12", "文化程度": "高中"})
    id_ = desk.upload(sheet(rows))
    page = desk.review(id_, "ask")
    assert "要确认 1" in page
    assert words in page
    assert "高中" not in desk.review(id_, "changed")
    (mark,) = [line.mark for line in staging.lines(id_, Show.ASK, page=0)]
    desk.do(id_, "confirm", mark=[mark], reason="村里核对过")
    desk.do(id_, "accept")
    assert ("620199000001", "confirmed", "村里核对过") in states()
    assert "open" not in {state for _, state, _ in states()}
    assert Person.objects.get(id=leaver.id).left_on == date(2017, 8, 1)
    assert "要确认 0" in desk.review(desk.upload(sheet(rows)), "ask")
