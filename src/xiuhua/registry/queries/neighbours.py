"""The other households of a village, to choose one from."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household
from xiuhua.registry.queries.heads import heads_of

_HOUSEHOLDS: Final = QUERIES["registry.households"]
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
    found = [each for each in present_in(viewer, place_code) if each[0] != besides]
    heads = heads_of(key for key, _ in found)
    return tuple(Neighbour(key, code, heads.get(key, "")) for key, code in found)


def present_in(viewer: Actor, place_code: str) -> list[tuple[UUID, str]]:
    """Return id and code of the present households of a village, in the order of their codes; one query."""
    return _PRESENT.answers(viewer, village=place_code)


_PRESENT: Final = Seen(
    lambda gap, seen: (
        seen(Household.objects.filter(place_code=gap("village"), valid_to=None), _HOUSEHOLDS)
        .order_by("code")
        .values_list("id", "code")[:MOST]
    ),
    _HOUSEHOLDS,
)


def household_with_code(viewer: Actor, place_code: str, code: str) -> UUID | None:
    """Return the present household of a village that has this code, if the viewer may see it."""
    rows = Household.objects.filter(place_code=place_code, code=code, valid_to=None)
    return within(rows, viewer, _HOUSEHOLDS).values_list("id", flat=True).first()
