"""Twelve-digit place codes and what lies inside what (GB/T 2260 6 digits + GB/T 10114 3 + village 3)."""

from collections.abc import Iterable
from enum import StrEnum

CODE_LENGTH = 12


class Level(StrEnum):
    """Levels of administration that have a code."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


PREFIX_LENGTHS = {Level.PROVINCE: 2, Level.PREFECTURE: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}


def is_place_code(code: str) -> bool:
    """Say whether the text has the form of a full code: twelve ASCII digits, the first two not 00."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isdigit() and code[:2] != "00"


def level_of(code: str) -> Level:
    """Return the level of a full code, read from its trailing zeros."""
    if code[9:] != "000":
        return Level.VILLAGE
    if code[6:9] != "000":
        return Level.TOWNSHIP
    if code[4:6] != "00":
        return Level.COUNTY
    return Level.PREFECTURE if code[2:4] != "00" else Level.PROVINCE


def prefix_of(code: str) -> str:
    """Return the significant digits of a full code: every place inside it starts with them."""
    return code[: PREFIX_LENGTHS[level_of(code)]]


def ancestor(code: str, level: Level) -> str:
    """Return the full code of the place of ``level`` that holds this one."""
    return code[: PREFIX_LENGTHS[level]].ljust(CODE_LENGTH, "0")


def lies_in(code: str, territory: str) -> bool:
    """Say whether the place is the territory or inside it; both are full codes."""
    return code.startswith(prefix_of(territory))


def narrowest(codes: Iterable[str]) -> str:
    """Return the full code of the narrowest place that holds all these places, or nothing where there is none.

    >>> narrowest(["620122101200", "620122101201"]), narrowest(["620122101200", "620123100200"])
    ('620122101000', '620100000000')
    >>> narrowest([]), narrowest(["620122101200", "110101001001"]), narrowest(["620122101200"])
    ('', '', '620122101200')
    """
    known = [code for code in codes if is_place_code(code)]
    if not known:
        return ""
    first, last = min(known), max(known)  # whatever begins both begins all that lie between them
    found = (ancestor(first, level) for level in reversed(Level) if ancestor(first, level) == ancestor(last, level))
    return next(found, "")


def county_of(code: str) -> str:
    """Return the six digits of the county, which also name its journal stream."""
    return code[:6]
