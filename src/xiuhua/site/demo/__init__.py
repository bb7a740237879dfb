"""Sheets for a demo of the product: places and figures of the newspaper page, everything else invented.

Pure apart from the files it writes: no database, no clock, the same seed gives the same bytes.
"""

from xiuhua.site.demo.cast import Account
from xiuhua.site.demo.marks import Mark
from xiuhua.site.demo.scale import many_people, write_people_sheet
from xiuhua.site.demo.villages import DEFAULT_SEED, Village, make_villages
from xiuhua.site.demo.workbooks import Demo, Paths, build

__all__ = [
    "DEFAULT_SEED",
    "Account",
    "Demo",
    "Mark",
    "Paths",
    "Village",
    "build",
    "make_villages",
    "many_people",
    "write_people_sheet",
]
