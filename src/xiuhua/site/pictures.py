"""Pictures: Vega-Lite specifications drawn to SVG on the server, one picture for page and print.

The SVG carries no inline style (the content security policy forbids it) and no font; its text uses the fonts of
the reader. Links on marks are written here, because the renderer would put a foreign base before our addresses.
"""

import hashlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import altair
import orjson
import vl_convert
from django.core.cache import cache

from xiuhua.kernel.text import Text

EDITION = 3
"""Raise it when the drawing changes: pictures are cached by their content and this number."""

COLOURS = ("#8c510a", "#bd8422", "#1f7f77", "#3f6fb0", "#7b5ea7", "#655c51")
SHAPES = ("circle", "triangle-up", "square", "diamond", "cross", "triangle-down")
"""Colours and shapes of classes by position, the same as ``.swatch`` in parts.css: never colour alone."""

PAPER = "#fbf8f3"
WIDTH, HEIGHTS, PADDING = 480, (240, 520), 10
AREAS, CROWDED_AREAS, UNCROWDED = (64, 360), (22, 110), 150
"""Smallest and largest mark in square pixels, for up to so many villages and for many; a village without a count
gets the smallest."""

_DAY = 24 * 3600
_GEOMETRY = re.compile(r' (?:transform|d)="[^"]*"')
_DECIMALS = re.compile(r"-?\d+(?:\.\d+)?e-\d+|(-?\d+\.\d)\d+")
_MARK = re.compile(
    r'<path aria-label="mark-(?P<index>\d+)"[^>]*?(?P<where> transform="[^"]*")? d="(?P<shape>[^"]*)"'
    r' fill="(?P<fill>[^"]*)"[^>]*/>'
)
_ROLES = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")')
_EMPTY = re.compile(r'<path class="(?:background|foreground)"[^>]*/>')


@dataclass(frozen=True, slots=True)
class VillagePoint:
    """A village on the map, in degrees (WGS 84). ``households`` sizes the mark; ``None`` where unknown."""

    name: str
    longitude: float
    latitude: float
    class_code: str
    households: int | None
    href: str


