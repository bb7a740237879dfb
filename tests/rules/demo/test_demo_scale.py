"""The list of any length: exact length, whole households, the same people each time, numbers that are unique."""

from datetime import date
from itertools import islice
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from xiuhua.site.demo import many_people, write_people_sheet
from xiuhua.site.demo.identity import IdentityNumbers
from xiuhua.site.demo.sheets import HEADERS

AT = {header: index for index, header in enumerate(HEADERS)}


@pytest.mark.parametrize("people", [1, 2, 999, 1000])
def test_as_many_people_as_asked_in_whole_households(demo, people):
    rows = list(many_people(people, seed=5, villages=demo.villages))
    assert len(rows) == people
    assert [row[0] for row in rows] == list(range(1, people + 1))
    sizes: dict[object, int] = {}
    for row in rows:
        sizes[row[AT["户编号"]]] = sizes.get(row[AT["户编号"]], 0) + 1
    assert all(row[AT["人数"]] == sizes[row[AT["户编号"]]] for row in rows)
    heads = [row[AT["户编号"]] for row in rows if row[AT["与户主关系"]] == "户主"]
    assert heads == list(sizes)


def test_twenty_thousand_people_are_sound(demo, check_digit):
    rows = list(many_people(20_000, seed=2018, villages=demo.villages))
    numbers = [row[AT["证件号码"]] for row in rows]
    assert len({number[:18] for number in numbers}) == 20_000
    assert len({row[AT["人编号"]] for row in rows}) == 20_000
    assert all(number[:6] == "620199" and number[17] == check_digit(number) for number in numbers)
    known = {(village.county, village.township, village.name) for village in demo.villages}
    assert {tuple(row[1:4]) for row in rows} == known
    assert all(len(row) == 27 and all(row[column] not in ("", None) for column in (1, 2, 3, 5, 9, 25)) for row in rows)
    registered = {f"6201008{index:08d}" for index in range(1, 400)}
    assert not registered & {row[AT["户编号"]] for row in rows}


def test_the_same_arguments_give_the_same_people(demo):
    first = list(islice(many_people(5000, seed=3, villages=demo.villages), 500))
    assert first == list(islice(many_people(5000, seed=3, villages=demo.villages), 500))
    assert first != list(islice(many_people(5000, seed=4, villages=demo.villages), 500))


def test_the_sheet_reads_alike_in_both_readers(demo, sheet, tmp_path):
    path = tmp_path / "many.xlsx"
    write_people_sheet(path, people=1500, seed=9, villages=demo.villages)
    expected = [
        [value if value is not None else "" for value in row]
        for row in many_people(1500, seed=9, villages=demo.villages)
    ]
    read = sheet(path)
    assert tuple(read[2]) == HEADERS
    assert read[3:] == expected
    worksheet = load_workbook(path, read_only=True).active
    openpyxl_rows = [["" if cell is None else cell for cell in row] for row in worksheet.iter_rows(values_only=True)]
    assert openpyxl_rows[3:] == expected


def test_the_sheet_is_the_same_file_each_time(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        write_people_sheet(tmp_path / name, people=300)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    with ZipFile(tmp_path / "one.xlsx") as package:
        assert package.testzip() is None


@pytest.mark.parametrize("people", [0, -1, 1_048_574])
def test_a_sheet_has_limits(tmp_path, people):
    with pytest.raises(ValueError, match="from 1 to 1048573"):
        write_people_sheet(tmp_path / "no.xlsx", people=people)
    assert not (tmp_path / "no.xlsx").exists()


def test_a_birthday_can_be_used_up():
    numbers = IdentityNumbers()
    issued = {numbers.issue(birth=date(1980, 2, 29), male=True) for _ in range(499)}
    assert len(issued) == 499
    assert all(int(number[16]) % 2 for number in issued)
    with pytest.raises(ValueError, match="1980-02-29"):
        numbers.issue(birth=date(1980, 2, 29), male=True)
    assert int(numbers.issue(birth=date(1980, 2, 29), male=False)[16]) % 2 == 0
