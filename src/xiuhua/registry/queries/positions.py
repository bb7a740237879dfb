"""Where villages lie, for maps of other modules."""

from collections.abc import Mapping

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Village

_DEGREE = 1_000_000


def positions(viewer: Actor, code: str) -> Mapping[str, tuple[float, float]]:
    """Return longitude and latitude in degrees (WGS 84) of the villages of a place for which they are recorded."""
    rows = within(Village.objects.filter(longitude__isnull=False), viewer, QUERIES["registry.villages"], place=code)
    found = rows.filter(latitude__isnull=False).values_list("place_code", "longitude", "latitude")
    return {village: (longitude / _DEGREE, latitude / _DEGREE) for village, longitude, latitude in found}
