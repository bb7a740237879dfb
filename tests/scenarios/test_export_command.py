"""``xiuhua export`` and ``xiuhua import`` one after the other: what goes out comes back with exactly its edits."""

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from support.databases import EmptyDatabase
from support.served import run_command

VILLAGE = "620199101200"
VILLAGES = (
    ("县(市、区)", "乡(镇)", "行政村", "行政村代码", "2017年集体经济收入(元)"),
    ("柳泉县", "白杨镇", "槐树村", VILLAGE, 1200),
)
PEOPLE = (
    ("县(市、区、旗)", "乡(镇)", "行政村", "户编号", "人编号", "姓名", "证件号码", "与户主关系", "民族"),
    ("柳泉县", "白杨镇", "槐树村", "0620199001", "062019900101", "柳成荫", "620199197503010011", "户主", "汉族"),
    ("柳泉县", "白杨镇", "槐树村", "0620199001", "062019900102", "花木秀", "", "配偶", "汉族"),
)


def book(path: Path, rows: tuple[tuple[object, ...], ...]) -> str:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return str(path)


def with_check(number: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[:17] + "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11]


@pytest.fixture
def filled(tmp_path: Path, empty_database: EmptyDatabase) -> dict[str, object]:
    where: dict[str, object] = {"home": tmp_path / "home", "database_url": empty_database()}
    people = (PEOPLE[0], (*PEOPLE[1][:6], with_check(str(PEOPLE[1][6])), *PEOPLE[1][7:]), PEOPLE[2])
    for name, rows in (("villages.xlsx", VILLAGES), ("people.xlsx", people)):
        said = run_command("import", book(tmp_path / name, rows), "--accept", "all", **where)
        assert said.returncode == 0, said.stderr
    return where


def test_out_edited_and_back(filled: dict[str, object], tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    asked = ("--place", VILLAGE, "--purpose", "help")
    said = run_command("export", "people", str(out), *asked, **filled)
    assert said.returncode == 0, said.stderr
    document = json.loads(said.stdout)
    assert (document["kind"], document["rows"]) == ("people", 2)
    assert out.stat().st_mode & 0o077 == 0
    assert not list((tmp_path / "home" / "temporary").iterdir())
    untouched = json.loads(run_command("import", str(out), "--json", **filled).stdout)
    assert (untouched["new"], untouched["same"], untouched["changed"], untouched["errors"]) == (0, 2, [], [])
    page = openpyxl.load_workbook(BytesIO(out.read_bytes()))
    headers = {cell.value: cell.column for cell in page.active[1]}
    page.active.cell(3, headers["民族"]).value = "回族"
    page.save(out)
    edited = json.loads(run_command("import", str(out), "--json", **filled).stdout)
    assert edited["changed"] == [{"row": 3, "column": "民族", "before": "汉族", "after": "回族"}]
    assert run_command("import", str(out), "--accept", "all", **filled).returncode == 0
    assert json.loads(run_command("import", str(out), "--json", **filled).stdout)["same"] == 2
    for kind in ("villages", "incomes"):
        target = tmp_path / f"out-{kind}.xlsx"
        assert run_command("export", kind, str(target), *asked, **filled).returncode == 0
        assert json.loads(run_command("import", str(target), "--json", **filled).stdout)["changed"] == []
    assert run_command("verify", "--rows", **filled).returncode == 0


def test_refusals_have_numbers_and_leave_no_file(filled: dict[str, object], tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    wrong = (
        (("--place", VILLAGE, "--purpose", "curiosity"), "没有选拿去做什么"),
        (("--place", "629999000000", "--purpose", "help"), "1404"),
        (("--place", VILLAGE, "--purpose", "help", "--filter", "odd=1"), "1404"),
    )
    for asked, part in wrong:
        said = run_command("export", "people", str(out), *asked, **filled)
        assert said.returncode == 1
        assert part == "1404" or part in said.stderr
        assert "Traceback" not in said.stderr
        assert not out.exists()
    out.write_bytes(b"kept")
    said = run_command("export", "people", str(out), "--place", VILLAGE, "--purpose", "help", **filled)
    assert said.returncode == 1
    assert "out.xlsx" in said.stderr
    assert out.read_bytes() == b"kept"
    assert run_command("export", "nothing", str(out), "--place", VILLAGE, "--purpose", "help", **filled).returncode == 2
