"""The newest entries of territories, for whoever wants to know what changed lately; it costs the same however many."""

from collections.abc import Sequence

from xiuhua.kernel.places import Level, county_of, level_of, lies_in
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.queries import EntryView, page


def latest(territories: Sequence[str], *, size: int) -> Sequence[EntryView]:
    """Return the newest entries of places (full codes), without their changes, at most ``size`` for each of them.

    Which of them the viewer may know of, the caller decides. Above the county only the newest entries of the
    whole journal are looked at, so that a province costs no more than a village.
    """
    ids = {entry for code in territories for entry in _ids(code, size)}
    found = page(Entry.objects.filter(id__in=ids), before=None, size=len(ids))
    return [entry for entry in found if any(_inside(entry.place_code, code) for code in territories)]


def _ids(territory: str, size: int) -> list[int]:
    """Return the positions of the newest entries of a place; each kind of place is read in the order of an index."""
    rows, level = Entry.objects.all(), level_of(territory)
    if level is Level.VILLAGE:
        rows = rows.filter(place_code=territory).order_by("-id")
    elif level is Level.TOWNSHIP:
        rows = rows.filter(place_code__range=(territory, territory[:9] + "999")).order_by("-id")
    elif level is Level.COUNTY:
        rows = rows.filter(stream=county_of(territory)).order_by("-sequence")
    else:
        rows = rows.order_by("-id")
    return list(rows.values_list("id", flat=True)[:size])


def _inside(code: str, territory: str) -> bool:
    return bool(code) and lies_in(code, territory)
