"""The pages of imports: who comes in, what they say in both languages, and what they cost."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from data.accounts.cast import TODAY, actor
from data.exchange.office import Desk, household, session, sheet, work
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.matrix import access_matrix
from xiuhua.platform.exchange import access, queries
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.rules.states import JobState

IMPORTERS = ("prefecture", "county", "township", "leader")
LOOKERS = ("auditor",)
OTHERS = ("admin", "department", "attendee")


@pytest.mark.parametrize("login", [*IMPORTERS, *LOOKERS, *OTHERS])
def test_who_may_open_the_list_and_the_upload(login: str) -> None:
    desk = Desk(login)
    listed, uploading = desk.client.get("/imports"), desk.client.get("/imports/new")
    assert listed.status_code == (404 if login in OTHERS else 200)
    assert uploading.status_code == (200 if login in IMPORTERS else 404)
    if login in LOOKERS:
        assert "导入一份表" not in listed.content.decode()


def test_the_roles_are_those_of_the_access_table() -> None:
    assert access.IMPORT.roles == {
        Role.PREFECTURE_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER, Role.GROUP_LEADER,
    }  # fmt: skip
    assert Role.AUDITOR in access.BATCHES.roles - access.IMPORT.roles


def test_a_form_from_elsewhere_is_not_taken() -> None:
    desk = Desk("county")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.client.cookies
    for address in ("/imports/new", f"/imports/{desk.upload(sheet(household('620199000001')))}/accept"):
        assert strict.post(address, {"id": "01641ab4-9680-7ae6-988c-9a17d2cebc56"}).status_code == 403


def test_an_upload_stays_in_memory(settings: Any, tmp_path: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    tmp_path.chmod(0o500)
    desk = Desk("county")
    assert session(desk.upload(sheet(household("620199000001")))).state == "reviewed"


def test_what_a_cell_says_is_text_and_nothing_else() -> None:
    desk = Desk("county")
    evil = '"><script>alert(1)<b>'
    id_ = desk.upload(sheet(household("620199000001", 姓名=evil, 人均纯收入=evil)), f"{evil}.xlsx")
    for page in (desk.review(id_, "wrong"), desk.get(f"/imports/{id_}/columns"), desk.get("/imports")):
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_the_pages_speak_english() -> None:
    desk = Desk("county", language="en")
    page = desk.get("/imports/new")
    assert "Upload and check" in page
    id_ = desk.upload(sheet(household("620199000001"), household("620199000002", 人均纯收入="三千元")))
    page = desk.review(id_)
    assert "4 rows: 1 cell needs mending, the rest can enter" in page
    assert "Take in 1 household" in page
    for show in ("wrong", "ask", "new", "changed", "same"):
        assert not untranslated(desk.review(id_, show))
    assert not untranslated(desk.get(f"/imports/{id_}/columns"))
    desk.do(id_, "accept")
    for address in (f"/imports/{id_}", f"/imports/{id_}/result", "/imports"):
        assert not untranslated(desk.get(address))


SHEETS_OWN = re.compile(r"<(td|option|input|select|p class=\"muted\")[^>]*>[^<]*")


def untranslated(page: str) -> list[str]:
    """Return Chinese words of ours in the main part, outside of cells that show the sheet itself."""
    main = page.partition("<main")[2].partition("</main>")[0]
    ours = re.sub(r"名单|“三千元”", "", SHEETS_OWN.sub(" ", main))
    return re.findall(r"[\u4e00-\u9fff]{2,}", re.sub(r"<[^>]*>", " ", ours))


def test_the_page_of_a_waiting_import_follows_its_job_and_lets_go() -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(household("620199000001")), judge=False)
    page = desk.review(id_)
    job = session(id_).job
    assert f'hx-get="/jobs/{job}/progress"' in page
    assert "可以离开这一页" in page
    assert work() == [JobState.DONE]
    assert desk.client.get(f"/jobs/{job}/progress")["HX-Redirect"] == f"/imports/{id_}"


def test_an_upload_can_be_given_up_before_it_is_read() -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(household("620199000001")), judge=False)
    desk.post(f"/imports/{id_}/give-up")
    assert work() == [JobState.DONE]
    assert session(id_).state == "discarded"
    assert "没有接收，内容已删掉" in desk.review(id_)


def test_a_failed_job_can_be_tried_again() -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(household("620199000001")), judge=False)
    Job.objects.filter(id=session(id_).job).update(state=JobState.FAILED, message="job_failed")
    page = desk.review(id_)
    assert "这项工作没有做完" in page
    desk.post(f"/jobs/{session(id_).job}/go-on")
    assert work() == [JobState.DONE]
    assert session(id_).state == "reviewed"


def test_what_waits_stands_on_the_agenda_of_its_owner_alone() -> None:
    desk = Desk("county")
    wrong = desk.upload(sheet(household("620199000001"), household("620199000002", 人均纯收入="三千元")), "甲.xlsx")
    refused = desk.upload(b"x" * 40, "乙.xlsx")
    lines = {line.url: line for line in queries.agenda(actor("county"), TODAY)}
    assert set(lines) == {f"/imports/{wrong}", f"/imports/{refused}"}
    assert lines[f"/imports/{wrong}"].text.zh == "核对 甲.xlsx"
    assert lines[f"/imports/{wrong}"].where.en == "1 to mend"
    assert queries.agenda(actor("prefecture"), TODAY) == []
    desk.do(wrong, "give-up")
    assert [line.url for line in queries.agenda(actor("county"), TODAY)] == [f"/imports/{refused}"]


def test_pages_cost_the_same_however_much_they_show() -> None:
    desk = Desk("county")
    ids = [desk.upload(sheet(*(household(f"6201990{n:05d}", 联系电话="1") for n in range(many)))) for many in (1, 70)]
    for show in ("ask", "new", "wrong"):
        counts = [cost(desk, f"/imports/{id_}?show={show}") for id_ in ids]
        assert counts[0] == counts[1] <= 9, (show, counts)
    few = cost(desk, "/imports")
    for _ in range(5):
        desk.upload(sheet(household("620199000001")))
    assert cost(desk, "/imports") == few <= 8


def cost(desk: Desk, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        desk.get(address)
    return len(caught)


def test_long_reviews_come_in_pages() -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(*(household(f"6201990{n:05d}") for n in range(70))))
    first, last = desk.review(id_, "new"), desk.review(id_, "new", 1)
    assert (first.count("row-new"), last.count("row-new")) == (50, 20)
    assert "第 1 页，共 2 页" in first
    assert desk.review(id_, "new", 9).count("row-new") == 20


def test_long_lists_come_in_pages() -> None:
    desk = Desk("county")
    for _ in range(queries.PAGE_SIZE + 2):
        desk.upload(sheet(household("620199000001")), judge=False)
    page = desk.get("/imports")
    assert page.count("等待读取") == queries.PAGE_SIZE
    later = re.search(r'href="(\?before=[^"]+)"', page)
    assert later
    assert desk.get(f"/imports{later[1]}").count("等待读取") == 2
    assert desk.get("/imports?before=nonsense").count("等待读取") == queries.PAGE_SIZE


def test_a_closed_account_stops_its_jobs() -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(household("620199000001")), judge=False)
    type(session(id_).owner).objects.filter(login="county").update(active=False)
    assert work() == [JobState.FAILED]
    assert Job.objects.get(id=session(id_).job).message == "import_owner_gone"


def test_the_read_me_shows_the_access_table() -> None:
    folder = Path(access.__file__).parent
    shown = (
        (folder / "README.md").read_text("utf-8").partition("<!-- access -->\n")[2].partition("\n<!-- /access -->")[0]
    )
    assert shown == access_matrix(access.COMMANDS, access.QUERIES)
