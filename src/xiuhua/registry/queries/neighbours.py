"""The other households of a village, to choose one from."""

from dataclasses import dataclass
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household
from xiuhua.registry.queries.heads import heads_of

MOST = 2000
"""No village has more households."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A present household of the village by its code and head."""

    id: UUID
    code: str
    head: str


def neighbours(viewer: Actor, place_code: str, *, besides: UUID | None = None) -> tuple[Neighbour, ...]:
    """Return the present households of a village in the order of their codes, without one of them."""
    present = Household.objects.filter(place_code=place_code, valid_to=None).exclude(id=besides)
    rows = within(present, viewer, QUERIES["registry.households"]).order_by("code").values_list("id", "code")[:MOST]
    found = list(rows)
    heads = heads_of(key for key, _ in found)
    return tuple(Neighbour(key, code, heads.get(key, "")) for key, code in found)


def household_with_code(viewer: Actor, place_code: str, code: str) -> UUID | None:
    """Return the present household of a village that has this code, if the viewer may see it."""
    rows = Household.objects.filter(place_code=place_code, code=code, valid_to=None)
    return within(rows, viewer, QUERIES["registry.households"]).values_list("id", flat=True).first()
