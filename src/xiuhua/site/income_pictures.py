"""The picture of a household's incomes: a bar a year by source, against the line of each year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair
import orjson
import vl_convert

from xiuhua.kernel.text import Text
from xiuhua.site.pictures import COLOURS, PADDING, PAPER, WIDTH, cached, for_page

INK, MUTED = "#1f1b16", "#655c51"
BAND, BAR, TEXT_SIZE = 108, 36, 15
"""Height of a year with its words above and below, and of its bar; of text on a wide screen."""

LEAST_LABELLED = 0.045
"""A part that is a smaller share of the width than this has no room for its sign."""

DATA = ("parts", "words", "points")
"""What is drawn, by name in the specification, in the order of ``_rows``."""

NET, LINE = "◆", "┃"
"""The signs of the net income and of the year's line, in the picture and before the words about them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, in yuan per head; what is subtracted is negative. ``sign`` stands in the bar."""

    kind: str
    sign: str
    yuan: float
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A year: what is said above its bar (net income) and below it (the line), and both amounts in yuan per head."""

    above: str
    below: str
    parts: tuple[Part, ...]
    net: float
    line: float | None
    href: str


SIGNS: Mapping[str, Text] = {
    "wage": Text("工", "W"),
    "business": Text("营", "B"),
    "property": Text("财", "P"),
    "transfer": Text("转", "T"),
    "expense": Text("支", "E"),
}
"""By kind of line, in the order of the form: the sign that says it where colour does not."""

COLOUR_OF: Mapping[str, str] = dict(zip(SIGNS, COLOURS, strict=False))
"""By kind of line, in the same order: the colours of the swatches in the legend."""

ON_LIGHT = frozenset({"business"})
"""Kinds whose colour is so light that ink is read on it better than paper."""


def income_bars(bars: Sequence[Bar], *, title: str, unit: str) -> str:
    """Return the bars as SVG for a page, the earliest year on top; each part leads to the page behind its year."""

    def draw() -> str:
        links = [(bar.href, part.words) for bar in bars for part in bar.parts]
        return for_page(vl_convert.vega_to_svg(_filled(bars, unit)), title, links)

    return cached([list(bars), title, unit], draw)


def _filled(bars: Sequence[Bar], unit: str) -> dict[str, Any]:
    """Return what is drawn: the picture of so many years, with these amounts."""
    picture: dict[str, Any] = orjson.loads(_compiled(len(bars), unit))
    rows = dict(zip(DATA, _rows(bars), strict=True))
    for data in picture["data"]:
        if data["name"] in rows:
            data["values"] = rows[data["name"]]
    next(scale for scale in picture["scales"] if scale["name"] == "x")["domain"] = _domain(bars)
    return picture


@lru_cache(maxsize=64)
def _compiled(years: int, unit: str) -> bytes:
    """Return the picture of so many years without amounts, for the renderer: to make one takes longer than a page."""
    return orjson.dumps(vl_convert.vegalite_to_vega(_specification(BAND * years, unit)))


def _specification(height: int, unit: str) -> dict[str, Any]:
    y = altair.Y("y:Q", axis=None, scale=altair.Scale(domain=[height, 0], nice=False))
    axis = altair.Axis(title=unit, format=",d", grid=True, tickCount=4, aria=False)
    layers = [
        altair.Chart(altair.NamedData("parts"))
        .mark_rect(stroke=PAPER, strokeWidth=1)
        .encode(
            x=altair.X("from:Q", axis=axis, scale=altair.Scale(domain=[0, 1], nice=False)),
            x2="to:Q",
            y=y,
            y2="y2:Q",
            color=altair.Color("fill:N", scale=None),
            description="i:N",
        ),
        altair.Chart(altair.NamedData("parts"))
        .transform_filter("datum.sign != ''")
        .mark_text(align="left", dx=6, fontSize=TEXT_SIZE, aria=False)
        .encode(x="from:Q", y="middle:Q", text="sign:N", color=altair.Color("ink:N", scale=None)),
        altair.Chart(altair.NamedData("points"))
        .mark_rule(color=INK, strokeWidth=4, aria=False)
        .transform_filter("datum.what == 'line'")
        .encode(x="x:Q", y="y:Q", y2="y2:Q"),
        altair.Chart(altair.NamedData("points"))
        .mark_point(shape="diamond", filled=True, size=180, color=INK, stroke=PAPER, opacity=1, aria=False)
        .transform_filter("datum.what == 'net'")
        .encode(x="x:Q", y="y:Q"),
        altair.Chart(altair.NamedData("words"))
        .mark_text(align="left", color=INK, fontSize=TEXT_SIZE, aria=False)
        .encode(x=altair.value(0), y="y:Q", text="t:N"),
    ]
    chart = (
        altair.layer(*layers)
        .properties(width=WIDTH, height=height)
        .configure(background="transparent", padding=PADDING)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=TEXT_SIZE, labelColor=MUTED, titleFontSize=TEXT_SIZE, titleColor=MUTED)
    )
    specification: dict[str, Any] = {**chart.to_dict(), "datasets": {name: [] for name in DATA}}
    return specification


def _rows(bars: Sequence[Bar]) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    low, high = _domain(bars)
    parts: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    for at, bar in enumerate(bars):
        top = at * BAND + (BAND - BAR) / 2
        words += [{"y": top - 14, "t": f"{NET} {bar.above}"}, {"y": top + BAR + 16, "t": bar.below}]
        points.append({"what": "net", "x": bar.net, "y": top + BAR / 2})
        if bar.line is not None:
            points.append({"what": "line", "x": bar.line, "y": top - 4, "y2": top + BAR + 4})
            words[-1]["t"] = f"{LINE} {bar.below}"
        reached = 0.0
        for part in bar.parts:
            first, last = (part.yuan, 0.0) if part.yuan < 0 else (reached, reached + part.yuan)
            reached = max(reached, last)
            parts.append(
                {
                    "i": f"mark-{len(parts)}",
                    "from": first,
                    "to": last,
                    "y": top,
                    "y2": top + BAR,
                    "middle": top + BAR / 2,
                    "fill": COLOUR_OF[part.kind],
                    "ink": INK if part.kind in ON_LIGHT else PAPER,
                    "sign": part.sign if last - first >= LEAST_LABELLED * (high - low) else "",
                }
            )
    return parts, words, points


def _domain(bars: Sequence[Bar]) -> tuple[float, float]:
    """Return from where to where the axis goes: all parts, net incomes and lines lie inside."""
    ends = [0.0]
    for bar in bars:
        ends += [sum(part.yuan for part in bar.parts if part.yuan > 0), bar.net, bar.line or 0.0]
        ends += [part.yuan for part in bar.parts if part.yuan < 0]
    spare = (max(ends) - min(ends)) * 0.04 or 1.0
    return (min(ends) - spare if min(ends) < 0 else 0.0), max(ends) + spare
