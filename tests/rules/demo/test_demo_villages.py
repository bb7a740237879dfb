"""The villages sheet: the page's totals, counties as the sample has them, sound codes and places."""

from collections import Counter

import pytest

from xiuhua.kernel.figures import share
from xiuhua.kernel.places import Level, is_place_code, level_of
from xiuhua.site.demo import make_villages
from xiuhua.site.demo.villages import lanzhou

# Villages without income, with less than 50,000 yuan, with more: by county.
COUNTIES = {
    "620102": ("城关区", 12, 12, 4),
    "620103": ("七里河区", 31, 21, 8),
    "620104": ("西固区", 23, 20, 7),
    "620105": ("安宁区", 5, 4, 1),
    "620111": ("红古区", 17, 13, 8),
    "620121": ("永登县", 108, 73, 22),
    "620122": ("皋兰县", 30, 30, 11),
    "620123": ("榆中县", 115, 111, 44),
}
HEADERS = [
    *("县(市、区)", "乡(镇)", "行政村", "行政村代码", "是否贫困村", "先期试点"),
    *("2017年集体经济收入(元)", "主要收入来源", "经度", "纬度"),
]


@pytest.fixture(scope="module")
def rows(demo, sheet):
    header, *rows = sheet(demo.paths.villages)
    assert header == HEADERS
    return rows


def _class(income: float) -> int:
    return 0 if income == 0 else 1 if income < 50_000 else 2


def test_each_county_has_its_villages_of_each_class(rows):
    counted = Counter((row[3][:6], row[0], _class(row[6])) for row in rows)
    expected = {
        (code, name, index): count for code, (name, *counts) in COUNTIES.items() for index, count in enumerate(counts)
    }
    assert counted == expected


def test_totals_and_shares_are_the_pages(rows):
    counts = Counter(_class(row[6]) for row in rows)
    page = lanzhou()["page"]
    assert [counts[0], counts[1], counts[2]] == [page["none"], page["below_50000"], page["at_least_50000"]]
    assert len(rows) == page["villages"] == 730
    assert [share(counts[index], len(rows)) for index in range(3)] == ["46.7", "38.9", "14.4"]


def test_exactly_one_village_lies_on_the_boundary(rows):
    assert [row[6] for row in rows].count(50_000) == 1


def test_a_source_is_named_exactly_where_there_is_income(rows):
    assert all((row[6] > 0) == bool(row[7]) for row in rows)
    assert {row[7] for row in rows} == {"", "出租", "发包及出租", "经营", "投资", "补助", "其他"}


def test_pilots_are_26_poor_villages_of_one_county(rows):
    pilots = [row for row in rows if row[5] == "是"]
    assert len(pilots) == 26
    assert {(row[0], row[4]) for row in pilots} == {("皋兰县", "是")}
    assert 26 < sum(row[4] == "是" for row in rows) < 730


def test_the_pages_villages_are_there_once_each_with_what_is_printed(rows):
    found = {row[2]: row for row in rows if row[2] in ("燕儿坪村", "道顺村", "庙咀村")}
    assert [row[2] for row in rows if row[2] in found] == ["道顺村", "燕儿坪村", "庙咀村"]
    assert found["燕儿坪村"][:8] == ["皋兰县", "水阜镇", "燕儿坪村", "620122100200", "是", "是", 2400, "出租"]
    assert found["道顺村"][:3] == ["永登县", "武胜驿镇", "道顺村"]
    assert found["庙咀村"][:3] == ["榆中县", "龙泉乡", "庙咀村"]


def test_codes_are_unique_text_and_say_what_kind_of_place_it_is(rows):
    codes = [row[3] for row in rows]
    assert len(set(codes)) == 730
    assert all(isinstance(code, str) and is_place_code(code) and level_of(code) is Level.VILLAGE for code in codes)
    assert all(int(code[9:]) >= 200 for code in codes)
    for _, township, _, code, *_ in rows:
        number = int(code[6:9])
        assert 100 <= number < 200 if township.endswith("镇") else 200 <= number < 400
    assert len({(row[0], row[1]) for row in rows}) == len({code[:9] for code in codes})


def test_no_name_twice_in_a_township(rows):
    assert max(Counter((row[0], row[1], row[2]) for row in rows).values()) == 1
    assert all(len(row[2]) <= 6 and row[2].endswith("村") for row in rows)


def test_places_are_scattered_inside_the_countys_box(rows):
    boxes = {county["name"]: county["box"] for county in lanzhou()["counties"]}
    for county, *_, longitude, latitude in rows:
        west, east, south, north = boxes[county]
        assert west <= longitude <= east
        assert south <= latitude <= north
    assert len({(row[8], row[9]) for row in rows}) == 730
    # On a grid a few longitudes would repeat again and again.
    assert max(Counter(row[8] for row in rows).values()) <= 6


def test_another_seed_gives_other_villages_with_the_same_counts():
    one, other = make_villages(seed=1), make_villages(seed=2)
    assert one == make_villages(seed=1)
    assert one != other
    assert Counter((v.county, _class(v.income)) for v in one) == Counter((v.county, _class(v.income)) for v in other)
