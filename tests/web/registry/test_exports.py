"""Taking a list out as a sheet: from the page, for a purpose, at once or behind the page, and into the journal."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from support import stage
from support.exports import set_cells
from support.stage import COUNTY, FAR, HERE, NOW, THERE, actor, family, people_of, person, registered
from web.registry.visits import browser, links, said, seen
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.commands import Appoint, EndPost
from xiuhua.platform.exchange import exporting as service
from xiuhua.platform.exchange import parcels
from xiuhua.platform.exchange.models import Export, Parcel, ParcelPart
from xiuhua.platform.exchange.parcels import KEPT_AFTER_FETCHING
from xiuhua.platform.exchange.temporary import private_folder
from xiuhua.platform.exchange.views import exporting
from xiuhua.platform.work import services
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.rules.states import JobState
from xiuhua.registry.commands.erasing import ErasePerson

NEW = "/exports/new"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


def sent(client: Client, path: str, purpose: str = "help") -> Any:
    """Send the form of an export as its page has it."""
    fields = dict(re.findall(r'name="(id|kind|place|filters)" value="([^"]*)"', seen(client, path)))
    return client.post(NEW, {**fields, "filters": fields["filters"].replace("&amp;", "&"), "purpose": purpose})


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def work() -> list[JobState | None]:
    queued = Job.objects.filter(state=JobState.QUEUED).order_by("created", "id")
    return [services.run(job_id) for job_id in list(queued.values_list("id", flat=True))]


def names(data: bytes) -> list[Any]:
    page = openpyxl.load_workbook(BytesIO(data)).active
    header = [cell.value for cell in page[1]]
    return [row[header.index("姓名")] for row in page.iter_rows(min_row=2, values_only=True)][:-1]


def test_from_a_page_to_a_sheet_and_back_by_import() -> None:
    home = registered()
    client = browser("leader")
    door = links(seen(client, f"/places/{HERE}"), r"^/exports/new\?kind=people")[0]
    page = said(seen(client, door))
    assert "导出：人员名单（一人一行）" in page
    assert "燕儿坪村 · 登记着的户和人 · 3 行" in page
    answer = sent(client, door)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    data = set_cells(body(answer), {(3, "文化程度"): "高中"})
    upload = re.findall(r'name="id" value="([^"]*)"', seen(client, "/imports/new"))[-1]
    led = client.post("/imports/new", {"id": upload, "file": SimpleUploadedFile("改好.xlsx", data)})["Location"]
    work()
    review = said(seen(client, f"{led}?show=changed"))
    assert "初中 → 高中" in review
    assert "有变化 1 户" in review
    fields = re.findall(r'name="id" value="([^"]*)"', seen(client, led))
    client.post(f"{led}/accept", {"id": fields[0]})
    work()
    assert people_of(home)["田巧仓"].education == "高中"


def test_a_sheet_that_its_owner_may_not_bring_any_more_is_refused_and_nothing_is_taken_in() -> None:
    home = registered()
    client = browser("leader")
    data = set_cells(body(sent(client, f"{NEW}?kind=people&place={HERE}")), {(3, "文化程度"): "高中"})
    upload = re.findall(r'name="id" value="([^"]*)"', seen(client, "/imports/new"))[-1]
    led = client.post("/imports/new", {"id": upload, "file": SimpleUploadedFile("改好.xlsx", data)})["Location"]
    work()
    client.post(f"{led}/accept", {"id": re.findall(r'name="id" value="([^"]*)"', seen(client, led))[0]})
    who = stage.account("leader")
    (post,) = actor("leader").posts
    stage.done(EndPost(id=stage.fresh(), post_id=post.id, account_id=who, valid_to=stage.TODAY), "")
    elsewhere = {"role": Role.GROUP_LEADER, "place_code": THERE, "valid_from": stage.TODAY}
    stage.done(Appoint(id=stage.fresh(), post_id=stage.fresh(), account_id=who, **elsewhere), "")
    assert work() == [JobState.DONE]
    assert "另一个地方" in said(seen(client, led))
    assert people_of(home)["田巧仓"].education == "初中"


def test_rows_that_are_not_there_are_counted_in_the_review() -> None:
    registered()
    client = browser("leader")
    book = openpyxl.load_workbook(BytesIO(body(sent(client, f"{NEW}?kind=people&place={HERE}"))))
    book.active.delete_rows(3, 1)
    target = BytesIO()
    book.save(target)
    upload = re.findall(r'name="id" value="([^"]*)"', seen(client, "/imports/new"))[-1]
    file = SimpleUploadedFile("删了一行.xlsx", target.getvalue())
    led = client.post("/imports/new", {"id": upload, "file": file})["Location"]
    work()
    assert "导出的表里有 1 行不在这份表里：没有提到的，不会动。" in said(seen(client, led))


def test_without_a_purpose_nothing_goes_out() -> None:
    registered()
    client = browser("leader")
    answer = sent(client, f"{NEW}?kind=people&place={HERE}", "")
    assert "没有选拿去做什么" in answer.content.decode()
    assert not Export.objects.exists()


def test_more_than_one_sheet_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    monkeypatch.setattr(service, "MOST_ROWS", 2)
    answer = sent(browser("leader"), f"{NEW}?kind=people&place={HERE}")
    assert "这里有 3 行，一份表装不下" in answer.content.decode()
    assert not Export.objects.exists()


def test_an_export_stands_in_the_journal_for_the_auditor() -> None:
    registered()
    sent(browser("leader"), f"{NEW}?kind=people&place={HERE}&asked=1")
    export = Export.objects.get()
    assert (export.kind, export.place_code, export.filters, export.purpose, export.rows) == (
        "people", HERE, "asked=1", "help", 0,
    )  # fmt: skip
    auditor = browser("auditor")
    page = seen(auditor, "/evidence/journal?place=" + HERE)
    assert "人员名单（一人一行） 0 行" in said(page)
    told = said(seen(auditor, links(page, r"^/evidence/journal/620122/\d+$")[0]))
    for part in ("导出一份表", "曹文远", "走访帮扶", "asked=1", export.rows_digest, "2018年1月19日"):
        assert part in told


def test_the_doors_of_the_lists_keep_their_filters() -> None:
    registered()
    registered(members=(person("何慧珍", "户主", "1970-03-05", phone="1399"), *family()[1:]))
    client = browser("county")
    doors = {
        f"/places/{COUNTY}": ("kind=villages", "kind=people", "kind=incomes"),
        f"/figure/households?place={HERE}": ("kind=people", "kind=incomes"),
        f"/figure/villages?place={COUNTY}&class=all&missing=position": ("missing=position",),
        f"/places/{HERE}": ("kind=people", "kind=incomes"),
        f"/figure/questions?place={COUNTY}": ("kind=people", "asked=1"),
        f"/figure/questions?place={COUNTY}&kind=phone_not_11_digits": ("question=phone_not_11_digits",),
    }
    for path, parts in doors.items():
        found = links(seen(client, path), r"^/exports/new")
        for part in parts:
            assert any(part in each for each in found), (path, part, found)
        for each in found:
            seen(client, each)
    asked = f"{NEW}?kind=people&place={COUNTY}&question=phone_not_11_digits"
    assert "有疑问“" in said(seen(client, asked))
    assert "· 3 行" in said(seen(client, asked))
    assert not links(seen(browser("attendee"), f"/places/{HERE}"), r"kind=people")


@pytest.mark.parametrize(
    ("login", "query"),
    [
        ("leader", f"kind=people&place={THERE}"),
        ("county", f"kind=people&place={FAR}"),
        ("attendee", f"kind=people&place={HERE}"),
        ("administrator", f"kind=incomes&place={HERE}"),
        ("county", f"kind=people&place={HERE}&odd=1"),
        ("county", f"kind=nothing&place={HERE}"),
        ("county", "kind=people&place=620122999999"),
        ("county", "kind=people"),
    ],
)
def test_forbidden_and_absent_answer_alike(login: str, query: str) -> None:
    client = browser(login)
    absent = client.get("/no-such-page")
    answer = client.get(f"{NEW}?{query}")
    assert (answer.status_code, answer.content) == (404, absent.content)
    form = dict(each.split("=") for each in query.split("&")) | {"id": str(stage.fresh()), "purpose": "help"}
    form["filters"] = "odd=1" if "odd" in form else ""
    assert client.post(NEW, form).status_code == 404
    assert not Export.objects.exists()


def test_nothing_is_left_in_the_clear() -> None:
    registered()
    client = browser("leader")
    answer = sent(client, f"{NEW}?kind=people&place={HERE}")
    assert names(body(answer)) == ["何慧珍", "田巧仓", "何小军"]
    assert list(private_folder().iterdir()) == []


def test_a_large_sheet_is_made_behind_the_page_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    monkeypatch.setattr(exporting, "AT_ONCE_ROWS", 2)
    client = browser("leader")
    path = f"{NEW}?kind=people&place={HERE}"
    assert "行数多" in seen(client, path)
    led = sent(client, path)["Location"]
    assert "0" in said(seen(client, led))
    assert not Export.objects.exists()
    assert work() == [JobState.DONE]
    assert Export.objects.get().rows == 3
    page = seen(client, led)
    assert links(page, r"/file$") == [f"{led}/file"]
    sealed = b"".join(bytes(each) for each in ParcelPart.objects.values_list("sealed", flat=True))
    assert not sealed.startswith(b"PK")
    assert "何慧珍".encode() not in sealed
    assert names(body(client.get(f"{led}/file"))) == ["何慧珍", "田巧仓", "何小军"]
    for other in ("county", "auditor", "member"):
        seen(browser(other), led, status=404)
        seen(browser(other), f"{led}/file", status=404)
    assert list(private_folder().iterdir()) == []


def test_who_has_another_post_by_now_fetches_nothing_of_the_former_place(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    monkeypatch.setattr(exporting, "AT_ONCE_ROWS", 2)
    client = browser("leader")
    led = sent(client, f"{NEW}?kind=people&place={HERE}")["Location"]
    assert work() == [JobState.DONE]
    seen(client, led)
    who, (post,) = stage.account("leader"), actor("leader").posts
    stage.done(EndPost(id=stage.fresh(), post_id=post.id, account_id=who, valid_to=stage.TODAY), "")
    elsewhere = {"role": Role.GROUP_LEADER, "place_code": THERE, "valid_from": stage.TODAY}
    stage.done(Appoint(id=stage.fresh(), post_id=stage.fresh(), account_id=who, **elsewhere), "")
    for path in (led, f"{led}/file"):
        seen(client, path, status=404)


def test_a_sheet_is_kept_for_a_day_after_it_was_fetched_or_as_long_as_policy_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registered()
    monkeypatch.setattr(exporting, "AT_ONCE_ROWS", 2)
    client = browser("leader")
    first, second = (sent(client, f"{NEW}?kind=people&place={HERE}")["Location"] for _ in range(2))
    work()
    body(client.get(f"{first}/file"))
    assert parcels.sweep(NOW + KEPT_AFTER_FETCHING / 2) == 0
    assert parcels.sweep(NOW + KEPT_AFTER_FETCHING * 2) == 1
    seen(client, first, status=404)
    seen(client, second)
    assert parcels.sweep(NOW + KEPT_AFTER_FETCHING * 31) == 1
    assert not Parcel.objects.exists()
    assert not ParcelPart.objects.exists()


def test_a_job_that_runs_twice_makes_one_export_and_a_post_that_ended_makes_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registered()
    monkeypatch.setattr(exporting, "AT_ONCE_ROWS", 2)
    client = browser("leader")
    led = sent(client, f"{NEW}?kind=people&place={HERE}")["Location"]
    job = Job.objects.get()
    assert work() == [JobState.DONE]
    Job.objects.filter(id=job.id).update(state=JobState.QUEUED)
    assert work() == [JobState.DONE]
    assert Export.objects.count() == 1
    sent(client, f"{NEW}?kind=people&place={HERE}", "audit")
    type(Parcel.objects.get(id=UUID(led.rpartition("/")[2])).owner).objects.filter(login="leader").update(active=False)
    assert work() == [JobState.FAILED]
    assert Job.objects.exclude(id=job.id).get().message == "export_owner_gone"


def test_the_pages_speak_english() -> None:
    registered()
    client = browser("leader")
    client.post("/language", {"language": "en"})
    page = said(seen(client, f"{NEW}?kind=people&place={HERE}").partition("<main")[2])
    assert "Export: person list (one row a person)" in page
    assert "registered households and their people · 3 rows" in page
    assert "visiting and helping the household" in page


def test_an_export_that_waits_goes_where_somebody_in_it_is_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    home = registered()
    monkeypatch.setattr(exporting, "AT_ONCE_ROWS", 2)
    inside = sent(browser("county"), f"{NEW}?kind=people&place={COUNTY}")["Location"]
    registered(village=FAR)
    beside = sent(browser("neighbour"), f"{NEW}?kind=people&place={FAR}")["Location"]
    work()
    who = people_of(home)["何小军"].id
    reasons = {"basis": "asked", "reference": "信访 2018-07 号", "reason": "本人要求，已核实"}
    stage.done(ErasePerson(id=stage.fresh(), household_id=home, person_id=who, **reasons), "county")
    seen(browser("county"), inside, status=404)
    seen(browser("neighbour"), beside)
    rows = names(body(client_of_all(monkeypatch)))
    assert "何小军" not in rows
    assert len(rows) == 2


def client_of_all(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(exporting, "AT_ONCE_ROWS", 2000)
    return sent(browser("county"), f"{NEW}?kind=people&place={HERE}")
