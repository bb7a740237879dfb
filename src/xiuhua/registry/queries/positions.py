"""Where villages lie, for maps of other modules."""

from collections.abc import Mapping
from typing import Final

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.seen import Seen
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Village

_DEGREE = 1_000_000
_VILLAGES: Final = QUERIES["registry.villages"]


def positions(viewer: Actor, code: str) -> Mapping[str, tuple[float, float]]:
    """Return longitude and latitude in degrees (WGS 84) of the villages of a place for which they are recorded."""
    found = _PLACED.answers(viewer, place=code)
    return {village: (longitude / _DEGREE, latitude / _DEGREE) for village, longitude, latitude in found}


_PLACED: Final = Seen(
    lambda gap, seen: seen(
        Village.objects.filter(longitude__isnull=False, latitude__isnull=False), _VILLAGES
    ).values_list("place_code", "longitude", "latitude"),
    _VILLAGES,
)
