"""Which offer fits which need, how near it is, and why: what a proposal says to the people who choose."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.kernel.places import Level, level_of, lies_in
from xiuhua.kernel.text import Text

UNPAIRED: Final = 1_000_000
"""What it costs to leave a need unpaired: more than any distance, so that as many needs as possible are paired."""

FARTHER: Final = 1_000
"""What one level farther away costs; days of waiting cost less, and decide among needs alone."""

_LONGEST: Final = 999
_LEVELS: Final = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)
_OFFERED: Final = {
    Level.VILLAGE: Text("就在本村提供", "offered in the village"),
    Level.TOWNSHIP: Text("在本乡镇提供", "offered in the township"),
    Level.COUNTY: Text("在本县提供", "offered in the county"),
    Level.PREFECTURE: Text("在本市提供", "offered in the prefecture"),
    Level.PROVINCE: Text("在本省提供", "offered in the province"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need that is to be matched, as far as pairing knows it."""

    id: UUID
    kind: str
    place_code: str
    told_on: date


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer: ``left`` is how many needs it can still take on this month, ``None`` where it is not limited."""

    id: UUID
    kind: str
    place_code: str
    left: int | None


def fits(wanted: Wanted, offered: Offered) -> bool:
    """Say whether an offer can meet a need: the same kind, in its place, with something left."""
    same = wanted.kind == offered.kind and offered.left != 0
    return same and lies_in(wanted.place_code, offered.place_code)


def cost(offered: Offered) -> int:
    """Return what a pair costs: the wider the place of the offer, the more."""
    return _LEVELS.index(level_of(offered.place_code)) * FARTHER


def unpaired(wanted: Wanted, today: date) -> int:
    """Return what it costs to leave a need without an offer: the longer it waits, the more."""
    return UNPAIRED + min((today - wanted.told_on).days, _LONGEST)


def reasons(wanted: Wanted, offered: Offered, today: date) -> tuple[Text, ...]:
    """Return why an offer is proposed for a need."""
    waited = (today - wanted.told_on).days
    left = Text("没有说每月能接几件", "no limit in a month was said")
    if offered.left is not None:
        left = Text(f"这个月还能接 {offered.left} 件", f"can take on {offered.left} more this month")
    return (
        Text("类别一样", "of the same kind"),
        _OFFERED[level_of(offered.place_code)],
        left,
        Text(f"等了 {waited} 天", f"has waited {waited} days"),
    )
