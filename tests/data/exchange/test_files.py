"""What comes in and goes out as a file: refusals with their numbers, columns by hand, marked and empty sheets."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from data.accounts.cast import NOW, TODAY
from data.exchange.office import HEADERS, Desk, hidden, household, saved, session, sheet, work
from xiuhua.kernel.ids import uuid7
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange import staging
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import accept, open_sheet
from xiuhua.platform.exchange.models import ImportSession
from xiuhua.platform.exchange.reading.limits import Limits
from xiuhua.platform.exchange.writing import AMBER, PROBLEMS_HEADER, RED
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.models import Household

ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(120) + "EncryptionInfo\0".encode("utf-16-le").ljust(128, b"\0")


def without(*headers: str, more: tuple[str, ...] = ()) -> bytes:
    kept = (*[header for header in HEADERS if header not in headers], *more)
    return sheet(household("620199000001"), headers=kept)


def titles_only() -> bytes:
    book = openpyxl.Workbook()
    for text in ("贫困人口信息表", "2017年9月"):
        book.active.append([text])
    return saved(book)


REFUSED = [
    (b"", 3000, "没有任何内容", "holds nothing"),
    (b"%PDF-1.7 \x00\x01\x02" * 20, 3001, "不是表格文件", "is not a sheet"),
    (ENCRYPTED, 3002, "打开密码", "protected by a password"),
    (b"PK\x03\x04" + bytes(200), 3004, "已损坏", "is damaged"),
    (titles_only(), 3050, "没有找到认识的表头", "No known header"),
    (without(more=("证件号码", "身份证号码")), 3051, "两列是同一项", "are the same"),
    (without("姓名", "与户主关系"), 3052, "缺少必需的列：姓名、与户主关系", "lacks columns"),
]


@pytest.mark.parametrize(("data", "number", "chinese", "english"), REFUSED, ids=[str(each[1]) for each in REFUSED])
def test_a_refused_file_says_its_number_in_both_languages(data: bytes, number: int, chinese: str, english: str) -> None:
    desk = Desk("county")
    if not data:
        page = desk.get("/imports/new")
        answer = desk.client.post(
            "/imports/new", {"id": hidden(page, "id"), "file": SimpleUploadedFile("空.xlsx", b" ")}
        )
        id_ = UUID(answer["Location"].rpartition("/")[2])
        work()
    else:
        id_ = desk.upload(data)
    assert session(id_).state == "refused"
    page = desk.review(id_)
    assert chinese in page
    assert f"编号 {number}" in page
    desk.client.post("/language", {"language": "en"})
    page = desk.review(id_)
    assert english in page
    assert str(number) in page
    assert not Household.objects.exists()
    desk.do(id_, "give-up")
    assert session(id_).state == "discarded"


def test_no_file_and_too_large_a_file_are_refused_on_the_spot() -> None:
    desk = Desk("county")
    page = desk.get("/imports/new")
    answer = desk.client.post("/imports/new", {"id": hidden(page, "id")})
    assert "没有选文件" in answer.content.decode()
    large = SimpleUploadedFile("大.xlsx", bytes(Limits().file_bytes + 1))
    answer = desk.client.post("/imports/new", {"id": hidden(page, "id"), "file": large})
    assert "太大了" in answer.content.decode()
    assert not ImportSession.objects.exists()


def test_files_that_are_too_large_together_are_refused_and_not_kept() -> None:
    desk = Desk("county")
    half = Limits().file_bytes // 2 + 1
    files = [SimpleUploadedFile(f"半{number}.xlsx", bytes(half)) for number in range(2)]
    answer = desk.client.post("/imports/new", {"id": hidden(desk.get("/imports/new"), "id"), "file": files})
    assert "太大了" in answer.content.decode()
    assert not ImportSession.objects.exists()


def test_a_sheet_of_another_office_is_refused_to_those_who_may_not_take_it_in() -> None:
    desk = Desk("leader")
    book = openpyxl.Workbook()
    for row in (("县(市、区)", "乡(镇)", "行政村", "行政村代码"), ("皋兰县", "水阜镇", "燕儿坪村", "620122101200")):
        book.active.append(row)
    id_ = desk.upload(saved(book))
    page = desk.review(id_)
    assert "编号 1403" in page
    assert session(id_).state == "refused"
    assert "人员名单" in desk.get("/imports/new")
    assert "行政村名册" not in desk.get("/imports/new")
    desk.get("/imports/empty/villages", status=404)


def test_missing_columns_are_assigned_by_hand() -> None:
    desk = Desk("county")
    headers = [{"姓名": "家里人", "与户主关系": "是户主什么人"}.get(header, header) for header in HEADERS]
    rows = [{**row, "家里人": row["姓名"], "是户主什么人": row["与户主关系"]} for row in household("620199000001")]
    id_ = desk.upload(sheet(rows, headers=headers))
    assert "指定各列" in desk.review(id_)
    page = desk.get(f"/imports/{id_}/columns")
    assert "编号 3052" in page
    assert str(rows[0]["证件号码"]) not in page
    chosen = {"kind": "people", "column-7": "name", "column-10": "relation"}
    desk.post(f"/imports/{id_}/columns", chosen, page=page)
    work()
    row = session(id_)
    assert (row.state, row.corrections) == ("reviewed", [[7, "name"], [10, "relation"]])
    desk.do(id_, "accept")
    assert Household.objects.count() == 1


def test_a_column_recognised_wrongly_is_corrected_from_the_review_and_back() -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(household("620199000001", 联系电话="12345")))
    assert "要确认 1" in desk.review(id_)
    for field, corrections, asks in (("", [[26, None]], 0), ("phone", [], 1)):
        page = desk.get(f"/imports/{id_}/columns")
        desk.post(f"/imports/{id_}/columns", {"kind": "people", "column-26": field}, page=page)
        work()
        assert (session(id_).corrections, session(id_).counts["lines"]["ask"]) == (corrections, asks)


def test_a_header_that_stands_twice_is_settled_by_leaving_one_out() -> None:
    desk = Desk("county")
    id_ = desk.upload(without(more=("身份证号码",)))
    assert "编号 3051" in desk.review(id_)
    page = desk.get(f"/imports/{id_}/columns")
    desk.post(f"/imports/{id_}/columns", {"kind": "people", "column-27": ""}, page=page)
    work()
    assert session(id_).state == "reviewed"


def test_the_marked_sheet_shows_what_is_wrong_where_and_why() -> None:
    desk = Desk("county")
    id_ = desk.upload(
        sheet(
            household("620199000001"),
            household("620199000002", 人均纯收入="三千元", 联系电话="12345"),
            household("620199000003", 姓名=""),
        ),
        "皋兰 名单.xlsx",
    )
    desk.do(id_, "mend", show="wrong", **{"cell-7-7": "李补上"})
    answer = desk.client.get(f"/imports/{id_}/marked")
    assert "%E6%A0%87%E5%A5%BD%E9%94%99.xlsx" in answer["Content-Disposition"]
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert (page["Z5"].value, page["Z5"].fill.start_color.rgb[2:]) == ("三千元", RED[1:])
    assert page["AA5"].fill.start_color.rgb[2:] == AMBER[1:]
    assert "不是金额" in page["Z5"].comment.text
    assert page["AB2"].value == PROBLEMS_HEADER
    assert "人均纯收入：“三千元”不是金额" in page["AB5"].value
    assert page["H7"].value == "李补上"
    assert page["H7"].fill.fill_type is None
    again = desk.upload(answer.content)
    assert session(again).counts["lines"] == session(id_).counts["lines"] | {"mended": 0}


def test_the_marked_sheet_of_what_is_held_has_only_those_rows() -> None:
    desk = Desk("county")
    id_ = desk.upload(sheet(household("620199000001"), household("620199000002", 人均纯收入="三千元", size=3)))
    desk.do(id_, "accept")
    page = openpyxl.load_workbook(io.BytesIO(desk.client.get(f"/imports/{id_}/marked").content)).active
    assert [row[5].value for row in page.iter_rows(min_row=3)] == ["620199000002"] * 3
    assert page["Z3"].fill.start_color.rgb[2:] == RED[1:]


@pytest.mark.parametrize("kind", ["people", "villages"])
def test_an_empty_sheet_is_recognised_when_it_comes_back_filled(kind: str) -> None:
    desk = Desk("county")
    answer = desk.client.get(f"/imports/empty/{kind}")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book.active
    headers = [cell.value for cell in page[1]]
    if kind == "people":
        assert {"户编号*", "姓名*", "民族"} <= set(headers)
        for row in household("620199000001"):
            plain = {header.rstrip("*").replace("(", "（").replace(")", "）"): header for header in headers}
            values = {plain[name]: value for name, value in row.items() if name in plain}
            page.append([values.get(header) for header in headers])
    else:
        assert "2016年集体经济收入" in headers
        row = {"县(市、区)": "皋兰县", "乡(镇)": "水阜镇", "行政村*": "石洞村", "行政村代码*": "620122101205"}
        page.append([{**row, "2016年集体经济收入": 2400}.get(header) for header in headers])
    id_ = desk.upload(saved(book))
    assert (session(id_).kind, session(id_).state) == (kind, "reviewed")
    desk.get("/imports/empty/none", status=404)


def test_a_text_sheet_from_an_old_system_is_read() -> None:
    desk = Desk("county")
    target = io.StringIO()
    writer = csv.DictWriter(target, HEADERS, extrasaction="ignore")
    writer.writeheader()
    for row in household("620199000001"):
        writer.writerow({**row, "证件号码": f'="{row["证件号码"]}"'})
    id_ = desk.upload(target.getvalue().encode("gb18030"), "名单.csv")
    desk.do(id_, "accept")
    assert (session(id_).state, Household.objects.count()) == ("settled", 1)


def test_the_shared_list_is_reviewed_marked_and_mended(shared_data: Path, settings: Any) -> None:
    """The 3,176 people of an office, with the mistakes that stand in ``expected.json``."""
    settings.STANDING_TIME = NOW.replace(year=2020)
    desk = Desk("prefecture")
    expected = json.loads((shared_data / "sheets" / "expected.json").read_text("utf-8"))["errors"]
    kind, found = open_sheet((shared_data / "sheets" / "villages.xlsx").read_bytes(), name="villages.xlsx")
    run = Run(uuid7(milliseconds=1, entropy=bytes(10)), LOCAL_OPERATOR, NOW, TODAY, catalogue.policy(), keyring())
    accept(kind, found, run, whole=True)
    id_ = desk.upload((shared_data / "sheets" / "persons.xlsx").read_bytes(), "人口.xlsx")
    lines = staging.lines(id_, staging.Show.WRONG, page=0)
    wrong = {(line.row, line.column) for line in lines}
    assert {(each["sequence"] + 3, each["column"]) for each in expected} <= wrong
    others = {(each["other"] + 3, each["column"]) for each in expected if "other" in each}
    assert wrong <= {(each["sequence"] + 3, each["column"]) for each in expected} | others
    assert f"3,176 行里，{len(wrong)} 格要改，其余可以进来" in desk.review(id_)
    marked = _red_cells(desk.client.get(f"/imports/{id_}/marked").content)
    assert set(marked) == {(line.row, line.index + 1) for line in lines}
    assert all(comment for comment in marked.values())
    money = next(line for line in lines if line.code == "income_not_a_number")
    before = session(id_).counts["records"]
    desk.do(id_, "mend", show="wrong", **{money.cell: "3000"})
    after = session(id_).counts["records"]
    assert (after["wrong"], after["new"]) == (before["wrong"] - 1, before["new"] + 1)
    desk.do(id_, "accept")
    assert Household.objects.count() == after["new"] == session(id_).counts["taken"]["accepted"]


def _red_cells(data: bytes) -> dict[tuple[int, int], str]:
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    return {
        (cell.row, cell.column): cell.comment.text if cell.comment else ""
        for row in page.iter_rows(max_col=27)
        for cell in row
        if cell.fill.fill_type and cell.fill.start_color.rgb[2:] == RED[1:]
    }
