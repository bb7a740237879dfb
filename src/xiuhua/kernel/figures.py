"""Figures: a number that can always say where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xiuhua.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit, formula in words, the policy value used, the date it holds for, and its rows.

    ``rows`` is the query that lists the rows behind it: a door name and arguments that the site turns
    into a link. ``value`` is ``None`` where the figure cannot be stated, and ``why_not`` says so.
    """

    value: int | str | None
    unit: Text
    formula: Text
    as_of: date
    rows: tuple[str, Mapping[str, Any]] | None = None
    policy_key: str | None = None
    why_not: Text | None = None
    notes: tuple[Text, ...] = field(default=())


def share(part: int, whole: int, decimals: int = 1) -> str:
    """Return the share in percent, rounded half up, as decimal text; an empty whole gives a dash.

    >>> share(341, 730), share(284, 730), share(105, 730), share(0, 0)
    ('46.7', '38.9', '14.4', '—')
    """
    if whole == 0:
        return "—"
    scale = 10**decimals
    scaled = (part * 100 * scale * 2 + whole) // (whole * 2)
    return f"{scaled // scale}.{scaled % scale:0{decimals}d}" if decimals else str(scaled)
