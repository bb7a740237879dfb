"""The place that a set of records concerns."""

from collections.abc import Iterable

from xiuhua.kernel.places import CODE_LENGTH, Level, ancestor, is_place_code

_NARROWEST_FIRST = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE, Level.PROVINCE)


def narrowest(codes: Iterable[str]) -> str:
    """Return the full code of the narrowest place that holds all these places, or nothing where there is none.

    >>> narrowest(["620122101200", "620122101201"]), narrowest(["620122101200", "620123100200"])
    ('620122101000', '620100000000')
    >>> narrowest([]), narrowest(["620122101200", "110101001001"]), narrowest(["620122101200"])
    ('', '', '620122101200')
    """
    known = sorted(code for code in codes if is_place_code(code))
    if not known:
        return ""
    first, last = known[0], known[-1]
    for level in _NARROWEST_FIRST:
        place = ancestor(first, level)
        if place == ancestor(last, level):
            return place if len(place) == CODE_LENGTH else ""
    return ""
