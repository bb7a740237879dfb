"""A sheet goes out, is edited and comes back; what was corrected is told to the system that masters it, and followed.

Five weeks of one village through the command line, each call a process of its own with the day it is done on. Files
that go out are opened again by two other libraries, and at the end all of it stands in another installation.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from support.databases import EmptyDatabase
from support.served import rows, run_command
from xiuhua.registry.rules.identity import check_character

COUNTY, VILLAGE = "620199000000", "620199101200"
VILLAGES = (
    ("县(市、区)", "乡(镇)", "行政村", "行政村代码", "2017年集体经济收入(元)"),
    ("柳泉县", "白杨镇", "槐树村", VILLAGE, 1200),
)
PLACE = ("柳泉县", "白杨镇", "槐树村", "0620199001")
HEADERS = (
    *("县(市、区、旗)", "乡(镇)", "行政村", "户编号", "人编号", "姓名", "证件号码"),
    *("与户主关系", "民族", "文化程度", "联系电话"),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """One installation at whose command line somebody sits."""

    home: Path
    url: str

    def run(self, day: str, *words: str | Path, code: int = 0) -> Any:
        """Run a verb on a day and return what it prints as JSON, or nothing."""
        said = run_command(
            *map(str, words),
            home=self.home,
            database_url=self.url,
            XIUHUA_TEST="1",
            XIUHUA_NOW=f"{day}T09:00+08:00",
        )
        assert said.returncode == code, said.stderr
        return json.loads(said.stdout) if said.stdout else None


def person(order: int, name: str, relation: str, schooling: str, born: str = "19750301") -> tuple[str, ...]:
    number = f"620199{born}00{order}"
    number += check_character(number)
    return (*PLACE, f"06201990010{order}", name, number, relation, "汉族", schooling, f"1390000000{order}")


FAMILY = (person(1, "柳成荫", "户主", "初中"), person(2, "花木秀", "配偶", "小学"))
SON = person(3, "柳新芽", "之子", "高中", born="20000512")


def book(path: Path, lines: tuple[tuple[Any, ...], ...]) -> Path:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    for line in lines:
        page.append(list(line))
    made.save(path)
    return path


def cells(path: Path) -> list[list[str]]:
    """Return the first page of a workbook as two libraries read it, which have to agree."""
    page = openpyxl.load_workbook(path).active
    assert page is not None
    one = [["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    other = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert one == [[str(cell) for cell in row] for row in other]
    return one


def states(desk: Desk) -> list[tuple[Any, ...]]:
    return rows(desk.url, "SELECT field, state FROM registry_correction ORDER BY field")


@pytest.mark.slow  # a dozen processes one after the other, each on another day
def test_five_weeks_of_a_village(tmp_path: Path, empty_database: EmptyDatabase) -> None:
    desk = Desk(tmp_path / "home", empty_database())
    villages, people = book(tmp_path / "villages.xlsx", VILLAGES), book(tmp_path / "people.xlsx", (HEADERS, *FAMILY))
    desk.run("2018-01-08", "import", villages, people, "--accept", "all")

    out = tmp_path / "out.xlsx"
    assert desk.run("2018-01-10", "export", "people", out, "--place", VILLAGE, "--purpose", "help")["rows"] == 2
    sheet = openpyxl.load_workbook(out)
    page = sheet.active
    assert page is not None
    column = next(cell.column for cell in page[1] if cell.value == "文化程度")
    page.cell(3, column).value = "初中"
    sheet.save(out)
    found = desk.run("2018-01-10", "import", out, "--json")
    assert found["changed"] == [{"row": 3, "column": "文化程度", "before": "小学", "after": "初中"}]
    assert (found["new"], found["errors"], found["warnings"]) == (0, [], [])
    desk.run("2018-01-10", "import", out, "--accept", "all")
    assert states(desk) == [("education", "open")]

    sent = tmp_path / "sent.xlsx"
    asked = ("--place", COUNTY, "--reason", "县扶贫办")
    listed = desk.run("2018-01-12", "corrections", sent, *asked)
    assert listed["lines"] == 1
    header, line = cells(sent)
    told = dict(zip(header, line, strict=True))
    wanted = {"姓名": "花木秀", "字段": "文化程度", "系统中的值": "小学", "核实后的值": "初中", "日期": "2018-01-10"}
    assert {name: told[name] for name in wanted} == wanted
    assert states(desk) == [("education", "listed")]

    still_old = desk.run("2018-01-20", "import", people, "--json")
    assert (still_old["changed"], [each["code"] for each in still_old["warnings"]]) == ([], ["correction_not_followed"])

    followed = book(tmp_path / "followed.xlsx", (HEADERS, FAMILY[0], person(2, "花木秀", "配偶", "初中"), SON))
    desk.run("2018-02-12", "import", followed, "--accept", "all")
    assert states(desk) == [("education", "closed")]

    then = desk.run("2018-02-12", "figures", "--place", COUNTY, "--on", "2018-01-31")
    assert (then["as_of"], then["figures"]["people"]) == ("2018-01-31", 2)
    assert rows(desk.url, "SELECT count(*) FROM registry_person") == [(3,)]
    assert desk.run("2018-02-12", "snapshot", "--place", COUNTY, "--year", "2018", "--on", "2018-01-31")["digest"]

    backup = tmp_path / "office.backup"
    desk.run("2018-02-12", "backup", backup)
    other = Desk(tmp_path / "elsewhere", empty_database())
    other.home.mkdir(mode=0o700)
    (other.home / "master.key").write_bytes((desk.home / "master.key").read_bytes())
    (other.home / "master.key").chmod(0o600)
    other.run("2018-02-13", "restore", backup)
    assert other.run("2018-02-13", "verify", "--rows")["whole"] is True
    again = tmp_path / "again.xlsx"
    other.run("2018-02-13", "corrections", again, *asked, "--number", listed["number"])
    assert cells(again) == cells(sent)
    kept = "SELECT digest FROM registry_snapshot"
    assert rows(other.url, kept) == rows(desk.url, kept)
