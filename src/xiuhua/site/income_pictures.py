"""The picture of a household's incomes: a bar a year by source, against the line of each year.

It is written as SVG by hand: rectangles beside each other cost a renderer of charts longer than the rest of the page.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from xiuhua.kernel.text import Text
from xiuhua.site.pictures import COLOURS, PADDING, PAPER, WIDTH

INK, MUTED, FAINT = "#1f1b16", "#655c51", "#888"
BAND, BAR, TEXT_SIZE = 108, 36, 15
"""Height of a year with its words above and below, and of its bar; of text on a wide screen."""

BELOW, ASIDE = 61, 18
"""Height of the axis with its words below the bars; width for half a label beside them."""

TICKS = 4
"""How many steps the axis has, roughly."""

LEAST_LABELLED = 0.045
"""A part that is a smaller share of the width than this has no room for its sign."""

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
    low, high = _domain(bars)
    scale = WIDTH / (high - low)
    height = BAND * len(bars)
    axis = "".join(_axis(low, high, scale, height, unit))
    years = "".join(_year(bar, low, scale, at * BAND + (BAND - BAR) / 2) for at, bar in enumerate(bars))
    width = WIDTH + 2 * PADDING + ASIDE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-label={quoteattr(title)}'
        f' viewBox="0 0 {width} {height + BELOW}"><g transform="translate({PADDING},{PADDING})"'
        f' font-family="sans-serif" font-size="{TEXT_SIZE}px">{axis}{years}</g></svg>'
    )


def _axis(low: float, high: float, scale: float, height: int, unit: str) -> Iterator[str]:
    """Yield the grid, its amounts below it, and the unit."""
    step = _step((high - low) / TICKS)
    for n in range(math.ceil(low / step), math.floor(high / step) + 1):
        x = f"{(n * step - low) * scale:.1f}"
        yield f'<line x1="{x}" x2="{x}" y1="0" y2="{height}" stroke="#ddd"/>'
        yield f'<line x1="{x}" x2="{x}" y1="{height}" y2="{height + 5}" stroke="{FAINT}"/>'
        yield f'<text x="{x}" y="{height + 19}" text-anchor="middle" fill="{MUTED}">{n * step:,.0f}</text>'
    yield f'<line x1="0" x2="{WIDTH}" y1="{height}" y2="{height}" stroke="{FAINT}"/>'
    yield (
        f'<text x="{WIDTH / 2:.0f}" y="{height + 38}" text-anchor="middle" font-weight="bold" fill="{MUTED}">'
        f"{escape(unit)}</text>"
    )


def _step(least: float) -> float:
    """Return the distance of ticks that people count in (1, 2, 5, 10 …) nearest to this one."""
    power: float = 10.0 ** math.floor(math.log10(least))
    steps = ((1, 2**0.5), (2, 10**0.5), (5, 50**0.5), (10, math.inf))
    return power * next(n for n, most in steps if least / power < most)


def _year(bar: Bar, low: float, scale: float, top: float) -> str:
    """Return the words of a year, its parts, and its two marks."""
    drawn = [_words(top - 14, f"{NET} {bar.above}")]
    drawn.append(_words(top + BAR + 16, bar.below if bar.line is None else f"{LINE} {bar.below}"))
    reached = 0.0
    for part in bar.parts:
        first, last = (part.yuan, 0.0) if part.yuan < 0 else (reached, reached + part.yuan)
        reached = max(reached, last)
        drawn.append(_part(part, bar.href, (first - low) * scale, (last - first) * scale, top))
    if bar.line is not None:
        x = f"{(bar.line - low) * scale:.1f}"
        drawn.append(
            f'<line x1="{x}" x2="{x}" y1="{top - 4:g}" y2="{top + BAR + 4:g}" stroke="{INK}" stroke-width="4"/>'
        )
    x = f"{(bar.net - low) * scale:.1f}"
    drawn.append(
        f'<path transform="translate({x},{top + BAR / 2:g})" d="M-6.7,0L0,-6.7L6.7,0L0,6.7Z" fill="{INK}"'
        f' stroke="{PAPER}" stroke-width="2"/>'
    )
    return "".join(drawn)


def _part(part: Part, href: str, x: float, width: float, top: float) -> str:
    """Return one part as a link; its sign stands on it where there is room."""
    ink = INK if part.kind in ON_LIGHT else PAPER
    sign = ""
    if width >= LEAST_LABELLED * WIDTH:
        sign = f'<text x="{x + 6:.1f}" y="{top + 23:g}" fill="{ink}" pointer-events="none">{escape(part.sign)}</text>'
    return (
        f"<a href={quoteattr(href)}><title>{escape(part.words)}</title>"
        f'<path d="M{x:.1f},{top:g}h{width:.1f}v{BAR}h-{width:.1f}Z" fill="{COLOUR_OF[part.kind]}" stroke="{PAPER}"/>'
        f"</a>{sign}"
    )


def _words(y: float, text: str) -> str:
    return f'<text x="0" y="{y + 5:g}" fill="{INK}">{escape(text)}</text>'


def _domain(bars: Sequence[Bar]) -> tuple[float, float]:
    """Return from where to where the axis goes: all parts, net incomes and lines lie inside."""
    ends = [0.0]
    for bar in bars:
        ends += [sum(part.yuan for part in bar.parts if part.yuan > 0), bar.net, bar.line or 0.0]
        ends += [part.yuan for part in bar.parts if part.yuan < 0]
    spare = (max(ends) - min(ends)) * 0.04 or 1.0
    return (min(ends) - spare if min(ends) < 0 else 0.0), max(ends) + spare
