"""Who can see a household, and who may change it: posts over its village, widest territory first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.why import Holders, holders
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.whereabouts import ROOT, Whereabouts, whereabouts
from xiuhua.site.why.rows import Row, changing

HOUSEHOLDS, HEALTH = QUERIES["registry.households"], QUERIES["registry.health"]


@dataclass(frozen=True, slots=True)
class Sight:
    """The holders of a post, and what they see and may change of the household."""

    holders: Holders
    health: bool
    changes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class WhoSees:
    """A household with everybody who can see it."""

    household: Whereabouts
    sights: tuple[Sight, ...]
    reason: Text
    health_reason: Text


def who_sees(viewer: Actor, household_id: UUID, *, on: date) -> WhoSees | None:
    """Return who can see a household on a day, or ``None`` where the viewer cannot."""
    found = whereabouts(viewer, household_id)
    if found is None:
        return None
    return WhoSees(
        found,
        tuple(_sight(each) for each in holders(viewer, found.place_code, on=on) if _allows(HOUSEHOLDS, each)),
        HOUSEHOLDS.reason,
        HEALTH.reason,
    )


def _sight(each: Holders) -> Sight:
    return Sight(each, _allows(HEALTH, each), tuple(row for row in changing(ROOT) if _allows(row.access, each)))


def _allows(access: Access, each: Holders) -> bool:
    return access.allows(frozenset({each.role.value}))
