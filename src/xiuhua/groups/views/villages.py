"""The villages of a place on the page of its groups: by township, folded where they are many."""

from collections.abc import Sequence
from typing import Any, Final

from xiuhua.groups.queries.coverage import Coverage, VillageGroup
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_places

FEW: Final = 20
"""So many villages are read without folding them by township."""


def by_township(found: Coverage, *, whole: bool) -> list[dict[str, Any]]:
    """Return the villages by township, or by county above one, folded where they are many; one query.

    How many there are is said where the list is ``whole``.
    """
    level = Level.COUNTY if found.place.level in (Level.PROVINCE, Level.PREFECTURE) else Level.TOWNSHIP
    by_part: dict[str, list[VillageGroup]] = {}
    for row in found.rows:
        by_part.setdefault(ancestor(row.code, level), []).append(row)
    if len(by_part) < 2:
        return [{"rows": found.rows}]
    names, few = names_of_places(by_part), len(found.rows) <= FEW
    return [
        {
            "name": names.get(code, code),
            "note": _counted(rows) if whole and found.after is None else None,
            "open": few,
            "rows": rows,
        }
        for code, rows in by_part.items()
    ]


def _counted(rows: Sequence[VillageGroup]) -> Text:
    n, there = len(rows), sum(each.group_id is not None for each in rows)
    return Text(f"{n} 个村，{there} 个有小组", f"{n} village{'' if n == 1 else 's'}, {there} with a group")
