"""Places by their names, for sheets that know no codes: read once for a whole import."""

from collections import Counter
from datetime import date

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.platform.accounts.access import PLACES
from xiuhua.platform.accounts.models import Place
from xiuhua.platform.accounts.rules.places import chain
from xiuhua.platform.accounts.scope import reaches, within

Names = tuple[str, str, str]
"""The names of a county, a township and a village; the narrower ones are empty for the wider places themselves."""


def places_by_name(viewer: Actor, access: Access = PLACES, *, on: date | None = None) -> dict[Names, str]:
    """Return the code of each open place of the viewer's territory by the names of county, township and village.

    One query. ``on`` counts places as open that close only later. Names that two places bear alike are left
    out: to choose one would be a guess, so the sheet must give the code. A village directly under a county
    has an empty township. The names of the places that hold a territory belong to the names of what is in it.
    """
    seen = viewer.territories(access.roles)
    rows = within(Place.objects.all(), viewer, access, field="code")
    if seen:
        rows |= Place.objects.filter(code__in={code for territory in seen for code in chain(territory)})
    known = {
        code: name
        for code, name, end in rows.values_list("code", "name", "valid_to")
        if end is None or (on is not None and on < end)
    }
    named = [
        (_names_of(code, known), code)
        for code, name in known.items()
        if name and _is_below_prefecture(code) and reaches(viewer, access, code)
    ]
    bearers = Counter(names for names, _ in named)
    return {names: code for names, code in named if bearers[names] == 1}


def village_codes(viewer: Actor, access: Access = PLACES) -> frozenset[str]:
    """Return the codes of the open villages of the viewer's territory."""
    rows = within(Place.objects.filter(level=Level.VILLAGE, valid_to=None), viewer, access, field="code")
    return frozenset(rows.values_list("code", flat=True))


def _names_of(code: str, known: dict[str, str]) -> Names:
    county, township = ancestor(code, Level.COUNTY), ancestor(code, Level.TOWNSHIP)
    return (
        known.get(county, ""),
        known.get(township, "") if township != county else "",
        known[code] if code not in (county, township) else "",
    )


def _is_below_prefecture(code: str) -> bool:
    return code[4:] != "00000000"