@dataclass(frozen=True, slots=True)
class PointClass:
    """A class of villages with its words; its position decides colour and shape."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class PartName:
    """The name of a part of the map, written in the middle of its villages, in degrees."""

    name: str
    longitude: float
    latitude: float


def village_map(
    points: Sequence[VillagePoint],
    *,
    classes: Sequence[PointClass],
    title: Text,
    language: str,
    size: Text | None = None,
    parts: Sequence[PartName] = (),
) -> str:
    """Return the map of villages as SVG for a page: marks by class and size, each linking to its village.

    ``title`` states the finding and names the picture for those who do not see it. ``size`` words what the
    size of a mark counts, with ``{n}`` for the number. The page names the classes below the picture.
    Raise ``ValueError`` for more than six classes or a point of none of them. No points give an empty frame.
    """
    if len(classes) > len(COLOURS):
        raise ValueError("a map tells at most six classes apart")
    known = {entry.code for entry in classes}
    if any(point.class_code not in known for point in points):
        raise ValueError("a village has a class that the map does not show")
    words = {entry.code: entry.name.in_language(language) for entry in classes}
    heading, comma = title.in_language(language), Text("，", ", ").in_language(language)
    counted = size.in_language(language) if size else ""

    def say(point: VillagePoint) -> str:
        parts = [point.name, words[point.class_code]]
        if counted and point.households is not None:
            parts.append(counted.format(n=f"{point.households:,}"))
        return comma.join(parts)

    def draw() -> str:
        shrink = _shrink(points)
        rows, height = _projected(points, words, shrink)
        domains = _domains([row["x"] for row in rows], [row["y"] for row in rows], height)
        svg = vl_convert.vegalite_to_svg(_map_specification(rows, list(words.values()), height, domains))
        names = [_written(part, shrink, height, domains) for part in parts]
        return for_page(svg, heading, [(point.href, say(point)) for point in points], names)

    return cached([list(points), list(words.items()), heading, comma, counted, list(parts)], draw)


def _shrink(points: Sequence[VillagePoint]) -> float:
    """Return how much shorter a degree of longitude is than one of latitude.

    An equirectangular plane around the middle latitude is exact enough for a prefecture.
    """
    latitudes = [point.latitude for point in points] or [0.0]
    return math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))


def _projected(
    points: Sequence[VillagePoint], words: Mapping[str, str], shrink: float
) -> tuple[list[dict[str, Any]], int]:
    """Return rows in plane coordinates and the height that keeps north-south and east-west in proportion."""
    if not points:
        return [], HEIGHTS[0]
    latitudes = [point.latitude for point in points]
    rows = [
        {
            "i": f"mark-{index}",
            "x": p.longitude * shrink,
            "y": p.latitude,
            "c": words[p.class_code],
            "n": p.households or 0,
        }
        for index, p in enumerate(points)
    ]
    rows.sort(key=lambda row: -int(row["n"]))
    width = max(row["x"] for row in rows) - min(row["x"] for row in rows)
    depth = max(latitudes) - min(latitudes)
    height = WIDTH * depth / width if width > 0 else HEIGHTS[1]
    return rows, round(min(max(height, HEIGHTS[0]), HEIGHTS[1]))


def _map_specification(
    rows: list[dict[str, Any]], labels: list[str], height: int, domains: tuple[list[float], list[float]]
) -> dict[str, Any]:
    areas = list(AREAS if len(rows) <= UNCROWDED else CROWDED_AREAS)
    x_domain, y_domain = domains
    chart = (
        altair.Chart(altair.NamedData("points"), width=WIDTH, height=height)
        .mark_point(filled=True, opacity=0.85, stroke=PAPER, strokeWidth=0.8)
        .encode(
            x=altair.X("x:Q", axis=None, scale=altair.Scale(domain=x_domain, nice=False)),
            y=altair.Y("y:Q", axis=None, scale=altair.Scale(domain=y_domain, nice=False)),
            color=altair.Color("c:N", scale=altair.Scale(domain=labels, range=COLOURS[: len(labels)]), legend=None),
            shape=altair.Shape("c:N", scale=altair.Scale(domain=labels, range=SHAPES[: len(labels)]), legend=None),
            size=altair.Size("n:Q", scale=altair.Scale(type="linear", range=areas), legend=None),
            description="i:N",
        )
        .configure(background="transparent", padding=PADDING)
        .configure_view(stroke=None)
    )
    return {**chart.to_dict(), "datasets": {"points": rows}}


def _domains(xs: list[float], ys: list[float], height: int) -> tuple[list[float], list[float]]:
    """Return domains with one scale for both directions, centred on the points."""
    if not xs:
        return [0, 1], [0, 1]
    per_pixel = max((max(xs) - min(xs)) / WIDTH, (max(ys) - min(ys)) / height) or 0.001
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    reach_x, reach_y = per_pixel * WIDTH / 2, per_pixel * height / 2
    return [middle_x - reach_x, middle_x + reach_x], [middle_y - reach_y, middle_y + reach_y]


def _written(part: PartName, shrink: float, height: int, domains: tuple[list[float], list[float]]) -> str:
    """Return the name of a part as an element; the page's stylesheet gives it a size that can be read."""
    (west, east), (south, north) = domains
    x = PADDING + WIDTH * (part.longitude * shrink - west) / (east - west)
    y = PADDING + height * (north - part.latitude) / (north - south)
    return f'<text class="part" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(part.name)}</text>'


def for_page(svg: str, title: str, links: Sequence[tuple[str, str]], names: Sequence[str] = ()) -> str:
    """Return the SVG as a part of our page: named as a whole, its marks linked and named, and slim.

    ``names`` are elements that come on top.
    """

    def link(match: re.Match[str]) -> str:
        href, name = links[int(match["index"])]
        return (
            f"<a href={quoteattr(href)}><title>{escape(name)}</title>"
            f'<path{match["where"] or ""} d="{match["shape"]}" fill="{match["fill"]}"/></a>'
        )

    svg = _GEOMETRY.sub(lambda match: _DECIMALS.sub(lambda number: number[1] or "0", match[0]), svg)
    svg = _MARK.sub(link, _ROLES.sub("", _EMPTY.sub("", svg)))
    svg = svg.replace(
        '<g class="mark-symbol role-mark marks">',
        f'<g class="mark-symbol role-mark marks" stroke="{PAPER}" stroke-width="0.8" opacity="0.85">',
    )
    opening, rest = svg.split(">", 1)
    width, height = (re.search(rf'{side}="(\d+)"', opening) for side in ("width", "height"))
    if width is None or height is None or "style=" in rest:
        raise ValueError("the renderer gave a picture that the page cannot show")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-label={quoteattr(title)}'
        f' viewBox="0 0 {width[1]} {height[1]}">{rest.removesuffix("</svg>")}{"".join(names)}</svg>'
    )


def cached(content: Any, draw: Callable[[], str]) -> str:
    """Return a picture by its content, drawn where it is not at hand."""
    fingerprint = hashlib.sha256(orjson.dumps([EDITION, content])).hexdigest()
    found: str = cache.get_or_set(f"picture-{fingerprint}", draw, _DAY)
    return found
