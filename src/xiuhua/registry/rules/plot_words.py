"""What plots are called in words: classes of land, uses, since when idle, areas."""

from collections.abc import Mapping
from typing import Final

from xiuhua.kernel.area import mu
from xiuhua.kernel.text import Text
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.plots import SIDES, Since, Willing, written_since

CLASS_NAMES: Final[Mapping[str, Text]] = {entry.code: entry.name for entry in codes.LISTS["land_class"].entries}
USE_NAMES: Final[Mapping[str, Text]] = {entry.code: entry.name for entry in codes.LISTS["land_use"].entries}
WILLING_NAMES: Final[Mapping[str, Text]] = {entry.code: entry.name for entry in codes.LISTS["willing"].entries}
SIDE_NAMES: Final[Mapping[str, Text]] = dict(
    zip(SIDES, (Text("东", "east"), Text("南", "south"), Text("西", "west"), Text("北", "north")), strict=True)
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def grouped_mu(area: int) -> str:
    """Return an area in mu with thousands set apart.

    >>> grouped_mu(1234500), grouped_mu(11000)
    ('1,234.5', '11')
    """
    whole, point, rest = mu(area).partition(".")
    return f"{int(whole):,}{point}{rest}"


def area_said(area: int) -> Text:
    """Return an area with its unit."""
    return Text(f"{grouped_mu(area)} 亩", f"{grouped_mu(area)} mu")


def since_said(since: Since) -> Text:
    """Return since when a plot has been idle, as exactly as it is known: since 2015, since 1 Mar 2015."""
    first, parts = since.first, written_since(since).count("-")
    month = _MONTHS[first.month - 1]
    zh = (f"{first.year}年", f"{first.year}年{first.month}月", f"{first.year}年{first.month}月{first.day}日")[parts]
    en = (f"{first.year}", f"{month} {first.year}", f"{first.day} {month} {first.year}")[parts]
    return Text(f"{zh}起", f"since {en}")


def sides_said(sides: Mapping[str, str]) -> Text | None:
    """Return what lies around a plot, or ``None`` where nothing is known.

    >>> sides_said({"east": "大路", "north": "荒坡"}).zh
    '东至大路，北至荒坡'
    """
    told = [(SIDE_NAMES[side], sides[side]) for side in SIDES if sides.get(side)]
    if not told:
        return None
    zh = "，".join(f"{name.zh}至{what}" for name, what in told)
    return Text(zh, ", ".join(f"{name.en}: {what}" for name, what in told))


def land_said(total: int, plots: int, idle: int, idle_plots: int, willing: int) -> Text:
    """Return what a household's land comes to in one sentence; areas in thousandths of a mu.

    >>> land_said(11000, 3, 4000, 2, 1).zh, land_said(11000, 1, 0, 0, 0).en
    ('11 亩（3 块），其中撂荒 4 亩（2 块，愿意流转的 1 块）', '11 mu (1 plot), none idle')
    """
    count = f"{plots} plot{'' if plots == 1 else 's'}"
    whole = area_said(total)
    if not idle_plots:
        return Text(f"{whole.zh}（{plots} 块），没有撂荒", f"{whole.en} ({count}), none idle")
    waste = area_said(idle)
    zh, en = (f"，愿意流转的 {willing} 块", f", {willing} may be transferred") if willing else ("", "")
    return Text(
        f"{whole.zh}（{plots} 块），其中撂荒 {waste.zh}（{idle_plots} 块{zh}）",
        f"{whole.en} ({count}), of which {waste.en} idle ({idle_plots}{en})",
    )


def willing_said(willing: str) -> Text:
    """Return what was answered to the question of transferring a plot."""
    return WILLING_NAMES.get(willing, WILLING_NAMES[Willing.NOT_ASKED])
