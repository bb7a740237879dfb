"""From where somebody of the cast looks at what: the samplers of everything that names something of a zone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID
from zlib import crc32

from support.cast import Cast, Member, Viewer, Zone
from support.databases import SQLITE
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.exchange.outgoing import kinds_for
from xiuhua.site.demo.identity import check_character

INSIDE, BESIDE, OUTSIDE, ABSENT = "inside", "beside", "outside", "absent"

LATE = "01700000-0000-7000-8000-000000000000"
"""An id that is later than every other: a cursor before which everything comes."""

_NEW = UUID("01641a6a-4a00-7000-8000-0000000000ff")


@dataclass(frozen=True)
class Standing:
    """From where a viewer looks at what: the zone from which arguments are taken, and the viewer's own rows."""

    viewer: Viewer
    where: str
    zone: Zone
    own: Mapping[str, Any] = field(default_factory=dict)

    def mine(self, name: str, other: Any) -> Any:
        """Return the viewer's own row of a kind inside, somebody else's elsewhere."""
        return self.own.get(name, other) if self.where == INSIDE else other


Sampler = Callable[[Standing], Any]


def standings(cast: Cast, viewer: Viewer) -> dict[str, Standing]:
    """Return the standings of a viewer: inside, beside where there is such a place, outside, and at nothing at all."""
    zones = {INSIDE: cast.inside(viewer), BESIDE: cast.beside(viewer), OUTSIDE: cast.outside(viewer), ABSENT: nowhere()}
    own = cast.own.get(viewer.login, {})
    return {where: Standing(viewer, where, zone, own) for where, zone in zones.items() if zone is not None}


def asking(
    cast: Cast, engine: str, key: str, may: Callable[[Viewer], bool], *, refused: bool = True
) -> Iterator[Viewer]:
    """Yield who asks: everybody; on the second database every third of those who may, and of those who may not.

    Databases differ in how they compare and find rows, not in who may ask for them. Where ``refused`` is false, only
    every third of those who may not asks on the first one, too: they are sent away before anything is looked up.
    Whose turn it is changes with ``key``, so that every address, command and operation is asked, and everybody asks.
    """
    turn = crc32(key.encode())
    for able in (True, False):
        group = [viewer for viewer in cast.viewers.values() if may(viewer) is able]
        every = engine == SQLITE and (able or refused)
        yield from group if every else group[turn % min(3, len(group) or 1) :: 3]


@cache
def nowhere() -> Zone:
    """Return a zone of which nothing exists, in the form of one that does."""
    numbers = [f"62019919{60 + at}030599{(at + 1) % 2}" for at in range(5)]
    nobody = tuple(
        Member("无此人", f"88999999991{at}", digits + check_character(digits), f"1390000999{at}")
        for at, digits in enumerate(numbers)
    )
    names = {"village": "无此村", "township": "无此镇", "county": "无此县"}
    return Zone("629901177211", names, "889999999911", "889999999912", nobody, "nobody-here", "none-such")


def at_place(s: Standing) -> str:
    """Return the code of the zone's village."""
    return s.zone.place_code


def at_county(s: Standing) -> str:
    """Return the code of the zone's county."""
    return f"{s.zone.place_code[:6]}000000"


def at_household(s: Standing) -> UUID:
    """Return the household of the zone."""
    return s.zone.household


def at_child(s: Standing) -> UUID:
    """Return the child of the zone's household."""
    return s.zone.child


def sheet_kind(s: Standing) -> str:
    """Return a kind of sheet that the viewer may bring."""
    return next((kind.sheet.code for kind in kinds_for(s.viewer.actor)), "people")


def of_household(s: Standing, **more: Any) -> dict[str, Any]:
    """Return the fields of a command about the zone's household."""
    return {"household_id": str(s.zone.household), **more}


def new(name: str) -> str:
    """Return an id that a caller makes for a new record; the same in every zone."""
    return str(derived_id(_NEW, name))
