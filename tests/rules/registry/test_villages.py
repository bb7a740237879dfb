"""Classes of villages: the boundaries of each scheme, the counts with shares, the page's 730 villages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.registry.rows import POLICY, cases
from xiuhua.kernel.money import cents
from xiuhua.kernel.policy import NoPolicy
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.villages import ClassScheme, VillageClass, classify, count_classes, scheme_at, scheme_names

TODAY = date(2018, 1, 19)


def income(cell: Any) -> int | None:
    return None if cell == "未知" else cents(str(cell))


@pytest.mark.parametrize("case", cases("villages.yaml"), ids=lambda case: case["方案"])
def test_boundaries(case: dict[str, Any]) -> None:
    scheme = scheme_at(POLICY, on=TODAY, name=case["方案"])
    for code, cells in case["分类"].items():
        assert [classify(income(cell), scheme) for cell in cells] == [code] * len(cells)
    assert [*case["分类"]] == [*[item.code for item in scheme.classes], "unknown"]


def test_the_default_is_the_scheme_of_the_page_and_says_what_it_is_about() -> None:
    scheme = scheme_at(POLICY, on=TODAY)
    assert scheme.name == "by_50000"
    assert scheme.verified
    assert scheme.basis.en == "yearly income of the village collective"
    assert "People's Daily" in scheme.source.en
    other = scheme_at(POLICY, on=TODAY, name="bands")
    assert not other.verified
    assert other.replace
    assert set(scheme_names(POLICY)) == {"by_50000", "bands"}
    with pytest.raises(NoPolicy):
        scheme_at(POLICY, on=TODAY, name="unheard_of")


def test_counts_keep_the_order_and_the_empty_classes() -> None:
    scheme = scheme_at(POLICY, on=TODAY)
    counted = count_classes([0, 0, 240000], scheme)
    assert [(item.code, item.villages, item.share) for item in counted] == [
        ("none", 2, "66.7"),
        ("below_50000", 1, "33.3"),
        ("at_least_50000", 0, "0.0"),
    ]
    assert counted[0].name == Text("空壳村", "village without collective income")


def test_unknown_income_is_its_own_class_and_never_none() -> None:
    counted = count_classes([None, 0, None, 5_000_000], scheme_at(POLICY, on=TODAY))
    assert [(item.code, item.villages, item.share) for item in counted] == [
        ("none", 1, "25.0"),
        ("below_50000", 0, "0.0"),
        ("at_least_50000", 1, "25.0"),
        ("unknown", 2, "50.0"),
    ]


def test_no_villages_have_no_shares() -> None:
    assert {item.share for item in count_classes([], scheme_at(POLICY, on=TODAY))} == {"—"}


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9))))
def test_every_village_is_in_one_class(incomes: list[int | None]) -> None:
    for name in scheme_names(POLICY):
        assert sum(item.villages for item in count_classes(incomes, scheme_at(POLICY, on=TODAY, name=name))) == len(
            incomes
        )


@pytest.mark.parametrize("bounds", [(1, 5), (None, None), (None, 5, 5), (None, 5, 1)])
def test_a_scheme_with_overlapping_classes_is_refused(bounds: tuple[int | None, ...]) -> None:
    text = Text("", "")
    classes = tuple(VillageClass(str(number), text, bound) for number, bound in enumerate(bounds))
    with pytest.raises(ValueError, match="bound"):
        ClassScheme("odd", text, text, classes, text, verified=False, replace=False)


def test_the_villages_of_the_sheet(shared_data: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(shared_data / "sheets" / "villages.xlsx", read_only=True).active
    incomes = [cents(str(row[6])) for row in sheet.iter_rows(min_row=2, values_only=True)]
    counted = count_classes(incomes, scheme_at(POLICY, on=TODAY))
    assert [(item.villages, item.share) for item in counted] == [(341, "46.7"), (284, "38.9"), (105, "14.4")]
