"""A small picture of numbers by month: columns, written by hand, with the first and the last number in words."""

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT, ABOVE, BELOW = 480, 80, 24, 24
FILL, INK = "#1f7f77", "#2b2622"


def month_columns(numbers: Sequence[tuple[date, int]], *, title: str) -> str:
    """Return the columns as SVG for a page, the earliest month first; nothing where there are no numbers."""
    if not numbers:
        return ""
    step, most = WIDTH / len(numbers), max(max(number for _, number in numbers), 1)
    drawn = "".join(_column(at * step, step, number * HEIGHT / most) for at, (_, number) in enumerate(numbers))
    first, last = numbers[0], numbers[-1]
    said = _words(0, ABOVE + HEIGHT + 18, "start", f"{first[0]:%Y-%m}")
    if len(numbers) > 1:
        said += _words(WIDTH, ABOVE + HEIGHT + 18, "end", f"{last[0]:%Y-%m}")
        said += _words(step / 2, ABOVE + HEIGHT * (1 - first[1] / most) - 6, "middle", f"{first[1]:,}")
    said += _words(WIDTH - step / 2, ABOVE + HEIGHT * (1 - last[1] / most) - 6, "middle", f"{last[1]:,}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(title)}'
        f' viewBox="-8 0 {WIDTH + 16} {ABOVE + HEIGHT + BELOW}"><g font-family="sans-serif" font-size="13px">'
        f"{drawn}{said}</g></svg>"
    )


def _column(x: float, step: float, height: float) -> str:
    width, top = step * 0.7, ABOVE + HEIGHT - height
    return f'<rect x="{x + step * 0.15:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{FILL}"/>'


def _words(x: float, y: float, anchor: str, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}">{escape(text)}</text>'
