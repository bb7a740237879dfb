"""Findings through their commands: what is asked, what becomes of them, who reads them, which land answers them."""

from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl
import pypdf
import pytest

from support.evidence import drawing
from support.groups_stage import established, organisations
from support.stage import HERE, NOW, THERE, TODAY, account, actor, codes, do, done, fresh, registered
from xiuhua.groups.commands.establishing import RevokeRelation
from xiuhua.groups.commands.findings import DismissFinding, RecordFinding, SettleFinding, TakeUpFinding
from xiuhua.groups.models import Finding, Task
from xiuhua.groups.queries.findings import (
    FindingLine,
    Listed,
    finding_page,
    findings_of_group,
    land_that_lies_together,
)
from xiuhua.groups.queries.tasks import my_tasks
from xiuhua.groups.rules.findings import FindingState
from xiuhua.groups.sheets import negotiation_paper, negotiation_workbook
from xiuhua.kernel.area import mu
from xiuhua.platform.exchange.documents import pdf
from xiuhua.platform.files.bringing import bring
from xiuhua.platform.files.naming import NamedFile
from xiuhua.platform.files.queries import opened
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.plots import RecordPlots, StatedPlot


@pytest.fixture
def group(stage: None) -> UUID:
    organisations()
    return established()


def finding(group: UUID, kind: str = "employment", **more: Any) -> RecordFinding:
    values = {"finding_id": fresh(), "what": "四个年轻人在家没有活", "kind": kind, **more}
    return RecordFinding(id=fresh(), group_id=group, **values)


def found(group: UUID, kind: str = "employment", *, by: str = "leader", **more: Any) -> UUID:
    return UUID(done(finding(group, kind, **more), by).result["finding"])


def taking_up(finding_id: UUID, owner: str = "member", **more: Any) -> TakeUpFinding:
    values = {"what": "去人社局问招工", "owner_id": account(owner), "due": TODAY, **more}
    return TakeUpFinding(id=fresh(), finding_id=finding_id, **values)


def line(finding_id: UUID, by: str = "leader") -> FindingLine:
    page = finding_page(actor(by), finding_id, on=TODAY)
    assert page is not None
    return page.finding


def kept(subject: UUID, by: str = "leader") -> NamedFile:
    brought = bring(actor(by), wish=fresh(), subject_id=subject, name="合同.png", data=drawing(), received_at=NOW)
    assert brought.file is not None, brought.problems
    return brought.file


def test_a_finding_is_written_down_given_and_settled_with_the_result(group: UUID) -> None:
    one = found(group)
    assert (line(one).state, line(one).finder, line(one).what) == (FindingState.OPEN, "曹文远", "四个年轻人在家没有活")
    done(taking_up(one), "leader")
    (task,) = line(one).tasks
    assert (line(one).state, task.what, task.owner) == (FindingState.IN_HAND, "去人社局问招工", "罗秋霞")
    assert [each.id for each in my_tasks(actor("member"), on=TODAY)] == [task.id]
    assert codes(do(taking_up(one), "leader")) == ["finding_not_so_far"]
    done(SettleFinding(id=fresh(), finding_id=one, result="三个人去了兰州的厂"), "member")
    assert (line(one).state, line(one).result, line(one).ended_on) == (
        FindingState.SETTLED,
        "三个人去了兰州的厂",
        TODAY,
    )
    assert codes(do(DismissFinding(id=fresh(), finding_id=one, result="x"), "leader")) == ["finding_not_so_far"]


def test_it_may_prove_to_be_no_problem(group: UUID) -> None:
    one = found(group)
    done(DismissFinding(id=fresh(), finding_id=one, result="都在县城有活，只是过年回来"), "leader")
    assert line(one).state is FindingState.NOT_A_PROBLEM


def test_evidence_is_asked_where_money_land_or_assets_are_concerned(group: UUID) -> None:
    for kind in ("money", "idle_land", "assets"):
        assert codes(do(finding(group, kind), "leader")) == ["finding_evidence_missing"]
    assert codes(do(finding(group, "choir"), "leader")) == ["finding_kind_unknown"]
    file = kept(group)
    one = found(group, "assets", file=file)
    assert opened(actor("attendee"), file.id) is not None
    assert line(one, "attendee").file_id == file.id
    assert opened(actor("neighbour"), file.id) is None


def test_evidence_about_a_household_is_opened_by_those_who_see_it(group: UUID) -> None:
    home = registered()
    file = kept(home)
    assert codes(do(finding(group, "idle_land", file=file), "leader")) == ["evidence_unknown"]
    one = found(group, "idle_land", household_id=home, file=file)
    assert opened(actor("member"), file.id) is not None
    assert opened(actor("attendee"), file.id) is None
    assert (line(one, "attendee").what, line(one, "attendee").file_id) == ("", None)


