"""The bars of a household's incomes: each part linked and named, signs beside colours, each year's own line."""

import re
from xml.etree import ElementTree

import pytest

from xiuhua.site.income_pictures import BAR, COLOUR_OF, SIGNS, Bar, Part, income_bars

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?[\d.]+")


def part(kind: str, yuan: float) -> Part:
    return Part(kind, SIGNS[kind].zh, yuan, f"{kind}<收入> 人均 {yuan} 元")


def bar(*parts: Part, net: float, line: float | None, href: str = "/figure/ledger?a=1&b=2") -> Bar:
    return Bar("2017年人均纯收入", "贫困线 2,952 元" if line else "没有可比的线", parts, net, line, href)


def draw(*bars: Bar) -> ElementTree.Element:
    return ElementTree.fromstring(income_bars(bars, title="2017年人均纯收入 3,000 元", unit="人均，元"))


def texts(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def widths(svg: ElementTree.Element) -> dict[str, float]:
    """Return the width of each part by its name."""
    found = {}
    for link in svg.iter(f"{SVG}a"):
        mark = link.find(f"{SVG}path")
        assert mark is not None
        _, _, width, height, *_ = map(float, NUMBER.findall(mark.attrib["d"]))
        assert height == BAR
        found[link.findtext(f"{SVG}title") or ""] = width
    return found


def test_every_part_is_a_link_with_its_words_and_as_long_as_its_amount() -> None:
    svg = draw(bar(part("wage", 3000), part("transfer", 1000), part("expense", -500), net=3500, line=2952))
    assert {link.attrib["href"] for link in svg.iter(f"{SVG}a")} == {"/figure/ledger?a=1&b=2"}
    found = widths(svg)
    assert set(found) == {"wage<收入> 人均 3000 元", "transfer<收入> 人均 1000 元", "expense<收入> 人均 -500 元"}
    assert found["wage<收入> 人均 3000 元"] / found["transfer<收入> 人均 1000 元"] == pytest.approx(3, abs=0.01)
    assert svg.attrib["aria-label"] == "2017年人均纯收入 3,000 元"


def test_colour_is_never_the_only_sign() -> None:
    svg = draw(bar(*(part(kind, 1000) for kind in SIGNS), net=4000, line=None))
    marks = [link.find(f"{SVG}path") for link in svg.iter(f"{SVG}a")]
    assert {mark.attrib["fill"] for mark in marks if mark is not None} == set(COLOUR_OF.values())
    assert {sign.zh for sign in SIGNS.values()} <= set(texts(svg))


def test_the_line_of_a_year_is_drawn_and_said_or_neither() -> None:
    with_line, without = (draw(bar(part("wage", 3000), net=3000, line=line)) for line in (2952, None))
    assert "┃ 贫困线 2,952 元" in texts(with_line)
    assert "没有可比的线" in texts(without)
    rules = [
        sum('stroke-width="4"' in ElementTree.tostring(svg, "unicode") for _ in (0,)) for svg in (with_line, without)
    ]
    assert rules == [1, 0]


def test_years_stand_one_below_the_other_and_nothing_needs_a_style() -> None:
    bars = [bar(part("wage", 1000.0 * year), net=1000.0 * year, line=2952) for year in (1, 2)]
    drawn = income_bars(bars, title="t", unit="元")
    assert "style=" not in drawn
    assert texts(ElementTree.fromstring(drawn)).count("┃ 贫困线 2,952 元") == 2
    assert drawn == income_bars(bars, title="t", unit="元")


def test_a_small_part_has_no_room_for_its_sign_and_still_its_name() -> None:
    svg = draw(bar(part("wage", 10000), part("property", 10), net=10010, line=None))
    assert SIGNS["property"].zh not in texts(svg)
    assert "property<收入> 人均 10 元" in widths(svg)


def test_a_household_that_spent_more_than_it_earned_is_drawn() -> None:
    svg = draw(bar(part("business", 1000), part("expense", -4000), net=-3000, line=2952))
    assert len(widths(svg)) == 2
