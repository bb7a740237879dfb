"""The picture of a household's incomes as a table, for whoever reads it better so."""

from typing import Any

from xiuhua.kernel.text import Text
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules.shown import grouped_yuan

_YEAR, _SOURCE_OF, _PER_HEAD = Text("年", "Year"), Text("来源", "Source"), Text("人均（元）", "Per head (yuan)")


def income_table(page: Household) -> dict[str, Any] | None:
    """Return rows and columns of the picture; ``None`` where there is none."""
    if page.bars is None:
        return None
    columns = [{"label": _YEAR}, {"label": _SOURCE_OF}, {"label": _PER_HEAD, "number": True}]
    rows = []
    for year in page.bars.years:
        parts = [(part.name, Text(*[grouped_yuan(part.amount)] * 2)) for part in year.parts]
        parts.append((Text("人均纯收入", "net income per head"), Text(*[grouped_yuan(year.net)] * 2)))
        if year.line is not None and year.line_said is not None:
            parts.append((year.line_said, Text(*[grouped_yuan(year.line)] * 2)))
        for name, amount in parts:
            cells = (year.name, name, amount)
            rows.append([{"text": text, **column} for text, column in zip(cells, columns, strict=True)])
    return {"columns": columns, "rows": rows}
