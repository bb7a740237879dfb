"""From upload to settled: what is good enters, what is wrong waits, all of it once, and back again."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from data.exchange.office import Desk, hidden, household, session, sheet, work
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange import jobs
from xiuhua.platform.exchange.models import ImportSession, StagedPart
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.work import services
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.progress import Stopping
from xiuhua.platform.work.rules.states import JobState
from xiuhua.registry.models import Household, Membership, Person, Statement

WRONG = {"人均纯收入": "三千元"}


def codes() -> set[str]:
    return set(Household.objects.filter(valid_to=None).values_list("code", flat=True))


def three(desk: Desk) -> UUID:
    """Upload two good households and one with a wrong cell in row 7."""
    return desk.upload(sheet(household("620199000001"), household("620199000002"), household("620199000003", **WRONG)))


def test_nothing_is_written_by_looking() -> None:
    desk = Desk("county")
    id_ = three(desk)
    page = desk.review(id_)
    assert "6 行里，1 格要改，其余可以进来" in page
    assert "先接收没有问题的 2 户" in page
    assert "三千元" in page
    assert 'name="cell-7-25"' in page
    assert (session(id_).state, codes(), Entry.objects.filter(batch=id_).count()) == ("reviewed", set(), 0)


def test_good_households_enter_and_the_wrong_one_waits_as_a_whole() -> None:
    desk = Desk("county")
    id_ = three(desk)
    desk.do(id_, "accept")
    assert codes() == {"620199000001", "620199000002"}
    assert Person.objects.count() == 4
    row = session(id_)
    assert (row.state, row.place_code) == ("reviewed", "620122101200")
    assert row.counts["taken"] == {"accepted": 2, "unchanged": 0, "answered": 0, "held": 1}
    page = desk.review(id_)
    assert "还有 1 户留在这里，1 格要改" in page
    assert "接收了 2 户，留下 1 户" in page


def test_rows_of_the_register_lie_in_the_order_of_the_sheet() -> None:
    desk = Desk("county")
    order = [f"62019900000{number}" for number in (7, 2, 9, 1, 5)]
    desk.do(desk.upload(sheet(*map(household, order))), "accept")
    assert list(Household.objects.order_by("id").values_list("code", flat=True)) == order
    assert list(Person.objects.order_by("id").values_list("code", flat=True)) == sorted(
        Person.objects.values_list("code", flat=True), key=lambda code: (order.index(code[:12]), code)
    )
    for model in (Statement, Membership):
        assert list(model.objects.order_by("id").values_list("household__code", flat=True)) == sorted(
            model.objects.values_list("household__code", flat=True), key=order.index
        )


def test_a_mended_cell_moves_its_household_to_the_good_ones() -> None:
    desk = Desk("county")
    id_ = three(desk)
    desk.do(id_, "mend", show="wrong", **{"cell-7-25": "还是错的"})
    assert "“还是错的”不是金额" in desk.review(id_, "wrong")
    desk.do(id_, "mend", show="wrong", **{"cell-7-25": "3000"})
    page = desk.review(id_, "mended")
    assert "接收 3 户" in page
    assert "<del>三千元</del> → <ins>3000</ins>" in page
    desk.do(id_, "accept")
    assert codes() == {"620199000001", "620199000002", "620199000003"}
    assert session(id_).state == "settled"
    assert session(id_).counts["taken"]["accepted"] == 3


def test_what_was_held_enters_in_a_second_round_under_the_same_batch() -> None:
    desk = Desk("county")
    id_ = three(desk)
    desk.do(id_, "accept")
    first = Entry.objects.filter(batch=id_).count()
    desk.do(id_, "mend", show="wrong", **{"cell-7-25": "3000"})
    assert "接收 1 户" in desk.review(id_)
    desk.do(id_, "accept")
    assert codes() == {"620199000001", "620199000002", "620199000003"}
    assert (first, Entry.objects.filter(batch=id_).count()) == (2, 3)
    row = session(id_)
    assert (row.state, row.rounds, row.counts["taken"]["accepted"]) == ("settled", 2, 3)
    assert not StagedPart.objects.filter(session_id=id_).exists()


def test_a_mended_cell_can_be_put_back() -> None:
    desk = Desk("county")
    id_ = three(desk)
    desk.do(id_, "mend", show="wrong", **{"cell-7-25": "3000"})
    desk.do(id_, "put-back", cell="7-25")
    page = desk.review(id_)
    assert "1 格要改" in page
    assert "三千元" in page


def test_only_cells_that_are_in_question_can_be_mended() -> None:
    desk = Desk("county")
    id_ = three(desk)
    answer = desk.do(id_, "mend", show="wrong", **{"cell-3-7": "换了名字", "cell-99-99": "x"})
    assert "没有改动" in desk.get(answer["Location"])
    desk.do(id_, "accept")
    assert not Person.objects.filter(name="换了名字").exists()


def test_a_double_click_and_an_old_page_take_in_once() -> None:
    desk = Desk("county")
    id_ = three(desk)
    page = desk.review(id_)
    for _ in range(2):
        desk.post(f"/imports/{id_}/accept", page=page)
    assert Job.objects.filter(kind=jobs.ACCEPT).count() == 1
    work()
    assert session(id_).state == "reviewed"
    desk.post(f"/imports/{id_}/accept", page=page)
    assert work() == []
    assert (Job.objects.filter(kind=jobs.ACCEPT).count(), Entry.objects.filter(batch=id_).count()) == (1, 2)
    assert session(id_).state == "reviewed"


def test_the_same_upload_twice_is_one_import() -> None:
    desk = Desk("county")
    page = desk.get("/imports/new")
    data = sheet(household("620199000001"))
    from_clicks = []
    for _ in range(2):
        answer = desk.client.post(
            "/imports/new", {"id": hidden(page, "id"), "file": SimpleUploadedFile("名单.xlsx", data)}
        )
        from_clicks.append(answer["Location"])
    assert from_clicks[0] == from_clicks[1]
    assert Job.objects.filter(kind=jobs.PREVIEW).count() == 1


class StopsAt:
    """A progress whose worker is told to end at a certain step."""

    def __init__(self, step: int) -> None:
        self.left = step

    def step(self, done: int, total: int | None = None) -> None:
        """Count down."""
        self.left -= 1
        if self.left < 0:
            raise Stopping


@pytest.mark.parametrize("step", [0, 1])
def test_a_stop_on_the_way_leaves_nothing_and_can_go_on(step: int) -> None:
    desk = Desk("county")
    id_ = three(desk)
    desk.post(f"/imports/{id_}/accept", page=desk.review(id_))
    with pytest.raises(Stopping):
        jobs.accept_job({"session": str(id_)}, StopsAt(step))
    assert (codes(), session(id_).state, Entry.objects.filter(batch=id_).count()) == (set(), "accepting", 0)
    assert "正在接收" in desk.review(id_)
    assert work() == [JobState.DONE]
    assert codes() == {"620199000001", "620199000002"}
    jobs.accept_job({"session": str(id_)}, StopsAt(9))
    assert (Entry.objects.filter(batch=id_).count(), session(id_).rounds) == (2, 1)


def test_a_stop_while_what_was_held_is_judged_repeats_only_that() -> None:
    desk = Desk("county")
    id_ = three(desk)
    desk.post(f"/imports/{id_}/accept", page=desk.review(id_))
    with pytest.raises(Stopping):
        jobs.accept_job({"session": str(id_)}, StopsAt(2))
    assert (codes(), session(id_).state) == ({"620199000001", "620199000002"}, "previewing")
    assert work() == [JobState.DONE]
    row = session(id_)
    assert (row.state, row.rounds, Entry.objects.filter(batch=id_).count()) == ("reviewed", 1, 2)
    assert "还有 1 户留在这里" in desk.review(id_)


def test_a_worker_that_ends_leaves_the_job_for_the_next_one() -> None:
    desk = Desk("county")
    id_ = three(desk)
    desk.post(f"/imports/{id_}/accept", page=desk.review(id_))
    Job.objects.filter(id=session(id_).job).update(state=JobState.RUNNING, attempts=1)
    assert services.take_up_stale_jobs() == 1
    assert work() == [JobState.DONE]
    assert codes() == {"620199000001", "620199000002"}


@pytest.mark.parametrize(("what", "before"), [("accept", "reviewed"), ("undo", "settled")])
def test_a_step_whose_job_has_failed_can_be_left(what: str, before: str) -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(household("620199000001")))
    if what == "undo":
        desk.do(id_, "accept")
    page = desk.get(f"/imports/{id_}")
    desk.post(f"/imports/{id_}/{what}", {"reason": "表传错了"}, page=page)
    answer = desk.post(f"/imports/{id_}/step-back")
    assert "现在不能这样做" in desk.get(answer["Location"])
    Job.objects.filter(id=session(id_).job).update(state=JobState.FAILED, message="job_failed")
    assert "先不做，回去" in desk.review(id_)
    desk.post(f"/imports/{id_}/step-back")
    assert session(id_).state == before
    assert services.go_on(session(id_).job)
    work()
    assert (session(id_).state, len(codes())) == (before, int(what == "undo"))


def test_giving_up_what_was_held_settles_what_was_taken_in() -> None:
    desk = Desk("county")
    id_ = three(desk)
    desk.do(id_, "accept")
    desk.do(id_, "give-up")
    assert session(id_).state == "settled"
    assert not StagedPart.objects.exists()
    assert "接收了 2 户，留下 1 户" in desk.review(id_)
    desk.do(id_, "undo", reason="表传错了")
    assert codes() == set()


def test_importing_the_same_again_changes_nothing() -> None:
    desk = Desk("county")
    data = sheet(household("620199000001"), household("620199000002"))
    desk.do(desk.upload(data), "accept")
    before = Entry.objects.count()
    again = desk.upload(data)
    page = desk.review(again)
    assert "4 行都与已存的相同" in page
    assert "没有要写入的内容" in page
    answer = desk.post(f"/imports/{again}/accept", page=page)
    assert "没有可以接收的内容" in desk.get(answer["Location"])
    desk.do(again, "give-up")
    assert (Entry.objects.count(), session(again).state) == (before, "discarded")


def test_changes_are_shown_old_and_new() -> None:
    desk = Desk("county")
    rows = household("620199000001", size=3)
    desk.do(desk.upload(sheet(rows[:2])), "accept")
    rows[0].update(人均纯收入=3860, 联系电话="13900000001")
    page = desk.review(desk.upload(sheet(rows)), "changed")
    assert "<del>2600</del> → <ins>3860</ins>" in page
    assert "139••••••00" in page
    assert "新增 1 行" in page
    assert "有变化 1 户" in page


def test_undo_takes_everything_back_and_importing_again_works() -> None:
    desk = Desk("county")
    data = sheet(household("620199000001"), household("620199000002"))
    id_ = desk.upload(data)
    desk.do(id_, "accept")
    assert "为什么撤销" in desk.review(id_)
    answer = desk.do(id_, "undo", reason=" ")
    assert "没有写原因" in desk.get(answer["Location"])
    desk.do(id_, "undo", reason="表传错了")
    assert codes() == set()
    assert not Person.objects.exists()
    assert session(id_).state == "undone"
    assert "这一批已经撤销" in desk.review(id_)
    desk.do(desk.upload(data), "accept")
    assert codes() == {"620199000001", "620199000002"}


def test_undo_with_something_held_deletes_what_was_held() -> None:
    desk = Desk("county")
    id_ = three(desk)
    desk.do(id_, "accept")
    desk.do(id_, "undo", reason="表传错了")
    assert (session(id_).state, codes()) == ("undone", set())
    assert not StagedPart.objects.filter(session_id=id_).exists()


def test_undo_is_refused_with_the_list_of_what_was_built_on_it() -> None:
    desk = Desk("county")
    rows = household("620199000001")
    id_ = desk.upload(sheet(rows, household("620199000002")))
    desk.do(id_, "accept")
    rows[0]["人均纯收入"] = 3000
    desk.do(desk.upload(sheet(rows)), "accept")
    desk.do(id_, "undo", reason="表传错了")
    page = desk.review(id_)
    assert "没有撤销" in page
    assert "620122/" in page
    assert (session(id_).state, codes()) == ("settled", {"620199000001", "620199000002"})
    assert Job.objects.get(id=session(id_).job).state == JobState.DONE


def test_what_the_door_alone_refuses_is_shown_with_its_household() -> None:
    """Somebody else registers a household between the look and the taking in."""
    mine, theirs = Desk("county"), Desk("prefecture")
    rows = household("620199000001")
    id_ = mine.upload(sheet(rows, household("620199000002")))
    moved = [{**row, "户编号": "620199000009"} for row in rows]
    theirs.do(theirs.upload(sheet(moved)), "accept")
    mine.do(id_, "accept")
    assert codes() == {"620199000002", "620199000009"}
    page = mine.review(id_, "wrong")
    assert rows[0]["姓名"] in page
    assert "620199000009" in page
    assert session(id_).counts["taken"]["held"] == 1


def test_a_large_sheet_is_judged_again_by_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk("county")
    id_ = three(desk)
    monkeypatch.setattr("xiuhua.platform.exchange.steps.AT_ONCE_ROWS", 5)
    page = desk.review(id_)
    answer = desk.post(f"/imports/{id_}/mend", {"show": "wrong", "cell-7-25": "3000"}, page=page)
    assert "正在重新核对" in desk.get(answer["Location"])
    assert session(id_).state == "uploaded"
    work()
    assert "接收 3 户" in desk.review(id_)


def test_a_sheet_that_is_no_longer_read_is_refused_and_nothing_of_it_enters(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk("county")
    id_ = three(desk)

    def narrower(*_: object, **__: object) -> None:
        raise SheetRefused(Problem("workbook_damaged"))

    monkeypatch.setattr(jobs, "open_sheet", narrower)
    desk.do(id_, "accept")
    assert (session(id_).state, codes()) == ("refused", set())


def test_a_sheet_given_up_while_it_is_judged_stays_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(household("620199000001")), judge=False)
    reading = jobs.opened

    def given_up_first(row: ImportSession) -> object:
        desk.post(f"/imports/{id_}/give-up")
        return reading(row)

    monkeypatch.setattr(jobs, "opened", given_up_first)
    assert work() == [JobState.DONE]
    assert session(id_).state == "discarded"
