"""Plots of land: what one may say, which are one and the same, what is asked, how sheets write areas and bounds."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.registry.rows import POLICY, cases
from xiuhua.kernel.area import NotAnArea, mu, thousandths_of_mu
from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.plot_words import CLASS_NAMES, USE_NAMES, WILLING_NAMES, land_said, since_said
from xiuhua.registry.rules.plots import (
    Parcel,
    Use,
    Willing,
    asked_about,
    check_plot,
    find_twice,
    largest_plot,
    read_area,
    read_sides,
    read_since,
    written_since,
)

TODAY = date(2018, 1, 19)
REGION = "620122101200"


def parcel(name: str = "河湾地", code: str = "", area: int | None = 2000, use: str = Use.OWN) -> Parcel:
    return Parcel(name, code, area, use, None)


@pytest.mark.parametrize("case", cases("plots.yaml"), ids=lambda case: case["例"])
def test_what_one_plot_may_say(case: dict[str, Any]) -> None:
    since = read_since(case["撂荒"]) if "撂荒" in case else None
    area = thousandths_of_mu(case["面积"]) if case["面积"] else None
    plot = Parcel(case.get("名称", "河湾地"), "", area, case["现状"], since)
    assert [problem.code for problem in check_plot(plot, today=TODAY)] == case.get("拒绝", [])


@pytest.mark.parametrize(
    ("plots", "twice"),
    [
        ([("河湾地", "01"), ("王家洼", "02")], []),
        ([("河湾地", "01"), ("王家洼", "01")], [(1, "code")]),
        ([("河湾地", "01"), ("河湾地", "02")], []),
        ([("河湾地", ""), ("河湾地", "")], [(1, "name")]),
        ([("河湾地", "01"), ("河湾地", "")], [(1, "name")]),
        ([("河湾地", ""), ("河湾地", "01")], [(1, "name")]),
        ([("河湾地", ""), ("王家洼", "")], []),
        ([("河湾地", "01"), ("河湾地", "02"), ("河湾地", "02")], [(2, "code")]),
    ],
)
def test_the_same_plot_is_known_by_its_code_or_by_a_name_without_codes(
    plots: list[tuple[str, str]], twice: list[tuple[int, str]]
) -> None:
    assert list(find_twice([parcel(*each) for each in plots])) == twice


def test_an_unusual_area_and_a_plot_of_two_households_are_asked_about() -> None:
    largest = largest_plot(POLICY, on=TODAY, region=REGION)
    assert largest == 50_000
    assert list(asked_about(parcel(area=largest), largest=largest, other="")) == []
    (area,) = asked_about(parcel(area=largest + 1), largest=largest, other="")
    assert (area.code, area.values["value"], area.values["expected"]) == ("plot_area_unusual", "50.001", "50")
    (held,) = asked_about(parcel(code="01"), largest=None, other="880012")
    assert (held.code, held.field, held.values["other"]) == ("plot_held_twice", "parcel_code", "880012")


@pytest.mark.parametrize("text", ["", "2015-1", "15", "2015-02-30", "2015/03", "前年", "0000", "2015-00"])
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert read_since(text) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)), st.sampled_from((4, 7, 10)))
def test_a_time_is_written_as_it_was_read_and_holds_its_days(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    since = read_since(text)
    assert since is not None
    assert written_since(since) == text
    assert since.first <= day < since.end
    assert since_said(since).zh.endswith("起")


def test_since_when_a_plot_is_idle_is_told_as_exactly_as_it_is_known() -> None:
    told = [since_said(since) for text in ("2015", "2015-03", "2015-03-01") if (since := read_since(text))]
    assert [each.zh for each in told] == ["2015年起", "2015年3月起", "2015年3月1日起"]
    assert [each.en for each in told] == ["since 2015", "since Mar 2015", "since 1 Mar 2015"]


@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_an_area_is_written_as_it_was_read(area: int) -> None:
    assert thousandths_of_mu(mu(area)) == area
    assert thousandths_of_mu(f"{mu(area)}亩") == area


@pytest.mark.parametrize(
    ("text", "code"),
    [("三亩", "area_not_a_number"), ("", "area_not_a_number"), ("nan", "area_not_a_number"),
     ("1e30", "area_not_a_number"), ("1.2345", "area_too_fine"), ("0.0001亩", "area_too_fine")],
)  # fmt: skip
def test_a_text_that_is_no_area_says_why(text: str, code: str) -> None:
    found = read_area(text)
    assert isinstance(found, Problem)
    assert found.code == code
    assert read_area(" ３．５ 亩") == 3500


@pytest.mark.parametrize("value", [1.5, True, None])
def test_a_float_is_no_area(value: Any) -> None:
    with pytest.raises(NotAnArea):
        thousandths_of_mu(value)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("东：大路；西：水渠", {"east": "大路", "west": "水渠"}),
        ("东邻何家地 南临沟 北接荒坡", {"east": "何家地", "south": "沟", "north": "荒坡"}),
        ("东至路南至南坡西至渠", {"east": "路", "south": "南坡", "west": "渠"}),
        ("东至路，南至，西至渠，北至坡", {"east": "路", "west": "渠", "north": "坡"}),
        ("四周都是荒坡", {}),
    ],
)
def test_four_sides_in_one_text(text: str, sides: dict[str, str]) -> None:
    assert read_sides(text) == sides


def test_the_lists_hold_what_the_rules_know() -> None:
    assert {*USE_NAMES} == {*Use}
    assert {*WILLING_NAMES} == {*Willing}
    assert [codes.LISTS["land_class"].code(each) for each in ("水浇地", "山旱地", "稻田", "梯田")] == [
        "irrigated",
        "dry",
        "paddy",
        None,
    ]
    assert {"irrigated", "dry", "paddy", "garden", "wood", "grass", "other"} == {*CLASS_NAMES}
    assert [codes.LISTS["land_use"].code(each) for each in ("抛荒", "自耕", "出租")] == ["idle", "own", "transferred"]


def test_a_households_land_is_told_in_one_sentence() -> None:
    assert land_said(11_000, 3, 4000, 2, 0).zh == "11 亩（3 块），其中撂荒 4 亩（2 块）"
    assert land_said(1_234_500, 1, 0, 0, 0).zh == "1,234.5 亩（1 块），没有撂荒"
    assert land_said(11_000, 3, 4000, 1, 1).en == "11 mu (3 plots), of which 4 mu idle (1, 1 may be transferred)"
