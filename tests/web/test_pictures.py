"""The map of villages: one mark each, linked and named, nothing that the content security policy forbids."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import xiuhua.site
from xiuhua.kernel.text import Text
from xiuhua.site.pictures import COLOURS, PADDING, PartName, PointClass, VillagePoint, village_map

SVG = "{http://www.w3.org/2000/svg}"
CLASSES = (
    PointClass("none", Text("没有集体收入", "No collective income")),
    PointClass("some", Text("不足 0.75 万元", "Below 7,500 yuan")),
)
TITLE = Text("没有集体收入的村多在北部", "Villages without income lie in the north")


def point(name: str, *, east: float, north: float, code: str = "none", households: int | None = 10) -> VillagePoint:
    return VillagePoint(name, 103.0 + east, 36.0 + north, code, households, f"/places/{name}?a=1&b=2")


def draw(*points: VillagePoint, language: str = "zh-hans") -> ElementTree.Element:
    size = Text("{n} 户", "{n} households")
    return ElementTree.fromstring(village_map(points, classes=CLASSES, title=TITLE, language=language, size=size))


def places(svg: ElementTree.Element) -> dict[str, tuple[float, float]]:
    found = {}
    for link in svg.iter(f"{SVG}a"):
        mark = link.find(f"{SVG}path")
        x, y = mark.attrib["transform"].removeprefix("translate(").removesuffix(")").split(",")
        found[link.attrib["href"].removeprefix("/places/").removesuffix("?a=1&b=2")] = (float(x), float(y))
    return found


def test_every_village_is_a_link_with_its_words() -> None:
    svg = draw(point("甲村", east=0, north=0), point("乙<村>", east=1, north=0.5, code="some", households=None))
    links = {link.attrib["href"]: link.findtext(f"{SVG}title") for link in svg.iter(f"{SVG}a")}
    assert links == {
        "/places/甲村?a=1&b=2": "甲村，没有集体收入，10 户",
        "/places/乙<村>?a=1&b=2": "乙<村>，不足 0.75 万元",
    }
    assert svg.attrib["aria-label"] == TITLE.zh


def test_it_speaks_english() -> None:
    svg = draw(point("Jia", east=0, north=0), language="en")
    assert svg.attrib["aria-label"] == TITLE.en
    assert [link.findtext(f"{SVG}title") for link in svg.iter(f"{SVG}a")] == [
        "Jia, No collective income, 10 households"
    ]


def test_north_is_up_east_is_right_and_distances_keep_their_proportion() -> None:
    where = places(draw(point("sw", east=0, north=0), point("nw", east=0, north=0.4), point("se", east=0.4, north=0)))
    (x0, y0), (_, y_north), (x_east, _) = where["sw"], where["nw"], where["se"]
    assert y_north < y0
    assert x_east > x0
    assert (x_east - x0) / (y0 - y_north) == pytest.approx(0.807, abs=0.01)


def test_classes_differ_in_colour_and_shape() -> None:
    svg = draw(point("甲", east=0, north=0), point("乙", east=1, north=1, code="some"))
    marks = [link.find(f"{SVG}path") for link in svg.iter(f"{SVG}a")]
    assert {mark.attrib["fill"] for mark in marks} == set(COLOURS[:2])
    assert len({mark.attrib["d"] for mark in marks}) == 2


def test_a_part_is_named_among_its_villages() -> None:
    points = [point("甲", east=0, north=0), point("乙", east=1, north=1)]
    parts = [PartName("水阜镇", 103.5, 36.5)]
    svg = ElementTree.fromstring(village_map(points, classes=CLASSES, title=TITLE, language="en", parts=parts))
    written = next(svg.iter(f"{SVG}text"))
    (x0, y0), (x1, y1) = places(svg).values()
    assert written.text == "水阜镇"
    assert float(written.attrib["x"]) == pytest.approx(PADDING + (x0 + x1) / 2, abs=1)
    assert float(written.attrib["y"]) == pytest.approx(PADDING + (y0 + y1) / 2, abs=1)


def test_more_households_make_a_larger_mark_drawn_below_smaller_ones() -> None:
    svg = draw(point("small", east=0, north=0, households=5), point("large", east=0.1, north=0, households=90))
    reach = [float(re.search(r"[\d.]+", link.find(f"{SVG}path").attrib["d"])[0]) for link in svg.iter(f"{SVG}a")]
    assert list(places(svg)) == ["large", "small"]
    assert reach[0] > reach[1]


@pytest.mark.parametrize("count", [0, 1, 730])
def test_nothing_in_it_is_forbidden_on_our_pages(count: int) -> None:
    points = [point(f"v{i}", east=i * 0.618 % 1, north=i * 0.414 % 1, households=i % 90) for i in range(count)]
    svg = village_map(points, classes=CLASSES, title=TITLE, language="zh-hans")
    for forbidden in ("style=", "<style", "<script", "http-equiv", "xlink:href", "javascript:", "NaN"):
        assert forbidden not in svg
    assert svg.count("<a ") == count
    assert len(svg) < 2500 + 200 * count


def test_a_class_that_the_map_does_not_know_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not show"):
        draw(point("甲", east=0, north=0, code="other"))


def test_the_stylesheet_has_the_same_colours() -> None:
    sheet = (Path(xiuhua.site.__file__).parent / "static" / "site" / "xiuhua.css").read_text("utf-8")
    assert tuple(re.findall(r"--class-\d: (#[0-9a-f]{6});", sheet)) == COLOURS