def test_who_may_and_where(group: UUID) -> None:
    one = found(group, by="township")
    assert codes(do(finding(group), "attendee")) == ["not_your_role"]
    assert codes(do(finding(group, household_id=registered(village=THERE)), "leader")) == ["household_not_of_group"]
    assert codes(do(taking_up(one, "neighbour"), "leader")) == ["task_owner_not_here"]
    revoke = {"group_id": group, "kind": "entrusted", "valid_to": TODAY, "basis": "县委会议"}
    done(RevokeRelation(id=fresh(), **revoke), "county")
    for wish in (finding(group), SettleFinding(id=fresh(), finding_id=one, result="x")):
        assert codes(do(wish, "township")) == ["relation_not_in_force"]
    assert finding_page(actor("neighbour"), one, on=TODAY) is None
    assert findings_of_group(actor("administrator"), group, on=TODAY) is None
    assert codes(do(SettleFinding(id=fresh(), finding_id=fresh(), result="x"), "leader")) == ["not_found"]


def test_texts_are_sealed_and_a_wish_counts_once_and_can_be_taken_back(group: UUID) -> None:
    wish = finding(group)
    assert [done(wish, "leader").repeated, done(wish, "leader").repeated] == [False, True]
    texts = str([*Finding.objects.values()]) + str([*Entry.objects.values_list("changes", "command")])
    assert "年轻人" not in texts
    take = taking_up(wish.finding_id)
    done(take, "leader")
    done(Undo(id=fresh(), target=take.id), "leader")
    assert (line(wish.finding_id).state, Task.objects.count()) == (FindingState.OPEN, 0)


def test_lists_come_page_by_page(group: UUID) -> None:
    ids = [found(group) for _ in range(3)]
    done(DismissFinding(id=fresh(), finding_id=ids[0], result="x"), "leader")
    first = findings_of_group(actor("leader"), group, on=TODAY, size=1)
    assert first is not None
    second = findings_of_group(actor("leader"), group, on=TODAY, size=1, after=first.after)
    assert second is not None
    assert {row.id for row in (*first.rows, *second.rows)} == set(ids[1:])
    assert first.counts == {Listed.UNSETTLED: 2, Listed.OVER: 1}
    over = findings_of_group(actor("leader"), group, on=TODAY, show=Listed.OVER)
    assert over is not None
    assert [row.id for row in over.rows] == [ids[0]]


def plots(home: UUID, *stated: dict[str, Any]) -> None:
    lines = tuple(StatedPlot(id=fresh(), **values) for values in stated)
    done(RecordPlots(id=fresh(), household_id=home, plots=lines), "leader")


def test_idle_land_of_willing_holders_is_put_together_and_the_sheet_holds_rows_and_no_names(group: UUID) -> None:
    one, two = registered(), registered()
    idle = {"land_use": "idle", "idle_since": "2015", "willing": "yes"}
    plots(
        one,
        {"name": "阳坡", "code": "GD01", "area": "3.5", **idle},
        {"name": "河湾地", "area": "2", "land_use": "own"},
        {"name": "后山", "area": "1", "land_use": "idle", "willing": "no"},
    )
    plots(two, {"name": "阳坡", "code": "GD02", "area": "4.25", **idle})
    found_pieces = land_that_lies_together(actor("leader"), HERE)
    assert [(mu(piece.area), piece.holders) for piece in found_pieces] == [("7.75", 2)]
    assert land_that_lies_together(actor("attendee"), HERE) == ()
    assert land_that_lies_together(actor("neighbour"), HERE) == ()
    sheet = openpyxl.load_workbook(BytesIO(negotiation_workbook(found_pieces, language="zh"))).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == ["片", "地块", "地块代码", "面积（亩）", "户编号", "怎么知道挨着"]
    assert [(row[0], row[1], row[2], row[3], row[5]) for row in cells[1:]] == [
        (1, "阳坡", "GD01", 3.5, "地名相同"),
        (1, "阳坡", "GD02", 4.25, "地名相同"),
    ]
    assert "何慧珍" not in str(cells)
    paper = pypdf.PdfReader(BytesIO(pdf(negotiation_paper(found_pieces, "燕儿坪村", made_at=NOW), language="zh")))
    text = "".join(page.extract_text() for page in paper.pages)
    for word in ("土地流转洽谈表", "7.75", "GD01", "GD02"):
        assert word in text
    assert "何慧珍" not in text


@pytest.mark.parametrize("came_from", ["hand", "meeting", "visit"])
def test_what_a_finding_came_from_is_of_its_own_group(group: UUID, came_from: str) -> None:
    elsewhere = UUID(done(finding(established(THERE)), "township").result["finding"])
    assert codes(do(finding(group, came_from=came_from, from_id=elsewhere), "leader")) == ["not_found"]
