"""The plots of land of the demo: the page's family rents out eleven mu, codes are unique, every word is known."""

from collections import Counter

import pytest

from xiuhua.registry.rules.codes import LISTS
from xiuhua.registry.rules.plots import read_area
from xiuhua.site.demo import Demo
from xiuhua.site.demo.plots import HEADERS

AT = {header: index for index, header in enumerate(HEADERS)}


@pytest.fixture(scope="module")
def rows(demo: Demo, sheet) -> list[list[object]]:
    header, *rows = sheet(demo.paths.plots)
    assert tuple(header) == HEADERS
    return rows


def test_the_family_of_the_page_has_transferred_eleven_mu(rows, demo: Demo, sheet):
    persons = sheet(demo.paths.persons)[3:]
    first = next(row[5] for row in persons if row[3] == "道顺村")
    rented = next(row for row in rows if row[AT["户编号"]] == first)
    assert (rented[AT["面积(亩)"]], rented[AT["利用现状"]]) == (11, "流转出")


def test_each_household_of_the_pages_villages_has_plots_and_no_code_twice(rows):
    assert len({row[AT["户编号"]] for row in rows}) == 96
    assert max(Counter(row[AT["地块代码"]] for row in rows).values()) == 1


def test_words_are_known_and_only_idle_plots_say_since_when(rows):
    uses = Counter()
    for row in rows:
        use = LISTS["land_use"].code(row[AT["利用现状"]])
        uses[use] += 1
        assert LISTS["land_class"].code(row[AT["地类"]])
        assert isinstance(read_area(str(row[AT["面积(亩)"]])), int)
        assert use == "idle" or not row[AT["撂荒时间"]]
        assert not row[AT["是否愿意流转"]] or LISTS["willing"].code(row[AT["是否愿意流转"]])
    assert set(uses) == {"own", "transferred", "idle", "other"}
