"""Three departments' lists at a terminal: recognised, compared, and nothing registered is changed by them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.databases import EmptyDatabase
from support.served import rows, run_command
from xiuhua.registry.rules.identity import check_character

VILLAGE, TOWNSHIP = "620122101200", "620122101000"
WHERE = {"县": "皋兰县", "乡镇": "水阜镇", "行政村": "燕儿坪村"}


def number(born: str, order: int) -> str:
    digits = f"620199{born}{order:03d}"
    return digits + check_character(digits)


GRANNY, FATHER, SON = number("19480305", 12), number("19700711", 13), number("20050209", 15)
NEIGHBOUR, STRANGER, ELSEWHERE = number("19660303", 17), number("19610405", 18), number("19550812", 31)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def url(empty_database: EmptyDatabase) -> str:
    return empty_database()


def workbook(path: Path, lines: Sequence[Mapping[str, Any]]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    headers = list(dict.fromkeys(header for line in lines for header in line))
    page.append(headers)
    for line in lines:
        page.append([line.get(header) for header in headers])
    book.save(path)
    return path


def people(folder: Path) -> Path:
    plain = {**WHERE, "文化程度": "小学", "劳动技能": "普通劳动力", "参加大病医疗": "是"}
    first = {**plain, "户编号": "88001", "贫困户属性": "低保贫困户", "危房户": "否"}
    second = {**plain, "户编号": "88002", "贫困户属性": "一般贫困户", "危房户": "是", "健康状况": "健康"}
    who = ("人编号", "姓名", "证件号码", "与户主关系", "健康状况", "在校生状况")
    family = [
        ("8800101", "何桂兰", GRANNY, "户主", "残疾", ""),
        ("8800102", "何大川", FATHER, "之子", "健康", ""),
        ("8800103", "何小川", SON, "之孙子", "健康", "七年级"),
    ]
    lines = [{**first, **dict(zip(who, each, strict=True))} for each in family]
    neighbour = {"人编号": "8800201", "姓名": "田有福", "证件号码": NEIGHBOUR, "与户主关系": "户主"}
    return workbook(folder / "people.xlsx", [*lines, {**second, **neighbour}])


def lists(folder: Path) -> Mapping[str, Path]:
    """Write the lists of three departments, each in its own words."""
    where = {"县（市、区）": "皋兰县", "乡（镇）": "水阜镇", "村（社区）": "燕儿坪村委会"}
    return {
        "allowance": workbook(
            folder / "民政.xlsx",
            [
                {"户主姓名": "何大川", "身份证号": FATHER, **where, "低保类别": "二类", "保障金额": 300},
                {"户主姓名": "田有福", "身份证号": NEIGHBOUR, **where, "低保类别": "三类", "保障金额": 84},
                {"户主姓名": "潘月红", "身份证号": STRANGER, **where, "低保类别": "特困"},
                {
                    "户主姓名": "钱大水",
                    "身份证号": number("19550812", 31),
                    "县（市、区）": "榆中县",
                    "低保类别": "一类",
                },
            ],
        ),
        "pupils": workbook(
            folder / "教育.xlsx",
            [{"学生姓名": "何小川", "公民身份证号": SON, **where, "就读学校": "水阜中学", "是否在读": "疑似辍学"}],
        ),
        "disability": workbook(
            folder / "残联.xlsx",
            [
                {"姓名": "田有福", "残疾人证号": NEIGHBOUR + "43", **where, "残疾类别": "肢体", "残疾等级": "三级"},
                {"姓名": "看不清", "残疾人证号": STRANGER[:17] + "?", **where, "残疾类别": "听力"},
            ],
        ),
    }


def test_three_lists_at_a_terminal(home: Path, url: str, tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return run_command(*words, home=home, database_url=url)

    village = {"县": "皋兰县", "乡镇": "水阜镇", "行政村": "燕儿坪村", "行政村代码": VILLAGE}
    for sheet in (workbook(tmp_path / "villages.xlsx", [village]), people(tmp_path)):
        taken = run("import", str(sheet), "--accept", "all")
        assert taken.returncode == 0, taken.stderr
    registered = rows(url, "SELECT id, household_kind, unsafe_house FROM registry_statement ORDER BY id")
    found = {}
    for kind, path in lists(tmp_path).items():
        told = run("compare", str(path), "--place", TOWNSHIP, "--on", "2017-12-31", "--json")
        assert told.returncode == 0, told.stderr
        answer = json.loads(told.stdout)
        assert answer["kind"] == kind, "recognised by its columns"
        found[kind] = (
            {side: n for side, n in answer["counts"].items() if n},
            [each["code"] for each in answer["errors"]],
        )
    assert found == {
        "allowance": ({"agreeing": 1, "differing": 1, "only_listed": 1, "outside": 1, "rows": 4}, []),
        "pupils": ({"differing": 1, "rows": 1}, []),
        "disability": ({"not_compared": 2, "wrong": 1, "rows": 2}, ["identity_form"]),
    }
    assert rows(url, "SELECT id, household_kind, unsafe_house FROM registry_statement ORDER BY id") == registered
    path, result = lists(tmp_path)["allowance"], tmp_path / "result.xlsx"
    wish = ("compare", str(path), "--place", TOWNSHIP, "--on", "2018-01-15", "--xlsx", str(result))
    assert run(*wish).returncode == 1, "a sheet needs a purpose"
    assert not result.exists()
    assert run(*wish, "--purpose", "verification").returncode == 0
    page = openpyxl.load_workbook(result).active
    assert page is not None
    sides = [row[1] for row in page.iter_rows(min_row=2, values_only=True)]
    assert sides == ["两边不一样", "名单上有、这里没有登记", "两边一样", None]
    assert run(*wish, "--purpose", "verification").returncode == 1, "a file is never replaced"
    assert rows(url, "SELECT count(*) FROM registry_comparison") == [(4,)]
    assert rows(url, "SELECT kind, purpose FROM exchange_export") == [("comparison_allowance", "verification")]
    again = run("compare", str(lists(tmp_path)["pupils"]), "--place", TOWNSHIP, "--on", "2018-02-30")
    assert again.returncode == 1
    assert "没有写名单的日期" in again.stderr
    assert run("compare", str(tmp_path / "none.xlsx"), "--place", TOWNSHIP, "--on", "2018-01-01").returncode == 1
    assert run("verify", "--rows").returncode == 0
